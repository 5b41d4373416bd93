package io.sparkae.ingest.source;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a CSV header names its pixels: {@code pixel0 …} as Kaggle's Digit Recognizer, {@code pixel1 …} as Kaggle's
 * Fashion-MNIST, or by row and column, {@code 1x1, 1x2 …}.
 */
final class PixelNames {
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
     * Tells from the names in a header how pixels are named.
     *
     * @param pixels how many are expected, 0 if the header says
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

    private static boolean isSquare(int number) {
        long root = Math.round(Math.sqrt(number));
        return root * root == number;
    }
}
