package io.sparkae.knn;

import io.sparkae.knn.hnsw.GraphSettings;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.settings.Bounds;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code knn.*}; {@code conf/reference.conf} explains each.
 *
 * @param k neighbours asked for
 * @param method how they are found
 * @param graph settings of the graphs of {@link Method#HNSW}
 * @param metric how far is far
 * @param voting how much a neighbour's vote weighs
 * @param leaveOneOut whether the references themselves are the queries, each without itself
 * @param raw whether to search on the raw features too
 * @param blockMegabytes the most memory for one block of rows
 */
public record KnnSettings(
        int k,
        Method method,
        GraphSettings graph,
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
        /** What a double loop would find. */
        EXACT,
        /** Most of that, by graphs that are walked towards the query. */
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
                GraphSettings.read(reader),
                reader.oneOf("knn.metric", Metric.class),
                reader.oneOf("knn.vote", Vote.Weighting.class),
                reader.bool("knn.leave-one-out"),
                reader.bool("knn.raw"),
                reader.intAtLeast("knn.block-megabytes", 1));
    }

    /** The settings with another k. */
    public KnnSettings withK(int other) {
        return new KnnSettings(other, method, graph, metric, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with another metric. */
    public KnnSettings withMetric(Metric other) {
        return new KnnSettings(k, method, graph, other, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with another method. */
    public KnnSettings withMethod(Method other) {
        return new KnnSettings(k, other, graph, metric, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with other HNSW settings. */
    public KnnSettings withHnsw(GraphSettings other) {
        return new KnnSettings(k, method, other, metric, voting, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with another weighting of votes. */
    public KnnSettings withVoting(Vote.Weighting other) {
        return new KnnSettings(k, method, graph, metric, other, leaveOneOut, raw, blockMegabytes);
    }

    /** The settings with the queries among the references, or not. */
    public KnnSettings withLeaveOneOut(boolean other) {
        return new KnnSettings(k, method, graph, metric, voting, other, raw, blockMegabytes);
    }

    /** The settings with or without a search of the raw features. */
    public KnnSettings withRaw(boolean other) {
        return new KnnSettings(k, method, graph, metric, voting, leaveOneOut, other, blockMegabytes);
    }

    /** The settings with another bound on the memory of one block of rows. */
    public KnnSettings withBlockMegabytes(int other) {
        return new KnnSettings(k, method, graph, metric, voting, leaveOneOut, raw, other);
    }

    /** The part that a search depends on. */
    SearchSettings search() {
        return new SearchSettings(k, metric, leaveOneOut);
    }
}
