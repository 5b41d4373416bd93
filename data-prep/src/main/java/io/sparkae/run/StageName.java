package io.sparkae.run;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The stages in the order data flows, each with its output folder and the settings that decide its output. */
public enum StageName {
    /** Input files to checked, shuffled, partitioned rows. */
    INGEST(
            "dataset",
            List.of("seed", "data", "ingest", "generate"),
            "(train|validation|test)/[^/]+\\.parquet|rejected/[^/]+\\.json"),
    /** Rows to a trained model. */
    TRAIN(
            "model",
            List.of("seed", "model", "training"),
            "model\\.zip|history\\.jsonl|checkpoints/epoch-\\d+-round-\\d+\\.zip"),
    /** Rows to codes. */
    ENCODE("encodings", List.of(), "(train|validation|test)/(_SUCCESS|[^/]+\\.parquet)"),
    /** Codes to nearest neighbours and votes. */
    KNN("knn", List.of("seed", "knn"), "(neighbours|predictions)/(_SUCCESS|[^/]+\\.parquet)|submission\\.csv"),
    /** What all that amounts to, to look at. */
    REPORT("report", List.of("report"), "index\\.html|[^/]+\\.png");

    private final String folder;
    private final List<String> settingsPrefixes;
    private final Pattern files;

    StageName(String folder, List<String> settingsPrefixes, String files) {
        this.folder = folder;
        this.settingsPrefixes = settingsPrefixes;
        this.files = Pattern.compile(files);
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

    /** Whether a file may be of this stage, by its path in the stage's folder; the manifest apart. */
    boolean writes(String path) {
        return files.matcher(path).matches();
    }
}
