package io.sparkae.ingest.source;

import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.rows.RowBlock;
import java.nio.charset.StandardCharsets;

/**
 * Parses one CSV line of pixels, byte by byte and without a string a field. A field is one to three decimal digits, more
 * for a label if there are more classes, and nothing else: no sign, no space, no quote, no exponent. What is wrong with a
 * line is found by {@link CsvDiagnosis}, so that parsing good lines stays fast.
 */
final class CsvRowParser {
    private static final int MOST_GREY = 255;
    private static final int MOST_DIGITS = 3;
    /** Digits that always fit an int. */
    private static final int INT_DIGITS = 9;

    private final int[] targets;
    private final int labelLimit;
    private final int labelDigits;
    private final CsvDiagnosis diagnosis;
    private int label;

    /** @param labelLimit labels are below this */
    CsvRowParser(CsvColumns columns, int labelLimit) {
        this.targets = columns.targets();
        this.labelLimit = labelLimit;
        this.labelDigits = mostDigits(CsvColumns.LABEL, labelLimit);
        this.diagnosis = new CsvDiagnosis(columns, labelLimit);
    }

    /**
     * Parses a line without its line break.
     *
     * @param bytes hold the line in {@code [from, to)}; the byte at {@code to} must be there and be neither a digit nor a
     *     comma
     * @param into receives the pixels, 0–255 as unsigned bytes, from {@code offset} on; undefined after a rejection
     * @return null if the row is good
     */
    Rejection parse(byte[] bytes, int from, int to, byte[] into, int offset) {
        return isGood(bytes, from, to, into, offset) ? null : diagnosis.of(bytes, from, to);
    }

    /** The last accepted row's label, or {@link RowBlock#NO_LABEL}. */
    int label() {
        return label;
    }

    /** Most digits of a field. */
    static int mostDigits(int target, int labelLimit) {
        return target == CsvColumns.LABEL
                ? Math.max(
                        MOST_DIGITS,
                        Math.min(INT_DIGITS, Integer.toString(labelLimit - 1).length()))
                : MOST_DIGITS;
    }

    private boolean isGood(byte[] bytes, int from, int to, byte[] into, int offset) {
        label = RowBlock.NO_LABEL;
        int last = targets.length - 1;
        int at = from;
        for (int field = 0; field <= last; field++) {
            int target = targets[field];
            int mostDigits = target == CsvColumns.LABEL ? labelDigits : MOST_DIGITS;
            int value = bytes[at] - '0';
            if (value < 0 || value > 9) {
                return false;
            }
            at++;
            for (int digits = 1; bytes[at] != ',' && at != to; digits++) {
                int digit = bytes[at] - '0';
                if (digit < 0 || digit > 9 || digits == mostDigits) {
                    return false;
                }
                value = value * 10 + digit;
                at++;
            }
            if (target == CsvColumns.LABEL) {
                if (value >= labelLimit) {
                    return false;
                }
                label = value;
            } else if (value <= MOST_GREY) {
                into[offset + target] = (byte) value;
            } else {
                return false;
            }
            boolean ended = at == to;
            if (ended != (field == last)) {
                return false;
            }
            at++;
        }
        return true;
    }

    /** Finds the reason for rejecting a CSV line. */
    private static final class CsvDiagnosis {
        private static final int MAX_QUOTED = 20;

        private final CsvColumns columns;
        private final int labelLimit;

        CsvDiagnosis(CsvColumns columns, int labelLimit) {
            this.columns = columns;
            this.labelLimit = labelLimit;
        }

        /**
         * The first error of a line; a row's length comes before its values, since a short row's fields are shifted.
         *
         * @param bytes hold the line, which is not a accepted row, in {@code [from, to)}
         */
        Rejection of(byte[] bytes, int from, int to) {
            String line = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1); // a character a byte
            if (line.isBlank()) {
                return Rejection.blankLine();
            }
            if (line.stripLeading().startsWith("#")) {
                return Rejection.comment();
            }
            String[] fields = line.split(",", -1);
            if (isHeader(fields)) {
                return Rejection.repeatedHeader();
            }
            int[] targets = columns.targets();
            if (fields.length != targets.length) {
                return Rejection.pixelCount(columns.pixels(), fields.length - (columns.labelled() ? 1 : 0));
            }
            for (int field = 0; field < fields.length; field++) {
                int value = number(fields[field], CsvRowParser.mostDigits(targets[field], labelLimit));
                if (targets[field] == CsvColumns.LABEL) {
                    if (value < 0 || value >= labelLimit) {
                        return Rejection.label(labelLimit, shown(fields[field]));
                    }
                } else if (value < 0 || value > 255) {
                    return Rejection.pixelValue(targets[field], shown(fields[field]));
                }
            }
            throw new IllegalStateException("a accepted row was rejected: " + shown(line));
        }

        private static boolean isHeader(String[] fields) {
            for (String field : fields) {
                String name = field.strip().replace("\"", "");
                if (!name.equals("label") && !name.matches("pixel[0-9]+|[0-9]+x[0-9]+")) {
                    return false;
                }
            }
            return true;
        }

        private static int number(String field, int mostDigits) {
            return field.matches("[0-9]+") && field.length() <= mostDigits ? Integer.parseInt(field) : -1;
        }

        /** A field for a message: shortened, control characters escaped. */
        private static String shown(String field) {
            String some = field.length() > MAX_QUOTED ? field.substring(0, MAX_QUOTED) + "…" : field;
            StringBuilder visible = new StringBuilder();
            some.chars()
                    .forEach(c ->
                            visible.append(Character.isISOControl(c) ? String.format("\\x%02X", c) : (char) c + ""));
            return visible.toString();
        }
    }
}
