package io.sparkae.platform;

import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/** Compares what native arrays may take with the room that they are given. */
public final class NativeMemory {
    private static final long MEGABYTE = 1 << 20;

    private NativeMemory() {}

    /** @param most bytes outside the heap, 0 if nobody counts */
    public static Optional<String> problem(long most) {
        return problem(Pointer.maxBytes(), most);
    }

    public static Optional<String> problem(long maxBytes, long most) {
        return most == 0 || maxBytes <= most
                ? Optional.empty()
                : Optional.of("native arrays may take " + maxBytes / MEGABYTE
                        + " MB (org.bytedeco.javacpp.maxbytes), the memory outside the heap is " + most / MEGABYTE
                        + " MB (spark.executor.memoryOverhead): a container would be killed; lower the one or raise the"
                        + " other");
    }

    /** Of a bound that JavaCPP sets by itself. */
    public static Optional<String> warning() {
        return warning(Pointer.maxPhysicalBytes());
    }

    public static Optional<String> warning(long maxPhysicalBytes) {
        return maxPhysicalBytes <= 0
                ? Optional.empty()
                : Optional.of("org.bytedeco.javacpp.maxphysicalbytes is " + maxPhysicalBytes / MEGABYTE
                        + " MB, expected 0: it counts what Spark has mapped too and may fail without need; add"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 to the Java options");
    }
}
