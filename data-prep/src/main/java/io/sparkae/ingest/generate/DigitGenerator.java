package io.sparkae.ingest.generate;

import io.sparkae.rows.Split;
import io.sparkae.settings.Seeds;
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
}
