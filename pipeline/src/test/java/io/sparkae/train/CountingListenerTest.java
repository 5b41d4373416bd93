package io.sparkae.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class CountingListenerTest {
    @Test
    void nothingThatTrainingTellsIsKeptFromWhoListens() {
        for (Method told : TrainingListener.class.getDeclaredMethods()) {
            assertDoesNotThrow(
                    () -> CountingListener.class.getDeclaredMethod(told.getName(), told.getParameterTypes()));
        }
    }
}
