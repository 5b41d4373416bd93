package io.sparkae.report.section;

import io.sparkae.report.chart.Picture;
import java.util.List;

/** A part of a section. */
public sealed interface Block {

    /**
     * A picture.
     *
     * @param name of its PNG file without extension, unique on the page
     * @param caption below the picture
     * @param alt alternative text for screen readers
     * @param picture to draw
     */
    record Figure(String name, String caption, String alt, Picture picture) implements Block {}

    /**
     * A table.
     *
     * @param caption above the table
     * @param head heading of each column
     * @param rows texts by column; the first is the row's heading
     */
    record Table(String caption, List<String> head, List<List<String>> rows) implements Block {}

    /**
     * A paragraph.
     *
     * @param text plain
     */
    record Paragraph(String text) implements Block {}
}
