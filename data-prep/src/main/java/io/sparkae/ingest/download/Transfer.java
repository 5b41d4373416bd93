package io.sparkae.ingest.download;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/**
 * One connection's worth of a file: asks for what the part file lacks, looks at what the mirror promises before a byte is
 * written, and writes what comes.
 */
final class Transfer {
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final PartFile part;
    private final DownloadListener listener;

    Transfer(HttpClient client, URI url, Duration timeout, PartFile part, DownloadListener listener) {
        this.client = client;
        this.url = url;
        this.timeout = timeout;
        this.part = part;
        this.listener = listener;
    }

    /** Fills the part file, or throws. */
    void run() throws MirrorFailure, IOException, InterruptedException {
        long from = part.length();
        boolean sent = run(from) || from > 0 && run(0);
        if (!sent) {
            throw new MirrorFailure("does not send the file from its beginning");
        }
    }

    /** Returns whether the mirror sends from a position on, or from the beginning, which will do as well. */
    private boolean run(long from) throws MirrorFailure, IOException, InterruptedException {
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(from);
        try (Body body = Body.of(response.body(), timeout)) {
            switch (response.statusCode()) {
                case HttpURLConnection.HTTP_OK -> {
                    requireSize(response.headers().firstValueAsLong("Content-Length"));
                    part.discard();
                }
                case HttpURLConnection.HTTP_PARTIAL -> {
                    if (!continues(response.headers(), from)) {
                        return false;
                    }
                }
                case RANGE_NOT_SATISFIABLE -> {
                    return false;
                }
                case HttpURLConnection.HTTP_PROXY_AUTH ->
                    throw new MirrorFailure("could not be reached (the proxy wants a user and a password)");
                default -> throw new MirrorFailure("answered " + response.statusCode());
            }
            copy(body);
            return true;
        }
    }

    private boolean continues(HttpHeaders headers, long from) throws MirrorFailure {
        Optional<ContentRange> range = headers.firstValue("Content-Range").flatMap(ContentRange::parse);
        if (range.isEmpty()) {
            return false;
        }
        requireSize(OptionalLong.of(range.get().total()));
        return range.get().first() == from;
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(long from) throws MirrorFailure, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                // Sizes and positions are those of the file as it is; an answer packed once more has others.
                .header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofPublisher());
        } catch (IOException | IllegalArgumentException e) { // the second for numbers and addresses that are none
            throw MirrorFailure.unanswered(e, timeout);
        }
    }

    private void requireSize(OptionalLong said) throws MirrorFailure {
        if (said.isPresent() && said.getAsLong() != part.file().bytes()) {
            throw MirrorFailure.otherSize(said.getAsLong(), part.file().bytes());
        }
    }

    private void copy(Body body) throws MirrorFailure, IOException, InterruptedException {
        while (!part.full()) {
            for (ByteBuffer bytes : next(body)) {
                part.append(bytes);
            }
            listener.progressed(part.file(), part.length());
        }
    }

    private List<ByteBuffer> next(Body body) throws MirrorFailure, InterruptedException {
        List<ByteBuffer> piece;
        try {
            piece = body.next();
        } catch (HttpTimeoutException e) {
            throw new MirrorFailure.CutOff("was silent for " + MirrorFailure.seconds(timeout) + " " + position());
        } catch (IOException e) {
            piece = null;
        }
        if (piece == null) {
            throw new MirrorFailure.CutOff("cut off " + position());
        }
        return piece;
    }

    private String position() {
        return String.format(
                Locale.ROOT,
                "after %,d of %,d bytes",
                part.length(),
                part.file().bytes());
    }
}
