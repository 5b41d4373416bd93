package io.sparkae.jobs.console;

import io.sparkae.train.TrainingListener;
import io.sparkae.train.averaging.EpochRecord;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress of training: a line an epoch, and on a terminal a bar for the rounds of the current epoch. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
    private static final int EXECUTORS_SHOWN = 4;
    private static final int MOST_LINES = 100;

    private final PrintWriter out;
    private final boolean terminal;
    private final int mostLines;
    private EpochBar bar;
    private double seconds;
    private int epochsTimed;
    private Map<String, Long> shown = Map.of();

    private TrainingProgress(PrintWriter out, boolean terminal, int mostLines) {
        this.out = out;
        this.terminal = terminal;
        this.mostLines = mostLines;
    }

    /** Prints at most {@value #MOST_LINES} lines, unless verbose. */
    public static TrainingProgress on(Console console) {
        boolean every = console.verbosity() == Console.Verbosity.VERBOSE;
        return new TrainingProgress(console.out(), console.hasBars(), every ? Integer.MAX_VALUE : MOST_LINES);
    }

    @Override
    public void noted(String note) {
        line("  note: %s", note);
    }

    @Override
    public void resumed(String checkpoint, int epochs, int rounds) {
        line("  resuming after epoch %d and %d rounds of the next, from %s", epochs, rounds, checkpoint);
    }

    @Override
    public void damaged(String checkpoint, String why) {
        line("  checkpoint %s cannot be used (%s); trying the one before it", checkpoint, why);
    }

    @Override
    public void phaseStarted(String name, int number, int phases) {
        line("  training %d of %d: %s", number, phases, name);
        seconds = 0;
        epochsTimed = 0;
    }

    @Override
    public void roundEnded(int epoch, int rounds, int allRounds, long rows, double loss) {
        if (!terminal) {
            return;
        }
        if (bar == null) {
            bar = new EpochBar(epoch + 1, allRounds, rows);
        } else {
            bar.show(rounds, rows, loss);
        }
    }

    @Override
    public void epochEnded(EpochRecord epoch, int epochs) {
        close();
        seconds += epoch.seconds();
        epochsTimed++;
        int every = 1 + (epochs - 1) / mostLines;
        if (epoch.epoch() % every != 0 && epoch.epoch() != epochs) {
            return;
        }
        line(
                "  epoch %d/%d  %s  %,.0f rows/s  %.0f s left%s",
                epoch.epoch(),
                epochs,
                losses(epoch),
                epoch.rows() / epoch.seconds(),
                seconds / epochsTimed * (epochs - epoch.epoch()),
                executors(epoch.rowsByExecutor()));
    }

    @Override
    public void stoppedEarly(List<EpochRecord> history) {
        line("  stopping early: the loss no longer falls");
    }

    /** Removes the bar, also when training has failed in the middle of an epoch. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private static String losses(EpochRecord epoch) {
        String validation = epoch.validationLoss() == null
                ? ""
                : String.format(Locale.ROOT, ", validation %.4f", epoch.validationLoss());
        return String.format(Locale.ROOT, "loss %.4f%s", epoch.trainLoss(), validation);
    }

    /** The executors and their numbers of rows; "" if unchanged since last printed. */
    private String executors(Map<String, Long> rows) {
        if (rows.equals(shown)) {
            return "";
        }
        shown = rows;
        if (rows.size() > EXECUTORS_SHOWN) {
            var spread = rows.values().stream().mapToLong(Long::longValue).summaryStatistics();
            return String.format(
                    Locale.ROOT,
                    "  [%d executors, %,d to %,d rows each]",
                    rows.size(),
                    spread.getMin(),
                    spread.getMax());
        }
        StringBuilder each = new StringBuilder();
        rows.forEach((executor, n) ->
                each.append(each.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%s %,d rows", executor, n)));
        return "  [" + each + "]";
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** The bar of an epoch: finished rounds, time left, loss and speed. */
    private static final class EpochBar implements AutoCloseable {
        private final ProgressBar bar;
        private final long begun = System.nanoTime();
        private final long rowsBefore;

        /**
         * Starts at the end of the first round, the first sign of an epoch.
         *
         * @param epoch counted from 1
         * @param rows of that round
         */
        EpochBar(int epoch, int rounds, long rows) {
            rowsBefore = rows;
            bar = new ProgressBarBuilder()
                    .setTaskName("  epoch " + epoch)
                    .setInitialMax(rounds)
                    .setStyle(ProgressBarStyle.ASCII)
                    .clearDisplayOnFinish()
                    .build();
        }

        void show(int rounds, long rows, double loss) {
            double elapsed = (System.nanoTime() - begun) / 1e9;
            double speed = (rows - rowsBefore) / elapsed;
            bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f, %,.0f rows/s", loss, speed));
            bar.stepTo(rounds);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
