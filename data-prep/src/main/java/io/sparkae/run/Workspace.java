package io.sparkae.run;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Where a stage works.
 *
 * @param attempt an empty folder of this call's own; it becomes the stage's folder if the call returns
 * @param kept a folder, perhaps not there yet, that outlives a killed process: the next run with the same fingerprint
 *     gets the same one; it is removed once the stage is committed
 * @param earlier folders in which earlier, unfinished or damaged work of the same fingerprint may have left something
 *     to go on from, the most recent first; none if the user wants all work done again
 * @param fingerprint of the output to be made; see {@link Manifest}
 */
public record Workspace(Path attempt, Path kept, List<Path> earlier, String fingerprint) {}
