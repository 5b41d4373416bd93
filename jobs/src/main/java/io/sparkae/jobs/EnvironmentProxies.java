package io.sparkae.jobs;

import io.sparkae.settings.SettingsException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hands the proxies in curl's variables http_proxy, https_proxy, all_proxy and no_proxy to Java, as the properties that its
 * proxy selector reads and as the authenticator that sends a proxy the password in its URL.
 */
final class EnvironmentProxies extends Authenticator {
    private static final int DEFAULT_PORT = 1080; // as curl
    private final List<URI> proxies = new ArrayList<>();

    /**
     * @param environment variables; lower case goes before capitals
     * @param java gets the properties; those that are set already stay
     * @throws SettingsException if a variable is not the URL of an HTTP proxy
     */
    EnvironmentProxies(Map<String, String> environment, Properties java) {
        Set<String> problems = new LinkedHashSet<>();
        for (String scheme : List.of("http", "https")) {
            String name = value(environment, scheme + "_proxy").isEmpty() ? "all_proxy" : scheme + "_proxy";
            String text = value(environment, name);
            if (!text.isEmpty()) {
                proxy(text.contains("://") ? text : "http://" + text)
                        .ifPresentOrElse(
                                proxy -> set(java, scheme, proxy),
                                () -> problems.add(
                                        name + ": expected an HTTP proxy, http://HOST:PORT, in the environment"));
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(List.copyOf(problems));
        }
        String direct = Stream.of(value(environment, "no_proxy").split("[,\\s]+"))
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .filter(name -> !name.isEmpty())
                .map(name -> name + "|*." + name)
                .collect(Collectors.joining("|"));
        if (!direct.isEmpty()) {
            java.putIfAbsent("http.nonProxyHosts", direct); // of https too
        }
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        return proxies.stream()
                .filter(proxy -> getRequestorType() == RequestorType.PROXY && proxy.getRawUserInfo() != null)
                .filter(proxy -> proxy.getHost().equals(getRequestingHost()) && port(proxy) == getRequestingPort())
                .map(proxy ->
                        proxy.getRawUserInfo().split(":", 2)) // before decoding: %3A is part of a name or password
                .filter(account -> account.length == 2)
                .map(account -> new PasswordAuthentication(
                        decoded(account[0]), decoded(account[1]).toCharArray()))
                .findFirst()
                .orElse(null);
    }

    private void set(Properties java, String scheme, URI proxy) {
        proxies.add(proxy);
        if (java.putIfAbsent(scheme + ".proxyHost", proxy.getHost()) == null) {
            java.put(scheme + ".proxyPort", String.valueOf(port(proxy)));
        }
    }

    private static Optional<URI> proxy(String url) {
        try {
            return Optional.of(new URI(url))
                    .filter(proxy -> "http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String decoded(String percentEncoded) {
        return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int port(URI proxy) {
        return proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name, "").strip();
        return lower.isEmpty()
                ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
                : lower;
    }
}
