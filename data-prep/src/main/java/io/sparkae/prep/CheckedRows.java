package io.sparkae.prep;

import io.sparkae.dataset.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;

/** An input read once and kept, with each of its rows counted and given its place. */
final class CheckedRows implements AutoCloseable {
    private static final int REASONS_SHOWN = 3;

    private final ImageSource source;
    private final JavaRDD<SourceBlock> blocks;
    private final long[] firstRow;
    private final long[] firstAccepted;
    private final Map<String, RejectionTally> reasons;

    private CheckedRows(ImageSource source, JavaRDD<SourceBlock> blocks, List<PartitionCount> counts) {
        this.source = source;
        this.blocks = blocks;
        this.firstRow = new long[counts.size() + 1];
        this.firstAccepted = new long[counts.size() + 1];
        this.reasons = new TreeMap<>();
        for (int p = 0; p < counts.size(); p++) {
            PartitionCount count = counts.get(p);
            firstRow[p + 1] = firstRow[p] + count.rows();
            firstAccepted[p + 1] = firstAccepted[p] + count.accepted();
            long rowNumber = source.firstRowNumber() + firstRow[p];
            count.reasons()
                    .forEach((reason, tally) -> reasons.merge(reason, tally.from(rowNumber), RejectionTally::plus));
        }
    }

    /** Reads and checks all rows of the source; close it to release them. */
    static CheckedRows read(ImageSource source, JavaSparkContext spark) {
        JavaRDD<SourceBlock> blocks = source.read(spark).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return new CheckedRows(
                    source, blocks, blocks.mapPartitions(PartitionCount::of).collect());
        } catch (Exception e) { // Spark throws its checked SparkException undeclared
            blocks.unpersist();
            throw e;
        }
    }

    JavaRDD<SourceBlock> blocks() {
        return blocks;
    }

    /** For each partition the position of its first row in the input. */
    long[] firstRow() {
        return firstRow;
    }

    /** For each partition the position of its first good row among all good rows. */
    long[] firstAccepted() {
        return firstAccepted;
    }

    long rows() {
        return firstRow[firstRow.length - 1];
    }

    long accepted() {
        return firstAccepted[firstAccepted.length - 1];
    }

    long rejected() {
        return rows() - accepted();
    }

    ImageSource source() {
        return source;
    }

    /** @throws BadInputException if there is no good row or too large a share is bad; it names the commonest reasons */
    void checkRejected(double maxFraction) {
        if (rows() == 0) {
            throw new BadInputException(source.name() + ": expected rows after the header, found none");
        }
        if (accepted() > 0 && rejected() <= maxFraction * rows()) {
            return;
        }
        List<Map.Entry<String, RejectionTally>> commonest = new ArrayList<>(reasons.entrySet());
        commonest.sort(Map.Entry.comparingByValue());
        StringBuilder message = new StringBuilder(String.format(
                "%s: %d of %d rows rejected, more than ingest.max-rejected-fraction = %s allows:",
                source.name(), rejected(), rows(), maxFraction));
        commonest.stream().limit(REASONS_SHOWN).forEach(e -> message.append(' ')
                .append(e.getValue().describe(e.getKey()))
                .append(';'));
        message.setLength(message.length() - 1);
        throw new BadInputException(message.toString());
    }

    @Override
    public void close() {
        blocks.unpersist();
    }
}
