package io.sparkae.ingest.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers that are cut off, and what is made of the bytes that did come. */
class DownloaderResumeTest {
    private static final int HALF = 150_000;

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
    void afterACutOnlyTheRestIsTransferred() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Served.cutAt(content, HALF, downloads), Served.well(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals(List.of("null", "bytes=150000-"), server.ranges());
            assertEquals(List.of("images.gz  verified"), downloads.events);
        }
    }

    @Test
    void aMirrorThatIgnoresRangesIsTakenFromTheBeginning() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(Served.cutAt(content, HALF, downloads), Served.whole(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals(List.of("null", "bytes=150000-"), server.ranges());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"416 Range Not Satisfiable", "206 Partial Content"})
    void aMirrorThatCannotGoOnIsAskedForTheWhole(String status) throws Exception {
        Files.write(downloads.part, Arrays.copyOf(content, HALF));
        try (ScriptedServer server = new ScriptedServer(
                (request, socket) -> {
                    Served.head(socket, status, "Content-Range: bytes 160000-299999/300000");
                    Served.body(socket, Arrays.copyOfRange(content, 160_000, content.length));
                },
                Served.well(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals(List.of("bytes=150000-", "null"), server.ranges());
        }
    }

    @Test
    void aMirrorThatSendsOnlyPartsUnaskedIsLeft() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, socket) ->
                Served.head(socket, "206 Partial Content", "Content-Range: bytes 5-299999/300000"))) {
            String message = downloads.failure(server.url());

            assertTrue(message.contains(" answered with status 206. "), message);
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aMirrorIsLeftWhenATransferBringsNothingNew() throws Exception {
        try (ScriptedServer stuck = new ScriptedServer(Served.cutAt(content, HALF, downloads));
                ScriptedServer good = new ScriptedServer(Served.well(content))) {
            downloads.fetch(stuck.url(), good.url());

            downloads.assertComplete();
            assertEquals(List.of("null", "bytes=150000-"), stuck.ranges());
            assertEquals(List.of("bytes=150000-"), good.ranges());
            assertEquals(
                    "images.gz: " + stuck.url() + " stopped after 150000 of 300000 bytes", downloads.events.get(0));
        }
    }

    @Test
    void aMirrorThatStartsOverAndGetsNoFurtherIsLeft() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Served.wholeCutAt(content, HALF, downloads))) {
            downloads.failure(server.url());

            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void aMirrorThatHandsOutCrumbsIsLeftAfterSomeTransfers() throws Exception {
        try (ScriptedServer crumbs = new ScriptedServer((request, socket) -> {
            int from = request.range() == null ? 0 : Served.asked(request);
            Served.cutAt(content, from + 1, downloads).write(request, socket);
        })) {
            downloads.failure(crumbs.url());

            assertEquals(20, crumbs.requests().size());
            assertEquals(20, Files.size(downloads.part));
        }
    }

    @Test
    void theNextProcessGoesOnWhereThisOneStopped() throws Exception {
        try (ScriptedServer cut = new ScriptedServer(Served.cutAt(content, HALF, downloads))) {
            downloads.failure(cut.url());
        }
        downloads.assertOnly("images.gz.part");
        try (ScriptedServer good = new ScriptedServer(Served.well(content))) {
            downloads.fetch(good.url());

            downloads.assertComplete();
            assertEquals(List.of("bytes=150000-"), good.ranges());
        }
    }

    @Test
    void killedBeforeTheFileGotItsNameNothingIsTransferredAgain() throws Exception {
        Files.write(downloads.part, content);
        try (ScriptedServer server = new ScriptedServer(Served.well(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertTrue(server.requests().isEmpty());
        }
    }

    @Test
    void aPartLongerThanTheFileIsThrownAway() throws Exception {
        Files.write(downloads.part, Downloads.random(5, content.length + 1));
        try (ScriptedServer server = new ScriptedServer(Served.well(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals(List.of("null"), server.ranges());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {HALF, 300_000})
    void aDamagedPartIsNotHeldAgainstAGoodMirror(int length) throws Exception {
        Files.write(downloads.part, Downloads.random(5, length));
        try (ScriptedServer server = new ScriptedServer(Served.well(content))) {
            downloads.fetch(server.url());

            downloads.assertComplete();
            assertEquals("null", server.ranges().get(server.ranges().size() - 1));
        }
    }

    @Test
    void halfAFileOfABadMirrorDoesNotSpoilTheNext() throws Exception {
        byte[] wrong = Downloads.random(1, content.length);
        try (ScriptedServer bad = new ScriptedServer(Served.cutAt(wrong, HALF, downloads));
                ScriptedServer good = new ScriptedServer(Served.well(content))) {
            downloads.fetch(bad.url(), good.url());

            downloads.assertComplete();
            assertEquals(List.of("bytes=150000-", "null"), good.ranges());
        }
    }

    @Test
    void wrongBytesAfterADamagedPartAreAskedForOnceMoreAndNotAgain() throws Exception {
        Files.write(downloads.part, Downloads.random(5, HALF));
        try (ScriptedServer wrong = new ScriptedServer(Served.well(Downloads.random(1, content.length)))) {
            downloads.failure(wrong.url());

            assertEquals(List.of("bytes=150000-", "null"), wrong.ranges());
            downloads.assertOnly();
        }
    }
}
