package io.sparkae.attack;

import com.typesafe.config.ConfigFactory;
import io.sparkae.jobs.Command;
import io.sparkae.jobs.RunOutputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.io.FileUtils;

/** Settings with values that nobody should give: every command ends with an exit code of the contract. */
final class SettingsCampaign {
    private static final List<String> COMMANDS = List.of("ingest", "train", "encode", "knn", "report", "run");

    private static final List<String> NASTY = List.of(
            "",
            " ",
            "null",
            "true",
            "-1",
            "0",
            "1",
            "1e308",
            "NaN",
            "-0.0",
            "0.5",
            "2147483647",
            "2147483648",
            "99999999999999999999",
            "[",
            "[]",
            "[1,2]",
            "[[1]]",
            "[1000000]",
            "{}",
            "{a=1}",
            "a\nb",
            "a=b",
            "#",
            "//x",
            "${HOME}",
            "${seed}",
            "\"",
            "\u001b[31m",
            "\u2028",
            "/",
            "..",
            "http://localhost:1/x",
            "file:///",
            "s3a://x/y",
            "hdfs://localhost:1/x",
            "relu",
            "adam",
            "x".repeat(100_000));

    /** What takes long by its nature is not given large numbers. */
    private static final List<String> AMOUNTS_OF_WORK =
            List.of("generate.train-rows", "generate.test-rows", "training.epochs", "training.fine-tuning-epochs");

    private static final int LARGE = 4; // digits

    private final RunOutputs run;
    private final Path folder;
    private final SplittableRandom random;
    private final Tally tally;
    private final List<String> keys;

    /**
     * @param run a finished run of {@link TinyRun#ONE}
     * @param folder for copies of it
     */
    SettingsCampaign(RunOutputs run, Path folder, SplittableRandom random, Tally tally) {
        this.run = run;
        this.folder = folder;
        this.random = random;
        this.tally = tally;
        this.keys = ConfigFactory.parseResources("reference.conf").resolve().entrySet().stream()
                .map(entry -> entry.getKey())
                .filter(key -> !key.startsWith("spark.") && !key.startsWith("download."))
                .sorted()
                .toList();
    }

    void run() throws IOException {
        Path copy = Files.createTempDirectory(folder, "settings");
        FileUtils.copyDirectory(run.root().toFile(), copy.toFile());
        String key = keys.get(random.nextInt(keys.size()));
        String value = NASTY.get(random.nextInt(NASTY.size()));
        if (AMOUNTS_OF_WORK.contains(key) && value.length() > LARGE) {
            value = "3";
        }
        String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
        tally.run("commands with odd settings");
        tally.fault("odd setting");
        Command done = Command.run(TinyRun.ONE
                .arguments(command, copy.toString(), "-s", key + "=" + value)
                .toArray(String[]::new));
        String shown = value.substring(0, Math.min(40, value.length()));
        tally.exit(done.code(), command + " -s " + key + "=" + shown + ": " + done.err());
        if (done.err().lines().count() > 40) {
            tally.lost(command + " -s " + key + "=" + shown + ": "
                    + done.err().lines().count() + " lines of message");
        }
        FileUtils.deleteDirectory(copy.toFile());
    }
}
