package io.sparkae.jobs;

import io.sparkae.settings.SettingsException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
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
        for (String scheme : List.of("http", "https")) {
            String name = value(environment, scheme + "_proxy").isEmpty() ? "all_proxy" : scheme + "_proxy";
            String text = value(environment, name);
            if (!text.isEmpty()) {
                URI proxy = proxy(name, text.contains("://") ? text : "http://" + text);
                proxies.add(proxy);
                if (java.putIfAbsent(scheme + ".proxyHost", proxy.getHost()) == null) {
                    java.put(scheme + ".proxyPort", String.valueOf(port(proxy)));
                }
            }
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
                .filter(proxy -> getRequestorType() == RequestorType.PROXY && proxy.getUserInfo() != null)
                .filter(proxy -> proxy.getHost().equals(getRequestingHost()) && port(proxy) == getRequestingPort())
                .map(proxy -> proxy.getUserInfo().split(":", 2))
                .map(user -> new PasswordAuthentication(user[0], user[user.length - 1].toCharArray()))
                .findFirst()
                .orElse(null);
    }

    private static URI proxy(String name, String url) {
        try {
            URI proxy = new URI(url);
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new SettingsException(List.of(name + ": expected an HTTP proxy, http://HOST:PORT, in the environment"));
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
