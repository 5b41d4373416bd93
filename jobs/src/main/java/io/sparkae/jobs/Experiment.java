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
import java.util.Map;
import java.util.stream.Stream;

/**
 * An experiment that is packed into the jar.
 *
 * @param name of its file, without the ending, and of its runs
 * @param description one line
 */
record Experiment(String name, String description) {
    private static final String FOLDER = "experiments";
    private static final String ENDING = ".conf";

    /** All of them, by name, those that differ in a number by that. */
    static List<Experiment> packed() throws IOException {
        URI folder;
        try {
            folder = Experiment.class.getResource("/" + FOLDER).toURI();
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
                    .map(Experiment::read)
                    .toList();
        }
    }

    private static Experiment read(String file) {
        Config config = ConfigFactory.parseResources(Experiment.class.getClassLoader(), FOLDER + "/" + file);
        return new Experiment(config.getString("experiment.name"), config.getString("experiment.description"));
    }
}
