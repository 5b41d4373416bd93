package io.sparkae.predict;

import io.sparkae.predict.PredictionLayout.Values;
import io.sparkae.settings.SettingsException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats that predictions are written in. */
public enum PredictionFormat {
    /** A table with arrays. */
    PARQUET(".parquet"),
    /** Comma-separated values with a header; an unknown value is empty. */
    CSV(".csv"),
    /** A JSON object a line; an unknown value, or one that is not finite, is null. */
    JSONL(".jsonl"),
    /** {@code ImageId,Label} for Kaggle's Digit Recognizer, rows counted from 1. */
    KAGGLE(".csv");

    private final String ending;

    PredictionFormat(String ending) {
        this.ending = ending;
    }

    /**
     * The format of an output.
     *
     * @param name of the format, null to go by the ending of the path
     * @param output path of a folder, or of a file that ends with {@code .csv} or {@code .jsonl}
     * @throws SettingsException if there is no such format, or the ending says another one
     */
    public static PredictionFormat of(String name, String output) {
        if (name == null) {
            return Arrays.stream(values())
                    .filter(format -> format != PARQUET && output.endsWith(format.ending))
                    .findFirst()
                    .orElse(PARQUET);
        }
        PredictionFormat format = Arrays.stream(values())
                .filter(each -> each.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingsException(List.of("--format: expected one of "
                        + Arrays.stream(values()).map(PredictionFormat::label).collect(Collectors.joining(", "))
                        + ", found " + name)));
        boolean file = isFile(output);
        if (file && !output.endsWith(format.ending) || format == KAGGLE && !file) {
            throw new SettingsException(List.of("--output: expected a " + (format == PARQUET ? "folder" : "file")
                    + (format == PARQUET ? "" : " that ends with " + format.ending) + " for --format " + name
                    + ", found " + output));
        }
        return format;
    }

    /** Whether an output is a single file. */
    public static boolean isFile(String output) {
        return output.endsWith(CSV.ending) || output.endsWith(JSONL.ending);
    }

    /** The name of the format. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ending of its files. */
    String ending() {
        return ending;
    }

    /** The first line, with its line break; empty if there is none. */
    String header(PredictionLayout layout) {
        return switch (this) {
            case PARQUET, JSONL -> "";
            case CSV -> String.join(",", layout.names()) + "\n";
            case KAGGLE -> "ImageId,Label\n";
        };
    }

    /** Appends a row as a line. */
    void append(PredictedRows rows, int row, PredictionLayout layout, List<String> names, StringBuilder to) {
        switch (this) {
            case PARQUET -> throw new IllegalStateException("a Parquet row is no line");
            case CSV -> layout.give(rows, row, new Line(to, null));
            case JSONL -> {
                to.append('{');
                layout.give(rows, row, new Line(to, names));
                to.append('}');
            }
            case KAGGLE -> to.append(rows.rows().ids()[row] + 1).append(',').append(rows.votes()[row].label());
        }
        to.append('\n');
    }

    /** Values separated by commas, each after its name if they have names. */
    private static final class Line implements Values {
        private final StringBuilder to;
        private final List<String> names;
        private int column;

        Line(StringBuilder to, List<String> names) {
            this.to = to;
            this.names = names;
        }

        @Override
        public void number(String text) {
            next().append(text);
        }

        @Override
        public void real(double value, String text) {
            if (names != null && !Double.isFinite(value)) {
                none();
            } else {
                next().append(text);
            }
        }

        @Override
        public void flag(boolean value) {
            next().append(value);
        }

        @Override
        public void none() {
            next().append(names == null ? "" : "null");
        }

        private StringBuilder next() {
            if (column > 0) {
                to.append(',');
            }
            if (names != null) {
                to.append('"').append(names.get(column)).append("\":");
            }
            column++;
            return to;
        }
    }
}
