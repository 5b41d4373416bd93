package io.sparkae.jobs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a process of its own. */
final class ChildCommand {
    private ChildCommand() {}

    /** @param output that both its streams are appended to */
    static Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option ->
                        !option.startsWith("-Xmx") && !option.contains("log4j2") && !option.contains("jacoco"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1", // it lives for seconds, and the second compiler would cost it more than it
                // saves
                "-Dlog4j2.configurationFile=sparkae-log4j2.properties",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sparkae.jobs.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
