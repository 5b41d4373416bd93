package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** Every command in README and docs has options that exist, and settings that are accepted. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted().toList().stream())
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(DocumentedCommandsTest::hasCommands);
        }
    }

    private static boolean hasCommands(Path page) {
        return !assertDoesNotThrow(() -> DocumentedCommands.of(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAreUnderstood(Path page) throws IOException {
        List<List<String>> commands = DocumentedCommands.of(page);
        assertFalse(commands.isEmpty());
        for (List<String> command : commands) {
            List<String> arguments = command.stream()
                    .map(word -> word.replace("NAME", "dense-16").replace("…", "x"))
                    .map(word -> word.startsWith("conf/") ? ROOT.resolve(word).toString() : word)
                    .toList();
            assertDoesNotThrow(() -> understand(arguments), page + ": sparkae " + String.join(" ", command));
        }
    }

    private static void understand(List<String> arguments) {
        ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
        Object command = parsed.subcommand().commandSpec().userObject();
        assertInstanceOf(Job.class, command).options().settings();
    }
}
