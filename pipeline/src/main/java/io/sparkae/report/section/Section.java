package io.sparkae.report.section;

import java.util.List;

/**
 * A section of the page.
 *
 * @param id for links to it: small letters, digits and hyphens
 * @param title its heading
 * @param blocks from top to bottom
 */
public record Section(String id, String title, List<Block> blocks) {}
