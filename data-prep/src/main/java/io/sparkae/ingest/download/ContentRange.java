package io.sparkae.ingest.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Range} of a partial answer (RFC 9110, section 14.4).
 *
 * @param first position of the first byte that is sent
 * @param total size of the whole file
 */
record ContentRange(long first, long total) {
    /** 18 digits fit a long. */
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    /** Empty if it is malformed or leaves the total open. */
    static Optional<ContentRange> parse(String header) {
        Matcher matcher = FORM.matcher(header.strip());
        return matcher.matches()
                ? Optional.of(new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
