package io.sparkae.knn.exact;

import io.sparkae.knn.search.Neighbours;
import io.sparkae.knn.search.SearchSettings;
import io.sparkae.rows.RowBlock;
import java.io.Serializable;
import java.util.List;

/**
 * References in one process's memory, searched exactly by any number of queries, a block at a time and without Spark: the
 * same neighbours as {@link ExactSearch} finds. Immutable, so that tasks share one; to be broadcast.
 */
public final class LoadedReferences implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SearchSpace space;
    private final References references;
    private final SearchSettings settings;

    private LoadedReferences(SearchSpace space, References references, SearchSettings settings) {
        this.space = space;
        this.references = references;
        this.settings = settings;
    }

    /**
     * Prepares references for searches.
     *
     * @param rows more than k
     * @param seed chooses the sample, on which only speed depends
     * @throws IllegalArgumentException if a value is not finite
     */
    public static LoadedReferences of(RowBlock rows, SearchSettings settings, long seed) {
        int cells = ExactSearch.cells(rows.rows());
        long keep = Math.max(1, rows.rows() / ExactSearch.sampleRows(rows.width()));
        RowBlock sample = ProjectedRows.requireFinite(ExactSearch.sample(rows, seed, keep));
        SearchSpace space = SearchSpace.fit(settings.metric().comparable(sample), cells);
        References.Part part = References.Part.of(ProjectedRows.of(rows, settings.metric(), space.axes()), space);
        return new LoadedReferences(space, References.of(List.of(part), cells), settings);
    }

    /**
     * The neighbours of some queries.
     *
     * @param queries of the references' width, at least one
     * @throws IllegalArgumentException if they are of another width, or a value is not finite
     */
    public Neighbours search(RowBlock queries) {
        return BlockSearch.run(
                ProjectedRows.of(queries, settings.metric(), space.axes()),
                references,
                settings,
                space.axes().slack());
    }
}
