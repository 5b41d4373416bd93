package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadJobTest {
    @TempDir
    Path folder;

    @Test
    void anUnknownDatasetExitsWith2AndNamesTheKnownOnes() {
        Command download = Command.run("download", "cifar");

        assertEquals(2, download.code());
        assertTrue(download.err().contains("expected one of mnist, fashion-mnist, found cifar"), download.err());
    }

    @Test
    void whatIsNoMirrorExitsWith2() {
        Command download = Command.run("download", "mnist", "-s", "download.mirrors.mnist=[\"ftp://x\"]");

        assertEquals(2, download.code());
        assertEquals(
                "sparkae: download.mirrors.mnist: expected http or https URLs of folders, found ftp://x",
                download.err().strip());
    }

    @Test
    void whatCannotBeHadExitsWith3AndOneLine() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String mirror = "http://127.0.0.1:" + closed + "/";

        Command download = Command.run(
                "download", "mnist", "-o", folder.toString(), "-s", "download.mirrors.mnist=[\"" + mirror + "\"]");

        assertEquals(3, download.code());
        assertEquals(1, download.err().lines().count(), download.err());
        assertTrue(download.err().startsWith("sparkae: train-images-idx3-ubyte.gz could not be"), download.err());
        assertTrue(download.err().contains(": " + mirror + " "), download.err());
        assertFalse(Files.list(folder).findAny().isPresent());
    }
}
