package io.sparkae.ingest.download;

import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Proxies as curl finds them, in the environment's {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and
 * {@code no_proxy}, in lower case or else in capitals. The JVM knows only its own system properties; where they name a
 * proxy, they win, being the more deliberate.
 */
public final class EnvironmentProxies extends ProxySelector {
    private final ProxySelector properties;
    private final NoProxy exceptions;
    private final Map<String, NamedProxy> byScheme = new HashMap<>();

    /**
     * @param environment variables by name
     * @param properties asked first; {@link ProxySelector#getDefault()} reads {@code https.proxyHost} and its like
     * @throws SettingsException naming the variables that are no HTTP proxy's URL
     */
    public EnvironmentProxies(Map<String, String> environment, ProxySelector properties) {
        this.properties = properties;
        this.exceptions = NoProxy.parse(value(environment, "no_proxy"));
        List<String> problems = new ArrayList<>();
        for (String scheme : List.of("http", "https")) {
            String name = value(environment, scheme + "_proxy").isEmpty() ? "all_proxy" : scheme + "_proxy";
            String url = value(environment, name);
            if (!url.isEmpty()) {
                NamedProxy.parse(url)
                        .ifPresentOrElse(
                                proxy -> byScheme.put(scheme, proxy),
                                () -> problems.add(
                                        name + ": expected an HTTP proxy, http://HOST:PORT, in the environment"));
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems.stream().distinct().toList());
        }
    }

    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> named = properties.select(uri);
        if (named.stream().anyMatch(p -> p.type() != Proxy.Type.DIRECT)) {
            return named;
        }
        NamedProxy proxy = byScheme.get(uri.getScheme().toLowerCase(Locale.ROOT));
        return List.of(proxy == null || exceptions.cover(uri.getHost()) ? Proxy.NO_PROXY : proxy.toProxy());
    }

    /** Answers proxies that ask for a password, if the environment has any. */
    public Optional<Authenticator> authenticator() {
        List<NamedProxy> withPassword =
                byScheme.values().stream().filter(p -> p.password() != null).toList();
        return withPassword.isEmpty() ? Optional.empty() : Optional.of(new ProxyPasswords(withPassword));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // There is no other proxy to turn to.
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name, "");
        return (lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower).strip();
    }
}
