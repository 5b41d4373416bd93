package io.sparkae.testing;

import io.sparkae.files.InputFile;
import io.sparkae.run.RunFolder;
import io.sparkae.run.Stage;
import io.sparkae.run.StageName;
import io.sparkae.run.StageOutput;
import io.sparkae.run.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** A stage without Spark that writes its only setting, {@code content}, to files. */
public class TextStage extends Stage {
    /** The only file of an output, unless others are named. */
    public static final String FILE = "content.txt";

    private final String content;
    private final List<String> files;
    private final boolean hasSources;

    /** A stage that reads nothing and writes {@link #FILE}. */
    public TextStage(RunFolder run, StageName name, String content) {
        this(run, name, content, List.of(FILE));
    }

    /**
     * @param files to be written, by their paths in the output
     * @param sources earlier stages of the same content that are read
     */
    public TextStage(RunFolder run, StageName name, String content, List<String> files, StageName... sources) {
        super(name, run, stage -> Map.of("content", content), sources);
        this.content = content;
        this.files = files;
        this.hasSources = sources.length > 0;
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        return hasSources ? super.inputs() : List.of();
    }

    @Override
    public StageOutput write(Workspace workspace) throws IOException {
        for (String file : files) {
            try (OutputStream out = run().fs().create(new Path(workspace.attempt(), file), false)) {
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new StageOutput(Map.of(), Map.of());
    }
}
