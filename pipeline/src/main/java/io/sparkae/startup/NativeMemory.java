package io.sparkae.startup;

import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/** Compares what native arrays may take with the room that they are given. */
final class NativeMemory {
    private static final long MEGABYTE = 1 << 20;

    private NativeMemory() {}

    /** @param most bytes outside the heap, 0 if nobody counts */
    static Optional<String> problem(long most) {
        return problem(Pointer.maxBytes(), Pointer.maxPhysicalBytes(), most);
    }

    static Optional<String> problem(long maxBytes, long maxPhysicalBytes, long most) {
        if (maxPhysicalBytes > 0) {
            return Optional.of("org.bytedeco.javacpp.maxphysicalbytes is " + maxPhysicalBytes / MEGABYTE
                    + " MB, expected 0: it counts what Spark has mapped too and then fails without need; add"
                    + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 to the Java options of driver and executors");
        }
        if (most > 0 && maxBytes > most) {
            return Optional.of(
                    "native arrays may take " + maxBytes / MEGABYTE
                            + " MB (org.bytedeco.javacpp.maxbytes), the memory outside the heap is " + most / MEGABYTE
                            + " MB (spark.executor.memoryOverhead): a container would be killed; lower the one or raise the other");
        }
        return Optional.empty();
    }
}
