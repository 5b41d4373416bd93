package io.sparkae.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code KEY=VALUE} argument of {@code -s}, which sets one key.
 *
 * @param key the text before the first {@code =}
 * @param value the text after it
 */
record SettingPair(String key, String value) {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Splits an argument; empty if it has no key. */
    static Optional<SettingPair> of(String pair) {
        int equals = pair.indexOf('=');
        return equals <= 0
                ? Optional.empty()
                : Optional.of(new SettingPair(pair.substring(0, equals), pair.substring(equals + 1)));
    }

    /**
     * Parses the value by the type of the key's default: text is taken literally, numbers and booleans are parsed
     * strictly, and a list is {@code [a,b]} or {@code ["a","b"]}, in double quotes with JSON's escapes. If the default is
     * a list, a value without square brackets is a text, for settings that take one text or a list. There are no
     * references to other settings, no environment variables and no comments.
     *
     * @return empty if the value is not of that type
     */
    Optional<ConfigValue> as(ConfigValue standard) {
        return (switch (standard.valueType()) {
                    case NUMBER -> number(value);
                    case BOOLEAN ->
                        value.equals("true") || value.equals("false")
                                ? Optional.of((Object) value.equals("true"))
                                : Optional.empty();
                    case LIST ->
                        value.startsWith("[") && value.endsWith("]")
                                ? list(hasNumbers((ConfigList) standard))
                                : Optional.of((Object) value);
                    default -> Optional.of((Object) value);
                })
                .map(read -> ConfigValueFactory.fromAnyRef(read, "-s"));
    }

    /** Writes a setting's value from a manifest as an argument that {@link #of} and {@link #as} parse to the same value. */
    static String write(String key, Object value) {
        try {
            return key + "=" + (value instanceof String text ? text : JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(key + ": no value of a setting", e);
        }
    }

    /** A configuration of this key alone. */
    Config config(ConfigValue typed) {
        return typed.atPath(key);
    }

    private static boolean hasNumbers(ConfigList standard) {
        return !standard.isEmpty() && standard.get(0).valueType() == ConfigValueType.NUMBER;
    }

    private static Optional<Object> number(String text) {
        if (WHOLE.matcher(text).matches()) {
            long whole = Long.parseLong(text);
            return Optional.of(whole == (int) whole ? (Object) (int) whole : (Object) whole);
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try { // a long of 19 digits
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException fractionOrTooLarge) {
            return Optional.of(Double.parseDouble(text));
        }
    }

    private Optional<Object> list(boolean numbers) {
        List<Object> items = new ArrayList<>();
        String inside = value.substring(1, value.length() - 1);
        if (inside.isBlank()) {
            return Optional.of(items);
        }
        int from = 0;
        while (from <= inside.length()) {
            int to = endOfItem(inside, from);
            Optional<?> item = item(inside.substring(from, to).strip(), numbers);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
            from = to + 1;
        }
        return Optional.of(items);
    }

    /** The index of the next comma outside quotes, or the end. */
    private static int endOfItem(String inside, int from) {
        boolean quoted = false;
        for (int i = from; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return inside.length();
    }

    private static Optional<?> item(String text, boolean number) {
        if (number) {
            return number(text);
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.charAt(0) != '"') {
            return text.indexOf('"') < 0 ? Optional.of(text) : Optional.empty();
        }
        try {
            return text.matches("(?s)\"(?:[^\"\\\\]|\\\\.)*\"")
                    ? Optional.of(JSON.readValue(text, String.class))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
