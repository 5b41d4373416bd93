package io.sparkae.ingest.source;

import java.nio.charset.StandardCharsets;

/** Finds out why a CSV line is not a row. */
final class CsvDiagnosis {
    private static final int MAX_QUOTED = 20;

    private final CsvColumns columns;
    private final int labelLimit;

    CsvDiagnosis(CsvColumns columns, int labelLimit) {
        this.columns = columns;
        this.labelLimit = labelLimit;
    }

    /**
     * The first thing wrong with a line; a row's length comes before its values, since a short row's fields are shifted.
     *
     * @param bytes hold the line, which is not a good row, in {@code [from, to)}
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
        throw new IllegalStateException("a good row was rejected: " + shown(line));
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

    /** As much of a field as a message holds, control characters made visible. */
    private static String shown(String field) {
        String some = field.length() > MAX_QUOTED ? field.substring(0, MAX_QUOTED) + "…" : field;
        StringBuilder visible = new StringBuilder();
        some.chars()
                .forEach(c -> visible.append(Character.isISOControl(c) ? String.format("\\x%02X", c) : (char) c + ""));
        return visible.toString();
    }
}
