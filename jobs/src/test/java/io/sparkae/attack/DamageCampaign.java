package io.sparkae.attack;

import io.sparkae.jobs.Command;
import io.sparkae.jobs.RunOutputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Files of a finished run that were harmed: manifests, models, checkpoints, tables, figures. Every command ends with an
 * exit code of the contract, and {@code run --force} in a folder that is still ours gives what it gave before.
 */
final class DamageCampaign {
    private static final List<String> COMMANDS = List.of("train", "encode", "knn", "report", "run");
    private static final List<String> NASTY = List.of(
            "",
            "{}",
            "null",
            "[]",
            "{\"files\":[null]}",
            "{\"rows\":{\"train\":-1}}",
            "9".repeat(400),
            "[".repeat(100_000),
            "{\"stage\":{\"stage\":1e999}}",
            "\u0000\u0000\u0000\u0000");

    private final RunOutputs run;
    private final Path folder;
    private final SplittableRandom random;
    private final Tally tally;

    /**
     * @param run a finished run of {@link TinyRun#ONE}
     * @param folder for copies of it
     */
    DamageCampaign(RunOutputs run, Path folder, SplittableRandom random, Tally tally) {
        this.run = run;
        this.folder = folder;
        this.random = random;
        this.tally = tally;
    }

    void run() throws IOException {
        Path copy = Files.createTempDirectory(folder, "damaged");
        FileUtils.copyDirectory(run.root().toFile(), copy.toFile());
        StringBuilder what = new StringBuilder();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            what.append(damage(copy)).append("; ");
        }
        String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
        command(what.toString(), command, copy);
        Command again = command(what.toString(), "run", copy, "--force");
        if (again.code() == 0) {
            try {
                run.assertSame(copy);
            } catch (AssertionError different) {
                tally.lost(what + ": " + different.getMessage());
            }
        } else if (again.code() != 4) { // a folder without a manifest may be the user's
            tally.lost(what + ": run --force ended with " + again.code() + " " + again.err());
        }
        FileUtils.deleteDirectory(copy.toFile());
    }

    private Command command(String what, String name, Path copy, String... more) {
        tally.run("commands on damaged files");
        Command command =
                Command.run(TinyRun.ONE.arguments(name, copy.toString(), more).toArray(String[]::new));
        tally.exit(command.code(), what + name + ": " + command.err());
        return command;
    }

    /** Harms one file; says how. */
    private String damage(Path copy) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(copy)) {
            files = all.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        // manifests, models and checkpoints are what readers trust most
        List<Path> trusted = files.stream()
                .filter(f -> f.toString().endsWith(".json") || f.toString().endsWith(".zip"))
                .toList();
        List<Path> drawn = random.nextInt(4) > 0 ? trusted : files;
        Path file = drawn.get(random.nextInt(drawn.size()));
        byte[] bytes = Files.readAllBytes(file);
        String name = copy.relativize(file).toString();
        tally.fault("damaged file");
        switch (random.nextInt(6)) {
            case 0 -> {
                Files.delete(file);
                return name + " deleted";
            }
            case 1 -> {
                int length = random.nextInt(bytes.length + 1);
                Files.write(file, Arrays.copyOf(bytes, length));
                return name + " cut to " + length;
            }
            case 2 -> {
                String nasty = NASTY.get(random.nextInt(NASTY.size()));
                Files.writeString(file, nasty);
                return name + " replaced by " + nasty.substring(0, Math.min(30, nasty.length()));
            }
            case 3 -> {
                return name + number(file, bytes);
            }
            default -> {
                int position = random.nextInt(Math.max(1, bytes.length));
                if (bytes.length > 0) {
                    bytes[position] ^= (byte) (1 << random.nextInt(8));
                    Files.write(file, bytes);
                }
                return name + " with a bit flipped in byte " + position;
            }
        }
    }

    /** Replaces a value of a JSON file by another one; of other files, eight bytes by those of a large number. */
    private String number(Path file, byte[] bytes) throws IOException {
        if (!file.toString().endsWith(".json")) {
            int position = random.nextInt(Math.max(1, bytes.length - 8));
            Arrays.fill(bytes, position, Math.min(bytes.length, position + 4), (byte) 0x7f);
            Files.write(file, bytes);
            return " with a large number at " + position;
        }
        List<String> values =
                List.of("null", "-1", "9223372036854775807", "1e308", "\"\"", "{}", "[]", "[null]", "true");
        String value = values.get(random.nextInt(values.size()));
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("(?<=: )(?=[^\\s])", -1);
        int chosen = random.nextInt(1, Math.max(2, parts.length));
        if (chosen < parts.length) {
            parts[chosen] = value + parts[chosen].replaceFirst("^(\"[^\"]*\"|[^,\\s\\[{]+)", "");
        }
        Files.writeString(file, String.join("", parts));
        return " with value " + chosen + " replaced by " + value;
    }
}
