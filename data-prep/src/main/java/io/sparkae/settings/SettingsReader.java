package io.sparkae.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads single settings with their bounds. A bad value is recorded and a valid stand-in returned, so that
 * {@link #check()} reports all problems together, before any work starts.
 */
public final class SettingsReader {
    /** Doubles represent all whole numbers up to this one. */
    private static final double EXACT = 1L << 53;

    private static final int LONGEST = 200;

    private final Config config;
    private final Map<String, String> refused;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> consumed = new HashSet<>();

    /** @param refused values of the wrong type, by key */
    SettingsReader(Config config, Map<String, String> refused) {
        this.config = config;
        this.refused = refused;
    }

    /** A whole number of at least {@code least}. */
    public int intAtLeast(String key, int least) {
        return intBetween(key, least, Integer.MAX_VALUE);
    }

    /** A whole number from {@code least} to {@code most}. */
    public int intBetween(String key, int least, int most) {
        long value = read(key, this::whole, v -> v >= least, ">= " + least, (long) least);
        return (int) (value <= most ? value : refuse(key, "<= " + most, value, (long) least));
    }

    /** A whole number that fits 64 bits. */
    public long anyLong(String key) {
        return read(key, this::whole, v -> true, "a whole number", 0L);
    }

    /** A number in {@code [0, 1)}. */
    public double fractionBelowOne(String key) {
        return read(key, config::getDouble, v -> v >= 0 && v < 1, "a number in [0, 1)", 0.0);
    }

    /** A number in {@code [0, 1]}. */
    public double fraction(String key) {
        return read(key, config::getDouble, v -> v >= 0 && v <= 1, "a number in [0, 1]", 0.0);
    }

    /** A finite number of at least zero. */
    public double notNegative(String key) {
        return read(key, config::getDouble, v -> v >= 0 && v < Double.POSITIVE_INFINITY, "a number >= 0", 0.0);
    }

    /** A finite number above zero. */
    public double positive(String key) {
        return read(key, config::getDouble, v -> v > 0 && v < Double.POSITIVE_INFINITY, "a number > 0", 1.0);
    }

    /** True or false. */
    public boolean bool(String key) {
        return read(key, config::getBoolean, v -> true, "true or false", false);
    }

    /** A text, possibly empty. */
    public String text(String key) {
        return read(key, config::getString, v -> true, "text", "");
    }

    /** Texts, possibly none. */
    public List<String> texts(String key) {
        return List.copyOf(
                read(key, config::getStringList, v -> true, "a list of texts, [a,b] or [\"a\",\"b\"]", List.of()));
    }

    /** A text or a list of texts; an empty text is an empty list. */
    public List<String> oneOrMoreTexts(String key) {
        if (refused.containsKey(key)) {
            consumed.add(key);
            return refuse(key, "text, or a list [a,b] or [\"a\",\"b\"]", refused.get(key), List.of());
        }
        return config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.LIST
                ? texts(key)
                : List.of(text(key)).stream().filter(text -> !text.isEmpty()).toList();
    }

    /** Whole numbers of at least {@code least}, possibly none. */
    public List<Integer> intsAtLeast(String key, int least) {
        return read(
                        key,
                        this::wholes,
                        v -> v.stream().allMatch(i -> i >= least && i <= Integer.MAX_VALUE),
                        "a list of whole numbers >= " + least,
                        List.<Long>of())
                .stream()
                .map(Long::intValue)
                .toList();
    }

    /** One constant of {@code type}, written in lower case with hyphens: {@code BCE_LOGITS} as {@code bce-logits}. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            names.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        String expected = "one of " + String.join(", ", names);
        String name = read(key, config::getString, names::contains, expected, names.get(0));
        return constants[names.indexOf(name)];
    }

    /** One of some constants of another library, by its name, in upper or lower case. */
    public <E extends Enum<E>> E named(String key, E[] constants) {
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        String name = read(
                key,
                config::getString,
                found -> names.contains(found.toLowerCase(Locale.ROOT)),
                "one of " + String.join(", ", names),
                names.get(0));
        return constants[names.indexOf(name.toLowerCase(Locale.ROOT))];
    }

    /** Records a problem of several settings, or one found outside this reader. */
    public void problem(String text) {
        problems.add(text);
    }

    /** @throws SettingsException with every problem recorded so far, if there is one */
    public void check() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** The keys read so far; a test compares them with those that {@code reference.conf} declares. */
    public Set<String> consumed() {
        return Set.copyOf(consumed);
    }

    private <T> T read(String key, Function<String, T> get, Predicate<T> allowed, String expected, T standIn) {
        consumed.add(key);
        if (refused.containsKey(key)) {
            return refuse(key, expected, refused.get(key), standIn);
        }
        try {
            T value = get.apply(key);
            return allowed.test(value) ? value : refuse(key, expected, value, standIn);
        } catch (ConfigException e) {
            return refuse(
                    key, expected, config.hasPath(key) ? config.getValue(key).unwrapped() : "nothing", standIn);
        }
    }

    private <T> T refuse(String key, String expected, Object found, T standIn) {
        String text = String.valueOf(found);
        problems.add(key + ": expected " + expected + ", found "
                + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …"));
        return standIn;
    }

    /** A whole number; the library's own getter would truncate fractions. */
    private long whole(String key) {
        return whole(key, config.getNumber(key));
    }

    private List<Long> wholes(String key) {
        return config.getNumberList(key).stream()
                .map(number -> whole(key, number))
                .toList();
    }

    private static long whole(String key, Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        double value = number.doubleValue();
        if (value != Math.rint(value) || Math.abs(value) > EXACT) {
            throw new ConfigException.BadValue(key, "not a whole number");
        }
        return (long) value;
    }
}
