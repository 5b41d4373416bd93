package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The archive of classes that the build makes is one that Java takes, with the launcher's options and class path. */
class ClassArchiveIT {
    @Test
    void classesComeOutOfTheArchive() throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of("bin", "sparkae").toAbsolutePath().toString(), "--version")
                .redirectErrorStream(true);
        command.environment().put("JAVA_HOME", System.getProperty("java.home")); // the one that the build ran in
        command.environment().put("SPARKAE_JAVA_OPTS", "-Xlog:class+load");
        Process process = command.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        for (String name : new String[] {Main.class.getName(), "io.sparkae.run.Versions"}) {
            assertTrue(
                    output.contains(name + " source: shared objects file (top)"),
                    name + ": target/class-archive.log says why not, if the archive could not be made");
        }
        assertFalse(output.contains("[cds"), "no words about the archive");
    }
}
