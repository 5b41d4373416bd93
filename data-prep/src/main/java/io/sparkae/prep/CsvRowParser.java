package io.sparkae.prep;

import io.sparkae.dataset.RowBlock;
import java.nio.charset.StandardCharsets;

/**
 * Parses one CSV line of pixels, byte by byte and without a string a field. A field is one to three decimal digits and
 * nothing else: no sign, no space, no quote, no exponent.
 */
final class CsvRowParser {
    private static final int MAX_QUOTED = 20;

    private final CsvColumns columns;
    private final int pixels;
    private final int classes;
    private int label;

    CsvRowParser(CsvColumns columns, ImageShape shape) {
        this.columns = columns;
        this.pixels = shape.pixels();
        this.classes = shape.classes();
    }

    /**
     * Parses a line without its line break.
     *
     * @param line bytes of which the first {@code length} count
     * @param into receives the pixels, 0–255 as unsigned bytes, from {@code offset} on; undefined after a rejection
     * @return null if the row is good
     */
    Rejection parse(byte[] line, int length, byte[] into, int offset) {
        if (isBlank(line, length)) {
            return Rejection.blankLine();
        }
        int[] targets = columns.targets();
        label = RowBlock.NO_LABEL;
        int field = 0;
        int start = 0;
        for (int at = 0; at <= length; at++) {
            if (at < length && line[at] != ',') {
                continue;
            }
            if (field < targets.length) {
                int target = targets[field];
                int value = number(line, start, at);
                if (target == CsvColumns.LABEL) {
                    if (value < 0 || value >= classes) {
                        return wrongCountOr(line, length, Rejection.label(classes, text(line, start, at)));
                    }
                    label = value;
                } else {
                    if (value < 0 || value > 255) {
                        return wrongCountOr(line, length, Rejection.pixelValue(target, text(line, start, at)));
                    }
                    into[offset + target] = (byte) value;
                }
            }
            field++;
            start = at + 1;
        }
        return field == targets.length ? null : Rejection.pixelCount(pixels, field - labelFields());
    }

    /** The last good row's label, or {@link RowBlock#NO_LABEL}. */
    int label() {
        return label;
    }

    /** A short row's fields are shifted, so its length says more than the value that tripped the parser. */
    private Rejection wrongCountOr(byte[] line, int length, Rejection otherwise) {
        int fields = 1;
        for (int at = 0; at < length; at++) {
            if (line[at] == ',') {
                fields++;
            }
        }
        return fields == columns.targets().length ? otherwise : Rejection.pixelCount(pixels, fields - labelFields());
    }

    private int labelFields() {
        return columns.labelled() ? 1 : 0;
    }

    /** The number in {@code [from, to)}, or -1 if it is not one to three digits. */
    private static int number(byte[] line, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 3) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = line[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static boolean isBlank(byte[] line, int length) {
        for (int at = 0; at < length; at++) {
            if (line[at] != ' ' && line[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] line, int from, int to) {
        int shown = Math.min(to, from + MAX_QUOTED);
        String text = new String(line, from, shown - from, StandardCharsets.ISO_8859_1);
        return shown < to ? text + "…" : text;
    }
}
