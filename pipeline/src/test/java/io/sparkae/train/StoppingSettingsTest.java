package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.train.averaging.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoppingSettingsTest {
    @Test
    void stopsOncePatienceIsSpentWithoutAnImprovement() {
        StoppingSettings patient = new StoppingSettings(2, 0);

        assertFalse(patient.reached(history(5, 4, 3)));
        assertFalse(patient.reached(history(5, 3, 4)));
        assertTrue(patient.reached(history(5, 3, 4, 3.5)));
        assertTrue(patient.reached(history(5, 3, 3, 3)), "as good is no better");
        assertFalse(patient.reached(history(5, 3, 4, 2.9)));
        assertFalse(patient.reached(List.of()));
    }

    @Test
    void smallImprovementsDoNotCount() {
        StoppingSettings demanding = new StoppingSettings(2, 0.5);

        assertTrue(demanding.reached(history(5, 4.9, 4.8)));
        assertFalse(demanding.reached(history(5, 4.9, 4.4)));
    }

    @Test
    void withoutPatienceItNeverStops() {
        assertFalse(new StoppingSettings(0, 0).reached(history(1, 2, 3, 4)));
    }

    @Test
    void theFirstOfTheLowestLossesIsBest() {
        assertEquals(2, EpochRecord.best(history(5, 3, 4, 3)));
        assertEquals(0, EpochRecord.best(List.of()));
    }

    private static List<EpochRecord> history(double... validationLosses) {
        List<EpochRecord> history = new ArrayList<>();
        for (double loss : validationLosses) {
            history.add(new EpochRecord(null, history.size() + 1, -history.size(), loss, 1, 1, 1, new TreeMap<>()));
        }
        return history;
    }
}
