package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.ImageSize;
import io.sparkae.ingest.source.PixelType;
import io.sparkae.ingest.source.RowSource;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds on sizes, checked before memory is allocated. */
class IngestMemoryTest {
    private static final long FOUR_GIGABYTES = 4L << 30;

    @Test
    void imagesTooLargeForTheHeapAreRefused() {
        BadInputException refused =
                assertThrows(BadInputException.class, () -> IngestMemory.require(images(4096), 6, 2, FOUR_GIGABYTES));

        assertEquals(
                "x.gz: images of 4096 × 4096 pixels need about 6.6 GB to be written to 6 files, the heap has 4.3 GB;"
                        + " enlarge it, or set ingest.partitions to fewer",
                refused.getMessage());
    }

    @Test
    void usualImagesAreNotRefused() {
        assertDoesNotThrow(() -> IngestMemory.require(images(2048), 6, 2, FOUR_GIGABYTES));
        assertDoesNotThrow(() -> IngestMemory.require(images(28), 10_000, 64, 1L << 30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.classes=1000000000 | data.classes: expected at most 46340, found 1000000000",
                "data.image-height=65536 | data.image-height, data.image-width: expected images of at most 16777216"
                        + " pixels, found 4294967296"
            })
    void sizesInSettingsHaveABound(String pair, String message) {
        List<String> pairs = new ArrayList<>(List.of("data.train=a", "data.test=b", pair));
        if (pair.startsWith("data.image")) {
            pairs.add("data.image-width=65536");
        }
        SettingsReader reader = Settings.load(List.of(), pairs).reader();
        IngestSettings.read(reader);

        assertEquals(
                message, assertThrows(SettingsException.class, reader::check).getMessage());
    }

    private static RowSource images(int side) {
        return new RowSource("x.gz", List.of(), new ImageSize(side, side), PixelType.GREY);
    }
}
