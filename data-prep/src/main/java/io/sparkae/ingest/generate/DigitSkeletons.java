package io.sparkae.ingest.generate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The strokes that digits are written with: for each digit several styles, read from {@code digit-skeletons.txt}. */
final class DigitSkeletons {
    private static final List<List<double[][][]>> STYLES = load();

    private DigitSkeletons() {}

    /** The styles of a digit; a style is its strokes, a stroke its points {@code {x, y}} in a unit box, y downward. */
    static List<double[][][]> styles(int digit) {
        return STYLES.get(digit);
    }

    private static List<List<double[][][]>> load() {
        List<List<double[][][]>> styles = new ArrayList<>();
        for (int digit = 0; digit < 10; digit++) {
            styles.add(new ArrayList<>());
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                DigitSkeletons.class.getResourceAsStream("/digit-skeletons.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> styles.get(line.charAt(0) - '0')
                    .add(strokes(line.substring(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return styles;
    }

    private static double[][][] strokes(String text) {
        return Arrays.stream(text.split("\\|"))
                .map(stroke -> Arrays.stream(stroke.strip().split(" "))
                        .map(DigitSkeletons::point)
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    private static double[] point(String text) {
        String[] xy = text.split(",");
        return new double[] {Integer.parseInt(xy[0]) / 100.0, Integer.parseInt(xy[1]) / 100.0};
    }
}
