package io.sparkae.jobs.console;

import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.TrainingListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows how training goes: a line an epoch, and on a terminal a bar for the rounds of the epoch under way. */
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

    public static TrainingProgress to(Screen screen) {
        int mostLines = screen.verbosity() == Verbosity.VERBOSE ? Integer.MAX_VALUE : MOST_LINES;
        return new TrainingProgress(screen.out(), screen.hasBars(), mostLines);
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

    /** Takes the bar away, also when training has failed in the middle of an epoch. */
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

    /** Who trained on how many rows, if that is not what was said last. */
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
}
