package io.sparkae.attack;

import io.sparkae.jobs.RunOutputs;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.fs.FileUtil;

/**
 * Real commands of two variants of a run on one folder, some at the same time, which are killed, stopped and terminated.
 * What was committed once stays whole, a file of the user's stays untouched, and an undisturbed run afterwards gives what
 * a run in a folder of its own gives.
 */
final class CommandCampaign {
    private static final List<String> COMMANDS = List.of("run", "run", "run", "ingest", "train");
    private static final int ROUNDS = 3;
    private static final long SPAN_MILLIS = 15_000;
    private static final long LONG_STOP_MILLIS = 30_000;
    private static final String NOTES = "notes.txt";

    private final Store.All stores;
    private final Store store;
    private final Path folder;
    private final RunOutputs expected;
    private final SplittableRandom random;
    private final Tally tally;

    /**
     * @param folder local, for what processes say; its name is the run folder's too
     * @param expected an undisturbed run of {@link TinyRun#ONE}
     */
    CommandCampaign(
            Store.All stores, Store store, Path folder, RunOutputs expected, SplittableRandom random, Tally tally) {
        this.stores = stores;
        this.store = store;
        this.folder = folder;
        this.expected = expected;
        this.random = random;
        this.tally = tally;
    }

    void run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String run = store.root() + "/" + folder.getFileName();
        RunFolder opened = RunFolder.at(run, stores.configuration());
        opened.fs().mkdirs(opened.root());
        org.apache.hadoop.fs.Path notes = new org.apache.hadoop.fs.Path(opened.root(), NOTES);
        opened.fs().create(notes, false).close();
        Set<StageName> before = EnumSet.noneOf(StageName.class);
        for (int round = 0; round < ROUNDS; round++) {
            disturbedRound(run, round);
            Set<StageName> now = whole(opened);
            if (!now.containsAll(before)) {
                tally.lost(run + ": had " + before + " before round " + round + " and has " + now + " after it");
            }
            before = now;
        }
        List<String> calm = TinyRun.ONE.arguments("run", run);
        Victim last = victim("calm", calm);
        if (last.end() != 0) {
            tally.lost(run + ": the undisturbed run at the end failed: " + last.said());
            return;
        }
        if (!opened.fs().exists(notes)) {
            tally.lost(run + ": " + NOTES + " is gone");
        }
        compare(opened);
    }

    private void disturbedRound(String run, int round) throws IOException, InterruptedException {
        int processes = random.nextInt(1, 4);
        if (processes > 1) {
            tally.fault("further processes");
        }
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            TinyRun variant = random.nextBoolean() ? TinyRun.ONE : TinyRun.OTHER;
            String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
            Victim victim = victim("round" + round + "-" + i, variant.arguments(command, run));
            SplittableRandom own = random.split();
            ends.add(CompletableFuture.supplyAsync(() -> suffer(victim, own)));
        }
        try {
            ends.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private Victim victim(String name, List<String> arguments) throws IOException {
        tally.run("commands " + store.name());
        return new Victim(
                String.join(" ", arguments.subList(0, 3)),
                stores.configurationFolder(),
                folder.resolve(name + ".txt"),
                "io.sparkae.jobs.Main",
                arguments,
                tally);
    }

    private static int suffer(Victim victim, SplittableRandom random) {
        try {
            return victim.suffer(random, SPAN_MILLIS, LONG_STOP_MILLIS);
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** The stages that have an output once the next holder of the lock has put right what killed processes left. */
    private static Set<StageName> whole(RunFolder run) throws IOException {
        Set<StageName> whole = EnumSet.noneOf(StageName.class);
        try (RunLocks locks = new RunLocks()) {
            RunFolder held = locks.hold(run);
            for (StageName stage : StageName.values()) {
                if (held.stage(stage).committed().isPresent()) {
                    whole.add(stage);
                }
            }
        }
        return whole;
    }

    private void compare(RunFolder run) throws IOException {
        Path copy = folder.resolve("copy");
        FileUtil.copy(run.fs(), run.root(), copy.toFile(), false, stores.configuration());
        try {
            expected.assertSame(copy);
        } catch (AssertionError different) {
            tally.lost(run.root() + ": other outputs than an undisturbed run: " + different.getMessage());
        }
        for (var left : run.fs().listStatus(run.root())) {
            String name = left.getPath().getName();
            if (name.startsWith(".")) {
                tally.lost(run.root() + ": " + name + " is left behind");
            }
        }
    }
}
