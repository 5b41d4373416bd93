package io.sparkae.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arguments of the five stages as the Airflow DAG submits them, from {@code spark-submit-commands.txt}; the DAG's
 * own test compares what it renders with the same file.
 */
final class SubmittedCommands {
    private static final String FILE = "/spark-submit-commands.txt";

    private SubmittedCommands() {}

    /**
     * One list of arguments a stage, in order.
     *
     * @param values of {@code {run}}, {@code {experiment}}, {@code {train}} and {@code {test}}
     */
    static List<List<String>> with(Map<String, String> values) throws IOException {
        try (InputStream file = SubmittedCommands.class.getResourceAsStream(FILE)) {
            List<List<String>> commands = new ArrayList<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                List<String> arguments = new ArrayList<>();
                for (String word : line.split(" ")) {
                    for (Map.Entry<String, String> value : values.entrySet()) {
                        word = word.replace("{" + value.getKey() + "}", value.getValue());
                    }
                    arguments.add(word);
                }
                commands.add(arguments);
            }
            return commands;
        }
    }
}
