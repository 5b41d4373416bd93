package io.sparkae.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A shell script in the place of the Python interpreter, so that tests do not depend on installed peers. */
final class StubPython {
    private static final String CALLS = "calls.txt";

    private StubPython() {}

    /** @param commands in the place of every Python script */
    static Path in(Path folder, String commands) throws IOException {
        Path script = folder.resolve("python");
        Files.writeString(script, "#!/bin/sh\necho \"$*\" >> '" + folder.resolve(CALLS) + "'\n" + commands + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Script and arguments of each call. */
    static List<String> calls(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(CALLS));
    }
}
