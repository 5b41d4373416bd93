package io.sparkae.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of {@code jobs/bin/sparkae} in the code blocks of a page of the documentation. */
final class DocumentedCommands {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("jobs/bin/sparkae( [^\\n#&]*)?");
    private static final Pattern CONTINUED = Pattern.compile("\\\\\\n\\s*");

    private DocumentedCommands() {}

    /** The arguments of each command, in the order of the page. */
    static List<List<String>> of(Path page) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            String text = CONTINUED.matcher(block.group(1)).replaceAll("");
            Matcher command = COMMAND.matcher(text);
            while (command.find()) {
                String arguments =
                        command.group(1) == null ? "" : command.group(1).strip();
                if (!arguments.startsWith("COMMAND")) { // the synopsis
                    commands.add(arguments.isEmpty() ? List.of() : List.of(arguments.split("\\s+")));
                }
            }
        }
        return commands;
    }
}
