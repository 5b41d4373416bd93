package io.sparkae.run;

import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** Runs a stage as a transaction: its output is replaced as a whole or not at all. */
public final class StageTransaction {
    private final RunFolder run;

    /**
     * Transactions on one run's folder.
     *
     * @param run held by {@link RunLocks}
     */
    public StageTransaction(RunFolder run) {
        this.run = run;
    }

    /**
     * Runs a stage, unless its output is committed already for the same inputs and settings.
     *
     * @param force whether to run it even then
     * @throws StageOutputException if an earlier stage's output cannot be used, the output is another run's, or another
     *     process has acquired the run in the meantime
     */
    public Outcome run(Stage stage, boolean force) throws IOException {
        return run(stage, force, why -> {});
    }

    /**
     * The same, telling why an output is replaced before that begins.
     *
     * @param again receives the reason: settings, inputs or a build that changed
     */
    public Outcome run(Stage stage, boolean force, Consumer<String> again) throws IOException {
        run.requireHeld();
        Instant started = Instant.now();
        Map<String, Object> settings = stage.settings();
        List<InputFile> inputs = stage.inputs();
        String fingerprint = Manifest.fingerprint(stage.name(), settings, inputs);
        StageFolder folder = run.stage(stage.name());
        Optional<Manifest> done = force ? Optional.empty() : reusable(folder, fingerprint);
        if (done.isPresent()) {
            folder.dropKept(); // of a process that died right after its commit
            return new Outcome(done.get(), true);
        }
        run.requireOwn(stage.name());
        if (!force) {
            readable(folder)
                    .map(there -> there.changes(stage.name(), settings, inputs))
                    .ifPresent(again);
        }
        if (force) {
            folder.dropKept(fingerprint);
        }
        try (StageFolder.Attempt attempt = folder.attempt()) {
            Path kept = folder.kept(fingerprint);
            List<Path> earlier = force ? List.of() : List.of(kept, folder.path());
            Manifest manifest = unlessLost(attempt, () -> {
                StageOutput output = stage.write(new Workspace(attempt.path(), kept, earlier, fingerprint));
                Manifest made = new Manifest(
                        stage.name().command(),
                        fingerprint,
                        settings,
                        inputs,
                        output.rows(),
                        output.schema(),
                        attempt.files(),
                        output.facts(),
                        output.metrics(),
                        Versions.of(stage.name()),
                        started.truncatedTo(ChronoUnit.SECONDS).toString(),
                        started.until(Instant.now(), ChronoUnit.MILLIS) / 1000.0);
                attempt.commit(made);
                return made;
            });
            folder.dropKept();
            return new Outcome(manifest, false);
        }
    }

    /**
     * The result of a call.
     *
     * @param manifest of the committed output
     * @param skipped whether that output was committed before
     */
    public record Outcome(Manifest manifest, boolean skipped) {}

    /** The work of a stage up to the commit. */
    @FunctionalInterface
    private interface Work {
        Manifest done() throws IOException;
    }

    /** Reports a failure that follows from the loss of the attempt as that loss. */
    private static Manifest unlessLost(StageFolder.Attempt attempt, Work work) throws IOException {
        try {
            return work.done();
        } catch (Exception failure) { // Spark throws checked exceptions undeclared
            try {
                attempt.requireOurs();
            } catch (StageOutputException lost) {
                lost.addSuppressed(failure);
                throw lost;
            } catch (IOException unknown) {
                failure.addSuppressed(unknown);
            }
            throw failure;
        }
    }

    private static Optional<Manifest> reusable(StageFolder folder, String fingerprint) throws IOException {
        return readable(folder).filter(m -> m.fingerprint().equals(fingerprint));
    }

    private static Optional<Manifest> readable(StageFolder folder) throws IOException {
        try {
            return folder.committed();
        } catch (StageOutputException incomplete) {
            return Optional.empty(); // will be replaced
        }
    }
}
