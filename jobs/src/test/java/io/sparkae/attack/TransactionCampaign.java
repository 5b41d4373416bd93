package io.sparkae.attack;

import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Two to four processes commit to one folder and are killed, stopped and terminated; afterwards the folder must hold the
 * last commit whole, and no process may have committed while another one held the lock.
 */
final class TransactionCampaign {
    private static final long WORK_MILLIS = 9000;
    private static final long LONG_STOP_MILLIS = 30_000;

    private final Store.All stores;
    private final Store store;
    private final Path folder;
    private final SplittableRandom random;
    private final Tally tally;

    /** @param folder local, for logs; its name is the run folder's too */
    TransactionCampaign(Store.All stores, Store store, Path folder, SplittableRandom random, Tally tally) {
        this.stores = stores;
        this.store = store;
        this.folder = folder;
        this.random = random;
        this.tally = tally;
    }

    void run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String run = store.root() + "/" + folder.getFileName();
        Path log = folder.resolve("transactions.log");
        int processes = random.nextInt(2, 5);
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            Victim victim = new Victim(
                    "transactions on " + run,
                    stores.configurationFolder(),
                    folder.resolve("process" + i + ".txt"),
                    TransactionLoop.class.getName(),
                    List.of(run, log.toString(), "p" + i, Long.toString(WORK_MILLIS)),
                    tally);
            tally.run("transactions " + store.name());
            SplittableRandom own = random.split();
            ends.add(CompletableFuture.supplyAsync(() -> suffer(victim, own)));
        }
        if (processes > 1) {
            tally.fault("further processes");
        }
        try {
            ends.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        if (Files.exists(log)) {
            check(run, Files.readAllLines(log));
        }
    }

    private static int suffer(Victim victim, SplittableRandom random) {
        try {
            return victim.suffer(random, WORK_MILLIS, LONG_STOP_MILLIS);
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void check(String run, List<String> log) throws IOException {
        TransactionLog transactions = TransactionLog.read(log);
        transactions.overlaps().forEach(overlap -> tally.lost(run + ": " + overlap));
        RunFolder opened = RunFolder.at(run, stores.configuration());
        String tag;
        try (RunLocks locks = new RunLocks()) {
            tag = committed(locks.hold(opened));
        }
        if (!transactions.mayBeLast(tag)) {
            tally.lost(run + ": holds " + tag + ", expected one of " + transactions.possible());
        }
    }

    /** What the output says after the recovery that the next holder of the lock does; empty if there is none. */
    private String committed(RunFolder run) throws IOException {
        Manifest manifest = run.stage(TransactionLoop.STAGE).committed().orElse(null);
        if (manifest == null) {
            return "";
        }
        String tag = String.valueOf(manifest.settings().get("content"));
        for (String file : TransactionLoop.FILES) {
            try (InputStream in = run.fs()
                    .open(new org.apache.hadoop.fs.Path(
                            run.stage(TransactionLoop.STAGE).path(), file))) {
                String found = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (!found.equals(tag)) {
                    tally.lost(run.root() + ": a mixture of " + tag + " and " + found);
                }
            }
        }
        return tag;
    }
}
