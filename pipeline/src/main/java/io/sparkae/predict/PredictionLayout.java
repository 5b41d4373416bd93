package io.sparkae.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of predictions: as a table with arrays, and flat, for lines of text.
 *
 * @param dimension values of a code
 * @param scored whether there are anomaly scores
 * @param k neighbours of a row; 0 if there are none
 * @param classes shares of votes; 0 without neighbours
 * @param pixels values of a reconstruction; 0 if there are none
 */
record PredictionLayout(int dimension, boolean scored, int k, int classes, int pixels) implements Serializable {

    /** The columns of what the model gives for a row, without {@code id} and {@code label}. */
    StructType columns() {
        String columns = "code ARRAY<FLOAT>, reconstruction_error FLOAT"
                + (scored ? ", anomaly_score FLOAT, anomaly BOOLEAN" : "")
                + (k > 0
                        ? ", prediction INT, vote_share DOUBLE, vote_shares ARRAY<DOUBLE>, neighbour_ids ARRAY<BIGINT>,"
                                + " neighbour_distances ARRAY<DOUBLE>"
                        : "")
                + (pixels > 0 ? ", reconstruction ARRAY<FLOAT>" : "");
        return StructType.fromDDL(columns);
    }

    /** The whole table: {@code id}, {@code label} and {@link #columns()}. */
    StructType table() {
        StructType table = StructType.fromDDL("id BIGINT NOT NULL, label INT");
        for (var field : columns().fields()) {
            table = table.add(field);
        }
        return table;
    }

    /** Puts the values of {@link #columns()} for a row into an array. */
    void put(PredictedRows from, int row, Object[] into, int first) {
        int at = first;
        into[at++] = Arrays.copyOfRange(from.codes(), row * dimension, (row + 1) * dimension);
        into[at++] = from.errors()[row];
        if (scored) {
            into[at++] = from.score(row);
            into[at++] = from.isAnomaly(row);
        }
        if (k > 0) {
            into[at++] = from.votes()[row].label();
            into[at++] = from.votes()[row].share();
            into[at++] = from.votes()[row].shares();
            into[at++] = Arrays.copyOfRange(from.neighbours().ids(), row * k, (row + 1) * k);
            into[at++] = Arrays.copyOfRange(from.neighbours().distances(), row * k, (row + 1) * k);
        }
        if (pixels > 0) {
            into[at] = Arrays.copyOfRange(from.reconstructions(), row * pixels, (row + 1) * pixels);
        }
    }

    /** The flat columns: {@code id, label, code_0 …, reconstruction_error …}. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("id", "label"));
        numbered("code_", 0, dimension, names);
        names.add("reconstruction_error");
        if (scored) {
            names.addAll(List.of("anomaly_score", "anomaly"));
        }
        if (k > 0) {
            names.addAll(List.of("prediction", "vote_share"));
            numbered("vote_share_", 0, classes, names);
            numbered("neighbour_id_", 1, k, names);
            numbered("neighbour_distance_", 1, k, names);
        }
        numbered("reconstruction_", 0, pixels, names);
        return names;
    }

    private static void numbered(String prefix, int first, int count, List<String> names) {
        IntStream.range(first, first + count).forEach(i -> names.add(prefix + i));
    }

    /** Receives the values of a row's flat columns one after another. */
    interface Values {
        /** A number. */
        void number(String text);

        /** A number, perhaps infinite or NaN. */
        void real(double value, String text);

        /** True or false. */
        void flag(boolean value);

        /** No value. */
        void none();
    }

    /** Gives the values of {@link #names()} for a row. */
    void give(PredictedRows from, int row, Values to) {
        to.number(Long.toString(from.rows().ids()[row]));
        Integer label = from.label(row);
        if (label == null) {
            to.none();
        } else {
            to.number(label.toString());
        }
        floats(from.codes(), row, dimension, to);
        floats(from.errors(), row, 1, to);
        if (scored) {
            to.real(from.score(row), Float.toString(from.score(row)));
            to.flag(from.isAnomaly(row));
        }
        if (k > 0) {
            to.number(Integer.toString(from.votes()[row].label()));
            doubles(new double[] {from.votes()[row].share()}, 0, 1, to);
            doubles(from.votes()[row].shares(), 0, classes, to);
            for (int i = row * k; i < (row + 1) * k; i++) {
                to.number(Long.toString(from.neighbours().ids()[i]));
            }
            doubles(from.neighbours().distances(), row, k, to);
        }
        floats(from.reconstructions(), row, pixels, to);
    }

    private static void floats(float[] values, int row, int width, Values to) {
        for (int i = row * width; i < (row + 1) * width; i++) {
            to.real(values[i], Float.toString(values[i]));
        }
    }

    private static void doubles(double[] values, int row, int width, Values to) {
        for (int i = row * width; i < (row + 1) * width; i++) {
            to.real(values[i], Double.toString(values[i]));
        }
    }
}
