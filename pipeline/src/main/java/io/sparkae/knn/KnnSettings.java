package io.sparkae.knn;

import io.sparkae.knn.hnsw.HnswSettings;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code knn.*}; {@code conf/reference.conf} explains each.
 *
 * @param k neighbours of each query
 * @param method of search
 * @param hnsw settings of {@link Method#HNSW}
 * @param metric distance of two rows
 * @param voting weights of neighbours' votes
 * @param leaveOneOut whether the references are the queries, each without itself
 * @param raw whether to search the raw features too
 * @param blockMegabytes memory of one block of rows at most
 */
public record KnnSettings(
        int k,
        Method method,
        HnswSettings hnsw,
        Metric metric,
        Vote.Weighting voting,
        boolean leaveOneOut,
        boolean raw,
        int blockMegabytes)
        implements Serializable {
    /** @throws io.sparkae.settings.SettingsException if a number is out of bounds */
    public KnnSettings {
        Bounds.intAtLeast("knn.k", 1, k);
        Bounds.intAtLeast("knn.block-megabytes", 1, blockMegabytes);
    }

    /** Search methods. */
    public enum Method {
        /** The neighbours of a double loop. */
        EXACT,
        /** Most of these, by hierarchical navigable small-world graphs. */
        HNSW
    }

    /** The defaults of {@code conf/reference.conf}. */
    public static KnnSettings defaults() {
        return Settings.defaults(KnnSettings::read);
    }

    /** Reads the keys {@code knn.*}. */
    public static KnnSettings read(SettingsReader reader) {
        return new KnnSettings(
                reader.intAtLeast("knn.k", 1),
                reader.oneOf("knn.method", Method.class),
                HnswSettings.read(reader),
                reader.oneOf("knn.metric", Metric.class),
                reader.oneOf("knn.vote", Vote.Weighting.class),
                reader.bool("knn.leave-one-out"),
                reader.bool("knn.raw"),
                reader.intAtLeast("knn.block-megabytes", 1));
    }

    /** The settings with another k. */
    public KnnSettings withK(int other) {
        return new KnnSettings(other, method, hnsw, metric, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with another metric. */
    public KnnSettings withMetric(Metric other) {
        return new KnnSettings(k, method, hnsw, other, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with another method. */
    public KnnSettings withMethod(Method other) {
        return new KnnSettings(k, other, hnsw, metric, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with other HNSW settings. */
    public KnnSettings withHnsw(HnswSettings other) {
        return new KnnSettings(k, method, other, metric, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with another weighting of votes. */
    public KnnSettings withVoting(Vote.Weighting other) {
        return new KnnSettings(k, method, hnsw, metric, other, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with the queries among the references, or not. */
    public KnnSettings withLeaveOneOut(boolean other) {
        return new KnnSettings(k, method, hnsw, metric, voting, other, raw, blockMegabytes);
    }

    /** The settings with or without a search of the raw features. */
    public KnnSettings withRaw(boolean other) {
        return new KnnSettings(k, method, hnsw, metric, voting, leaveOneOut, other, blockMegabytes);
    }

    /** The settings with another bound on the memory of one block of rows. */
    public KnnSettings withBlockMegabytes(int other) {
        return new KnnSettings(k, method, hnsw, metric, voting, leaveOneOut, raw, other);
    }

    /** The part that a search depends on. */
    SearchSettings search() {
        return new SearchSettings(k, metric, leaveOneOut);
    }
}
