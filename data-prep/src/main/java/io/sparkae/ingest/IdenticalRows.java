package io.sparkae.ingest;

import io.sparkae.ingest.source.SourceBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * Rows with the same pixels, whatever their labels, counted by 64-bit hashes of them (xxHash): among 10^8 rows, two
 * different ones have the same hash with a probability of 0.03 %.
 *
 * @param train rows of the training input that repeat an earlier one
 * @param test rows of the test input that repeat an earlier one
 * @param shared rows of the test input that are in the training input too
 */
record IdenticalRows(long train, long test, long shared) implements Serializable {
    private static final long HASHES_PER_TASK = 1 << 22;
    private static final long SEED = 0;

    /** Starts the count, one partial result per task; eight bytes per row are shuffled. */
    static JavaFutureAction<List<IdenticalRows>> count(CheckedRows train, CheckedRows test) {
        int tasks = (int) Math.min(10_000, 1 + (train.accepted() + test.accepted()) / HASHES_PER_TASK);
        HashPartitioner partitioner = new HashPartitioner(tasks);
        return hashes(train, tasks)
                .cogroup(hashes(test, tasks), partitioner)
                .values()
                .map(both -> of(sorted(both._1()), sorted(both._2())))
                .collectAsync();
    }

    static IdenticalRows sum(List<IdenticalRows> parts) {
        return parts.stream().reduce(new IdenticalRows(0, 0, 0), IdenticalRows::plus);
    }

    private IdenticalRows plus(IdenticalRows other) {
        return new IdenticalRows(train + other.train, test + other.test, shared + other.shared);
    }

    static IdenticalRows of(long[] train, long[] test) {
        long shared = 0;
        int at = 0;
        for (long hash : test) {
            while (at < train.length && train[at] < hash) {
                at++;
            }
            shared += at < train.length && train[at] == hash ? 1 : 0;
        }
        return new IdenticalRows(repeated(train), repeated(test), shared);
    }

    private static long repeated(long[] sorted) {
        return IntStream.range(1, sorted.length)
                .filter(i -> sorted[i] == sorted[i - 1])
                .count();
    }

    /** Hashes of the rows, keyed by the task that counts them. */
    private static JavaPairRDD<Integer, long[]> hashes(CheckedRows rows, int tasks) {
        int bytesPerRow = rows.source().bytesPerRow();
        return rows.blocks().flatMapToPair(block -> shared(hashes(block, bytesPerRow), tasks));
    }

    private static long[] hashes(SourceBlock block, int bytesPerRow) {
        XXHash64 hash = XXHashFactory.fastestJavaInstance().hash64();
        return IntStream.range(0, block.accepted())
                .mapToLong(row -> hash.hash(block.images(), row * bytesPerRow, bytesPerRow, SEED))
                .toArray();
    }

    private static Iterator<Tuple2<Integer, long[]>> shared(long[] hashes, int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(task -> new Tuple2<>(
                        task,
                        Arrays.stream(hashes)
                                .filter(hash -> Math.floorMod(hash, tasks) == task)
                                .toArray()))
                .iterator();
    }

    private static long[] sorted(Iterable<long[]> some) {
        List<long[]> parts = new ArrayList<>();
        some.forEach(parts::add);
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }
}
