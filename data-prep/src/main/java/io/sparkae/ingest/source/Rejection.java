package io.sparkae.ingest.source;

import java.io.Serializable;

/**
 * Why an input row is rejected.
 *
 * @param reason kind of fault, the same text for all rows that have it
 * @param detail position and value in this row
 */
public record Rejection(String reason, String detail) implements Serializable {
    /** Reason of rows whose label is outside the allowed classes. */
    private static final String LABEL = "label out of range";

    static Rejection pixelCount(int expected, int found) {
        return new Rejection("wrong number of pixels", "expected " + expected + " pixels, found " + found);
    }

    static Rejection pixelValue(int pixel, String found) {
        return new Rejection(
                "pixel value not an integer in 0-255",
                "pixel" + pixel + ": expected an integer in 0-255, found \"" + found + "\"");
    }

    static Rejection notFinite(int pixel, float found) {
        return new Rejection(
                "pixel value not a finite number", "pixel" + pixel + ": expected a finite number, found " + found);
    }

    static Rejection label(int limit, String found) {
        return new Rejection(
                LABEL,
                "label: expected an integer in 0-" + (limit - 1) + " (see data.classes), found \"" + found + "\"");
    }

    static Rejection blankLine() {
        return new Rejection("blank line", "expected pixel values, found a blank line");
    }

    static Rejection comment() {
        return new Rejection("comment line", "expected pixel values, found a line that begins with #");
    }

    static Rejection repeatedHeader() {
        return new Rejection("repeated header", "expected pixel values, found column names again");
    }

    static Rejection tooLong(int most) {
        return new Rejection("line too long", "expected at most " + most + " bytes, found no line break among them");
    }
}
