package io.sparkae.source;

/** The standard names of IDX files: {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}. */
final class IdxNames {
    private IdxNames() {}

    /** The name of the labels of a file of images, or null if that has no standard name; without ".gz". */
    static String labelsOf(String images) {
        return images.contains("images") && images.contains("idx3")
                ? images.replace("images", "labels").replace("idx3", "idx1")
                : null;
    }

    /** Whether a file is named like one of labels. */
    static boolean areLabels(String name) {
        return name.contains("labels") && name.contains("idx1");
    }

    /** Whether a file is named like one of images or labels. */
    static boolean isIdx(String name) {
        return name.contains("idx3-ubyte") || name.contains("idx1-ubyte");
    }
}
