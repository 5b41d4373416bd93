package io.sparkae.knn;

import io.sparkae.files.BadInputException;
import io.sparkae.knn.BlockPlan.RowSize;
import io.sparkae.knn.exact.LoadedReferences;
import io.sparkae.knn.search.Neighbours;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.rows.RowBlock;
import io.sparkae.settings.SettingsException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Labelled rows in one process's memory that vote for the labels of others: the exact neighbours, and votes, that {@link
 * ExactKnn} and the knn stage give, a block of queries at a time and without Spark. For rows that arrive one after another, as
 * in a stream; immutable, to be broadcast.
 */
public final class LabelledReferences implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Queries of a block, for the estimate of memory. */
    private static final int USUAL_QUERIES = 1024;

    private final LoadedReferences references;
    private final int classes;
    private final int k;
    private final Vote.Weighting voting;

    private LabelledReferences(LoadedReferences references, int classes, int k, Vote.Weighting voting) {
        this.references = references;
        this.classes = classes;
        this.k = k;
        this.voting = voting;
    }

    /**
     * Loads rows to the driver, as many as fit one block of {@code blockMegabytes}.
     *
     * @param rows of which those with a label are taken
     * @param count of all rows
     * @param classes more than any label
     * @param settings of which {@code k}, {@code metric}, {@code voting} and {@code blockMegabytes} count
     * @throws SettingsException if there are not more than k labelled rows, or more than fit
     * @throws BadInputException if no row has a label
     */
    public static LabelledReferences of(JavaRDD<RowBlock> rows, long count, int classes, KnnSettings settings) {
        JavaRDD<RowBlock> labelled = SearchRows.labelled(rows);
        List<RowBlock> first = labelled.take(1);
        if (!first.isEmpty()) {
            RowSize row = RowSize.of(first.get(0), first.get(0), settings);
            requireOneBlock(count, row, settings, rows.context().isLocal());
            BlockPlan.requireRoom(
                    row,
                    count,
                    USUAL_QUERIES,
                    settings.k(),
                    MemoryRoom.of(JavaSparkContext.fromSparkContext(rows.context())));
        }
        List<RowBlock> loaded = labelled.collect(); // bounded by what was just required
        SearchRows.requireReferences(
                count, loaded.stream().mapToLong(RowBlock::rows).sum(), settings);
        RowBlock all = RowBlock.concat(loaded);
        return new LabelledReferences(
                LoadedReferences.of(all, settings.withLeaveOneOut(false).search(), 0),
                classes,
                settings.k(),
                settings.voting());
    }

    private static void requireOneBlock(long rows, RowSize row, KnnSettings settings, boolean local) {
        long most = BlockPlan.rowsPerBlock(row, 0, settings.blockMegabytes());
        if (rows > most) {
            throw new SettingsException(List.of(String.format(
                    Locale.ROOT,
                    "knn.block-megabytes: %d has room for %,d references of %,d values, which new rows are searched in as"
                            + " one block, found %,d: set more%s, or predict.neighbours = false",
                    settings.blockMegabytes(),
                    most,
                    row.width(),
                    rows,
                    local ? " (and SPARKAE_HEAP)" : "")));
        }
    }

    /** Number of labels. */
    public int classes() {
        return classes;
    }

    /** Neighbours of each query. */
    public int k() {
        return k;
    }

    /**
     * The neighbours of some queries, ordered by (distance, id).
     *
     * @param queries of the references' width, at least one
     */
    public Neighbours search(RowBlock queries) {
        return references.search(queries);
    }

    /** The votes of a query's neighbours. */
    public Vote vote(Neighbours found, int query) {
        return Vote.of(found, query, voting, classes);
    }
}
