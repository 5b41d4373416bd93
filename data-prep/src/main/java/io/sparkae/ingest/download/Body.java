package io.sparkae.ingest.download;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, pulled piece by piece by the thread that writes it to disk. {@link java.net.http.HttpClient}'s
 * own timeout ends with the headers; here each piece has to come in time. Waiting at a queue needs neither a timer nor a
 * thread of its own, and errors of the network cannot be mistaken for errors of the disk.
 */
final class Body implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    /** A piece, a failure, or with neither the end. */
    private record Signal(List<ByteBuffer> piece, Throwable failure) {}

    private final Duration timeout;
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private Body(Duration timeout) {
        this.timeout = timeout;
    }

    /** @param publisher null, as it is where a proxy refuses a tunnel, for no body at all */
    static Body of(Flow.Publisher<List<ByteBuffer>> publisher, Duration timeout) {
        Body body = new Body(timeout);
        if (publisher == null) {
            body.onComplete();
        } else {
            publisher.subscribe(body);
        }
        return body;
    }

    /**
     * Waits for the next piece.
     *
     * @return null at the end
     * @throws HttpTimeoutException if none comes in time
     * @throws IOException if the connection failed
     */
    List<ByteBuffer> next() throws IOException, InterruptedException {
        subscription.thenAccept(s -> s.request(1));
        Signal signal = signals.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (signal == null) {
            throw new HttpTimeoutException("silent");
        }
        if (signal.failure != null) {
            throw new IOException(signal.failure);
        }
        return signal.piece;
    }

    /** Closes the connection unless the body has come to its end. */
    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        signals.add(new Signal(piece, null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(null, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
    }
}
