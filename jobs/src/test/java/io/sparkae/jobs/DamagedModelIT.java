package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A trained model whose files were harmed afterwards. */
@ExtendWith(SharedSpark.class)
class DamagedModelIT {
    @TempDir
    Path run;

    private byte[] model;

    @BeforeEach
    void train() throws IOException {
        assertEquals(0, sparkae("ingest").code());
        assertEquals(0, sparkae("train").code());
        model = Files.readAllBytes(file("model.zip"));
    }

    @Test
    void isNamedAndRestoredFromItsLastCheckpoint() throws IOException {
        byte[] flipped = model.clone();
        flipped[flipped.length / 2] ^= 1;
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(model, 1000))) {
            Files.write(file("model.zip"), damaged);

            Command encode = sparkae("encode");
            Command train = sparkae("train");

            assertEquals(4, encode.code());
            assertTrue(encode.err().contains("model.zip"), encode.err());
            assertTrue(encode.err().contains("run 'sparkae train' with this --run-dir"), encode.err());
            assertEquals(0, train.code(), train.err());
            assertTrue(train.out().contains("resuming after epoch 2 and 0 rounds"), train.out());
            assertFalse(train.out().contains("epoch 2/2"), "nothing is trained again: " + train.out());
            assertArrayEquals(model, Files.readAllBytes(file("model.zip")));
        }
    }

    @Test
    void withADamagedCheckpointTooTheOneBeforeItServes() throws IOException {
        Path newest = file("checkpoints/epoch-000002-round-000000.zip");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 5000));
        Files.write(file("model.zip"), new byte[model.length]);

        Command train = sparkae("train");

        assertEquals(0, train.code(), train.err());
        assertTrue(train.out().contains("epoch-000002-round-000000.zip cannot be used"), train.out());
        assertTrue(train.out().contains("resuming after epoch 1 and 0 rounds"), train.out());
        assertArrayEquals(model, Files.readAllBytes(file("model.zip")));
    }

    /** A model that somebody put there, manifest and all. */
    @Test
    void aForgedOneIsRefusedInOneLine() throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream forged = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(model));
                ZipOutputStream out = new ZipOutputStream(forged)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
            }
            out.putNextEntry(new ZipEntry("preprocessor.bin"));
            out.write(1);
        }
        Files.write(file("model.zip"), forged.toByteArray());
        Path manifest = file("manifest.json");
        String end = "\n}\n";
        String json = Files.readString(manifest)
                .replace(sha256(model), sha256(forged.toByteArray()))
                .replace("\"bytes\" : " + model.length, "\"bytes\" : " + forged.size())
                .replaceFirst(",\\s+\"checksum\" : \"\\w+\"", "");
        String checksum = sha256(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                manifest,
                json.substring(0, json.length() - end.length()) + ",\n  \"checksum\" : \"" + checksum + "\"" + end);

        Command encode = sparkae("encode");

        assertEquals(4, encode.code(), encode.err());
        assertTrue(encode.err().contains("model.zip is not a model that can be used"), encode.err());
        assertTrue(encode.err().contains("preprocessor.bin"), encode.err());
        assertEquals(1, encode.err().lines().count(), encode.err());
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void otherSettingsStartFromTheBeginning() {
        Command other = sparkae("train", "-s", "training.learning-rate=0.002");

        assertEquals(0, other.code(), other.err());
        assertFalse(other.out().contains("resuming"), other.out());
    }

    private Path file(String name) {
        return run.resolve("model").resolve(name);
    }

    private Command sparkae(String command, String... more) {
        Stream<String> small = Stream.of(
                        "generate.train-rows=300",
                        "generate.test-rows=50",
                        "model.hidden=[16]",
                        "model.code=4",
                        "training.epochs=2",
                        "training.worker-batch-size=16",
                        "training.averaging-frequency=3")
                .flatMap(pair -> Stream.of("-s", pair));
        return Command.run(Stream.of(Stream.of(command, "--run-dir", run.toString()), small, Arrays.stream(more))
                .flatMap(args -> args)
                .toArray(String[]::new));
    }
}
