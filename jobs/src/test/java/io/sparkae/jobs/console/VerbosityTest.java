package io.sparkae.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.jobs.Command;
import io.sparkae.train.TrainingListener;
import io.sparkae.train.averaging.EpochRecord;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbosityTest {
    @Test
    void quietSaysNothing(@TempDir Path folder) {
        assertFalse(generate(folder).out().isEmpty());

        Command quiet = generate(folder.resolve("quiet"), "--quiet");

        assertEquals(0, quiet.code(), quiet.err());
        assertEquals("", quiet.out());
        assertTrue(folder.resolve("quiet/test.csv.gz").toFile().isFile());
    }

    @Test
    void quietStillSaysWhatIsWrong(@TempDir Path folder) {
        Command wrong = generate(folder, "-q", "-s", "generate.train-rows=0");

        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("generate.train-rows: expected >= 1, found 0"), wrong.err());
    }

    @Test
    void quietAndVerboseExcludeEachOther(@TempDir Path folder) {
        Command both = generate(folder, "-q", "-v");

        assertEquals(2, both.code());
        assertTrue(both.err().contains("mutually exclusive"), both.err());
    }

    @Test
    void verboseShowsEveryEpochOfALongTraining() {
        assertEquals(100, lines(Console.Verbosity.NORMAL));
        assertEquals(300, lines(Console.Verbosity.VERBOSE));
    }

    private static long lines(Console.Verbosity verbosity) {
        StringWriter out = new StringWriter();
        TrainingListener progress = TrainingProgress.on(Console.on(out, verbosity));
        for (int epoch = 1; epoch <= 300; epoch++) {
            progress.epochEnded(new EpochRecord(null, epoch, 0.1, null, 1, 100, 1, new TreeMap<>()), 300);
        }
        return out.toString().lines().count();
    }

    private static Command generate(Path folder, String... more) {
        String[] arguments = new String[6 + more.length];
        System.arraycopy(
                new String[] {
                    "generate", "-o", folder.toString(), "-s", "generate.test-rows=10", "-sgenerate.kind=digits"
                },
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Command.run(arguments);
    }
}
