package io.sparkae.report.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** A drawing of fixed size, in pixels of a page. */
public interface Picture {
    /** In pixels of a page. */
    default int width() {
        return Theme.WIDTH;
    }

    /** In pixels of a page. */
    int height();

    /** Draws the picture with its background. */
    void paint(Graphics2D graphics, Theme theme);

    /** Content of a PNG file, with two dots for each pixel of a page, sharp on screens of high density. */
    default byte[] png(Theme theme) {
        int dots = 2;
        BufferedImage image = new BufferedImage(dots * width(), dots * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.scale(dots, dots);
        paint(graphics, theme);
        graphics.dispose();
        return Png.encode(image);
    }

    /**
     * Pictures one below the other.
     *
     * @param pictures from top to bottom
     */
    record Stack(List<Picture> pictures) implements Picture {
        @Override
        public int width() {
            return pictures.stream().mapToInt(Picture::width).max().orElse(0);
        }

        @Override
        public int height() {
            return pictures.stream().mapToInt(Picture::height).sum();
        }

        @Override
        public void paint(Graphics2D graphics, Theme theme) {
            theme.clear(graphics, this);
            int top = 0;
            for (Picture picture : pictures) {
                Graphics2D own = (Graphics2D) graphics.create();
                own.translate(0, top);
                picture.paint(own, theme);
                own.dispose();
                top += picture.height();
            }
        }
    }
}
