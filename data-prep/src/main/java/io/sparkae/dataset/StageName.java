package io.sparkae.dataset;

import java.util.List;
import java.util.Locale;

/** The stages in the order data flows, each with its output folder and the settings that decide its output. */
public enum StageName {
    /** Input files to checked, shuffled, partitioned rows. */
    INGEST("dataset", List.of("seed", "data", "ingest", "generate")),
    /** Rows to a trained model. */
    TRAIN("model", List.of("seed", "model", "training")),
    /** Rows to codes. */
    ENCODE("encodings", List.of()),
    /** Codes to nearest neighbours and votes. */
    KNN("knn", List.of("seed", "knn")),
    /** What all that amounts to, to look at. */
    REPORT("report", List.of("report"));

    private final String folder;
    private final List<String> settingsPrefixes;

    StageName(String folder, List<String> settingsPrefixes) {
        this.folder = folder;
        this.settingsPrefixes = settingsPrefixes;
    }

    /** The command's and manifest's name for this stage. */
    public String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The output folder's name inside a run folder. */
    public String folder() {
        return folder;
    }

    /** The settings keys, or what they start with, on which this stage's output depends. */
    public List<String> settingsPrefixes() {
        return settingsPrefixes;
    }
}
