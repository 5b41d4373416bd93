package io.sparkae.attack;

import io.sparkae.files.StageOutputException;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.run.StageTransaction;
import io.sparkae.testing.TextStage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;

/**
 * A process that takes a run folder's lock and commits a small output, again and again. It needs no Spark, so it is in a
 * commit for much of its life, and a fault at a random moment is likely to hit one.
 *
 * <p>Arguments: run folder, log file, name of this process, milliseconds to work. A line of the log says {@code begin TAG}
 * once the lock is held and {@code commit TAG} before it is released, so that the order of lines is the order of holders.
 * Exit code 4 if the folder was in use or the lock was lost, like the command's.
 */
final class TransactionLoop {
    /** Files of an output; each says the tag of its transaction. */
    static final List<String> FILES = List.of("a/1.txt", "a/2.txt", "b.txt", "c/d/3.txt");

    /** The stage whose output is written. */
    static final StageName STAGE = StageName.INGEST;

    private TransactionLoop() {}

    /** Runs the loop. */
    public static void main(String[] args) throws IOException {
        Path log = Path.of(args[1]);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[3]));
        int code = 0;
        for (int i = 0; System.nanoTime() < end; i++) {
            try {
                transaction(RunFolder.at(args[0], new Configuration()), log, args[2] + "-" + i);
            } catch (StageOutputException refused) {
                System.out.println(refused.getMessage());
                code = 4;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        System.exit(code);
    }

    private static void transaction(RunFolder run, Path log, String tag) throws IOException {
        try (RunLocks locks = new RunLocks()) {
            RunFolder held = locks.hold(run);
            say(log, "begin " + tag);
            new StageTransaction(held).run(new TextStage(run, STAGE, tag, FILES), true);
            say(log, "commit " + tag);
        }
    }

    /** One write of one line at the file's end, which no other process can come between. */
    private static void say(Path log, String line) throws IOException {
        Files.write(
                log,
                (line + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
