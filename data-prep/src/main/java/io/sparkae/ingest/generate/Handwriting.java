package io.sparkae.ingest.generate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The way one digit is written: a smooth warp of the page, a tremor of the hand, slant, turn and proportions. Points
 * that coincide in the skeleton still coincide afterwards, so strokes that touch keep touching.
 */
final class Handwriting {
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

    /** The strokes of a skeleton as this hand writes them; still about a unit box. */
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
