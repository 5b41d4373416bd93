package io.sparkae.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.systems.global.linux;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selects OpenBLAS kernels by the processor's instruction sets. By default OpenBLAS 0.3.19 selects by processor model:
 * models that it does not know get SSE kernels, at a third of the speed, and models that it takes for Cooper Lake get
 * wrong double-precision products. Selecting by instruction set also makes all processors with AVX-512 compute the same
 * bits, and all others with AVX2.
 *
 * <p>OpenBLAS reads the selection from the environment when it is loaded, so every class that may be the first to use
 * native arrays calls {@link #choose()} in its static initialiser.
 */
public final class BlasKernels {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Set<String> AVX_512 = Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
    private static final Set<String> AVX_2 = Set.of("avx2", "fma");

    private BlasKernels() {}

    /** Sets the kernels once per JVM, unless the environment already names some. No-op on systems other than Linux. */
    public static void choose() {
        Once.CHOICE.ifPresent(core -> {});
    }

    private static final class Once {
        static final Optional<String> CHOICE = set();

        private static Optional<String> set() {
            NativeFolders.choose(); // loads the first native library
            Logger log = LoggerFactory.getLogger(BlasKernels.class);
            if (System.getenv(VARIABLE) != null) {
                log.info("OpenBLAS kernels: {}, from the environment", System.getenv(VARIABLE));
                return Optional.empty();
            }
            Optional<String> core = Files.isReadable(PROCESSOR) ? coreFor(flags()) : Optional.empty();
            core.ifPresent(name -> {
                linux.setenv(VARIABLE, name, 1);
                log.info("OpenBLAS kernels: {}", name);
            });
            return core;
        }

        private static Set<String> flags() {
            try (var lines = Files.lines(PROCESSOR)) {
                return lines.filter(line -> line.startsWith("flags"))
                        .findFirst()
                        .map(line -> Set.of(
                                line.substring(line.indexOf(':') + 1).trim().split(" ")))
                        .orElse(Set.of());
            } catch (IOException e) {
                return Set.of();
            }
        }
    }

    /** OpenBLAS's name of the fastest kernels for these processor flags; empty to leave the selection to OpenBLAS. */
    static Optional<String> coreFor(Set<String> flags) {
        if (flags.containsAll(AVX_512)) {
            return Optional.of("SkylakeX");
        }
        return flags.containsAll(AVX_2) ? Optional.of("Haswell") : Optional.empty();
    }
}
