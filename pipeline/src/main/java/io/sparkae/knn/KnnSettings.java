package io.sparkae.knn;

import io.sparkae.knn.hnsw.GraphSettings;
import io.sparkae.knn.search.Metric;
import io.sparkae.knn.search.SearchSettings;
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
        Voting voting,
        boolean leaveOneOut,
        boolean raw,
        int blockMegabytes)
        implements Serializable {
    /** Ways to search. */
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
                reader.oneOf("knn.vote", Voting.class),
                reader.bool("knn.leave-one-out"),
                reader.bool("knn.raw"),
                reader.intAtLeast("knn.block-megabytes", 1));
    }

    /** What is searched for. */
    SearchSettings search() {
        return new SearchSettings(k, metric, leaveOneOut);
    }
}
