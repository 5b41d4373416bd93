package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.rows.RowBlock;
import org.apache.hadoop.fs.Path;

/** The label of all rows of a file that lies in a folder {@code label=N}, as Spark's {@code partitionBy("label")} writes. */
final class FolderLabel {
    private static final String COLUMN = "label=";
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private FolderLabel() {}

    /** Whether a file lies in such a folder. */
    static boolean isIn(InputPath file) {
        return value(file) != null;
    }

    /**
     * The label, {@link RowBlock#NO_LABEL} if there is none.
     *
     * @param limit labels are below this
     * @throws BadInputException if it is no label
     */
    static int of(InputPath file, int limit) {
        String value = value(file);
        if (value == null || value.equals(NULL)) {
            return RowBlock.NO_LABEL;
        }
        int label = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
        if (label < 0 || label >= limit) {
            throw new BadInputException(file.name() + ": in its folder " + COLUMN + value + ": "
                    + Rejection.label(limit, value).detail());
        }
        return label;
    }

    private static String value(InputPath file) {
        for (Path folder = file.path().getParent(); folder != null; folder = folder.getParent()) {
            if (folder.getName().startsWith(COLUMN)) {
                return folder.getName().substring(COLUMN.length());
            }
        }
        return null;
    }
}
