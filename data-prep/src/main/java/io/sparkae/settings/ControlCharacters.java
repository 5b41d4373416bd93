package io.sparkae.settings;

/** Escapes control characters in foreign text, so that it stays on one line and cannot control a terminal. */
public final class ControlCharacters {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private ControlCharacters() {}

    /**
     * The text with control characters, line and paragraph separators, format characters (such as those that change the
     * writing direction) and unpaired surrogates escaped: a line feed as {@code \n}, others as <code>&#92;u001b</code>.
     * For messages and pages only; files keep the original names.
     */
    public static String escaped(String text) {
        if (text.codePoints().noneMatch(ControlCharacters::isControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> append(shown, character));
        return shown.toString();
    }

    /** Whether {@link #escaped} escapes this code point. */
    public static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            // Joiners are part of words and emoji.
            case Character.FORMAT -> character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }

    private static void append(StringBuilder shown, int character) {
        if (!isControl(character)) {
            shown.appendCodePoint(character);
            return;
        }
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                for (char half : Character.toChars(character)) {
                    shown.append(String.format("\\u%04x", (int) half));
                }
            }
        }
    }
}
