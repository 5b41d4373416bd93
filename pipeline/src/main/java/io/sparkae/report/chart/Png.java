package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures as PNG files, with two dots for each pixel of a page, so that they are sharp on today's screens. */
public final class Png {
    private static final int DOTS = 2;

    static {
        System.setProperty("java.awt.headless", "true"); // a server has no display, and none is needed
        BundledFont.use();
        ImageIO.setUseCache(false);
    }

    private Png() {}

    /** The content of the file. */
    public static byte[] of(Picture picture, Theme theme) {
        BufferedImage image =
                new BufferedImage(DOTS * picture.width(), DOTS * picture.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(DOTS, DOTS);
        picture.paint(graphics, theme);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }
}
