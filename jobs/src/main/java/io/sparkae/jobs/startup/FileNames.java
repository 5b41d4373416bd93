package io.sparkae.jobs.startup;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/** Checks that file names survive the locale of the process, by which Java decodes and encodes them. */
public final class FileNames {
    private static final char LOST = '\uFFFD';

    private FileNames() {}

    /** The first name that was not decoded completely or cannot be encoded; empty if there is none. */
    public static Optional<String> problem(Collection<String> words) {
        return problem(words, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
    }

    static Optional<String> problem(Collection<String> words, Charset encoding) {
        return words.stream()
                .filter(word ->
                        word.indexOf(LOST) >= 0 || !encoding.newEncoder().canEncode(word))
                .findFirst()
                .map(word -> "'" + word.replace(LOST, '?') + "' has "
                        + (encoding.equals(StandardCharsets.UTF_8)
                                ? "bytes that are not UTF-8, so that the file cannot be found: rename it"
                                : "letters that the locale of this process (" + encoding
                                        + ") cannot encode: set LC_ALL=C.UTF-8 in its environment"));
    }
}
