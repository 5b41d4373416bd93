package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkae.files.BadInputException;
import org.junit.jupiter.api.Test;

class CsvColumnsTest {
    @Test
    void columnsMayComeInAnyOrder() {
        CsvColumns columns = CsvColumns.parse("pixel2,label,pixel0,pixel1", 3, "f");

        assertArrayEquals(new int[] {2, CsvColumns.LABEL, 0, 1}, columns.targets());
    }

    @Test
    void theLabelMayBeAbsent() {
        assertFalse(CsvColumns.parse("pixel0,pixel1", 2, "f").labelled());
    }

    @Test
    void numbersInsteadOfAHeaderSayWhatToDo() {
        assertEquals(
                "f: expected a header line (label,pixel0,pixel1,…), found numbers; for a file without one set"
                        + " data.header = false",
                refused("5,0,255"));
    }

    @Test
    void everythingWrongWithAHeaderIsNamed() {
        assertEquals(
                "f: wrong header: expected label (optional) and pixel0 to pixel1; missing: \"pixel1\"; unknown:"
                        + " \"pixel01\", \"Label\"; more than once: \"pixel0\"; if \"Label\" has the labels, rename it label",
                refused("pixel0,pixel0,pixel01,Label"));
    }

    @Test
    void aHeaderOfAnotherFormatIsRefused() {
        assertEquals(
                "f: wrong header: expected label (optional) and pixel0 to pixel1; missing: \"pixel0\", \"pixel1\";"
                        + " unknown: \"id\", \"name\"",
                refused("id,name"));
    }

    private static String refused(String header) {
        return assertThrows(BadInputException.class, () -> CsvColumns.parse(header, 2, "f"))
                .getMessage();
    }
}
