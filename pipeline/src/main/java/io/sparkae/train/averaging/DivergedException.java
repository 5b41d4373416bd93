package io.sparkae.train.averaging;

/** NaN or infinity in training; the message says where and which settings to change. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String ADVICE = "; try a smaller training.learning-rate or training.averaging-frequency, a"
            + " training.warm-up, or training.gradient-clipping.kind=norm";

    private DivergedException(String message) {
        super(message);
    }

    /** Divergence detected by a worker. */
    public static DivergedException of(String what) {
        return new DivergedException("training diverged: " + what + ADVICE);
    }

    /** The same with a hint appended to the message. */
    public DivergedException with(String hint) {
        return new DivergedException(getMessage() + hint);
    }

    /** Divergence detected by the driver, after the last round of {@code progress}. */
    public static DivergedException after(Progress progress, String what) {
        return of(what + " after epoch " + (progress.state().epoch() + 1) + ", round " + progress.round());
    }
}
