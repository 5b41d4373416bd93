package io.sparkae.knn.hnsw;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code knn.hnsw.*}; {@code conf/reference.conf} explains each. Names are those of the paper (Malkov and
 * Yashunin, 2018).
 *
 * @param m connections of a node
 * @param efConstruction candidates while a node is inserted
 * @param efSearch candidates of a search
 */
public record HnswSettings(int m, int efConstruction, int efSearch) implements Serializable {
    /** @throws io.sparkae.settings.SettingsException if a number is out of bounds */
    public HnswSettings {
        Bounds.intAtLeast("knn.hnsw.m", 2, m);
        Bounds.intAtLeast("knn.hnsw.ef-construction", 1, efConstruction);
        Bounds.intAtLeast("knn.hnsw.ef", 1, efSearch);
    }

    /** Reads the keys {@code knn.hnsw.*}. */
    public static HnswSettings read(SettingsReader reader) {
        return new HnswSettings(
                reader.intAtLeast("knn.hnsw.m", 2),
                reader.intAtLeast("knn.hnsw.ef-construction", 1),
                reader.intAtLeast("knn.hnsw.ef", 1));
    }
}
