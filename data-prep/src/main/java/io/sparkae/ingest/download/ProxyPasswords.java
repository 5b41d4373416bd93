package io.sparkae.ingest.download;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.List;

/** Gives each proxy its own password, and none to anybody else. */
final class ProxyPasswords extends Authenticator {
    private final List<NamedProxy> proxies;

    ProxyPasswords(List<NamedProxy> proxies) {
        this.proxies = proxies;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        if (getRequestorType() != RequestorType.PROXY) {
            return null;
        }
        return proxies.stream()
                .filter(p -> p.host().equals(getRequestingHost()) && p.port() == getRequestingPort())
                .findFirst()
                .map(p -> new PasswordAuthentication(p.user(), p.password().toCharArray()))
                .orElse(null);
    }
}
