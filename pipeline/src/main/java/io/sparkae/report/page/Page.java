package io.sparkae.report.page;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.sparkae.report.chart.Picture;
import io.sparkae.report.chart.Theme;
import io.sparkae.report.section.Block;
import io.sparkae.report.section.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The page {@code index.html}, which embeds its figures, light and dark; the light ones are PNG files beside it too. */
public final class Page {
    private final FileSystem fs;
    private final Path folder;

    /** @param folder an existing folder */
    public Page(FileSystem fs, Path folder) {
        this.fs = fs;
        this.folder = folder;
    }

    /** Draws the sections in order; titles, texts and captions are escaped. */
    public void write(String title, List<Section> sections) throws IOException {
        Map<String, Drawing> drawings = drawings(sections);
        List<Map<String, Object>> drawn = new ArrayList<>();
        for (Section section : sections) {
            List<Map<String, Object>> blocks = new ArrayList<>();
            for (Block block : section.blocks()) {
                blocks.add(content(block, drawings));
            }
            drawn.add(Map.of("id", section.id(), "title", section.title(), "blocks", blocks));
        }
        try (OutputStream out = fs.create(new Path(folder, "index.html"), false);
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            freemarker().getTemplate("page.ftlh").process(Map.of("title", title, "sections", drawn), writer);
        } catch (TemplateException e) {
            throw new IOException(e);
        }
    }

    /** Draws all figures, by name, on all cores. */
    private static Map<String, Drawing> drawings(List<Section> sections) {
        return sections.stream()
                .flatMap(section -> section.blocks().stream())
                .filter(Block.Figure.class::isInstance)
                .map(Block.Figure.class::cast)
                .toList()
                .parallelStream()
                .collect(Collectors.toConcurrentMap(Block.Figure::name, figure -> Drawing.of(figure.picture())));
    }

    private Map<String, Object> content(Block block, Map<String, Drawing> drawings) throws IOException {
        if (block instanceof Block.Figure figure) {
            return figure(figure, drawings.get(figure.name()));
        }
        if (block instanceof Block.Table table) {
            return Map.of("kind", "table", "table", table);
        }
        return Map.of("kind", "paragraph", "text", ((Block.Paragraph) block).text());
    }

    private Map<String, Object> figure(Block.Figure figure, Drawing drawing) throws IOException {
        Picture picture = figure.picture();
        byte[] light = drawing.light();
        try (OutputStream out = fs.create(new Path(folder, figure.name() + ".png"), false)) {
            out.write(light);
        }
        return Map.of(
                "kind", "figure",
                "figure", figure,
                "width", picture.width(),
                "height", picture.height(),
                "light", Base64.getEncoder().encodeToString(light),
                "dark", Base64.getEncoder().encodeToString(drawing.dark()));
    }

    /**
     * A figure's PNG files.
     *
     * @param light on white
     * @param dark on near black
     */
    private record Drawing(byte[] light, byte[] dark) {
        static Drawing of(Picture picture) {
            return new Drawing(picture.png(Theme.LIGHT), picture.png(Theme.DARK));
        }
    }

    private static Configuration freemarker() {
        Configuration freemarker = new Configuration(Configuration.VERSION_2_3_34);
        freemarker.setClassForTemplateLoading(Page.class, "");
        freemarker.setDefaultEncoding(StandardCharsets.UTF_8.name());
        freemarker.setOutputFormat(HTMLOutputFormat.INSTANCE);
        freemarker.setLocale(Locale.ROOT);
        freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        freemarker.setLogTemplateExceptions(false);
        return freemarker;
    }
}
