package io.sparkae.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.report.chart.Picture;
import io.sparkae.report.chart.Theme;
import io.sparkae.report.section.Block;
import io.sparkae.report.section.Section;
import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String HOSTILE = "<script>alert('\"&')</script>";

    @TempDir
    Path folder;

    /** A rectangle of the theme's background. */
    private record Plain() implements Picture {
        @Override
        public int height() {
            return 20;
        }

        @Override
        public void paint(Graphics2D graphics, Theme theme) {
            graphics.setColor(theme.background());
            graphics.fillRect(0, 0, width(), height());
        }
    }

    @Test
    void everyTextIsEscaped() throws IOException {
        String page = page(
                HOSTILE,
                new Section(
                        "all",
                        HOSTILE,
                        List.of(
                                new Block.Paragraph(HOSTILE),
                                new Block.Table(HOSTILE, List.of(HOSTILE), List.of(List.of(HOSTILE))),
                                new Block.Figure("plain", HOSTILE, HOSTILE, new Plain()))));

        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("alert('\"&')"), page);
        assertEquals(10, page.split("&lt;script&gt;", -1).length - 1, "title twice, heading twice, six texts");
    }

    @Test
    void sectionsAndLinksStandInOrder() throws IOException {
        String page = page(
                "Title",
                new Section("second", "Named second", List.of(new Block.Paragraph("one"), new Block.Paragraph("two"))),
                new Section("first", "Named first", List.of()));

        assertEquals(List.of("#second", "#first"), found(page, "<a href=\"(#[a-z]+)\">"));
        assertEquals(List.of("second", "first"), found(page, "<section id=\"([a-z]+)\">"));
        assertEquals(List.of("one", "two"), found(page, "<p>([a-z]+)</p>"));
    }

    @Test
    void figuresAreEmbeddedForBothThemes() throws IOException {
        String page = page("Title", new Section("one", "One", List.of(new Block.Figure("plain", "", "", new Plain()))));

        String light =
                found(page, "<img src=\"data:image/png;base64,([^\"]+)\"").get(0);
        String dark = found(page, "srcset=\"data:image/png;base64,([^\"]+)\"").get(0);
        assertNotEquals(light, dark);
        assertTrue(page.contains("height=\"20\""), page);
        assertEquals(light, Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("plain.png"))));
    }

    private String page(String title, Section... sections) throws IOException {
        new Page(FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(folder.toUri()))
                .write(title, List.of(sections));
        return Files.readString(folder.resolve("index.html"));
    }

    private static List<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
