package io.sparkae.dataset;

import java.util.List;
import java.util.Locale;

/** The stages in the order data flows, each with its output folder and the settings that decide its output. */
public enum StageName {
    /** Input files to checked, shuffled, partitioned rows. */
    INGEST("dataset", List.of("seed", "data", "ingest", "generate"), List.of()),
    /** Rows to a trained model. */
    TRAIN("model", List.of("seed", "model", "training"), List.of(INGEST)),
    /** Rows to codes. */
    ENCODE("encodings", List.of("encode"), List.of(INGEST, TRAIN)),
    /** Codes to nearest neighbours and votes. */
    KNN("knn", List.of("seed", "knn"), List.of(INGEST, ENCODE));

    private final String folder;
    private final List<String> settingsPrefixes;
    private final List<StageName> upstream;

    StageName(String folder, List<String> settingsPrefixes, List<StageName> upstream) {
        this.folder = folder;
        this.settingsPrefixes = settingsPrefixes;
        this.upstream = upstream;
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

    /** The stages whose output this one reads. */
    public List<StageName> upstream() {
        return upstream;
    }
}
