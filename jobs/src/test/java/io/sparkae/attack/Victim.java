package io.sparkae.attack;

import io.sparkae.jobs.ChildCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A real process and the fault it is to suffer. */
final class Victim {
    private static final Set<Integer> ENDED_BY_US = Set.of(137); // SIGKILL
    private static final long PATIENCE_SECONDS = 240;

    /** What happens to a process, and how often it is drawn. */
    private enum Fault {
        NONE(2),
        KILL(4),
        STOP(3),
        LONG_STOP(1),
        TERMINATE(2);

        private final int weight;

        Fault(int weight) {
            this.weight = weight;
        }

        static Fault draw(SplittableRandom random) {
            int sum = 0;
            for (Fault fault : values()) {
                sum += fault.weight;
            }
            int left = random.nextInt(sum);
            for (Fault fault : values()) {
                left -= fault.weight;
                if (left < 0) {
                    return fault;
                }
            }
            throw new AssertionError("weights do not add up");
        }
    }

    private final Process process;
    private final String what;
    private final Path output;
    private final Tally tally;

    /**
     * Starts a process.
     *
     * @param what it does, for messages
     * @param output the file that takes both its streams
     */
    Victim(String what, Path configuration, Path output, String mainClass, List<String> arguments, Tally tally)
            throws IOException {
        this.process = ChildCommand.start(output, configuration, mainClass, arguments);
        this.what = what;
        this.output = output;
        this.tally = tally;
    }

    /**
     * Injects a fault drawn at random at a random moment, and waits for the end.
     *
     * @param span milliseconds within which the fault comes
     * @param longStop milliseconds of a stop that is longer than any lock's patience
     * @return the exit code; 137 after a kill
     */
    int suffer(SplittableRandom random, long span, long longStop) throws IOException, InterruptedException {
        Fault fault = Fault.draw(random);
        if (fault != Fault.NONE && !process.waitFor(random.nextLong(span), TimeUnit.MILLISECONDS)) {
            tally.fault(fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            switch (fault) {
                case KILL -> process.destroyForcibly();
                case TERMINATE -> process.destroy();
                case STOP -> stopFor(random.nextLong(50, 3000));
                case LONG_STOP -> stopFor(longStop);
                case NONE -> throw new AssertionError(fault);
            }
        }
        return end();
    }

    /** Waits for an undisturbed end. */
    int end() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            tally.lost("stuck after " + PATIENCE_SECONDS + " s: " + what + ": " + said());
            return 137;
        }
        int code = process.exitValue();
        if (!ENDED_BY_US.contains(code)) {
            tally.exit(code, what + ": " + said());
        }
        return code;
    }

    /** The last of what it wrote. */
    String said() throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    private void stopFor(long millis) throws IOException, InterruptedException {
        signal("STOP");
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
