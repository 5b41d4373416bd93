package io.sparkae.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Charts on a machine without fonts, as containers are: a process for which the folders of fonts are empty. */
class NoFontsTest {
    private static final String EMPTY_FOLDERS =
            "mount -t tmpfs none /usr/share/fonts && mount -t tmpfs none /etc/fonts && exec \"$@\"";

    @Test
    void lettersAreDrawnWhereNoFontIsInstalled() throws Exception {
        assumeTrue(
                output("unshare", "-m", "sh", "-c", EMPTY_FOLDERS, "sh", "echo", "hidden")
                        .equals("hidden"),
                "needs to hide the machine's fonts, by unshare -m and mount, which only root may");

        String said = output(
                "unshare",
                "-m",
                "sh",
                "-c",
                EMPTY_FOLDERS,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Drawing.class.getName());

        assertEquals("1040", said);
    }

    /** Draws a chart; the other process. */
    static final class Drawing {
        public static void main(String[] args) throws IOException {
            byte[] png = new LineChart(
                            "epoch", "loss", List.of(LineChart.Series.line("a", new double[] {1, 2}, new double[] {2, 1
                            })))
                    .png(Theme.LIGHT);
            System.out.println(ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        }
    }

    private static String output(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return out.strip();
        } catch (IOException notThere) {
            return notThere.toString();
        }
    }
}
