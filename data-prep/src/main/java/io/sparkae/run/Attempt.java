package io.sparkae.run;

import io.sparkae.files.FileSystems;
import io.sparkae.files.InputFile;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.files.WholeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * An output folder in the making; closing it without a commit removes it. A hidden folder in it marks it as this one: file
 * systems and Spark make folders that are missing without a word, so a removed attempt may seem to be there.
 */
final class Attempt implements AutoCloseable {
    private static final String MARK = ".attempt";

    private final StageFolder target;
    private final Path folder;
    private boolean committed;

    private Attempt(StageFolder target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /** Begins one in a folder that is not there yet. */
    static Attempt open(StageFolder target, Path folder) throws IOException {
        if (!target.fs().mkdirs(new Path(folder, MARK))) {
            throw new IOException("could not create folder " + folder);
        }
        return new Attempt(target, folder);
    }

    Path path() {
        return folder;
    }

    /** The files written so far, in name order; Parquet files with the row count of their footer. */
    List<OutputFile> files() throws IOException {
        FileSystem fs = target.fs();
        int prefix = fs.makeQualified(folder).toUri().getPath().length() + 1;
        List<OutputFile> files = new ArrayList<>();
        for (FileStatus file : FileSystems.filesBelow(fs, folder)) {
            if (!file.getPath().getName().startsWith(".")) {
                files.add(describe(fs, file, file.getPath().toUri().getPath().substring(prefix)));
            }
        }
        files.sort(Comparator.comparing(OutputFile::path));
        return files;
    }

    /**
     * Checks that nobody has taken the run or removed the attempt.
     *
     * @throws StageOutputException if that has happened
     */
    void requireOurs() throws IOException {
        target.requireHeld();
        if (!committed && !target.fs().exists(new Path(folder, MARK))) {
            throw new StageOutputException("another process has removed " + folder
                    + ", in which this run was at work: nothing was committed; give the command again once no other run"
                    + " uses the folder");
        }
    }

    /**
     * Commits the output under its manifest.
     *
     * @throws IllegalStateException if a part's files do not hold the rows that the manifest claims
     * @throws StageOutputException if another process has taken the run or removed the attempt
     */
    void commit(Manifest manifest) throws IOException {
        FileSystem fs = target.fs();
        requireOurs();
        for (Map.Entry<String, Long> part : manifest.rows().entrySet()) {
            checkRows(part.getKey(), part.getValue(), manifest.files());
        }
        Path file = new Path(folder, Manifest.FILE);
        byte[] json = ManifestFile.bytes(file, manifest);
        WholeFile.writeNew(fs, file, out -> out.write(json), target.disk());
        InputFile written =
                new InputFile(target.path().getName() + "/" + Manifest.FILE, json.length, InputFile.hashOf(json));
        target.disk().forceAll(fs, folder);
        requireOurs();
        fs.delete(new Path(folder, MARK), true);
        committed = true;
        target.replaceBy(folder, written);
    }

    @Override
    public void close() throws IOException {
        target.fs().delete(folder, true); // there still if it was not committed
    }

    private static OutputFile describe(FileSystem fs, FileStatus file, String name) throws IOException {
        Long rows = name.endsWith(".parquet") ? rowsOf(fs, file) : null;
        String sha256 =
                rows == null ? InputFile.describe(fs, file.getPath(), name).sha256() : null;
        return new OutputFile(name, file.getLen(), rows, sha256);
    }

    /** A Parquet file's number of rows, read from its footer. */
    private static long rowsOf(FileSystem fs, FileStatus file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, fs.getConf()))) {
            return reader.getRecordCount();
        }
    }

    private static void checkRows(String part, long expected, List<OutputFile> files) {
        List<OutputFile> counted = files.stream()
                .filter(f -> f.rows() != null && f.path().startsWith(part + "/"))
                .toList();
        if (counted.isEmpty() && files.stream().anyMatch(f -> f.path().startsWith(part + "/"))) {
            return; // files that do not count their rows
        }
        long found = counted.stream().mapToLong(OutputFile::rows).sum();
        if (found != expected) {
            throw new IllegalStateException(
                    "part " + part + " should hold " + expected + " rows, its files hold " + found);
        }
    }
}
