package io.sparkae.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The look of all pictures on a light or dark page: colours, text size and strokes.
 *
 * @param background of the page
 * @param foreground text and axes
 * @param faint grid lines and frames
 * @param unknown points without a class
 * @param strong the largest amount; zero has the colour of the background
 */
public record Theme(Color background, Color foreground, Color faint, Color unknown, Color strong) {
    static {
        // before anything is drawn or measured: a server has no display, and Java looks for fonts once
        System.setProperty("java.awt.headless", "true");
        BundledFont.use();
    }

    /** Width of a picture in pixels of a page: two stand side by side on a desktop, and text is legible on a phone. */
    static final int WIDTH = 520;
    /** Height of a chart with one line in its legend. */
    static final int HEIGHT = 380;

    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final BasicStroke HAIRLINE = new BasicStroke(1);
    /** Around text on top of points. */
    static final BasicStroke HALO = new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    /** For a level that others are compared with. */
    static final BasicStroke REFERENCE = dashes(6, 5);
    /** Lines differ in more than colour. */
    private static final List<BasicStroke> LINES =
            List.of(new BasicStroke(2), dashes(10, 3), dashes(3, 3), dashes(10, 3, 3, 3));

    /** Dark on white, also for paper. */
    public static final Theme LIGHT =
            new Theme(Color.WHITE, new Color(0x1f2328), new Color(0xd1d9e0), new Color(0xa8b0b8), new Color(0x08316e));

    /** Light on near black. */
    public static final Theme DARK = new Theme(
            new Color(0x151b23), new Color(0xe6edf3), new Color(0x3d444d), new Color(0x6b737c), new Color(0xa8d1ff));

    /** Ten colours that colour-blind readers can distinguish (Petroff, "Accessible Color Sequences", 2021). */
    private static final List<Color> SERIES = List.of(
            new Color(0x3f90da),
            new Color(0xffa90e),
            new Color(0xbd1f01),
            new Color(0x94a4a2),
            new Color(0x832db6),
            new Color(0xa96b59),
            new Color(0xe76300),
            new Color(0xb9ac70),
            new Color(0x717581),
            new Color(0x92dadd));

    /** Colour of a series or class; colours repeat after ten. */
    public Color series(int number) {
        return SERIES.get(number % SERIES.size());
    }

    /** Colour of an amount: the background's at 0, the strong one at 1, in one hue, so that lightness alone encodes it. */
    Color amount(double share) {
        return new Color(
                mix(background.getRed(), strong.getRed(), share),
                mix(background.getGreen(), strong.getGreen(), share),
                mix(background.getBlue(), strong.getBlue(), share));
    }

    /** Black or white, whichever has more contrast with a colour (approximate relative luminance of WCAG 2). */
    static Color textOn(Color colour) {
        double luminance = 0.2126 * Math.pow(colour.getRed() / 255.0, 2.2)
                + 0.7152 * Math.pow(colour.getGreen() / 255.0, 2.2)
                + 0.0722 * Math.pow(colour.getBlue() / 255.0, 2.2);
        return luminance > 0.18 ? Color.BLACK : Color.WHITE;
    }

    /** Stroke of a line; strokes repeat after four. */
    static BasicStroke line(int number) {
        return LINES.get(number % LINES.size());
    }

    /** Fills a picture with the background's colour. */
    void clear(Graphics2D graphics, Picture picture) {
        graphics.setColor(background);
        graphics.fillRect(0, 0, picture.width(), picture.height());
    }

    private static BasicStroke dashes(float... pixels) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pixels, 0);
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    /**
     * A bundled font. Java cannot draw text on a machine without fonts, such as many servers and containers; it looks for
     * fonts once, where {@value #PROPERTY} points. One font also makes figures the same everywhere. A property set by the
     * user is kept; systems other than Linux ignore it and have fonts.
     */
    private static final class BundledFont {
        private static final String PROPERTY = "sun.awt.fontconfig";
        private static final String RESOURCE = "/net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf";
        private static final List<String> FAMILIES =
                List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput");
        private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

        private BundledFont() {}

        /** Makes it the font of Java; to be called before anything is drawn. Without temporary files nothing changes. */
        static void use() {
            if (System.getProperty(PROPERTY) != null) {
                return;
            }
            try (InputStream font = Theme.class.getResourceAsStream(RESOURCE)) {
                Path folder = Files.createTempDirectory("sparkae-font");
                Path file = folder.resolve("DejaVuSans.ttf");
                Files.copy(font, file);
                Path configuration = folder.resolve("fontconfig.properties");
                Files.writeString(configuration, configuration(file), StandardCharsets.ISO_8859_1);
                for (Path each : List.of(folder, file, configuration)) { // deleted in reverse
                    each.toFile().deleteOnExit();
                }
                System.setProperty(PROPERTY, configuration.toString());
            } catch (IOException e) {
                // falls back to the machine's fonts
            }
        }

        /** A font configuration file of the JDK that maps every logical font to this one. */
        private static String configuration(Path file) {
            StringBuilder lines = new StringBuilder("version=1\nsequence.allfonts=all\n");
            for (String family : FAMILIES) {
                for (String style : STYLES) {
                    lines.append(family).append('.').append(style).append(".all=DejaVu Sans\n");
                }
            }
            return lines.append("filename.DejaVu_Sans=")
                    .append(file)
                    .append('\n')
                    .toString();
        }
    }
}
