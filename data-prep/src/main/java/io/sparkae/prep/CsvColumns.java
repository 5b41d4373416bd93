package io.sparkae.prep;

import io.sparkae.dataset.BadInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which field of a CSV line is what.
 *
 * @param targets for each field the pixel it holds, or {@link #LABEL}
 * @param labelled whether there is a label field
 */
record CsvColumns(int[] targets, boolean labelled) implements Serializable {
    static final int LABEL = -1;
    private static final String PIXEL_PREFIX = "pixel";

    /** The columns of a file without a header: {@code label,p0,p1,…}. */
    static CsvColumns headerless(int pixels) {
        return new CsvColumns(IntStream.rangeClosed(LABEL, pixels - 1).toArray(), true);
    }

    /**
     * Reads a header line: {@code pixel0} to {@code pixelN-1} and at most one {@code label}, in any order.
     *
     * @param file for messages
     * @throws BadInputException naming the columns that are missing, unknown or there twice
     */
    static CsvColumns parse(String header, int pixels, String file) {
        String[] names = header.strip().split(",", -1);
        if (Arrays.stream(names).allMatch(CsvColumns::isNumber)) {
            throw new BadInputException(file + ": expected a header line (label,pixel0,…,pixel" + (pixels - 1)
                    + "), found numbers; for a file without one set data.header = false");
        }
        int[] targets = new int[names.length];
        boolean[] seen = new boolean[pixels + 1];
        List<String> unknown = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            String name = names[i].strip();
            int target = target(name, pixels);
            if (target < LABEL) {
                unknown.add(name);
            } else if (seen[target + 1]) {
                twice.add(name);
            } else {
                seen[target + 1] = true;
                targets[i] = target;
            }
        }
        List<String> missing = IntStream.range(0, pixels)
                .filter(p -> !seen[p + 1])
                .mapToObj(p -> PIXEL_PREFIX + p)
                .toList();
        if (!missing.isEmpty() || !unknown.isEmpty() || !twice.isEmpty()) {
            throw new BadInputException(file + ": wrong header: expected label (optional) and pixel0 to pixel"
                    + (pixels - 1) + problem("missing", missing) + problem("unknown", unknown)
                    + problem("more than once", twice));
        }
        return new CsvColumns(targets, seen[0]);
    }

    private static int target(String name, int pixels) {
        if (name.equals("label")) {
            return LABEL;
        }
        String digits = name.startsWith(PIXEL_PREFIX) ? name.substring(PIXEL_PREFIX.length()) : "";
        boolean canonical = digits.matches("0|[1-9][0-9]{0,8}");
        int pixel = canonical ? Integer.parseInt(digits) : pixels;
        return pixel < pixels ? pixel : LABEL - 1;
    }

    private static boolean isNumber(String field) {
        return field.strip().matches("[+-]?[0-9.]+");
    }

    private static String problem(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String few = names.stream().limit(3).map(n -> "\"" + n + "\"").collect(Collectors.joining(", "));
        return "; " + what + ": " + few + (names.size() > 3 ? " and " + (names.size() - 3) + " others" : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CsvColumns that && labelled == that.labelled && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(targets);
    }
}
