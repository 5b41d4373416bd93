package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.jobs.console.Console;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Standard error, standard output and the log: no secrets, no forged lines. */
class ShownTextTest {
    private static final String FORGED = "2026-11-27T00:00:00.000 ERROR Main: forged";

    /** Text of others as it may be in a path, a label or a message of a library's. */
    private static final String HOSTILE = "s3a://me:hush@b/x\n" + FORGED + "\u001b[31m\u2028" + FORGED;

    @Test
    void aFailureIsOneLineWithoutSecrets() {
        for (Exception failure : List.of(
                new BadInputException(HOSTILE),
                new IOException("wrapped", new IllegalStateException(HOSTILE.replace("\n", "\u0085"))),
                new SettingsException(List.of("data.train: found " + HOSTILE)))) {
            String err = failed(failure);

            assertEquals(1, err.lines().count(), err);
            assertTrue(err.startsWith("sparkae: ") && err.contains("s3a://***@b/x"), err);
            assertFalse(err.contains("hush") || err.contains("\u001b") || err.contains("\u2028"), err);
        }
    }

    @Test
    void problemsWithSettingsAreALineEach() {
        assertEquals(
                List.of("sparkae: seed: a", "b\\nc"),
                failed(new SettingsException(List.of("seed: a", "b\nc")))
                        .lines()
                        .toList());
    }

    @Test
    void refusedArgumentsAreNotRepeatedWithTheirValues(@TempDir Path folder) {
        for (String[] arguments : new String[][] {
            {"generate", "-s", "spark_hadoop.fs.s3a.secret.key=hush"},
            {"generate", "-s", "hush"},
            {"generate", "spark.hadoop.fs.s3a.secret.key=hush"},
            {"generate", "data.trian=hush"},
            {"generate", "--ruin-dir=s3a://me:hush@b/x"},
        }) {
            Command refused = Command.run(arguments);

            assertEquals(2, refused.code(), refused.err());
            assertFalse(refused.err().contains("hush"), refused.err());
        }
    }

    @Test
    void anArgumentIsNoFileOfArguments(@TempDir Path folder) throws IOException {
        Path arguments = Files.writeString(folder.resolve("arguments"), "--force");

        Command refused = Command.run("generate", "@" + arguments);

        assertEquals(2, refused.code());
        assertTrue(refused.err().startsWith("Unmatched argument at index 1: '@" + arguments), refused.err());
    }

    @Test
    void theLogHasNoForgedLinesAndNoSecrets() throws IOException {
        Throwable failure = new IOException(HOSTILE, new IllegalStateException(HOSTILE));
        failure.addSuppressed(new IOException(HOSTILE));
        for (String appender : List.of("file", "terminal")) {
            String logged = logged(appender, failure);

            assertEquals(
                    1, logged.lines().filter(line -> line.startsWith("2026")).count(), logged);
            assertFalse(logged.contains("hush") || logged.contains("\u001b") || logged.contains("\u2028"), logged);
            assertTrue(logged.contains("\t| " + FORGED), logged);
            assertTrue(logged.contains("Caused by: java.lang.IllegalStateException: s3a://***@b/x"), logged);
            assertEquals(appender.equals("file"), logged.contains("\tat io.sparkae.jobs.ShownTextTest"), logged);
        }
    }

    @Test
    void outputHasNoSecretsAndNothingThatSteersATerminal() {
        StringWriter target = new StringWriter();
        PrintWriter out = Console.on(target, Console.Verbosity.NORMAL).out();

        out.printf("%s %d%nrest", "s3a://me:hush@b/\u001b[31m…", 3);
        out.flush();

        assertEquals("s3a://***@b/\\u001b[31m… 3" + System.lineSeparator() + "rest", target.toString());
    }

    private static String failed(Exception failure) {
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));
        new Failures().handleExecutionException(failure, command, null);
        return err.toString();
    }

    private static String logged(String appender, Throwable failure) throws IOException {
        Properties configuration = new Properties();
        try (InputStream in = Main.class.getResourceAsStream("/sparkae-log4j2.properties")) {
            configuration.load(in);
        }
        String pattern = configuration.getProperty("appender." + appender + ".layout.pattern");
        return PatternLayout.newBuilder()
                .withPattern("2026 " + pattern.replaceFirst("%d\\{[^}]*}", ""))
                .build()
                .toSerializable(Log4jLogEvent.newBuilder()
                        .setLevel(Level.ERROR)
                        .setLoggerName("x.Main")
                        .setMessage(new SimpleMessage(HOSTILE))
                        .setThrown(failure)
                        .build());
    }
}
