package io.sparkae.ingest.source;

import io.sparkae.rows.RowBlock;

/**
 * Parses one CSV line of pixels, byte by byte and without a string a field. A field is one to three decimal digits, more
 * for a label if there are more classes, and nothing else: no sign, no space, no quote, no exponent. What is wrong with a
 * line is found out by {@link CsvDiagnosis}, apart, so that good lines take the short way.
 */
final class CsvRowParser {
    private static final int MOST_GREY = 255;
    private static final int MOST_DIGITS = 3;
    /** That an int holds whatever they are. */
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

    /** The last good row's label, or {@link RowBlock#NO_LABEL}. */
    int label() {
        return label;
    }

    /** How many digits a field may have. */
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
}
