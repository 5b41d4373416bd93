package io.sparkae.train;

/** Training that ran into NaN or infinity; the message says where and what to try. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String ADVICE = "; try a smaller training.learning-rate or training.averaging-frequency, or"
            + " training.gradient-clipping.kind=norm";

    DivergedException(String message) {
        super(message);
    }

    /** Found by a worker. */
    public static DivergedException of(String what) {
        return new DivergedException("training diverged: " + what + ADVICE);
    }

    /** Found by the driver, after the last round of some progress. */
    static DivergedException after(Progress progress, String what) {
        return of(what + " after epoch " + (progress.state().epoch() + 1) + ", round " + progress.round());
    }
}
