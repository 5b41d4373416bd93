package io.sparkae.jobs.startup;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/** Whether names of files come through: Java decodes and encodes them by the locale of its process. */
public final class FileNames {
    private static final char LOST = '\uFFFD';

    private FileNames() {}

    /** Of words from the command line, and of names that files are about to be opened by. */
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
                                ? "bytes that are not UTF-8, which no file can be found by: give it another name"
                                : "letters that the locale of this process (" + encoding
                                        + ") does not have: set LC_ALL=C.UTF-8 in its environment"));
    }
}
