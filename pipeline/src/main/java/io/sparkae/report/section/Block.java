package io.sparkae.report.section;

import io.sparkae.report.chart.Picture;
import java.util.List;

/** A part of a section. */
public sealed interface Block {

    /**
     * A picture.
     *
     * @param name of its file, without an ending; unique on the page
     * @param caption what it shows, for people who see it
     * @param alt what is to be seen on it, for people who do not
     * @param picture to draw
     */
    record Figure(String name, String caption, String alt, Picture picture) implements Block {}

    /**
     * A table.
     *
     * @param caption what it says
     * @param head one text a column
     * @param rows one text a column; the first heads its row
     */
    record Table(String caption, List<String> head, List<List<String>> rows) implements Block {}

    /**
     * A sentence or two.
     *
     * @param text plain
     */
    record Paragraph(String text) implements Block {}
}
