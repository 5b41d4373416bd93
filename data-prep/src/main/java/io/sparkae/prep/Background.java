package io.sparkae.prep;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;

/** Waits for Spark jobs that run in the background. */
final class Background {
    private Background() {}

    /**
     * What a job gave.
     *
     * @throws CompletionException if it failed
     */
    static <T> T result(JavaFutureAction<T> job) {
        try {
            return job.get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("interrupted while a job was running", e);
        }
    }

    /** Waits until a job has ended, whatever came of it: it may write files that its caller is about to remove. */
    static void end(JavaFutureAction<?> job) {
        try {
            result(job);
        } catch (CompletionException failed) {
            // whoever asks for the result is told
        }
    }
}
