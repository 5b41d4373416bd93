package io.sparkae.run;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The stages in the order of the data flow, each with its output folder and the settings on which its output depends. */
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
    /** Codes to nearest neighbours and predictions. */
    KNN("knn", List.of("seed", "knn"), "(neighbours|predictions)/(_SUCCESS|[^/]+\\.parquet)|submission\\.csv"),
    /** A page about the run. */
    REPORT("report", List.of("report"), "index\\.html|[^/]+\\.png");

    private final String folder;
    private final List<String> settingsPrefixes;
    private final Pattern files;

    StageName(String folder, List<String> settingsPrefixes, String files) {
        this.folder = folder;
        this.settingsPrefixes = settingsPrefixes;
        this.files = Pattern.compile(files);
    }

    /** The name of the stage as a command and in manifests. */
    public String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The output folder's name inside a run folder. */
    public String folder() {
        return folder;
    }

    /** The keys, or prefixes of keys, of the settings on which this stage's output depends. */
    public List<String> settingsPrefixes() {
        return settingsPrefixes;
    }

    /** Whether this stage writes files of that name, given by the path in its folder; false for the manifest. */
    boolean writes(String path) {
        return files.matcher(path).matches();
    }
}
