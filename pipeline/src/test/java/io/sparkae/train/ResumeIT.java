package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.averaging.AveragingEngine;
import io.sparkae.train.averaging.AveragingEngine.RoundResult;
import io.sparkae.train.averaging.DivergedException;
import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.replica.TrainingState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver's loop: cut short anywhere and resumed, it ends as if nothing had happened. */
@ExtendWith(SharedSpark.class)
class ResumeIT {
    private static final String[] PAIRS = {
        "training.epochs=3",
        "training.worker-batch-size=8",
        "training.averaging-frequency=3",
        "training.averagings-per-epoch=1",
        "training.last-averaging-frequency=1",
        "training.outer-momentum=0.3",
        "training.transfer=f8",
        "training.learning-rate=0.01",
        "training.schedule.kind=exponential"
    };

    @TempDir
    Path folder;

    private JavaSparkContext spark;
    private MultiLayerConfiguration configuration;
    private JavaRDD<RowBlock> rows;

    @BeforeEach
    void rows(SparkSession session) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        configuration = Rows.network("training.learning-rate=0.01", "training.schedule.kind=exponential");
        rows = spark.parallelize(List.of(Rows.block(0, 41), Rows.block(41, 37)), 2);
    }

    @ParameterizedTest
    @CsvSource({"mean, 11", "slowmo, 11", "diloco, 11", "gradient, 18"}) // 2 + 3 + 6 rounds, or each of 6 minibatches
    void resumedAfterAnyRoundItEndsWithTheSameBits(String method, int expectedRounds) {
        String[] pairs = with("training.averaging-method=" + method);
        Progress undisturbed = fixture("undisturbed").train(pairs);
        int rounds =
                undisturbed.history().stream().mapToInt(EpochRecord::rounds).sum();
        assertEquals(expectedRounds, rounds);
        for (int survived = 0; survived < rounds; survived++) {
            TrainingFixture fixture = fixture("after" + survived);
            int fatal = survived;
            assertThrows(IllegalStateException.class, () -> fixture.through(engine -> new DyingEngine(engine, fatal))
                    .train(pairs));

            Progress resumed = fixture.through(engine -> engine).resume(pairs);

            assertArrayEquals(
                    undisturbed.state().parameters(), resumed.state().parameters(), "killed after " + survived);
            assertArrayEquals(
                    undisturbed.state().updaterState(), resumed.state().updaterState());
            assertArrayEquals(undisturbed.velocity(), resumed.velocity());
            assertArrayEquals(undisturbed.best().parameters(), resumed.best().parameters());
            assertEquals(losses(undisturbed), losses(resumed));
        }
    }

    private static String[] with(String pair) {
        return Stream.concat(Stream.of(PAIRS), Stream.of(pair)).toArray(String[]::new);
    }

    /** A finished training that is begun again does no round, and gives the same. */
    @Test
    void aFinishedTrainingIsNotTrainedOn() {
        TrainingFixture fixture = fixture("finished");
        Progress finished = fixture.train(PAIRS);

        Progress again = fixture.through(engine -> new DyingEngine(engine, 0)).resume(PAIRS);

        assertArrayEquals(finished.best().parameters(), again.best().parameters());
        assertEquals(finished.history(), again.history());
    }

    @Test
    void stopsEarlyAndKeepsTheBestModel() {
        List<Integer> told = new ArrayList<>();
        TrainingFixture fixture = fixture("early").tell(new TrainingListener() {
            @Override
            public void stoppedEarly(List<EpochRecord> history) {
                told.add(history.size());
            }
        });

        Progress stopped = fixture.train(
                "training.epochs=50",
                "training.worker-batch-size=8",
                "training.early-stopping.patience=2",
                "training.early-stopping.min-improvement=0.1");

        assertEquals(List.of(3), told, "no epoch is 0.1 better than the first");
        assertEquals(3, stopped.history().size());
        assertEquals(EpochRecord.best(stopped.history()), stopped.best().epoch());
    }

    @Test
    void divergenceNamesTheLastGoodCheckpoint() {
        TrainingFixture fixture = fixture("diverged");

        String message = assertThrows(
                        DivergedException.class, () -> fixture.through(engine -> new DivergingEngine(engine, 2))
                                .train(PAIRS))
                .getMessage();

        assertTrue(
                message.startsWith(
                        "training diverged: a weight or a moment of the updater is not finite after epoch 2, round 1"),
                message);
        assertTrue(message.contains("; try a smaller training.learning-rate"), message);
        assertTrue(message.endsWith("the last good checkpoint is kept: " + fixture.newestCheckpoint()), message);
        assertTrue(fixture.newestCheckpoint().endsWith("epoch-000001-round-000000.zip"), fixture.newestCheckpoint());
    }

    private TrainingFixture fixture(String name) {
        return new TrainingFixture(spark, configuration, rows, folder.resolve(name));
    }

    private static List<Double> losses(Progress progress) {
        return progress.history().stream().map(EpochRecord::trainLoss).toList();
    }

    /** Does some rounds as the real engine does, then something else. */
    private abstract static class DisturbedEngine implements AveragingEngine {
        private final AveragingEngine real;
        private int left;

        DisturbedEngine(AveragingEngine real, int rounds) {
            this.real = real;
            this.left = rounds;
        }

        abstract RoundResult disturb(RoundResult result);

        @Override
        public int rounds(int epoch) {
            return real.rounds(epoch);
        }

        @Override
        public RoundResult run(TrainingState state, int round) {
            RoundResult result = real.run(state, round);
            return left-- == 0 ? disturb(result) : result;
        }

        @Override
        public void close() {
            real.close();
        }
    }

    /** Ends, as if the process were killed. */
    private static final class DyingEngine extends DisturbedEngine {
        DyingEngine(AveragingEngine real, int rounds) {
            super(real, rounds);
        }

        @Override
        RoundResult disturb(RoundResult result) {
            throw new IllegalStateException("killed");
        }
    }

    /** Gives a weight that is no number. */
    private static final class DivergingEngine extends DisturbedEngine {
        DivergingEngine(AveragingEngine real, int rounds) {
            super(real, rounds);
        }

        @Override
        RoundResult disturb(RoundResult result) {
            result.mean().parameters()[5] = Float.POSITIVE_INFINITY;
            return result;
        }
    }
}
