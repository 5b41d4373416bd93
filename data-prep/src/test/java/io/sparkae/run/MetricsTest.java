package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonRootName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import io.sparkae.run.Figures.Figure;
import io.sparkae.run.Figures.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @JsonRootName("knn")
    private record Search(int k, Double accuracy, List<String> names) {}

    @JsonRootName("training")
    private record Training(List<Double> secondsPerEpoch, List<Double> trainLoss) {}

    @Test
    void aGroupIsReadAsItWasWritten() throws Exception {
        Search written = new Search(7, 0.9515, List.of("a"));
        Metrics metrics = Metrics.of(List.of(written));

        Metrics read = Json.parse(Json.line(metrics), Metrics.class);

        assertEquals(metrics, read);
        assertEquals(Optional.of(written), read.group(Search.class));
        assertEquals(Optional.empty(), read.group(Training.class));
    }

    @Test
    void unknownFiguresAreAbsent() throws Exception {
        JsonNode written = new ObjectMapper().readTree(Json.line(Metrics.of(List.of(new Search(7, null, List.of())))));

        assertEquals("{\"knn\":{\"k\":7,\"names\":[]}}", written.toString());
    }

    @Test
    void aMissingFigureIsNamed() {
        Metrics metrics = Metrics.of("knn", Map.of("accuracy", 1.0));

        String message = assertThrows(StageOutputException.class, () -> metrics.group(Search.class))
                .getMessage();

        assertTrue(message.startsWith("the figures of knn have no usable k;"), message);
    }

    @Test
    void figuresAreShownInTheOrderOfTheRegistry() {
        Metrics metrics = Metrics.of(List.of(new Search(7, 0.95149, List.of())));

        assertEquals(Optional.of("accuracy 95.15\u00a0%, k 7"), Figures.line(Topic.KNN_CODES, metrics));
        assertEquals(Optional.empty(), Figures.line(Topic.RECONSTRUCTION, metrics));
    }

    @Test
    void listsAreReducedToOneNumber() {
        Metrics metrics = Metrics.of(List.of(new Training(List.of(3.0, 1.0, 2.0, 9.0), List.of(0.5, 0.25))));

        assertEquals(Optional.of(2.5), Figures.of("training.secondsPerEpoch").of(metrics));
        assertEquals(Optional.of(0.25), Figures.of("training.trainLoss").of(metrics));
        assertEquals(Optional.empty(), Figures.of("training.validationLoss").of(metrics));
        assertEquals("3.0\u00a0s", Figures.of("training.secondsPerEpoch").text(3));
    }

    @Test
    void keysAndTitlesAreUnique() {
        assertEquals(
                Figures.ALL.size(),
                Figures.ALL.stream().map(Figure::key).distinct().count());
        assertEquals(
                Figures.ALL.size(),
                Figures.ALL.stream().map(Figure::title).distinct().count());
        assertFalse(Figures.ALL.stream().anyMatch(figure -> figure.label().contains(",")), "commas part figures");
    }
}
