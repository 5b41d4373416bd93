package io.sparkae.ingest.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ingest.download.ScriptedServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mirrors that are good, bad, slow or lying. */
class DownloaderTest {
    @TempDir
    Path folder;

    private Downloads downloads;
    private byte[] content;

    @BeforeEach
    void file() {
        downloads = new Downloads(folder);
        content = downloads.content;
    }

    @Test
    void aGoodMirrorIsAskedOnce() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Served.well(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals(1, server.requests().size());
            assertEquals("/files/images.gz", server.requests().get(0).path());
            assertEquals("identity", server.requests().get(0).headers().get("accept-encoding"));
            assertEquals(List.of("images.gz  verified"), downloads.events);
            assertEquals(content.length, downloads.most());
        }
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Served.well(content));
                ScriptedServer pointer = new ScriptedServer((request, socket) ->
                        Served.head(socket, "302 Found", "Location: " + server.url() + "elsewhere"))) {
            downloads.fetch(pointer.url());

            downloads.assertComplete();
            assertEquals("/files/elsewhere", server.requests().get(0).path());
        }
    }

    @Test
    void aFileThatIsThereIsNotAskedFor() throws Exception {
        Files.write(downloads.target, content);
        try (ScriptedServer server = new ScriptedServer(Served.well(content))) {
            downloads.fetch(server.url());

            assertEquals(List.of("images.gz  verified"), downloads.events);
            assertTrue(server.requests().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300_000, 5})
    void anotherFileUnderTheNameIsReplacedByAGoodOneOnly(int bytes) throws Exception {
        byte[] other = Downloads.random(7, bytes);
        Files.write(downloads.target, other);
        try (ScriptedServer bad = new ScriptedServer(Served.well(Downloads.random(1, content.length)));
                ScriptedServer good = new ScriptedServer(Served.well(content))) {
            downloads.failure(bad.url());
            assertArrayEquals(other, Files.readAllBytes(downloads.target));

            downloads.fetch(good.url());
            downloads.assertComplete();
        }
    }

    @Test
    void theNameAppearsWithTheLastByte() throws Exception {
        AtomicInteger early = new AtomicInteger();
        Answer watching = (request, socket) -> {
            Served.head(socket, "200 OK", "Content-Length: " + content.length);
            for (int i = 0; i < content.length; i += 10_000) {
                early.addAndGet(Files.exists(downloads.target) ? 1 : 0);
                Served.body(socket, Arrays.copyOfRange(content, i, i + 10_000));
            }
        };
        try (ScriptedServer server = new ScriptedServer(watching)) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals(0, early.get());
        }
    }

    @Test
    void aSlowMirrorIsWaitedForAsLongAsSomethingComes() throws Exception {
        Answer dripping = (request, socket) -> {
            Served.head(socket, "200 OK", "Content-Length: " + content.length);
            for (int i = 0; i < content.length; i += content.length / 5) {
                TimeUnit.MILLISECONDS.sleep(250); // being slow is what is tested; nothing waits for it to pass
                Served.body(socket, Arrays.copyOfRange(content, i, i + content.length / 5));
            }
        };
        try (ScriptedServer server = new ScriptedServer(dripping)) {
            downloads.fetch(Duration.ofSeconds(1), server.url());

            downloads.assertComplete();
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aSilentMirrorIsHungUpOnAndLeftForTheNext() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(2);
        Answer silent = (request, socket) -> {
            if (request.range() == null) {
                Served.head(socket, "200 OK", "Content-Length: " + content.length);
                Served.body(socket, Arrays.copyOf(content, 1000));
            } else {
                Served.head(
                        socket,
                        "206 Partial Content",
                        "Content-Range: bytes 1000-" + (content.length - 1) + "/" + content.length);
            }
            socket.getInputStream().read(); // returns when the other side closes the connection
            hungUp.countDown();
        };
        try (ScriptedServer first = new ScriptedServer(silent);
                ScriptedServer second = new ScriptedServer(Served.well(content))) {
            downloads.fetch(Duration.ofSeconds(1), first.url(), second.url());

            downloads.assertComplete();
            assertEquals(List.of("null", "bytes=1000-"), first.ranges());
            assertEquals(List.of("bytes=1000-"), second.ranges());
            assertTrue(hungUp.await(30, TimeUnit.SECONDS), "connections left open");
            assertEquals(
                    "images.gz: " + first.url() + " sent nothing for 1 s after 1000 of 300000 bytes",
                    downloads.events.get(0));
        }
    }

    @Test
    void aMirrorThatTakesTheConnectionAndSaysNothingIsLeft() throws Exception {
        try (ScriptedServer mute =
                new ScriptedServer((request, socket) -> socket.getInputStream().read())) {
            String message = downloads.failure(Duration.ofSeconds(1), mute.url());

            assertTrue(message.contains(mute.url() + " did not answer within 1 s. "), message);
        }
    }

    @Test
    void anotherSizeIsRefusedBeforeAByteIsWritten() throws Exception {
        try (ScriptedServer small = new ScriptedServer(Served.whole(Arrays.copyOf(content, 10)));
                ScriptedServer large = new ScriptedServer(Served.whole(Arrays.copyOf(content, 300_001)))) {
            String message = downloads.failure(small.url(), large.url());

            assertTrue(message.contains(small.url() + " offers 10 bytes, expected 300000; "), message);
            assertTrue(message.contains(large.url() + " offers 300001 bytes, expected 300000. "), message);
            assertEquals(0, downloads.most());
            downloads.assertOnly();
        }
    }

    @Test
    void anotherTotalInARangeIsRefusedBeforeAByteIsWritten() throws Exception {
        Files.write(downloads.part, Arrays.copyOf(content, 100_000));
        try (ScriptedServer server = new ScriptedServer((request, socket) -> {
            Served.head(socket, "206 Partial Content", "Content-Range: bytes 100000-399999/400000");
            Served.body(socket, content);
        })) {
            String message = downloads.failure(server.url());

            assertTrue(message.contains(" answered with status 206. "), message);
            assertEquals(0, downloads.most());
            assertEquals(100_000, Files.size(downloads.part));
        }
    }

    @Test
    void noMoreIsWrittenThanTheFileHas() throws Exception {
        byte[] endless = Downloads.random(3, 5_000_000);
        Answer unannounced = (request, socket) -> {
            Served.head(socket, "200 OK");
            Served.body(socket, endless);
        };
        try (ScriptedServer server = new ScriptedServer(unannounced)) {
            String message = downloads.failure(server.url());

            assertTrue(message.contains(" sent a file whose SHA-256 is not " + downloads.file.sha256()), message);
            assertEquals(content.length, downloads.most());
            downloads.assertOnly();
        }
    }

    @Test
    void wrongBytesAreThrownAwayAndTheNextMirrorAsked() throws Exception {
        try (ScriptedServer wrong = new ScriptedServer(Served.well(Downloads.random(1, content.length)));
                ScriptedServer good = new ScriptedServer(Served.well(content))) {
            downloads.fetch(wrong.url(), good.url());

            downloads.assertComplete();
            assertEquals(1, wrong.requests().size());
            assertEquals(List.of("null"), good.ranges());
        }
    }

    @Test
    void whenAllMirrorsFailTheMessageNamesEachInOneLine() throws Exception {
        byte[] wrongBytes = Downloads.random(1, content.length);
        try (ScriptedServer missing = new ScriptedServer(Served.status("404 Not Found"));
                ScriptedServer wrong = new ScriptedServer(Served.well(wrongBytes));
                ScriptedServer cut = new ScriptedServer(Served.wholeCutAt(content, 1234, downloads))) {
            String message = downloads.failure(missing.url(), wrong.url(), cut.url());

            assertEquals(
                    "images.gz could not be downloaded: "
                            + missing.url() + " answered with status 404; "
                            + wrong.url() + " sent a file whose SHA-256 is not " + downloads.file.sha256() + "; "
                            + cut.url() + " stopped after 1234 of 300000 bytes. "
                            + "Set download.mirrors.DATASET or https_proxy,"
                            + " or put the files into " + folder.toAbsolutePath() + " yourself",
                    message);
            downloads.assertOnly("images.gz.part");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "what is this",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: many\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwrong\r\n",
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: ftp://mirror.invalid/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http:\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /again\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
            })
    void whateverAMirrorAnswersTheNextIsAsked(String answer) throws Exception {
        try (ScriptedServer strange = new ScriptedServer(
                        (request, socket) -> Served.body(socket, answer.getBytes(StandardCharsets.US_ASCII)));
                ScriptedServer good = new ScriptedServer(Served.well(content))) {
            downloads.fetch(strange.url(), good.url());

            downloads.assertComplete();
            assertEquals(2, downloads.events.size(), downloads.events.toString());
        }
    }

    @Test
    void offlineTheMessageSaysSo() throws IOException {
        URI closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        String message = downloads.failure(closed, URI.create("http://mirror.invalid/"));

        assertTrue(message.contains(closed + " could not be reached (java.net.ConnectException); "), message);
        assertTrue(message.contains("http://mirror.invalid/ could not be reached (unknown host). Set "), message);
        downloads.assertOnly();
    }

    @Test
    void aFileThatAnotherDownloadHasOpenIsLeftToIt() throws Exception {
        try (FileChannel other =
                FileChannel.open(downloads.part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            String message = downloads.failure(URI.create("http://127.0.0.1:1/"));

            assertTrue(message.contains("another download is writing this file"), message);
            assertEquals(0, other.size());
        }
    }
}
