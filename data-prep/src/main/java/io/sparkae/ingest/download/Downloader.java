package io.sparkae.ingest.download;

import io.sparkae.files.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Fetches files into a folder. A file gets its name when its size and SHA-256 are right and not before; until then it is
 * {@code NAME.part}, which a later call goes on with.
 */
public final class Downloader {
    private final HttpClient client;
    private final Mirrors mirrors;
    private final Duration timeout;
    private final DownloadListener listener;

    /**
     * @param mirrors each with all files
     * @param timeout how long a mirror may be silent
     */
    public Downloader(Mirrors mirrors, Duration timeout, EnvironmentProxies proxies, DownloadListener listener) {
        // HTTP/1.1: to a mirror without TLS, the default would begin with an offer of HTTP/2 that some proxies refuse.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(timeout)
                .proxy(proxies);
        proxies.authenticator().ifPresent(builder::authenticator);
        this.client = builder.build();
        this.mirrors = mirrors;
        this.timeout = timeout;
        this.listener = listener;
    }

    /**
     * Fetches the files that are not there yet.
     *
     * @param folder made if need be
     * @throws BadInputException if no mirror has a file, naming each and what was wrong with it
     * @throws IOException if the folder cannot be written to
     */
    public void fetch(List<RemoteFile> files, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (RemoteFile file : files) {
            Path target = folder.resolve(file.name());
            if (file.isAt(target)) {
                listener.alreadyThere(file);
            } else {
                fetch(file, target);
                listener.finished(file);
            }
        }
    }

    private void fetch(RemoteFile file, Path target) throws IOException, InterruptedException {
        Map<URI, MirrorFailure> failures = new LinkedHashMap<>();
        try (PartFile part = PartFile.open(file, target)) {
            for (URI mirror : mirrors.urls()) {
                Transfer transfer = new Transfer(client, mirror.resolve(file.name()), timeout, part, listener);
                try {
                    new MirrorFetch(transfer, part).run();
                    part.commit();
                    return;
                } catch (MirrorFailure e) {
                    failures.put(mirror, e);
                    listener.mirrorFailed(file, mirror, e.getMessage());
                }
            }
        }
        throw allFailed(file, target, failures);
    }

    private BadInputException allFailed(RemoteFile file, Path target, Map<URI, MirrorFailure> failures) {
        String each = failures.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue().getMessage())
                .collect(Collectors.joining("; "));
        BadInputException failure = new BadInputException(file.name() + " could not be downloaded: " + each + ". Set "
                + mirrors.setting() + " to a mirror that you can reach, or https_proxy to your proxy, or put the files"
                + " into " + target.toAbsolutePath().getParent() + " yourself");
        failures.values().forEach(failure::addSuppressed); // for the log
        return failure;
    }
}
