package io.sparkae.run;

import io.sparkae.files.AtomicFile;
import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.settings.GivenSettings;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The file {@code settings.conf} of a run folder: the settings given to commands on it, from which later commands start. It is
 * written when the first command begins, so that an interrupted one can be continued, and when a command has ended well; one that
 * fails leaves it as it was.
 */
public final class KeptSettings {
    /** The file's name. */
    public static final String FILE = "settings.conf";

    private static final String MARK =
            "# Settings given to sparkae's commands on this run; later ones start from them.\n"
                    + "# 'config' is from --config files, 'given' from -s. Spark's settings and secrets are not kept.\n";

    private static final String CHECKSUM = "# SHA-256 of the lines above: ";

    private static final int MOST_BYTES = 1 << 20;

    private KeptSettings() {}

    /**
     * Reads the settings of a run folder, which need not exist.
     *
     * @throws StageOutputException if the file is damaged or was changed
     */
    public static GivenSettings read(RunFolder run) throws IOException {
        String text = text(run);
        if (!text.startsWith(MARK)) {
            return GivenSettings.NONE;
        }
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.equals(withChecksum(text.substring(0, end)))) {
            throw new StageOutputException(file(run)
                    + " is damaged, or was changed by hand: give the settings again, with" + " --forget-settings");
        }
        return GivenSettings.parse(text, file(run).toString());
    }

    private static String withChecksum(String text) {
        return text + CHECKSUM + InputFile.hashOf(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    /**
     * Checks that the file, if there is one, is sparkae's.
     *
     * @throws StageOutputException if it is a user's
     */
    public static void requireOurs(RunFolder run) throws IOException {
        if (run.fs().exists(file(run)) && !text(run).startsWith(MARK)) {
            throw new StageOutputException(file(run)
                    + " is not one of sparkae's and is not replaced: give another --run-dir, or move it away");
        }
    }

    /** Writes the settings if the run has none. */
    public static void begin(RunFolder run, Settings settings) throws IOException {
        if (!run.fs().exists(file(run))) {
            write(run, settings);
        }
    }

    /** Writes the settings, unless they are there. */
    public static void write(RunFolder run, Settings settings) throws IOException {
        String text = withChecksum(MARK + settings.given().toHocon());
        if (text.length() > MOST_BYTES / 4) { // at most four bytes a character
            throw new SettingsException(List.of("the settings given have " + text.length() + " characters, expected at"
                    + " most " + MOST_BYTES / 4 + ": name folders or globs instead of many files"));
        }
        if (!text.equals(text(run))) {
            run.requireHeld();
            AtomicFile.write(run.fs(), file(run), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The file's content; empty if there is none. */
    private static String text(RunFolder run) throws IOException {
        try (InputStream in = run.fs().open(file(run))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new StageOutputException(
                        file(run) + ": expected at most " + MOST_BYTES + " bytes of settings, found more");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (FileNotFoundException none) {
            return "";
        }
    }

    private static Path file(RunFolder run) {
        return new Path(run.root(), FILE);
    }
}
