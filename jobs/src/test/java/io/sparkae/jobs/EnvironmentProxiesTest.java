package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.settings.SettingsException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy Java selects, and with which password, for the variables of an environment. */
class EnvironmentProxiesTest {
    @AfterEach
    void noProxies() {
        for (String property : new String[] {
            "http.proxyHost", "http.proxyPort", "https.proxyHost", "https.proxyPort", "http.nonProxyHosts"
        }) {
            System.clearProperty(property);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
    void aProxyOfTheEnvironmentIsSelected(String variable) {
        install(Map.of(variable, "http://proxy.invalid:3128/"));

        assertEquals(proxy("proxy.invalid", 3128), selected("http://example.org/"));
    }

    @Test
    void eachSchemeHasItsProxy() {
        install(Map.of("https_proxy", "http://secure", "HTTPS_PROXY", "http://capitals:1", "all_proxy", "rest:3128"));

        assertEquals(proxy("secure", 1080), selected("https://example.org/"));
        assertEquals(proxy("rest", 3128), selected("http://example.org/"));
    }

    @Test
    void systemPropertiesWin() {
        System.setProperty("http.proxyHost", "java.invalid");
        System.setProperty("http.proxyPort", "1");
        install(Map.of("http_proxy", "http://environment.invalid:2"));

        assertEquals(proxy("java.invalid", 1), selected("http://example.org/"));
    }

    @ParameterizedTest
    @CsvSource({
        "example.org,        example.org,     true",
        "example.org,        www.Example.ORG, true",
        ".example.org,       example.org,     true",
        "'a.b, example.org', www.example.org, true",
        "'a.b example.org',  example.org,     true",
        "127.0.0.1,          127.0.0.1,       true",
        "*,                  anything,        true",
        "example.org,        badexample.org,  false",
        "www.example.org,    example.org,     false",
        "'',                 example.org,     false",
    })
    void noProxyNamesDomains(String list, String host, boolean direct) {
        install(Map.of("http_proxy", "proxy:1", "NO_PROXY", list));

        assertEquals(direct, selected("http://" + host + "/").equals(Proxy.NO_PROXY));
    }

    @Test
    void onlyTheProxyGetsItsPassword() {
        Authenticator passwords =
                new EnvironmentProxies(Map.of("http_proxy", "http://me:a%40b+c:d@proxy:3128"), new Properties());

        PasswordAuthentication found = asked(passwords, "proxy", 3128, Authenticator.RequestorType.PROXY);
        assertEquals("me", found.getUserName());
        assertEquals("a@b+c:d", new String(found.getPassword()));
        assertNull(asked(passwords, "proxy", 3128, Authenticator.RequestorType.SERVER));
        assertNull(asked(passwords, "proxy", 3129, Authenticator.RequestorType.PROXY));
        assertNull(asked(passwords, "other", 3128, Authenticator.RequestorType.PROXY));
    }

    @Test
    void aProxyWithoutAPasswordGetsNone() {
        Authenticator passwords = new EnvironmentProxies(Map.of("http_proxy", "proxy"), new Properties());

        assertNull(asked(passwords, "proxy", 1080, Authenticator.RequestorType.PROXY));
        Authenticator nameAlone = new EnvironmentProxies(Map.of("http_proxy", "http://me@proxy:1"), new Properties());
        assertNull(asked(nameAlone, "proxy", 1, Authenticator.RequestorType.PROXY));
    }

    @Test
    void everyWrongVariableIsNamed() {
        Map<String, String> environment = Map.of("http_proxy", "socks5://a:1", "https_proxy", "https://b:2");

        SettingsException failure =
                assertThrows(SettingsException.class, () -> new EnvironmentProxies(environment, new Properties()));

        assertTrue(failure.getMessage().contains("http_proxy: expected"), failure.getMessage());
        assertTrue(failure.getMessage().contains("https_proxy: expected"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://localhost:1080", "https://localhost:3128", "http://", "what ever"})
    void otherThanHttpProxiesAreRefused(String url) {
        SettingsException failure = assertThrows(
                SettingsException.class, () -> new EnvironmentProxies(Map.of("ALL_PROXY", url), new Properties()));

        assertEquals("all_proxy: expected an HTTP proxy, http://HOST:PORT, in the environment", failure.getMessage());
    }

    private static void install(Map<String, String> environment) {
        new EnvironmentProxies(environment, System.getProperties());
    }

    private static Proxy selected(String url) {
        return ProxySelector.getDefault().select(URI.create(url)).get(0);
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    private static PasswordAuthentication asked(
            Authenticator passwords, String host, int port, Authenticator.RequestorType requestor) {
        return passwords.requestPasswordAuthenticationInstance(
                host, null, port, "http", "office", "basic", null, requestor);
    }
}
