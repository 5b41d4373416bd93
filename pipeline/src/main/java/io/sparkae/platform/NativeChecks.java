package io.sparkae.platform;

import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Preflight checks of native libraries: they load, multiply correctly and fit into the memory outside the heap. */
public final class NativeChecks {
    /** Large enough for OpenBLAS to use its kernels for large products. */
    private static final int SIDE = 96;

    private static final long MEGABYTE = 1 << 20;

    private NativeChecks() {}

    /** Loads the libraries and multiplies two matrices whose product is known. */
    public static Optional<String> productProblem() {
        try {
            return isRight()
                    ? Optional.empty()
                    : Optional.of(
                            "OpenBLAS computes wrong products on this processor: set OPENBLAS_CORETYPE to a core that"
                                    + " it has, such as Haswell, in the environment of driver and executors");
        } catch (Throwable e) { // a missing library is an Error, a missing backend an exception
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return Optional.of(message(root.toString()));
        }
    }

    /** Error message with advice for the cause. */
    public static String message(String cause) {
        boolean unpacking = cause.contains("failed to map segment") // mounted noexec
                || cause.contains("Permission denied")
                || cause.contains("No space left")
                || cause.contains("Could not create"); // a folder
        return "the native libraries of ND4J cannot be loaded (" + cause + "): "
                + (unpacking
                        ? "name a folder that has room and allows execution with -Dorg.bytedeco.javacpp.cachedir=DIR"
                        : "the jar has those of the platform that it was built for, so build it with"
                                + " -Djavacpp.platform=" + platform());
    }

    /** Whole numbers small enough for every partial sum to be exact. */
    private static boolean isRight() {
        float[] left = new float[SIDE * SIDE];
        float[] right = new float[SIDE * SIDE];
        for (int i = 0; i < left.length; i++) {
            left[i] = i % 7 - 3;
            right[i] = i % 5 - 2;
        }
        try (INDArray a = NativeArrays.matrix(left, SIDE, SIDE);
                INDArray b = NativeArrays.matrix(right, SIDE, SIDE);
                INDArray product = a.mmul(b)) {
            float[] found = NativeArrays.get(product);
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    float expected = 0;
                    for (int k = 0; k < SIDE; k++) {
                        expected += left[row * SIDE + k] * right[k * SIDE + column];
                    }
                    if (found[row * SIDE + column] != expected) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String name = system.startsWith("mac") ? "macosx" : system.startsWith("windows") ? "windows" : "linux";
        return name + "-" + (machine.equals("aarch64") ? "arm64" : machine);
    }

    /**
     * The bound on native arrays, if it exceeds the memory outside the heap.
     *
     * @param most bytes outside the heap, 0 if there is no limit
     */
    public static Optional<String> memoryProblem(long most) {
        return memoryProblem(Pointer.maxBytes(), most);
    }

    /** As {@link #memoryProblem(long)}, for a given bound in bytes. */
    public static Optional<String> memoryProblem(long maxBytes, long most) {
        return most == 0 || maxBytes <= most
                ? Optional.empty()
                : Optional.of("native arrays may take " + maxBytes / MEGABYTE
                        + " MB (org.bytedeco.javacpp.maxbytes), the memory outside the heap is " + most / MEGABYTE
                        + " MB (spark.executor.memoryOverhead): a container would be killed; lower the one or raise the"
                        + " other");
    }

    /** A warning if JavaCPP bounds the memory of the whole process, too. */
    public static Optional<String> memoryWarning() {
        return memoryWarning(Pointer.maxPhysicalBytes());
    }

    /** As {@link #memoryWarning()}, for a given bound in bytes; 0 is none. */
    public static Optional<String> memoryWarning(long maxPhysicalBytes) {
        return maxPhysicalBytes <= 0
                ? Optional.empty()
                : Optional.of("org.bytedeco.javacpp.maxphysicalbytes is " + maxPhysicalBytes / MEGABYTE
                        + " MB, expected 0: it counts what Spark has mapped too and may fail without need; add"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 to the Java options");
    }
}
