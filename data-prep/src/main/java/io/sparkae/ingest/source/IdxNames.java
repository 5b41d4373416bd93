package io.sparkae.ingest.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of IDX files: {@code train-images-idx3-ubyte} goes with {@code train-labels-idx1-ubyte}, or with
 * {@code train-labels-idx2-int} as QMNIST has it; some have a dot before {@code idx}.
 */
final class IdxNames {
    private static final List<String> ENDINGS = List.of("", ".gz", ".bz2");

    private IdxNames() {}

    /**
     * Names that the labels of a file of images may have, without what compressed files end in.
     *
     * @return none if the images have no such name
     */
    static List<String> labelsOf(String images) {
        String name = images.replaceAll("\\.(gz|bz2)$", "");
        if (!name.contains("images") || !name.contains("idx3")) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String kind : List.of("idx1", "idx2-int")) {
            String labels =
                    name.replace("images", "labels").replaceAll(kind.equals("idx1") ? "idx3" : "idx3(-ubyte)?", kind);
            names.add(labels);
            names.add(labels.replace("-idx", ".idx"));
            names.add(labels.replace(".idx", "-idx"));
        }
        return List.copyOf(names.stream().toList());
    }

    /** The same names, each plain, gzipped and so on. */
    static List<String> withEndings(List<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> ENDINGS.forEach(ending -> all.add(name + ending)));
        return all;
    }

    /** Whether a file is named like one of labels. */
    static boolean areLabels(String name) {
        return name.contains("labels") && (name.contains("idx1") || name.contains("idx2-int"));
    }

    /** Whether a file is named like one of images or labels. */
    static boolean isIdx(String name) {
        return name.contains("idx3-ubyte") || name.contains("idx1-ubyte") || name.contains("idx2-int");
    }
}
