package io.sparkae.jobs.startup;

import java.util.List;
import java.util.Optional;

/** Spark reaches into Java's own packages; on Java 17 these have to be opened to it on the command line. */
final class OpenedPackages {
    private static final List<String> NEEDED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "sun.nio.ch");

    private OpenedPackages() {}

    static Optional<String> problem() {
        Module base = Object.class.getModule();
        Module ours = OpenedPackages.class.getModule();
        List<String> closed =
                NEEDED.stream().filter(name -> !base.isOpen(name, ours)).toList();
        return closed.isEmpty()
                ? Optional.empty()
                : Optional.of("Java's packages " + String.join(", ", closed) + " are not open to Spark: start with"
                        + " spark-submit or jobs/bin/sparkae, which give --add-opens=java.base/" + closed.get(0)
                        + "=ALL-UNNAMED and the like, or give them yourself");
    }
}
