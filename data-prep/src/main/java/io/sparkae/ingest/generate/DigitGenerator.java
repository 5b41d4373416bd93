package io.sparkae.ingest.generate;

import io.sparkae.ingest.generate.GeneratedKind.RowGenerator;
import io.sparkae.rows.Split;
import io.sparkae.settings.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Generates handwriting-like digits; each is a function of the seed, the split and its row alone. */
final class DigitGenerator implements RowGenerator {
    static final int CLASSES = 10;

    private static final double MEAN_RADIUS = 1.35;
    private static final double RADIUS_SPREAD = 0.3;
    private static final double MIN_RADIUS = 0.7;

    private final long seed;
    private final String purpose;

    DigitGenerator(long seed, Split split) {
        this.seed = seed;
        this.purpose = "generate." + split.folder();
    }

    @Override
    public int draw(long row, byte[] into, int offset) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, purpose, row));
        int digit = random.nextInt(CLASSES);
        List<double[][][]> styles = DigitSkeletons.styles(digit);
        double[][][] skeleton = styles.get(random.nextInt(styles.size()));
        double radius = Math.max(MIN_RADIUS, MEAN_RADIUS + random.nextGaussian() * RADIUS_SPREAD);
        StrokeRaster.draw(new Handwriting(random).write(skeleton), radius, into, offset);
        return digit;
    }

    /** The strokes that digits are written with: for each digit several styles, read from {@code digit-skeletons.txt}. */
    private static final class DigitSkeletons {
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

    /**
     * Random deformation of one digit: a smooth warp of the page, a tremor of the hand, slant, turn and proportions. Points
     * that coincide in the skeleton still coincide afterwards, so strokes that touch keep touching.
     */
    static final class Handwriting {
        private static final int WAVES = 3;
        private static final double WARP = 0.055;
        private static final double TREMOR = 0.034;
        private static final double SLANT = 0.22;
        private static final double TURN = 0.11;
        private static final double PROPORTION = 0.17;

        private final double[][] waves = new double[WAVES][];
        private final double slant;
        private final double cosine;
        private final double sine;
        private final double widening;
        private final long tremorSeed;

        Handwriting(SplittableRandom random) {
            for (int w = 0; w < WAVES; w++) {
                waves[w] = new double[] {
                    random.nextGaussian() * WARP,
                    random.nextGaussian() * WARP,
                    random.nextDouble(-1.2, 1.2),
                    random.nextDouble(-1.2, 1.2),
                    random.nextDouble()
                };
            }
            slant = random.nextGaussian() * SLANT;
            double turn = random.nextGaussian() * TURN;
            cosine = StrictMath.cos(turn);
            sine = StrictMath.sin(turn);
            widening = 0.8 * StrictMath.exp(random.nextGaussian() * PROPORTION);
            tremorSeed = random.nextLong();
        }

        /** Deforms the strokes of a skeleton; the result still lies in about a unit box. */
        List<double[][]> write(double[][][] strokes) {
            return Arrays.stream(strokes)
                    .map(stroke -> Arrays.stream(stroke).map(this::move).toArray(double[][]::new))
                    .toList();
        }

        private double[] move(double[] point) {
            long place = Math.round(point[0] * 100) * 1000 + Math.round(point[1] * 100);
            SplittableRandom tremor = new SplittableRandom(tremorSeed + place);
            double x = point[0] - 0.5 + tremor.nextGaussian() * TREMOR;
            double y = point[1] - 0.5 + tremor.nextGaussian() * TREMOR;
            double dx = 0;
            double dy = 0;
            for (double[] wave : waves) {
                double phase = 2 * Math.PI * (wave[2] * x + wave[3] * y + wave[4]);
                dx += wave[0] * StrictMath.sin(phase);
                dy += wave[1] * StrictMath.cos(phase);
            }
            double slanted = (x + dx) * widening - slant * (y + dy);
            double height = y + dy;
            return new double[] {cosine * slanted - sine * height, sine * slanted + cosine * height};
        }
    }
}
