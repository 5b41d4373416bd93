package io.sparkae.report.chart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A font that comes along. Java draws no letter, and no chart, on a machine that has no fonts, as servers and containers
 * often have none; it looks for them once, and where {@value #PROPERTY} says. With the same font everywhere, figures are
 * the same too. Who sets the property keeps his own; systems other than Linux do not look at it and have fonts.
 */
final class BundledFont {
    private static final String PROPERTY = "sun.awt.fontconfig";
    private static final String RESOURCE = "/net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf";
    private static final List<String> FAMILIES = List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput");
    private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

    private BundledFont() {}

    /** Has Java use it; call it before anything is drawn. Without room for temporary files all stays as it is. */
    static void use() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        try (InputStream font = BundledFont.class.getResourceAsStream(RESOURCE)) {
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
            // The machine's own fonts are the next best.
        }
    }

    /** In the format of the JDK's font configuration files: every logical font is this one. */
    private static String configuration(Path file) {
        StringBuilder lines = new StringBuilder("version=1\nsequence.allfonts=all\n");
        for (String family : FAMILIES) {
            for (String style : STYLES) {
                lines.append(family).append('.').append(style).append(".all=DejaVu Sans\n");
            }
        }
        return lines.append("filename.DejaVu_Sans=").append(file).append('\n').toString();
    }
}
