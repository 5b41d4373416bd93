package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.CsvFixture;
import io.sparkae.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/user-guide.md do what the page says, one after the other. */
@ExtendWith(SharedSpark.class)
class UserGuideIT {
    private static final Path ROOT = Path.of("..");
    private static final Pattern INPUT_OR_OUTPUT =
            Pattern.compile("(?<=^|=)(?!conf/)([a-z0-9-]+/)*[a-z0-9-]+\\.[a-z0-9]+$");

    @TempDir
    Path folder;

    @Test
    void everyCommandOfThePageEndsWell() throws IOException {
        rows(0, 400, CsvFixture.header()).write(folder.resolve("train.csv"));
        rows(400, 460, CsvFixture.header()).write(folder.resolve("test.csv"));
        List<List<String>> commands = DocumentedCommands.of(ROOT.resolve("docs").resolve("user-guide.md"));
        assertTrue(commands.size() > 4, commands.toString());
        for (List<String> command : commands) {
            String[] arguments = command.stream().map(this::here).toArray(String[]::new);

            Command done = Command.run(arguments);

            assertEquals(0, done.code(), String.join(" ", command) + ": " + done.err());
        }
        assertTrue(Files.exists(folder.resolve("runs/both/report/index.html")));
    }

    private static CsvFixture rows(int from, int to, String header) {
        return new CsvFixture().line(header).rows(from, to);
    }

    /** The page's relative paths, below this test's folder or the checkout. */
    private String here(String word) {
        if (word.startsWith("conf/")) {
            return ROOT.resolve(word).toString();
        }
        if (word.startsWith("runs/")) {
            return folder.resolve(word).toString();
        }
        return INPUT_OR_OUTPUT.matcher(word).replaceAll(found -> folder.resolve(found.group())
                .toString());
    }
}
