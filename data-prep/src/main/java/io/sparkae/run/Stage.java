package io.sparkae.run;

import io.sparkae.files.BadInputException;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One step of the flow: a function from inputs and settings to an output folder. */
public interface Stage {
    /** Which step this is. */
    StageName name();

    /** The settings on which the output depends, flattened. */
    Map<String, Object> settings();

    /**
     * What the stage will read, checked to be there.
     *
     * @throws BadInputException if a file of the user's is missing or unreadable
     * @throws StageOutputException if an earlier stage's output cannot be used
     */
    List<InputFile> inputs() throws IOException;

    /** Does the work. */
    StageOutput write(Workspace workspace) throws IOException;
}
