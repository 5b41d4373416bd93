package io.sparkae.train.stock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.model.Networks;
import io.sparkae.rows.RowBlock;
import io.sparkae.testing.SharedSpark;
import io.sparkae.train.Rows;
import io.sparkae.train.TrainingFixture;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.replica.NetworkReplica;
import io.sparkae.train.replica.Replica;
import io.sparkae.train.replica.Replica.Minibatch;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** DL4J's stock training master behind the same interface. */
@ExtendWith(SharedSpark.class)
class StockEngineIT {
    @TempDir
    Path folder;

    private JavaSparkContext spark;

    @BeforeEach
    void context(SparkSession session) {
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    /** One worker averages with nobody; one minibatch, since the stock master draws the order of several at random. */
    @Test
    void oneWorkerOnOneMinibatchFitsAsAPlainNetwork() {
        MultiLayerConfiguration configuration = Rows.network("training.learning-rate=0.01");
        RowBlock block = Rows.block(0, 8);
        Replica plain = new NetworkReplica(Networks.initialised(configuration), Rows.FEATURES);
        for (int epoch = 0; epoch < 5; epoch++) {
            plain.fit(Minibatch.of(block.values(), 8, 0));
        }

        Progress trained = train(configuration, 1, List.of(block), 5);

        assertArrayEquals(plain.parameters(), trained.state().parameters(), 1e-6f);
        assertArrayEquals(plain.updaterState(), trained.state().updaterState(), 1e-6f);
        assertEquals(5, trained.state().iteration());
    }

    @Test
    void twoWorkersLearn() {
        Progress trained = train(
                Rows.network("training.learning-rate=0.01"), 2, List.of(Rows.block(0, 40), Rows.block(40, 33)), 8);

        assertEquals(73, trained.lastEpoch().rows());
        assertTrue(
                trained.lastEpoch().trainLoss() < trained.history().get(0).trainLoss(),
                trained.history().toString());
    }

    @Test
    void aMinibatchLargerThanTheRowsIsAllOfThem() {
        MultiLayerConfiguration configuration = Rows.network("training.learning-rate=0.01");

        Progress all = train(configuration, 1, List.of(Rows.block(0, 8)), 3, 8);
        Progress more = train(configuration, 1, List.of(Rows.block(0, 8)), 3, Integer.MAX_VALUE);

        assertEquals(8, more.lastEpoch().rows());
        assertArrayEquals(all.state().parameters(), more.state().parameters());
    }

    private Progress train(MultiLayerConfiguration configuration, int workers, List<RowBlock> blocks, int epochs) {
        return train(configuration, workers, blocks, epochs, 8);
    }

    private Progress train(
            MultiLayerConfiguration configuration, int workers, List<RowBlock> blocks, int epochs, int batchSize) {
        JavaRDD<RowBlock> rows = spark.parallelize(blocks, workers);
        String[] pairs = {
            "training.master=dl4j",
            "training.workers=" + workers,
            "training.epochs=" + epochs,
            "training.worker-batch-size=" + batchSize,
            "training.averaging-frequency=5",
            "training.averagings-per-epoch=1"
        };
        return new TrainingFixture(spark, configuration, rows, folder).train(pairs);
    }
}
