package io.sparkae.jobs.console;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The bar of an epoch under way: rounds done, time left of it, loss and speed. */
final class EpochBar implements AutoCloseable {
    private final ProgressBar bar;
    private final long begun = System.nanoTime();
    private final long rowsBefore;

    /**
     * Begins when the first round has ended, since nothing tells when it began.
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
        bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f, %,.0f rows/s", loss, (rows - rowsBefore) / elapsed));
        bar.stepTo(rounds);
    }

    /** Takes it away. */
    @Override
    public void close() {
        bar.close();
    }
}
