package io.sparkae.ingest.download;

import io.sparkae.files.BadInputException;
import io.sparkae.files.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Downloads files from mirrors' folders; {@code NAME.part} is resumed and becomes NAME when size and SHA-256 are right. */
public final class Downloader {
    /** Transfers of one file from one mirror at most; each resumes the one before. */
    private static final int MAX_TRANSFERS = 20;

    private final HttpClient client;
    private final List<URI> mirrors;
    private final Duration timeout;
    private final Listener listener;

    /** Follows a download, in its thread. */
    public interface Listener {
        /** The file has this many bytes now; fewer than before after a restart. */
        void progressed(InputFile file, long bytes);
        /** A file is complete, or a mirror failed: one line. */
        void said(String message);
    }

    /** Asks the mirrors in order, through Java's proxies; one that sends nothing for {@code timeout} has failed. */
    public Downloader(List<URI> mirrors, Duration timeout, Authenticator passwords, Listener listener) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // some proxies refuse the offer of HTTP/2
                .followRedirects(HttpClient.Redirect.NORMAL)
                .authenticator(passwords)
                .build();
        this.mirrors = List.copyOf(mirrors);
        this.timeout = timeout;
        this.listener = listener;
    }

    /** Downloads files that the folder lacks; throws BadInputException with each mirror's failure if no mirror has one. */
    public void fetch(List<InputFile> files, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (InputFile file : files) {
            Path target = folder.resolve(file.path());
            if (!file.isContentOf(target)) {
                fetch(file, target);
            }
            listener.said(file.path() + "  verified");
        }
    }

    private void fetch(InputFile file, Path target) throws IOException, InterruptedException {
        Path path = target.resolveSibling(file.path() + ".part");
        List<String> failures = new ArrayList<>();
        try (FileChannel part = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (!isLocked(part)) { // two writers would undo what one has verified
                throw new BadInputException(path + ": another download is writing this file; wait for it to end");
            }
            part.truncate(part.size() > file.bytes() ? 0 : part.size());
            for (URI mirror : mirrors) {
                try {
                    complete(file, mirror.resolve(file.path()), part, path);
                    part.force(true); // no power failure may leave the name without the bytes
                    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
                    return;
                } catch (ProtocolException e) {
                    failures.add(mirror + " " + e.getMessage());
                    listener.said(file.path() + ": " + mirror + " " + e.getMessage());
                }
            }
            if (part.size() == 0) {
                Files.delete(path);
            }
        }
        throw new BadInputException(file.path() + " could not be downloaded: " + String.join("; ", failures)
                + ". Set download.mirrors.DATASET or https_proxy, or put the files into "
                + target.toAbsolutePath().getParent() + " yourself");
    }

    private static boolean isLocked(FileChannel part) throws IOException {
        try {
            return part.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    /** Completes and verifies the part file; throws ProtocolException if the mirror fails. */
    private void complete(InputFile file, URI url, FileChannel part, Path path)
            throws IOException, InterruptedException {
        boolean resumed = part.size() > 0; // then wrong bytes may be another mirror's: all are requested once more
        for (int transfers = 1; !file.isContentOf(path); transfers++) {
            if (part.size() == file.bytes()) {
                part.truncate(0);
                if (!resumed) {
                    throw new ProtocolException("sent a file whose SHA-256 is not " + file.sha256());
                }
                resumed = false;
            }
            long before = part.size();
            try {
                transfer(file, url, part, before);
            } catch (ProtocolException e) {
                if (part.size() <= before || transfers == MAX_TRANSFERS) {
                    throw e;
                }
            }
        }
    }

    /** Appends the bytes from a position on, or all if the mirror does not resume there. */
    private void transfer(InputFile file, URI url, FileChannel part, long from)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = answer(file, url, part, from);
        int status = answer.statusCode();
        String length = answer.headers().firstValue("Content-Length").orElse("" + file.bytes());
        String range = answer.headers().firstValue("Content-Range").orElse("");
        boolean whole = status == 200 && length.equals("" + file.bytes());
        boolean rest = status == 206 && range.equals("bytes " + from + "-" + (file.bytes() - 1) + "/" + file.bytes());
        try (InputStream body = answer.body()) { // null if a proxy refuses a tunnel
            if (whole || rest) {
                part.truncate(whole ? 0 : from);
                copy(body, file, part);
                return;
            }
        }
        if (from == 0) {
            String proxy = status == 407 ? " (the proxy requires a user and a password)" : "";
            throw new ProtocolException(
                    status == 200
                            ? "offers " + length + " bytes, expected " + file.bytes()
                            : "answered with status " + status + proxy);
        }
        transfer(file, url, part, 0);
    }

    private HttpResponse<InputStream> answer(InputFile file, URI url, FileChannel part, long from)
            throws IOException, InterruptedException {
        AtomicBoolean answers = new AtomicBoolean(); // a body that breaks off at once may fail the request, too
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(timeout);
            request.header("Accept-Encoding", "identity"); // positions are those of the file itself
            if (from > 0) {
                request.header("Range", "bytes=" + from + "-");
            }
            return client.send(request.build(), head -> {
                answers.set(true);
                return HttpResponse.BodySubscribers.ofInputStream();
            });
        } catch (HttpTimeoutException e) {
            throw new ProtocolException("did not answer within " + timeout.toSeconds() + " s");
        } catch (IOException | IllegalArgumentException e) { // the second for malformed numbers and addresses
            if (answers.get()) {
                throw stopped("stopped", file, part);
            }
            boolean unknown = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(UnresolvedAddressException.class::isInstance);
            throw new ProtocolException("could not be reached (" + (unknown ? "unknown host" : e) + ")");
        }
    }

    /**
     * Appends a body until the file is complete. HttpClient's timeout ends with the headers, hence the second thread. If the
     * connection breaks, bytes that HttpClient has received but not handed over are lost, and requested again.
     */
    private void copy(InputStream body, InputFile file, FileChannel part) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            while (part.size() < file.bytes()) {
                int wanted = (int) Math.min(buffer.length, file.bytes() - part.size());
                int length = reader.submit(() -> body.read(buffer, 0, wanted))
                        .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                if (length < 0) {
                    throw stopped("stopped", file, part);
                }
                for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length); bytes.hasRemaining(); ) {
                    part.write(bytes);
                }
                listener.progressed(file, part.size());
            }
        } catch (TimeoutException e) {
            throw stopped("sent nothing for " + timeout.toSeconds() + " s", file, part);
        } catch (ExecutionException e) {
            throw stopped("stopped", file, part);
        } finally {
            reader.shutdownNow();
        }
    }

    private static ProtocolException stopped(String how, InputFile file, FileChannel part) throws IOException {
        return new ProtocolException(how + " after " + part.size() + " of " + file.bytes() + " bytes");
    }
}
