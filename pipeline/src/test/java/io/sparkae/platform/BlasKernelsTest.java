package io.sparkae.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlasKernelsTest {
    @Test
    void theWidestInstructionsThatTheProcessorHasAreUsed() {
        Set<String> avx2 = Set.of("sse2", "avx", "fma", "avx2");
        Set<String> avx512 =
                Set.of("sse2", "fma", "avx2", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "avx512_bf16");
        Set<String> firstAvx512 = Set.of("fma", "avx2", "avx512f", "avx512cd"); // Knights Landing lacks the others

        assertEquals(Optional.of("SkylakeX"), BlasKernels.coreFor(avx512));
        assertEquals(Optional.of("Haswell"), BlasKernels.coreFor(avx2));
        assertEquals(Optional.of("Haswell"), BlasKernels.coreFor(firstAvx512));
        assertEquals(Optional.empty(), BlasKernels.coreFor(Set.of("sse2", "avx")));
        assertEquals(Optional.empty(), BlasKernels.coreFor(Set.of()));
    }
}
