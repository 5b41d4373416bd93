package io.sparkae.jobs;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a process of its own. */
public final class ChildCommand {
    private ChildCommand() {}

    /** @param output that both its streams are appended to */
    static Process start(Path output, String... arguments) throws IOException {
        return start(output, output.resolveSibling("no-configuration"), "io.sparkae.jobs.Main", List.of(arguments));
    }

    /**
     * Starts a main class of the tests' class path.
     *
     * @param output that both its streams are appended to
     * @param configuration folder that goes before the class path, for Hadoop's files of settings; need not exist
     */
    public static Process start(Path output, Path configuration, String mainClass, List<String> arguments)
            throws IOException {
        return start(output, List.of(), configuration, mainClass, arguments);
    }

    /** @param around a command that runs the rest of its arguments */
    static Process start(Path output, List<String> around, String... arguments) throws IOException {
        Path none = output.resolveSibling("no-configuration");
        return start(output, around, none, "io.sparkae.jobs.Main", List.of(arguments));
    }

    private static Process start(
            Path output, List<String> around, Path configuration, String mainClass, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(around);
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
                configuration + File.pathSeparator + System.getProperty("java.class.path"),
                mainClass));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
