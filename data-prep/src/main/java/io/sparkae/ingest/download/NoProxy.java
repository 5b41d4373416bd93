package io.sparkae.ingest.download;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The hosts of {@code no_proxy}.
 *
 * @param names in lower case; a name stands for itself and all hosts of its domain, {@code *} for everything
 */
record NoProxy(List<String> names) {

    /** Reads a list separated by commas or blanks; a dot in front of a name makes no difference. */
    static NoProxy parse(String list) {
        return new NoProxy(Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    boolean cover(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> name.equals("*") || lower.equals(name) || lower.endsWith("." + name));
    }
}
