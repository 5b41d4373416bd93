package io.sparkae.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkae.files.InputFile;
import io.sparkae.files.Json;
import io.sparkae.files.OutputFile;
import io.sparkae.files.StageOutputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** A manifest is read as it was written, or it is damaged: nothing in between, and no other failure. */
class ManifestProperties {
    private static final Manifest MANIFEST = new Manifest(
            "ingest",
            "f".repeat(64),
            Map.of("seed", 42, "data.train", "a\"b\\c\nd", "data.classes", 0.1),
            List.of(new InputFile("train.csv", 10, "0".repeat(64))),
            Map.of("train", 3L, "test", 1L),
            Map.of("train", "id BIGINT"),
            List.of(new OutputFile("train/part-0.parquet", 10, 3L, null), new OutputFile("note", 1, null, "ab")),
            Map.of("classes", Json.tree(10)),
            Metrics.of("dataset", Map.of("pixelMean", 3.5)),
            Map.of("sparkae", "1"),
            "2026-01-01T00:00:00Z",
            1.5);
    private static final String TEXT = Manifest.withChecksum(Json.pretty(MANIFEST));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Example
    void whatWasWrittenIsReadAgain() throws IOException {
        assertEquals(MANIFEST, Manifest.parse(TEXT));
        assertEquals("ingest", MAPPER.readTree(TEXT).get("stage").asText(), "and it is JSON to anybody else");
    }

    @Property(tries = 3000)
    void damagedBytesAreNoManifest(@ForAll long seed) {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        switch (random.nextInt(3)) {
            case 0 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
            default -> {
                int at = random.nextInt(bytes.length);
                byte[] noise = new byte[1 + random.nextInt(40)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, Math.min(noise.length, bytes.length - at));
            }
        }
        String damaged = new String(bytes, StandardCharsets.UTF_8);

        assertThrows(StageOutputException.class, () -> Manifest.parse(damaged));
    }

    /** Somebody who makes up a manifest can make up its checksum. */
    @Property(tries = 3000)
    void whateverIsMadeUpIsReadOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        JsonNode tree = MAPPER.readTree(Json.line(MANIFEST));
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutate((ObjectNode) tree, random);
        }
        try {
            Manifest read = Manifest.parse(made(tree.toPrettyString()));
            assertEquals(read, Manifest.parse(Manifest.withChecksum(Json.pretty(read))));
            for (OutputFile file : read.files()) {
                String below = new org.apache.hadoop.fs.Path(new org.apache.hadoop.fs.Path("/run/dataset"), file.path())
                        .toString();
                assertTrue(below.startsWith("/run/dataset/"), below);
            }
        } catch (StageOutputException refused) {
            assertTrue(refused.getMessage().startsWith("manifest.json is not readable: "), refused.getMessage());
            assertEquals(1, refused.getMessage().lines().count());
        }
    }

    @Example
    void madeUpManifestsAreRefused() {
        String deep = "{\"facts\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        List<String> all = new ArrayList<>(List.of("", "{}", "null", "[]", "{\"files\":[null]}", "3", deep, "{\"fi"));
        for (String path : List.of("../x", "/etc/passwd", "a/../../b", "a//b", "", ".", "a:b", "a\\u0000b")) {
            all.add(Json.line(MANIFEST).replace("train/part-0.parquet", path));
        }
        all.add(Json.line(MANIFEST).replace("\"bytes\":10", "\"bytes\":-1"));
        all.add(Json.line(MANIFEST).replace("\"rows\":3", "\"rows\":-3"));
        all.add(Json.line(MANIFEST).replace("\"bytes\":10", "\"bytes\":null"));
        all.add(Json.line(MANIFEST).replace("\"bytes\":10", "\"bytes\":1e99"));
        for (String json : all) {
            assertThrows(StageOutputException.class, () -> Manifest.parse(json), json);
            assertThrows(StageOutputException.class, () -> Manifest.parse(made(json)), json);
        }
    }

    @Example
    void aHugeFileIsNotReadWhole() throws IOException {
        Path huge = Files.createTempFile("manifest", ".json");
        try {
            try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
            String message = assertThrows(
                            StageOutputException.class,
                            () -> Manifest.read(
                                    FileSystem.getLocal(new Configuration()),
                                    new org.apache.hadoop.fs.Path(huge.toString())))
                    .getMessage();

            assertTrue(message.contains("more than"), message);
        } finally {
            Files.delete(huge);
        }
    }

    private static String made(String json) {
        return Manifest.withChecksum(
                json.endsWith("\n}\n") ? json : json.substring(0, Math.max(0, json.length() - 1)) + "\n}\n");
    }

    private static void mutate(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        JsonNode old = object.get(name);
        if (old instanceof ObjectNode inner && random.nextBoolean()) {
            mutate(inner, random);
        } else if (old instanceof ArrayNode list && !list.isEmpty() && random.nextBoolean()) {
            if (list.get(0) instanceof ObjectNode inner && random.nextBoolean()) {
                mutate(inner, random);
            } else {
                list.set(random.nextInt(list.size()), value(random));
            }
        } else if (random.nextInt(4) == 0) {
            object.remove(name);
        } else {
            object.set(name, value(random));
        }
    }

    private static JsonNode value(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> MAPPER.nullNode();
            case 1 -> MAPPER.getNodeFactory().numberNode(random.nextLong());
            case 2 -> MAPPER.getNodeFactory().numberNode(random.nextGaussian());
            case 3 -> MAPPER.getNodeFactory().textNode("../".repeat(random.nextInt(4)) + "x");
            case 4 -> MAPPER.getNodeFactory().booleanNode(true);
            case 5 -> MAPPER.createArrayNode().add((String) null);
            case 6 -> MAPPER.createObjectNode().put("a", -1);
            case 7 -> MAPPER.createArrayNode().add(MAPPER.createObjectNode());
            default -> MAPPER.getNodeFactory().textNode("/" + random.nextInt());
        };
    }
}
