package io.sparkae.run;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The folders that a stage writes to.
 *
 * @param attempt an empty folder for the output; it becomes the stage's folder when the call returns
 * @param kept a folder, perhaps absent, that survives a killed process: the next run with the same fingerprint gets it
 *     again; it is removed when the stage is committed
 * @param earlier folders that may hold work of the same fingerprint to resume, the most recent first; none under
 *     {@code --force}
 * @param fingerprint of the output; see {@link Manifest}
 */
public record Workspace(Path attempt, Path kept, List<Path> earlier, String fingerprint) {}
