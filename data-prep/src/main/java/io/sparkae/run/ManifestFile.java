package io.sparkae.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sparkae.files.InputFile;
import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import io.sparkae.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The bytes of a manifest: JSON whose last entry, {@code checksum}, is the SHA-256 of the file as it would be without that
 * entry. So a manifest that was cut short, damaged or changed by hand is not taken for one.
 */
final class ManifestFile {
    /** Those of 250,000 files; more would not be held in memory for a file's mere claim. */
    private static final int MOST_BYTES = 32 << 20;

    private static final String END = "\n}\n";
    private static final Pattern CHECKSUM = Pattern.compile(",\n  \"checksum\" : \"([0-9a-f]{64})\"" + END + "\\z");
    private static final int CHECKSUM_CHARACTERS = 100;

    private ManifestFile() {}

    /** Writes a file that appears under its name when it is whole. */
    static void write(FileSystem fs, Path file, Manifest manifest) throws IOException {
        byte[] json = bytes(file, manifest);
        WholeFile.write(fs, file, out -> out.write(json));
    }

    /**
     * The content of a manifest's file.
     *
     * @throws IOException if it is too large to be read again
     */
    static byte[] bytes(Path file, Manifest manifest) throws IOException {
        byte[] json = withChecksum(Json.pretty(manifest)).getBytes(StandardCharsets.UTF_8);
        if (json.length > MOST_BYTES) {
            throw new IOException(file + " would have " + json.length + " bytes, more than the " + MOST_BYTES
                    + " that are read again: fewer files would do, see ingest.partitions");
        }
        return json;
    }

    /**
     * @throws StageOutputException if the content is not what was written
     * @throws java.io.FileNotFoundException if there is no such file
     */
    static Manifest read(FileSystem fs, Path file) throws IOException {
        return parse(new String(bytes(fs, file), StandardCharsets.UTF_8));
    }

    /**
     * The content of a file, not looked at yet.
     *
     * @throws StageOutputException if it is no manifest's, for its size
     * @throws java.io.FileNotFoundException if there is no such file
     */
    static byte[] bytes(FileSystem fs, Path file) throws IOException {
        byte[] json;
        try (InputStream in = fs.open(file)) {
            json = in.readNBytes(MOST_BYTES + 1);
        }
        if (json.length > MOST_BYTES) {
            throw damaged("it has more than " + MOST_BYTES + " bytes");
        }
        return json;
    }

    static String withChecksum(String json) {
        String checksum = InputFile.hashOf(json.getBytes(StandardCharsets.UTF_8));
        return json.substring(0, json.length() - END.length()) + ",\n  \"checksum\" : \"" + checksum + "\"" + END;
    }

    static Manifest parse(String text) {
        Matcher checksum = CHECKSUM.matcher(text);
        if (!checksum.find(Math.max(0, text.length() - CHECKSUM_CHARACTERS))) {
            throw damaged("it does not end with its checksum: cut short, changed, or of an earlier version");
        }
        String json = text.substring(0, checksum.start()) + END;
        if (!InputFile.hashOf(json.getBytes(StandardCharsets.UTF_8)).equals(checksum.group(1))) {
            throw damaged("its checksum is not that of its content");
        }
        try {
            Manifest manifest = Json.parseStrictly(json, Manifest.class);
            if (manifest == null) {
                throw damaged("it holds nothing");
            }
            return manifest;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw damaged(message.lines().findFirst().orElse(""));
        }
    }

    private static StageOutputException damaged(String why) {
        return new StageOutputException(Manifest.FILE + " is not readable: " + why);
    }
}
