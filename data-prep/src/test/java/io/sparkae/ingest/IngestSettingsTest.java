package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.ingest.IngestSettings.ScalingKind;
import io.sparkae.ingest.IngestSettings.SplitKind;
import io.sparkae.ingest.generate.GeneratedKind;
import io.sparkae.settings.SettingsException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestSettingsTest {
    private static final IngestSettings DEFAULTS = IngestSettings.defaults();

    @Test
    void eachWithMethodChangesItsComponentOnly() throws Exception {
        Map<Class<?>, Object> others = Map.of(
                long.class,
                7L,
                int.class,
                7,
                double.class,
                0.7,
                boolean.class,
                !DEFAULTS.header(),
                String.class,
                "x",
                List.class,
                List.of("x"),
                SplitKind.class,
                SplitKind.STRATIFIED,
                ScalingKind.class,
                ScalingKind.STANDARD,
                GeneratedKind.class,
                GeneratedKind.values()[1]);
        for (RecordComponent changed : IngestSettings.class.getRecordComponents()) {
            String name = changed.getName();
            Object other = others.get(changed.getType());
            assertNotEquals(other, changed.getAccessor().invoke(DEFAULTS), name);
            Object copy = IngestSettings.class
                    .getMethod(
                            "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                            changed.getType())
                    .invoke(DEFAULTS, other);
            for (RecordComponent each : IngestSettings.class.getRecordComponents()) {
                Object expected =
                        each.getName().equals(name) ? other : each.getAccessor().invoke(DEFAULTS);
                assertEquals(expected, each.getAccessor().invoke(copy), name + " changes " + each.getName());
            }
        }
    }

    @Test
    void contradictionsAreRefusedInJavaToo() {
        IngestSettings names = DEFAULTS.withClassNames(List.of("a", "b", "c")).withClasses(5);
        IngestSettings oneInput = DEFAULTS.withTrain(List.of("train.csv"));

        assertTrue(refusal(names)
                .contains("data.class-names: expected none or one for each of data.classes = 5, found 3"));
        assertEquals(
                "data.test: expected a file, since the other of data.train and data.test is set, found none",
                refusal(oneInput));
        DEFAULTS.requireConsistent();
    }

    private static String refusal(IngestSettings settings) {
        return assertThrows(SettingsException.class, settings::requireConsistent)
                .getMessage();
    }
}
