package io.sparkae.report.section;

import java.util.List;

/**
 * A section of the page.
 *
 * @param id anchor of lower-case letters, digits and hyphens
 * @param title heading
 * @param blocks from top to bottom
 */
public record Section(String id, String title, List<Block> blocks) {}
