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
 * Chooses among the kernels in the bundled OpenBLAS by what the processor can do. Left to itself OpenBLAS 0.3.19 goes
 * by the processor's model: newer ones than it knows get SSE kernels, at a third of the speed, and those it takes for
 * Cooper Lake get double-precision products that are wrong. So too, all processors with AVX-512 compute the same bits,
 * and all others with AVX2.
 *
 * <p>OpenBLAS reads the choice from the environment when it is loaded, so every class through which a JVM first comes
 * to native arrays calls {@link #choose()} when it is initialised.
 */
public final class BlasKernels {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Set<String> AVX_512 = Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
    private static final Set<String> AVX_2 = Set.of("avx2", "fma");

    private BlasKernels() {}

    /** Chooses, once a JVM; a choice that is in the environment already stands. On other systems than Linux it does
     * nothing. */
    public static void choose() {
        Once.CHOICE.ifPresent(core -> {});
    }

    private static final class Once {
        static final Optional<String> CHOICE = set();

        private static Optional<String> set() {
            NativeFolders.choose(); // the first library that is loaded is loaded here
            Logger log = LoggerFactory.getLogger(BlasKernels.class);
            if (System.getenv(VARIABLE) != null) {
                log.info("OpenBLAS kernels: {} as the environment says", System.getenv(VARIABLE));
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

    /** OpenBLAS's name for the best kernels that a processor with these flags can run; empty if it had better choose. */
    static Optional<String> coreFor(Set<String> flags) {
        if (flags.containsAll(AVX_512)) {
            return Optional.of("SkylakeX");
        }
        return flags.containsAll(AVX_2) ? Optional.of("Haswell") : Optional.empty();
    }
}
