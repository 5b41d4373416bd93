package io.sparkae.jobs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** The command {@code experiments}, which lists the experiments packed into the jar; needs no Spark session. */
@Command(
        name = "experiments",
        description = "Lists the experiments that come with sparkae; run one with 'run --config"
                + " conf/experiments/NAME.conf'.")
final class ExperimentsJob extends Job {
    private static final String FOLDER = "experiments";
    private static final String ENDING = ".conf";

    /**
     * A packed experiment.
     *
     * @param name of its file, without the ending, and of its runs
     * @param description one line
     */
    record Experiment(String name, String description) {}

    @Override
    public Integer call() throws IOException {
        List<Experiment> all = packed();
        int width = all.stream().mapToInt(e -> e.name().length()).max().orElse(0);
        for (Experiment experiment : all) {
            out().printf(Locale.ROOT, "%-" + width + "s  %s%n", experiment.name(), experiment.description());
        }
        out().flush();
        return 0;
    }

    /** All experiments by name; names that differ in a number by that number. */
    static List<Experiment> packed() throws IOException {
        URI folder;
        try {
            folder = ExperimentsJob.class.getResource("/" + FOLDER).toURI();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (!folder.getScheme().equals("jar")) {
            return in(Path.of(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
            return in(jar.getPath(FOLDER));
        }
    }

    private static List<Experiment> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .sorted(Comparator.comparing((String name) -> name.replaceAll("-?\\d+.conf$", ""))
                            .thenComparing(String::length)
                            .thenComparing(Comparator.naturalOrder()))
                    .map(ExperimentsJob::read)
                    .toList();
        }
    }

    private static Experiment read(String file) {
        Config config = ConfigFactory.parseResources(ExperimentsJob.class.getClassLoader(), FOLDER + "/" + file);
        return new Experiment(config.getString("experiment.name"), config.getString("experiment.description"));
    }
}
