package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A value after {@code -s} is what it is, and sets its own key alone. */
class SettingsProperties {
    private static final SortedMap<String, Object> DEFAULTS =
            Settings.load(List.of(), List.of()).below(all());

    @Property(tries = 200, seed = "11")
    void aTextIsTakenAsItStands(@ForAll("values") String value) {
        assertEquals(value, load("ingest.scaling-from=" + value).reader().text("ingest.scaling-from"));
    }

    @Property(tries = 200, seed = "12")
    void aPathIsTakenAsItStands(@ForAll("values") String value) {
        if (value.isEmpty() || value.startsWith("[") && value.endsWith("]")) {
            return; // none, or a list
        }
        assertEquals(List.of(value), load("data.train=" + value).reader().oneOrMoreTexts("data.train"));
    }

    @Property(tries = 100, seed = "13")
    void aListHasItsQuotedTextsAsTheyStand(@ForAll("lists") List<String> values) throws Exception {
        String list = new ObjectMapper().writeValueAsString(values);

        assertEquals(values, load("data.train=" + list).reader().oneOrMoreTexts("data.train"));
    }

    @Property(tries = 200, seed = "14")
    void noOtherKeyIsSet(@ForAll("values") String value) {
        SortedMap<String, Object> settings =
                load("ingest.scaling-from=" + value).below(all());
        settings.put("ingest.scaling-from", "");

        assertEquals(DEFAULTS, settings);
    }

    private static Settings load(String pair) {
        return Settings.load(List.of(), List.of(pair));
    }

    private static List<String> all() {
        return List.of("seed", "experiment", "data", "ingest", "generate", "model", "training", "knn", "report");
    }

    @Provide
    Arbitrary<List<String>> lists() {
        return values().list().ofMinSize(1).ofMaxSize(4);
    }

    /** Pieces that mean something to HOCON, to shells and to people, and any letters between. */
    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> pieces = Arbitraries.of(
                "${HOME}",
                "${?PATH}",
                "${seed}",
                "#",
                "//",
                "\"",
                "\"\"\"",
                ",",
                "\n",
                "\r\n",
                "\u2028",
                "$",
                "{",
                "}",
                "[",
                "]",
                "=",
                ":",
                "+=",
                "\\",
                "\\n",
                "'",
                " ",
                "\t",
                "include \"x\"",
                "seed = 7",
                ", seed=7",
                "\nseed=7",
                "/in/a b",
                "s3a://b/k",
                "null",
                "true",
                "1e3",
                "é",
                "\u202e",
                "\u0007");
        Arbitrary<String> letters = Arbitraries.strings().ofMaxLength(3).filter(s -> s.indexOf(0) < 0);
        return Arbitraries.oneOf(pieces, letters)
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", new ArrayList<>(parts)));
    }
}
