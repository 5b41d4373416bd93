package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a CSV file.
 *
 * @param targets for each field the pixel it holds, or {@link #LABEL}
 * @param labelled whether there is a label field
 */
record CsvColumns(int[] targets, boolean labelled) implements Serializable {
    static final int LABEL = -1;
    private static final int UNKNOWN = -2;
    private static final int SHOWN = 3;
    /** Usual names of label columns, in lower case; only {@code label}, spelled so, is read. */
    private static final Set<String> LABELS =
            Set.of("class", "labels", "label", "target", "y", "digit", "character", "category");

    /**
     * The columns of a file without a header: {@code label,p0,p1,…}.
     *
     * @param fields of the first line
     * @param pixels expected number, 0 to take it from the line
     * @param file for messages
     * @throws BadInputException if the line can be no such row
     */
    static CsvColumns headerless(int fields, int pixels, String file) {
        if (fields == 1) {
            throw new BadInputException(file + ": expected rows of label,p0,p1,…, found one column");
        }
        boolean unlabelled = pixels > 0 ? fields == pixels : isSquare(fields) && !isSquare(fields - 1);
        if (unlabelled) {
            throw new BadInputException(file + ": expected rows of label,p0,p1,…, found " + fields
                    + " fields, as of images without a label; put a header line pixel0 to pixel" + (fields - 1)
                    + " before them, and set data.header = true");
        }
        return new CsvColumns(
                IntStream.rangeClosed(LABEL, (pixels > 0 ? pixels : fields - 1) - 1)
                        .toArray(),
                true);
    }

    /**
     * Reads a header line: all pixels, named in one of the ways of {@link PixelNames}, and at most one {@code label}, in
     * any order.
     *
     * @param pixels expected number, 0 to take it from the header
     * @param file for messages
     * @throws BadInputException naming the columns that are missing, unknown or there twice
     */
    static CsvColumns parse(String header, int pixels, String file) {
        List<String> columns = Arrays.stream(header.strip().split(",", -1))
                .map(CsvColumns::unquoted)
                .toList();
        if (columns.stream().allMatch(CsvColumns::isNumber)) {
            throw new BadInputException(file + ": expected a header line (label,pixel0,pixel1,…), found numbers; for a"
                    + " file without one set data.header = false");
        }
        PixelNames names = PixelNames.of(columns, pixels);
        int[] targets = new int[columns.size()];
        Set<Integer> seen = new HashSet<>();
        List<String> unknown = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            int target = target(columns.get(i), names);
            if (target == UNKNOWN) {
                unknown.add(columns.get(i));
            } else if (seen.add(target)) {
                targets[i] = target;
            } else {
                twice.add(columns.get(i));
            }
        }
        boolean labelled = seen.contains(LABEL);
        // Counted, not listed: a header may name a pixel far beyond those that it has.
        int missing = names.pixels() - seen.size() + (labelled ? 1 : 0);
        if (names.pixels() == 0 || missing > 0 || !unknown.isEmpty() || !twice.isEmpty()) {
            throw new BadInputException(file + ": wrong header: expected label (optional) and "
                    + (names.pixels() == 0
                            ? "pixel0, pixel1, …"
                            : names.name(0) + " to " + names.name(names.pixels() - 1))
                    + problem("missing", missing(names, seen), missing)
                    + problem("unknown", unknown, unknown.size())
                    + problem("more than once", twice, twice.size())
                    + advice(columns, unknown));
        }
        return new CsvColumns(targets, labelled);
    }

    int pixels() {
        return labelled ? targets.length - 1 : targets.length;
    }

    private static int target(String name, PixelNames names) {
        if (name.equals("label")) {
            return LABEL;
        }
        int pixel = names.pixel(name);
        return pixel < 0 ? UNKNOWN : pixel;
    }

    private static String unquoted(String field) {
        String name = field.strip();
        boolean quoted = name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    private static boolean isNumber(String field) {
        return field.matches("[+-]?[0-9.]+");
    }

    /** Advice for common headers. */
    private static String advice(List<String> columns, List<String> unknown) {
        if (columns.size() == 1) {
            return Stream.of(";", "\t", " ", "|")
                    .filter(columns.get(0)::contains)
                    .findFirst()
                    .map(separator -> "; fields must be separated by commas")
                    .orElse("");
        }
        StringBuilder advice = new StringBuilder();
        unknown.stream()
                .filter(name -> LABELS.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(name -> advice.append("; if \"").append(name).append("\" has the labels, rename it label"));
        if (unknown.stream().anyMatch(CsvColumns::isIndex)) {
            advice.append("; leave out the index column (pandas: to_csv(…, index=False))");
        }
        return advice.toString();
    }

    private static boolean isIndex(String name) {
        return name.isEmpty() || name.startsWith("Unnamed:") || name.equals("index");
    }

    private static boolean isSquare(int number) {
        long root = Math.round(Math.sqrt(number));
        return root * root == number;
    }

    /** The first of the pixels that a header does not have. */
    private static List<String> missing(PixelNames names, Set<Integer> seen) {
        return IntStream.range(0, names.pixels())
                .filter(pixel -> !seen.contains(pixel))
                .limit(SHOWN)
                .mapToObj(names::name)
                .toList();
    }

    private static String problem(String what, List<String> names, int count) {
        if (count == 0) {
            return "";
        }
        String few =
                names.stream().limit(SHOWN).map(n -> "\"" + shortened(n) + "\"").collect(Collectors.joining(", "));
        return "; " + what + ": " + few + (count > SHOWN ? " and " + (count - SHOWN) + " others" : "");
    }

    /** A column name, printable and at most 40 characters long. */
    private static String shortened(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CsvColumns that && labelled == that.labelled && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(targets);
    }

    /**
     * Naming of pixel columns: {@code pixel0 …} as Kaggle's Digit Recognizer, {@code pixel1 …} as Kaggle's
     * Fashion-MNIST, or by row and column, {@code 1x1, 1x2 …}.
     */
    private static final class PixelNames {
        private static final Pattern COUNTED = Pattern.compile("pixel(0|[1-9][0-9]{0,8})");
        private static final Pattern GRID = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");

        private final int first;
        private final int width;
        private final int pixels;

        private PixelNames(int first, int width, int pixels) {
            this.first = first;
            this.width = width;
            this.pixels = pixels;
        }

        /**
         * Detects the naming from a header.
         *
         * @param pixels expected number, 0 to take it from the header
         */
        static PixelNames of(List<String> header, int pixels) {
            int largest = -1;
            int named = 0;
            int height = 0;
            int width = 0;
            for (String name : header) {
                Matcher counted = COUNTED.matcher(name);
                Matcher grid = GRID.matcher(name);
                if (counted.matches()) {
                    largest = Math.max(largest, Integer.parseInt(counted.group(1)));
                    named++;
                } else if (grid.matches()) {
                    height = Math.max(height, Integer.parseInt(grid.group(1)));
                    width = Math.max(width, Integer.parseInt(grid.group(2)));
                }
            }
            if (named == 0 && width > 0) {
                return new PixelNames(0, width, pixels > 0 ? pixels : height * width);
            }
            if (!header.contains("pixel0") && (pixels > 0 ? largest == pixels : largest == named && isSquare(named))) {
                return new PixelNames(1, 0, largest);
            }
            return new PixelNames(0, 0, pixels > 0 ? pixels : largest + 1);
        }

        int pixels() {
            return pixels;
        }

        /** The name of a pixel. */
        String name(int pixel) {
            return width > 0 ? (pixel / width + 1) + "x" + (pixel % width + 1) : "pixel" + (pixel + first);
        }

        /** The pixel of a name, or -1 if it is none. */
        int pixel(String name) {
            long pixel = -1;
            Matcher matcher = (width > 0 ? GRID : COUNTED).matcher(name);
            if (matcher.matches()) {
                pixel = width > 0
                        ? (Long.parseLong(matcher.group(1)) - 1) * width + Long.parseLong(matcher.group(2)) - 1
                        : Long.parseLong(matcher.group(1)) - first;
            }
            return pixel >= 0 && pixel < pixels ? (int) pixel : -1;
        }
    }
}
