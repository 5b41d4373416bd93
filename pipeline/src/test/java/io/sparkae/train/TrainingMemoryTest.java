package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Fixtures;
import io.sparkae.model.InputShape;
import io.sparkae.model.NetworkSize;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.Phase.NetworkPlan;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrainingMemoryTest {
    private static final long MB = 1 << 20;

    private static MemoryRoom local(long megabytes) {
        return new MemoryRoom(true, megabytes * MB, megabytes * MB, 3072 * MB, 2);
    }

    private static NetworkPlan plan(InputShape input, String... pairs) {
        String[] model =
                Arrays.stream(pairs).filter(pair -> pair.startsWith("model.")).toArray(String[]::new);
        String[] training = Arrays.stream(pairs)
                .filter(pair -> pair.startsWith("training."))
                .toArray(String[]::new);
        return new NetworkPlan(Fixtures.model(model), input, TrainingFixture.settings(training));
    }

    private static String refusal(NetworkPlan plan, long rows, MemoryRoom room) {
        return assertThrows(SettingsException.class, () -> TrainingMemory.require(plan, rows, room))
                .getMessage();
    }

    private static final InputShape MNIST = new InputShape(28, 28);

    /** θ = 1,000, u = 2,000, so a state has 12,000 bytes; 60 values a row, 5 of them features. */
    private static TrainingMemory memory(boolean kernels) {
        return new TrainingMemory(new NetworkSize(1000, 2000, 60, 20), kernels, true, 5, 300, 3, 10, 3000, 4, 0);
    }

    @Test
    void theDriverHoldsStatesAndTheirSums() {
        assertEquals((4 + 3) * 12_000, memory(true).driver(0));
        // a replica: 8·1,000 for θ and its gradient, 4·2,000 for moments, 8·10·60 for values and deltas
        assertEquals(
                (4 + 3) * 12_000 + 2 * (8_000 + 8_000 + 4_800), memory(true).driver(2));
    }

    /** Gradients in 8 bits: the state, sums of θ in double precision and their mean, three workers' bytes. */
    @Test
    void whatTravelsIsCountedAsItTravels() {
        TrainingMemory gradients =
                new TrainingMemory(new NetworkSize(1000, 2000, 60, 20), true, true, 5, 300, 3, 10, 1000, 1, 0);
        assertEquals(12_000 + 12_000 + 3 * 1_000, gradients.driver(0));
        assertEquals(12_000 + 2 * (3_600 + 20_800 + 1_000), gradients.tasks(2));
    }

    @Test
    void tasksHoldRowsReplicasAndStates() {
        // ids and labels of 300 rows
        assertEquals(12_000 + 2 * (3_600 + 20_800 + 12_000), memory(true).tasks(2));
        assertEquals(12_000 + 2 * (3_600 + 12_000), memory(false).tasks(2));
    }

    @Test
    void nativeArraysAreThoseOfKernels() {
        assertEquals(8_000 + 4_800, memory(true).natives());
        assertEquals(0, memory(false).natives());
    }

    /** The figures of docs/internals.md, "Memory". */
    @Test
    void whatIsKnownToTrainIsLetPass() {
        assertDoesNotThrow(() -> TrainingMemory.require(plan(MNIST), 60_000, local(600)));
        assertDoesNotThrow(() -> TrainingMemory.require(plan(MNIST), 10_000_000, local(4096)));
    }

    @Test
    void aMillionUnitsAreRefused() {
        String message = refusal(plan(MNIST, "model.hidden=[1000000]"), 19_000, local(4096));
        assertTrue(message.contains("the network has 1,602,000,800 parameters"), message);
        assertTrue(message.contains("expected fewer units"), message);
    }

    @Test
    void theDefaultNetworkForLargeImagesNamesItsNeed() {
        String message = refusal(plan(new InputShape(512, 512)), 10, local(4096));
        // θ = 257·512² + 4,368: 6 states of 12·θ bytes, 8·θ of slow momentum, 2 replicas of 16·θ + 8·5·524,560: 7.6·10⁹
        // bytes
        assertTrue(message.contains("the network has 67,375,376 parameters"), message);
        assertTrue(message.contains("training needs at least 7.1 GB of heap, there are 4.0 GB"), message);
        assertTrue(message.contains("SPARKAE_HEAP"), message);
    }

    @Test
    void aSmallNetworkForLargeImagesIsLetPass() {
        assertDoesNotThrow(() -> TrainingMemory.require(
                plan(new InputShape(512, 512), "model.hidden=[4]", "model.code=2"), 10, local(2048)));
    }

    @Test
    void aMinibatchIsNoLargerThanTheRows() {
        assertDoesNotThrow(() ->
                TrainingMemory.require(plan(MNIST, "training.worker-batch-size=2147483647"), 60_000, local(4096)));
        String tooMany = refusal(plan(MNIST, "training.worker-batch-size=2147483647"), 100_000_000, local(1 << 20));
        assertTrue(tooMany.contains("training.worker-batch-size: expected at most 2,739,137 rows"), tooMany);
    }

    @Test
    void rowsThatAreTooManyForAWorkerAreRefused() {
        String message = refusal(plan(MNIST), 1_000_000_000, local(4096));
        assertTrue(message.contains("a worker has 500,000,000 rows of 784 features"), message);
        assertTrue(refusal(plan(MNIST), 10_000_000_000L, local(4096)).contains("training.workers"), message);
    }

    /** Trained layer by layer, the largest network is the first layer's. */
    @Test
    void layersThatAreTrainedAloneCountAlone() {
        String[] pairs = {"model.hidden=[40000,10000]", "training.layerwise=true"};
        String message = refusal(plan(MNIST, pairs), 100, local(8192));
        assertTrue(message.contains("the network has 800,050,000 parameters"), message);
    }

    @Test
    void onAClusterEachProcessHasItsOwn() {
        NetworkPlan plan = plan(MNIST, "model.hidden=[20000]", "training.workers=8"); // θ = 32,040,800
        MemoryRoom smallDriver = new MemoryRoom(false, 1024 * MB, 8192 * MB, 3072 * MB, 1);
        MemoryRoom smallExecutor = new MemoryRoom(false, 8192 * MB, 1024 * MB, 3072 * MB, 1);
        MemoryRoom large = new MemoryRoom(false, 8192 * MB, 8192 * MB, 3072 * MB, 1);

        assertTrue(refusal(plan, 1000, smallDriver).contains("spark.driver.memory"));
        assertTrue(refusal(plan, 1000, smallExecutor).contains("spark.executor.memory"));
        assertDoesNotThrow(() -> TrainingMemory.require(plan, 1000, large));
    }

    @Test
    void settingsAloneTellBeforeThereAreRows() {
        var training = TrainingFixture.settings();
        MemoryRoom room = local(4096);
        String message = assertThrows(
                        SettingsException.class,
                        () -> TrainingMemory.requireOfAnyRows(
                                Fixtures.model("model.hidden=[100000,100000]"), training, 0, 0, room))
                .getMessage();
        assertTrue(message.contains("expected fewer units"), message);
        for (String family : new String[] {"dense", "tied", "vae", "conv-vae"}) {
            assertDoesNotThrow(() ->
                    TrainingMemory.requireOfAnyRows(Fixtures.model("model.family=" + family), training, 0, 0, room));
        }
    }
}
