package io.sparkae.report.chart;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A picture's file, to look at in tests. */
final class Drawn {
    private final BufferedImage image;

    Drawn(Picture picture, Theme theme) throws IOException {
        image = ImageIO.read(new ByteArrayInputStream(picture.png(theme)));
    }

    /** @param x in pixels of a page */
    Color at(double x, double y) {
        return new Color(image.getRGB((int) (2 * x), (int) (2 * y)));
    }

    /** How many dots have a colour. */
    long count(Color colour) {
        long count = 0;
        for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            count += new Color(rgb).equals(colour) ? 1 : 0;
        }
        return count;
    }
}
