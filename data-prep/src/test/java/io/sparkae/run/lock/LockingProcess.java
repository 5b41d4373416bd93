package io.sparkae.run.lock;

import io.sparkae.files.StageOutputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Takes the lock of a local file, says whether it got it, and holds it until its standard input ends. */
final class LockingProcess implements AutoCloseable {
    private final Process process;
    private final String said;

    /** Starts one, and waits until it has tried. */
    LockingProcess(Path file) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingProcess.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    /** What it said: "held", or why not. */
    String said() {
        return said;
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** @param arguments the file */
    public static void main(String[] arguments) throws IOException {
        try {
            LocalRunLock lock = LocalRunLock.acquire(Path.of(arguments[0]), LockOwner.current());
            System.out.println("held");
            while (System.in.read() >= 0) {
                // until the other end is closed
            }
            lock.close();
        } catch (StageOutputException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
