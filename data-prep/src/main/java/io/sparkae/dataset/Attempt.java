package io.sparkae.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** An output folder in the making; closing it without a commit removes it. */
final class Attempt implements AutoCloseable {
    private final StageFolder target;
    private final Path folder;
    private boolean committed;

    Attempt(StageFolder target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    /** The files written so far, in name order; Parquet files with the row count of their footer. */
    List<OutputFile> files() throws IOException {
        FileSystem fs = target.fs();
        int prefix = fs.makeQualified(folder).toUri().getPath().length() + 1;
        List<OutputFile> files = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
        while (all.hasNext()) {
            LocatedFileStatus file = all.next();
            if (!file.getPath().getName().startsWith(".")) {
                files.add(describe(fs, file, file.getPath().toUri().getPath().substring(prefix)));
            }
        }
        files.sort(Comparator.comparing(OutputFile::path));
        return files;
    }

    /**
     * Commits the output under its manifest.
     *
     * @throws IllegalStateException if a part's files do not hold the rows that the manifest claims
     */
    void commit(Manifest manifest) throws IOException {
        for (Map.Entry<String, Long> part : manifest.rows().entrySet()) {
            checkRows(part.getKey(), part.getValue(), manifest.files());
        }
        ManifestFile.write(target.fs(), new Path(folder, Manifest.FILE), manifest);
        target.replaceBy(folder);
        committed = true;
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            target.fs().delete(folder, true);
        }
    }

    private static OutputFile describe(FileSystem fs, LocatedFileStatus file, String name) throws IOException {
        Long rows = ParquetRows.count(fs.getConf(), file);
        String sha256 =
                rows == null ? InputFile.describe(fs, file.getPath(), name).sha256() : null;
        return new OutputFile(name, file.getLen(), rows, sha256);
    }

    private static void checkRows(String part, long expected, List<OutputFile> files) {
        List<OutputFile> counted = files.stream()
                .filter(f -> f.rows() != null && f.path().startsWith(part + "/"))
                .toList();
        long found = counted.stream().mapToLong(OutputFile::rows).sum();
        if (!counted.isEmpty() && found != expected) {
            throw new IllegalStateException(
                    "part " + part + " should hold " + expected + " rows, its files hold " + found);
        }
    }
}
