package io.sparkae.ingest.download;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An HTTP proxy.
 *
 * @param user who to be there, or null
 * @param password the user's, or null
 */
record NamedProxy(String host, int port, String user, String password) {
    /** What curl takes where a proxy names no port. */
    private static final int DEFAULT_PORT = 1080;

    /** Reads {@code [http://][USER:PASSWORD@]HOST[:PORT]}; empty if it is anything else. */
    static Optional<NamedProxy> parse(String url) {
        try {
            URI uri = new URI(url.contains("://") ? url : "http://" + url);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
                return Optional.empty();
            }
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            String[] account = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            return Optional.of(new NamedProxy(
                    uri.getHost(),
                    port,
                    account.length == 2 ? decode(account[0]) : null,
                    account.length == 2 ? decode(account[1]) : null));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    Proxy toProxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }

    private static String decode(String percentEncoded) {
        return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
