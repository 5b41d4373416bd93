package io.sparkae.ingest.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.settings.SettingsException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy is asked, told by the environment or by system properties. */
class DownloadProxyTest {
    /** A host that can be had through a proxy only (RFC 6761). */
    private static final URI FAR = URI.create("http://mirror.invalid/files/");

    @TempDir
    Path folder;

    private Downloads downloads;

    @BeforeEach
    void file() {
        downloads = new Downloads(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http_proxy", "HTTP_PROXY", "all_proxy"})
    void theProxyOfTheEnvironmentIsAsked(String variable) throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(Served.well(downloads.content))) {
            downloads.fetch(Downloads.PATIENT, environment(variable, "http://127.0.0.1:" + proxy.port() + "/"), FAR);

            downloads.assertComplete();
            assertEquals(
                    "GET http://mirror.invalid/files/images.gz HTTP/1.1",
                    proxy.requests().get(0).line());
        }
    }

    @Test
    void tlsGoesThroughATunnel() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(Served.status("403 Forbidden"))) {
            EnvironmentProxies proxies = environment("https_proxy", "127.0.0.1:" + proxy.port());
            assertThrows(
                    BadInputException.class,
                    () -> downloads.fetch(Downloads.PATIENT, proxies, URI.create("https://mirror.invalid/")));

            assertEquals(
                    "CONNECT mirror.invalid:443 HTTP/1.1",
                    proxy.requests().get(0).line());
            assertTrue(downloads.events.get(0).contains("403"), downloads.events.toString());
        }
    }

    @Test
    void aProxyThatWantsAPasswordGetsIt() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(
                (request, socket) -> Served.head(
                        socket,
                        "407 Proxy Authentication Required",
                        "Proxy-Authenticate: Basic realm=\"office\"",
                        "Content-Length: 0"),
                Served.well(downloads.content))) {
            downloads.fetch(
                    Downloads.PATIENT, environment("http_proxy", "http://me:a%40b@127.0.0.1:" + proxy.port()), FAR);

            downloads.assertComplete();
            assertEquals(
                    "Basic " + Base64.getEncoder().encodeToString("me:a@b".getBytes(StandardCharsets.US_ASCII)),
                    proxy.requests().get(1).headers().get("proxy-authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aProxyThatWantsAPasswordWeDoNotHaveIsNamed(String scheme) throws Exception {
        try (ScriptedServer proxy = new ScriptedServer((request, socket) -> Served.head(
                socket,
                "407 Proxy Authentication Required",
                "Proxy-Authenticate: Basic realm=\"office\"",
                "Content-Length: 0"))) {
            EnvironmentProxies proxies = environment("all_proxy", "127.0.0.1:" + proxy.port());
            String message = assertThrows(
                            BadInputException.class,
                            () -> downloads.fetch(
                                    Downloads.PATIENT, proxies, URI.create(scheme + "://mirror.invalid/")))
                    .getMessage();

            assertTrue(message.contains(" could not be reached (the proxy wants a user and a password). "), message);
        }
    }

    @Test
    void hostsOfNoProxyAreAskedThemselves() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(Served.status("403 Forbidden"));
                ScriptedServer server = new ScriptedServer(Served.well(downloads.content))) {
            EnvironmentProxies proxies = new EnvironmentProxies(
                    Map.of("http_proxy", "http://127.0.0.1:" + proxy.port(), "NO_PROXY", "example.org, 127.0.0.1"),
                    ProxySelector.getDefault());
            downloads.fetch(Downloads.PATIENT, proxies, server.url());

            downloads.assertComplete();
            assertTrue(proxy.requests().isEmpty());
        }
    }

    @Test
    void systemPropertiesWin() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(Served.well(downloads.content));
                ScriptedServer other = new ScriptedServer(Served.status("403 Forbidden"))) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
            try {
                downloads.fetch(Downloads.PATIENT, environment("http_proxy", "http://127.0.0.1:" + other.port()), FAR);
            } finally {
                System.clearProperty("http.proxyHost");
                System.clearProperty("http.proxyPort");
            }

            downloads.assertComplete();
            assertEquals(1, proxy.requests().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.org,        example.org,     true",
        "example.org,        www.Example.ORG, true",
        ".example.org,       example.org,     true",
        "'a.b, example.org', www.example.org, true",
        "'a.b example.org',  example.org,     true",
        "*,                  anything,        true",
        "example.org,        badexample.org,  false",
        "www.example.org,    example.org,     false",
        "'',                 example.org,     false",
    })
    void noProxyNamesDomains(String list, String host, boolean covered) {
        assertEquals(covered, NoProxy.parse(list).cover(host));
    }

    @Test
    void eachSchemeHasItsProxy() {
        EnvironmentProxies proxies = new EnvironmentProxies(
                Map.of("https_proxy", "http://secure", "HTTPS_PROXY", "http://capitals:1", "all_proxy", "rest:3128"),
                ProxySelector.getDefault());

        assertEquals(proxy("secure", 1080), only(proxies, "https://example.org/"));
        assertEquals(proxy("rest", 3128), only(proxies, "http://example.org/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://localhost:1080", "https://localhost:3128", "http://", "what ever"})
    void whatIsNoHttpProxyIsNamed(String url) {
        SettingsException failure = assertThrows(SettingsException.class, () -> environment("ALL_PROXY", url));

        assertEquals("all_proxy: expected an HTTP proxy, http://HOST:PORT, in the environment", failure.getMessage());
    }

    private static EnvironmentProxies environment(String variable, String value) {
        return new EnvironmentProxies(Map.of(variable, value), ProxySelector.getDefault());
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }

    private static Proxy only(ProxySelector proxies, String url) {
        return proxies.select(URI.create(url)).get(0);
    }
}
