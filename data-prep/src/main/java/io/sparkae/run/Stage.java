package io.sparkae.run;

import io.sparkae.files.BadInputException;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * One step of the flow in a run folder: a function from inputs and settings to an output folder. {@link StageTransaction}
 * runs it; a stage itself only adapts the library to the run, as in
 *
 * <pre>{@code
 * EncodeStage(SparkSession spark, RunFolder run, StageSettings settings) {
 *     super(StageName.ENCODE, run, settings, StageName.INGEST, StageName.TRAIN);
 * }
 * }</pre>
 *
 * and {@link #write}. Stages that read something else than earlier stages' outputs override {@link #inputs()}.
 */
public abstract class Stage {
    private final StageName name;
    private final RunFolder run;
    private final StageSettings settings;
    private final List<StageName> sources;

    /**
     * @param name of the step
     * @param run in which the stage works
     * @param settings in force for every stage
     * @param sources earlier stages from whose outputs this one is made
     */
    protected Stage(StageName name, RunFolder run, StageSettings settings, StageName... sources) {
        this.name = name;
        this.run = run;
        this.settings = settings;
        this.sources = List.of(sources);
    }

    /** The step of the flow. */
    public final StageName name() {
        return name;
    }

    /** The settings on which the output depends, flattened, as manifests record them. */
    public final Map<String, Object> settings() {
        return settings.of(name);
    }

    /**
     * The files on which the output depends: by default the manifests of the stages it is made from. They are read only
     * if all stages before this one were made with the settings in force.
     *
     * @throws BadInputException if an input file is missing or unreadable
     * @throws StageOutputException if an earlier stage's output is missing, incomplete or made with other settings
     */
    public List<InputFile> inputs() throws IOException {
        for (StageName earlier : StageName.values()) {
            if (earlier.compareTo(name) < 0) {
                upstream(earlier);
            }
        }
        List<InputFile> manifests = new ArrayList<>();
        for (StageName source : sources) {
            manifests.add(run.manifestOf(source));
        }
        return manifests;
    }

    /** Does the work, called once {@link #inputs()} have been listed. */
    public abstract StageOutput write(Workspace workspace) throws IOException;

    /** The run in which the stage works. */
    protected final RunFolder run() {
        return run;
    }

    /**
     * An earlier stage's manifest.
     *
     * @throws StageOutputException if its output is missing, incomplete or made with other settings
     */
    protected final Manifest upstream(StageName earlier) throws IOException {
        return run.require(earlier, settings.of(earlier));
    }

    /** An earlier stage's output folder. */
    protected final Path folder(StageName earlier) {
        return run.stage(earlier).path();
    }
}
