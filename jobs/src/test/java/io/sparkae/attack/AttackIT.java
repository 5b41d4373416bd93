package io.sparkae.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparkae.jobs.Command;
import io.sparkae.jobs.RunOutputs;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks the product for a while and counts what it loses: {@code -Dattack.seconds=600 -Dattack.seed=1}. The moments of
 * faults depend on the machine, so a seed repeats the choices of an attack, not its course.
 */
@Tag("long")
@ExtendWith(SharedSpark.class)
class AttackIT {
    private static final long SECONDS = Long.getLong("attack.seconds", 120);
    private static final long SEED = Long.getLong("attack.seed", 20261127);

    @TempDir
    Path folder;

    /** One kind of attack, done again and again. */
    @FunctionalInterface
    private interface Campaign {
        void run() throws IOException, InterruptedException;
    }

    /** Makes the n-th campaign of a kind. */
    @FunctionalInterface
    private interface Campaigns {
        Campaign get(int n) throws IOException;
    }

    @Test
    void nothingIsLostOrMixed(SparkSession spark) throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        Command first =
                Command.run(TinyRun.ONE.arguments("run", undisturbed.toString()).toArray(String[]::new));
        assertEquals(0, first.code(), first.err());
        RunOutputs expected = new RunOutputs(undisturbed, spark);
        SplittableRandom random = new SplittableRandom(SEED);
        Tally tally = new Tally();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Store.All stores = new Store.All(folder)) {
            List<Store> list = stores.list();
            SplittableRandom forTransactions = random.split();
            SplittableRandom forCommands = random.split();
            SplittableRandom forFiles = random.split();
            SplittableRandom forSettings = random.split();
            Path copies = Files.createDirectory(folder.resolve("copies"));
            DamageCampaign damage = new DamageCampaign(expected, copies, forFiles, tally);
            SettingsCampaign settings = new SettingsCampaign(expected, copies, forSettings, tally);
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> repeat(
                    end,
                    n -> new TransactionCampaign(
                            stores,
                            list.get(n % list.size()),
                            folder.resolve("transactions" + n),
                            forTransactions.split(),
                            tally)::run)));
            running.add(threads.submit(() -> repeat(
                    end,
                    n -> new CommandCampaign(
                            stores,
                            list.get(n % list.size()),
                            folder.resolve("commands" + n),
                            expected,
                            forCommands.split(),
                            tally)::run)));
            running.add(threads.submit(() -> repeat(end, n -> n % 3 == 0 ? damage::run : settings::run)));
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("the attack itself failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        System.out.printf("attack of %d s, seed %d%n%s%n", SECONDS, SEED, tally);
        assertEquals("", String.join("\n", tally.problems()));
    }

    private static Void repeat(long end, Campaigns campaigns) throws IOException, InterruptedException {
        for (int n = 0; System.nanoTime() < end; n++) {
            campaigns.get(n).run();
        }
        return null;
    }
}
