package io.sparkae.settings;

/** Makes text that came from outside fit to be shown: on one line, and with nothing that steers a terminal. */
public final class ControlCharacters {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private ControlCharacters() {}

    /**
     * The text with control characters, line and paragraph separators, invisible format characters (which turn the
     * direction of writing, for example) and halves of characters written as escapes: a line feed as {@code \n}, others
     * as <code>&#92;u001b</code>. Names are shown so; files keep the true ones.
     */
    public static String escaped(String text) {
        if (text.codePoints().noneMatch(ControlCharacters::isControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> append(shown, character));
        return shown.toString();
    }

    /** Whether it is shown as an escape. */
    public static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            // Both joiners are part of words and of pictures.
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
