package io.sparkae.prep;

import java.io.Serializable;

/**
 * Why an input row cannot be used.
 *
 * @param reason the kind of fault, the same words for each row that has it
 * @param detail what was found where in this row
 */
record Rejection(String reason, String detail) implements Serializable {
    static Rejection pixelCount(int expected, int found) {
        return new Rejection("wrong number of pixels", "expected " + expected + " pixels, found " + found);
    }

    static Rejection pixelValue(int pixel, String found) {
        return new Rejection(
                "pixel value not an integer in 0-255",
                "pixel" + pixel + ": expected an integer in 0-255, found \"" + found + "\"");
    }

    static Rejection label(int classes, String found) {
        return new Rejection(
                "label out of range", "label: expected an integer in 0-" + (classes - 1) + ", found \"" + found + "\"");
    }

    static Rejection blankLine() {
        return new Rejection("blank line", "expected pixel values, found a blank line");
    }
}
