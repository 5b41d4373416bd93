package io.sparkae.ingest.scaling;

import io.sparkae.files.FileSystems;
import io.sparkae.files.StageOutputException;
import io.sparkae.run.Manifest;
import io.sparkae.run.StageName;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The scaling of an earlier dataset, applied to later rows.
 *
 * @param manifest the file that records it
 * @param scaling recorded there
 */
public record RecordedScaling(String manifest, Scaling scaling) {
    /** The recorded facts of a dataset, reduced to the scaling. */
    private record Fact(Scaling scaling) {
        Fact {
            Objects.requireNonNull(scaling, "scaling");
        }
    }

    /**
     * Reads it.
     *
     * @param run a run's folder, or empty for none
     * @throws StageOutputException if there is no dataset
     */
    public static Optional<RecordedScaling> find(String run, Configuration conf) throws IOException {
        if (run.isEmpty()) {
            return Optional.empty();
        }
        Path file = new Path(new Path(FileSystems.path(run), StageName.INGEST.folder()), Manifest.FILE);
        FileSystem fs = file.getFileSystem(conf);
        if (!fs.exists(file)) {
            throw new StageOutputException(
                    "ingest.scaling-from: expected the folder of a run with a dataset, found no " + file);
        }
        return Optional.of(new RecordedScaling(
                file.toString(), Manifest.read(fs, file).facts(Fact.class).scaling()));
    }
}
