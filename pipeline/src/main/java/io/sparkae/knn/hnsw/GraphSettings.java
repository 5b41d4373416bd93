package io.sparkae.knn.hnsw;

import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code knn.hnsw.*}; {@code conf/reference.conf} explains each.
 *
 * @param connections of a node, M in the paper
 * @param constructionBreadth candidates held when a node is put in, efConstruction
 * @param searchBreadth candidates held in a search, ef
 */
public record GraphSettings(int connections, int constructionBreadth, int searchBreadth) implements Serializable {
    public static GraphSettings read(SettingsReader reader) {
        return new GraphSettings(
                reader.intAtLeast("knn.hnsw.m", 2),
                reader.intAtLeast("knn.hnsw.ef-construction", 1),
                reader.intAtLeast("knn.hnsw.ef", 1));
    }
}
