package io.sparkae.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ControlCharactersTest {
    @Test
    void whatStartsLinesOrSteersTerminalsIsEscaped() {
        assertEquals(
                "a\\nb\\rc\\td\\u0000\\u001b[31m\\u007f\\u0085\\u009b\\u2028\\u2029\\u202e\\u2066\\u200f\\ufeff\\ud800x",
                ControlCharacters.escaped(
                        "a\nb\rc\td\0\u001b[31m\u007f\u0085\u009b\u2028\u2029\u202e\u2066\u200f\ufeff\ud800x"));
    }

    @Test
    void whatIsWrittenInAnyLanguageStays() {
        String text = "Ünïcødé \\n 数字 नि‍क्ष می‌خواهم 👩‍🔬 … –";

        assertSame(text, ControlCharacters.escaped(text));
    }

    @Property(tries = 300, seed = "21")
    void nothingThatIsEscapedIsLeft(@ForAll String text) {
        String shown = ControlCharacters.escaped(text);

        assertTrue(shown.lines().count() <= 1, shown);
        assertTrue(shown.codePoints().noneMatch(ControlCharacters::isControl), shown);
    }
}
