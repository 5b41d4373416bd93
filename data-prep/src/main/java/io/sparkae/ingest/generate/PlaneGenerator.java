package io.sparkae.ingest.generate;

import io.sparkae.ingest.generate.GeneratedKind.RowGenerator;
import io.sparkae.rows.Split;
import io.sparkae.settings.Seeds;
import java.util.SplittableRandom;

/**
 * Generates points of an arc that is tilted in space, with some noise: they lie near a plane, whose directions principal
 * components and linear autoencoders find. The label is the quadrant of the plane.
 */
final class PlaneGenerator implements RowGenerator {
    static final int COORDINATES = 3;
    static final int CLASSES = 4;

    private static final double ARC = 1.5 * Math.PI;
    private static final double START = -0.5;
    private static final double NOISE = 0.05;
    private static final double CENTRE = 127.5;
    private static final double UNIT = 70;

    private final long seed;
    private final String purpose;

    PlaneGenerator(long seed, Split split) {
        this.seed = seed;
        this.purpose = "generate.plane." + split.folder();
    }

    @Override
    public int draw(long row, byte[] into, int offset) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, purpose, row));
        double angle = START + ARC * random.nextDouble();
        double x = Math.cos(angle) + 0.5 * Math.sin(angle) + NOISE * random.nextGaussian();
        double y = 0.7 * Math.sin(angle) + NOISE * random.nextGaussian();
        double z = 0.1 * x + 0.3 * y + NOISE * random.nextGaussian();
        into[offset] = grey(x);
        into[offset + 1] = grey(y);
        into[offset + 2] = grey(z);
        return (x < 0 ? 1 : 0) + (y < 0 ? 2 : 0);
    }

    private static byte grey(double coordinate) {
        return (byte) Math.round(Math.max(0, Math.min(255, CENTRE + UNIT * coordinate)));
    }
}
