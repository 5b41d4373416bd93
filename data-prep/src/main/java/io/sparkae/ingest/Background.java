package io.sparkae.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;

/**
 * Spark jobs that run in the background; closing it waits until all have ended, failed or not, since they may
 * write files that their caller is about to remove.
 */
final class Background implements AutoCloseable {
    private final List<JavaFutureAction<?>> jobs = new ArrayList<>();

    /** Registers a running job. */
    <T> JavaFutureAction<T> started(JavaFutureAction<T> job) {
        jobs.add(job);
        return job;
    }

    /**
     * Waits for the result of a job.
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

    @Override
    public void close() {
        for (JavaFutureAction<?> job : jobs) {
            try {
                result(job);
            } catch (CompletionException failed) {
                // reported by result()
            }
        }
    }
}
