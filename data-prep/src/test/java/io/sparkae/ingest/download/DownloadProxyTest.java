package io.sparkae.ingest.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads through the proxies of Java's properties. */
class DownloadProxyTest {
    /** A host that only a proxy can reach (RFC 6761). */
    private static final URI FAR = URI.create("http://mirror.invalid/files/");

    private static final Authenticator NO_PASSWORD = new Authenticator() {};

    @TempDir
    Path folder;

    private Downloads downloads;

    @BeforeEach
    void file() {
        downloads = new Downloads(folder);
    }

    @AfterEach
    void noProxy() {
        for (String scheme : new String[] {"http", "https"}) {
            System.clearProperty(scheme + ".proxyHost");
            System.clearProperty(scheme + ".proxyPort");
        }
    }

    @Test
    void aProxyIsAskedForTheUrl() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(Served.well(downloads.content))) {
            use("http", proxy);
            downloads.fetch(Downloads.PATIENT, NO_PASSWORD, FAR);

            downloads.assertComplete();
            assertEquals(
                    "GET http://mirror.invalid/files/images.gz HTTP/1.1",
                    proxy.requests().get(0).line());
        }
    }

    @Test
    void tlsGoesThroughATunnel() throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(Served.status("403 Forbidden"))) {
            use("https", proxy);
            assertThrows(
                    BadInputException.class,
                    () -> downloads.fetch(Downloads.PATIENT, NO_PASSWORD, URI.create("https://mirror.invalid/")));

            assertEquals(
                    "CONNECT mirror.invalid:443 HTTP/1.1",
                    proxy.requests().get(0).line());
            assertTrue(downloads.events.get(0).contains("403"), downloads.events.toString());
        }
    }

    @Test
    void aProxyThatRequiresAPasswordGetsIt() throws Exception {
        try (ScriptedServer proxy =
                new ScriptedServer(DownloadProxyTest::passwordRequired, Served.well(downloads.content))) {
            use("http", proxy);
            Authenticator passwords = new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("me", "a@b".toCharArray());
                }
            };
            downloads.fetch(Downloads.PATIENT, passwords, FAR);

            downloads.assertComplete();
            assertEquals(
                    "Basic " + Base64.getEncoder().encodeToString("me:a@b".getBytes(StandardCharsets.US_ASCII)),
                    proxy.requests().get(1).headers().get("proxy-authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, No credentials provided",
        "https, answered with status 407 (the proxy requires a user and a password)"
    })
    void aMissingPasswordIsNamed(String scheme, String expected) throws Exception {
        try (ScriptedServer proxy = new ScriptedServer(DownloadProxyTest::passwordRequired)) {
            use(scheme, proxy);
            String message = assertThrows(
                            BadInputException.class,
                            () -> downloads.fetch(
                                    Downloads.PATIENT, NO_PASSWORD, URI.create(scheme + "://mirror.invalid/")))
                    .getMessage();

            assertTrue(message.contains(expected), message);
        }
    }

    private static void passwordRequired(ScriptedServer.Request request, java.net.Socket socket) throws Exception {
        Served.head(
                socket,
                "407 Proxy Authentication Required",
                "Proxy-Authenticate: Basic realm=\"office\"",
                "Content-Length: 0");
    }

    private static void use(String scheme, ScriptedServer proxy) {
        System.setProperty(scheme + ".proxyHost", "127.0.0.1");
        System.setProperty(scheme + ".proxyPort", String.valueOf(proxy.port()));
    }
}
