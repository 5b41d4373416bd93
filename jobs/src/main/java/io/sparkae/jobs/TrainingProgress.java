package io.sparkae.jobs;

import io.sparkae.train.EpochRecord;
import io.sparkae.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar on a terminal, a line an epoch elsewhere. */
final class TrainingProgress {
    private TrainingProgress() {}

    static TrainingListener to(PrintWriter out) {
        return System.console() != null ? new Bar() : new Lines(out);
    }

    private static String losses(EpochRecord epoch) {
        String validation = epoch.validationLoss() == null
                ? ""
                : String.format(Locale.ROOT, ", validation %.4f", epoch.validationLoss());
        return String.format(Locale.ROOT, "loss %.4f%s", epoch.trainLoss(), validation);
    }

    private static final class Lines implements TrainingListener {
        private final PrintWriter out;
        private double seconds;

        Lines(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void epochEnded(EpochRecord epoch, int epochs) {
            seconds += epoch.seconds();
            out.printf(
                    Locale.ROOT,
                    "  epoch %d/%d  %s  %,.0f rows/s  %.0f s left%n",
                    epoch.epoch(),
                    epochs,
                    losses(epoch),
                    epoch.rows() / epoch.seconds(),
                    seconds / epoch.epoch() * (epochs - epoch.epoch()));
            out.flush();
        }
    }

    private static final class Bar implements TrainingListener {
        private ProgressBar bar;

        @Override
        public void roundEnded(int rounds, int allRounds, double loss) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("  rounds")
                        .setInitialMax(allRounds)
                        .setStyle(ProgressBarStyle.ASCII)
                        .build();
            }
            bar.stepTo(rounds);
            if (rounds == allRounds) {
                bar.close();
            }
        }

        @Override
        public void epochEnded(EpochRecord epoch, int epochs) {
            bar.setExtraMessage(String.format(Locale.ROOT, "epoch %d: %s", epoch.epoch(), losses(epoch)));
        }
    }
}
