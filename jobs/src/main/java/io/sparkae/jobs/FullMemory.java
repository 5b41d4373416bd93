package io.sparkae.jobs;

import io.sparkae.jobs.console.ConsoleWriter;
import io.sparkae.jobs.console.LogText;
import io.sparkae.platform.MemoryRoom;
import java.util.Optional;
import java.util.stream.Stream;

/** Memory that ran out in spite of all estimates, said in a line. */
final class FullMemory {
    private static final String ERROR = "java.lang.OutOfMemoryError";
    private static final int EXIT_CODE = 1;

    private FullMemory() {}

    /** Which memory was full and what to do; empty if the failure is another one. Spark hands some on as text only. */
    static Optional<String> message(Throwable failure) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .filter(t -> t instanceof OutOfMemoryError
                        || String.valueOf(t.getMessage()).contains(ERROR))
                .map(t -> message(String.valueOf(t.getMessage())))
                .findFirst();
    }

    private static String message(String detail) {
        if (detail.contains("Cannot allocate new ")
                || detail.contains("Physical memory usage is too high")
                || detail.contains("Failed to allocate memory")) {
            return "out of memory: native arrays may take " + MemoryRoom.gigabytes(MemoryRoom.localNatives())
                    + ": allow more (-Dorg.bytedeco.javacpp.maxbytes in SPARKAE_JAVA_OPTS or"
                    + " spark.executor.extraJavaOptions), or have fewer units or smaller minibatches";
        }
        return "out of memory: the heap of "
                + MemoryRoom.gigabytes(Runtime.getRuntime().maxMemory())
                + " is full: give more (SPARKAE_HEAP; spark.driver.memory and spark.executor.memory on a cluster), or"
                + " have fewer units, smaller minibatches or a smaller knn.block-megabytes";
    }

    /**
     * Has the process end with a line and exit code 1 if memory runs out in a thread whose failure nobody hears of: of
     * Spark's, which would then wait for it without end.
     */
    static void endProcessOnceFull() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> message(failure)
                .ifPresentOrElse(
                        line -> {
                            System.err.println("sparkae: " + line);
                            Runtime.getRuntime().halt(EXIT_CODE); // hooks may want memory too
                        },
                        () -> {
                            System.err.println("Exception in thread \"" + ConsoleWriter.shown(thread.getName()) + "\" "
                                    + LogText.of(failure));
                        }));
    }
}
