package io.sparkae.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.Json;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.scaling.UnitScaling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/** Malicious or damaged model files: refused with a message, before anything is run, loaded or allocated for them. */
class HostileModelTest {
    private static final String NAME = "hdfs:/run/model/model.zip";
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private static final String SETTINGS = "sparkae-model.json";
    private static final float[] ROWS = new float[24];

    /** Where the count stands in the two headers of coefficients.bin. */
    private static final int SHAPE_COUNT_AT = 40;

    private static final int VALUE_COUNT_AT = 98;

    private static Map<String, byte[]> good;
    private static float[] expected;

    @BeforeAll
    static void write() throws IOException {
        good = written("model.hidden=[5]", "model.code=3");
        for (int i = 0; i < ROWS.length; i++) {
            ROWS[i] = i / 24f;
        }
        expected = ModelFile.read(zip(good), NAME).reconstruct(ROWS, 1);
    }

    /** Something that acts as soon as it is deserialised. */
    static final class Trap implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            System.setProperty("io.sparkae.test.trap", "sprung");
        }
    }

    /** Something that acts as soon as it is loaded. */
    static final class LoadedTrap {
        static {
            System.setProperty("io.sparkae.test.loaded", "sprung");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"preprocessor.bin", "normalizer.bin", "noSuch.txt", "../x", "labels.json"})
    void anEntryThatNoModelHasIsRefusedAndNotDeserialised(String name) throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Trap());
        }

        String message = refusal(with(name, object.toByteArray()));

        assertNull(System.getProperty("io.sparkae.test.trap"));
        assertTrue(message.contains(NAME), message);
        assertTrue(message.contains("it has an entry " + name), message);
        assertTrue(message.contains("sparkae train --force"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void controlCharactersInAnEntrysNameAreNotRepeated() throws IOException {
        String message = refusal(with("a\nb\u001b[2J" + "x".repeat(1000), new byte[1]));

        assertTrue(message.contains("an entry a?b?[2Jxxx"), message);
        assertTrue(message.length() < 300, message);
    }

    @Test
    void aClassThatTheConfigurationNamesIsNotLoaded() throws IOException {
        for (String named : List.of(
                "org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT",
                "org.nd4j.linalg.activations.impl.ActivationReLU",
                "org.deeplearning4j.nn.conf.layers.DenseLayer")) {
            String json = text(CONFIGURATION).replace(named, LoadedTrap.class.getName());

            String message = refusal(with(CONFIGURATION, json.getBytes(StandardCharsets.UTF_8)));

            assertTrue(message.contains("another network than its settings: layer"), message);
        }
        String updater =
                text(CONFIGURATION).replace("org.nd4j.linalg.learning.config.Adam", LoadedTrap.class.getName());
        assertArrayEquals(expected, read(with(CONFIGURATION, updater.getBytes(StandardCharsets.UTF_8))));
        assertNull(System.getProperty("io.sparkae.test.loaded"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"code\" : 3>\"code\" : 4",
                "\"code\" : 3>\"code\" : 2147483647",
                "\"code\" : 3>\"code\" : -1",
                "\"hidden\" : [ 5 ]>\"hidden\" : [ 16777216, 16777216 ]",
                "\"hidden\" : [ 5 ]>\"hidden\" : [ null ]",
                "\"hidden\" : [ 5 ]>\"hidden\" : null",
                "\"dense\">\"conv-vae\"",
                "\"dense\">\"tied-up\"",
                "\"RELU\">\"TANH\"",
                "{>[",
                "\"family\">\"kind\"",
                "\"format\" : 2>\"format\" : 3",
                "\"format\" : 2>\"format\" : null",
                "\"imageHeight\" : 4>\"imageHeight\" : 0",
                "\"imageHeight\" : 4>\"imageHeight\" : 5",
                "\"imageHeight\" : 4>\"imageHeight\" : 40000000",
                "\"imageChannels\" : 1>\"imageChannels\" : 2147483647",
                "\"kind\" : \"unit\">\"kind\" : \"other\"",
                "\"kind\" : \"unit\">\"kind\" : \"standard\"",
                "\"kind\" : \"unit\">\"kind\" : \"standard\", \"mean\" : [ 1 ], \"deviation\" : [ 1 ]",
                "\"kind\" : \"unit\">\"kind\" : \"standard\", \"mean\" : [ {} ], \"deviation\" : 7",
                "\"scaling\" : {>\"scaling\" : null, \"other\" : {",
                "\"classNames\" : [>\"classNames\" : [ null,",
                "\"classNames\" : [>\"classNames\" : [ {},",
                "\"versions\" : {>\"versions\" : { \"x\" : null,"
            })
    void settingsOfAnotherNetworkAreRefused(String change) throws IOException {
        String[] fromTo = change.split(">");
        String json = text(SETTINGS).replace(fromTo[0], fromTo[1]);
        assertFalse(json.equals(text(SETTINGS)), change);

        refusal(with(SETTINGS, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aDescriptionOfManyObjectsIsRefused() throws IOException {
        String json = text(SETTINGS).replace("\"classNames\" : [", "\"classNames\" : [" + "{},".repeat(200_000));

        String message = refusal(with(SETTINGS, json.getBytes(StandardCharsets.UTF_8)));

        assertTrue(message.contains("more than 131072 objects and arrays"), message);
    }

    @Test
    void aCountThatDoesNotGoWithTheSettingsIsRefused() throws IOException {
        int n = ByteBuffer.wrap(good.get(COEFFICIENTS)).getInt(SHAPE_COUNT_AT + 4);
        for (long claimed : new long[] {0, -1, n - 1, n + 1, 1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE}) {
            byte[] coefficients = good.get(COEFFICIENTS).clone();
            ByteBuffer.wrap(coefficients).putLong(SHAPE_COUNT_AT, claimed);
            String one = refusal(with(COEFFICIENTS, coefficients));
            ByteBuffer.wrap(coefficients).putLong(VALUE_COUNT_AT, claimed);
            String both = refusal(with(COEFFICIENTS, coefficients));

            assertTrue(one.contains("coefficients.bin claims"), one);
            assertTrue(both.contains(" values that it claims") || both.contains("claims " + claimed), both);
        }
        byte[] doubles = new String(good.get(COEFFICIENTS), StandardCharsets.ISO_8859_1)
                .replace("FLOAT", "INT32")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(refusal(with(COEFFICIENTS, doubles)).contains("values of another type than FLOAT"));
        byte[] notFinite = good.get(COEFFICIENTS).clone();
        ByteBuffer.wrap(notFinite).putFloat(notFinite.length - 4, Float.NaN);
        assertTrue(refusal(with(COEFFICIENTS, notFinite)).contains("not finite"));
    }

    /** 40 MB in a file of 40 KB, in each entry. */
    @Test
    void whatInflatesToFarMoreThanAModelIsRefused() throws IOException {
        byte[] long40 = new byte[40 << 20];
        Arrays.fill(long40, (byte) ' ');
        assertTrue(refusal(with(CONFIGURATION, long40)).contains("configuration.json is longer than"));
        assertTrue(refusal(with(SETTINGS, long40)).contains("sparkae-model.json is longer than"));
        System.arraycopy(good.get(COEFFICIENTS), 0, long40, 0, good.get(COEFFICIENTS).length);
        assertTrue(refusal(with(COEFFICIENTS, long40)).contains("has more than"));
        byte[] deep = "[".repeat(4 << 20).getBytes(StandardCharsets.UTF_8);
        assertTrue(refusal(with(CONFIGURATION, deep)).contains("configuration.json is no JSON"));
        refusal(with(SETTINGS, deep));
        byte[] number = ("{\"code\":" + "9".repeat(4 << 20) + "}").getBytes(StandardCharsets.UTF_8);
        refusal(with(CONFIGURATION, number));
        refusal(with(SETTINGS, number));
    }

    @Test
    void aHugeConvolutionThatClaimsFewParametersIsRefused() throws IOException {
        Map<String, byte[]> images = written(
                "model.family=conv-vae",
                "model.hidden=[5]",
                "model.code=3",
                "model.convolution.filters=[2]",
                "model.convolution.strides=[2]");
        assertEquals(24, ModelFile.read(zip(images), NAME).features());
        String json = new String(images.get(CONFIGURATION), StandardCharsets.UTF_8)
                .replaceAll("\"inputHeight\" : \\d+", "\"inputHeight\" : 40000000");
        images.put(CONFIGURATION, json.getBytes(StandardCharsets.UTF_8));

        assertTrue(refusal(zip(images)).contains("another network than its settings"), refusal(zip(images)));
        String described = text(images, SETTINGS).replaceAll("\"imageHeight\" : \\d+", "\"imageHeight\" : 40000000");
        images.put(SETTINGS, described.getBytes(StandardCharsets.UTF_8));
        assertTrue(refusal(zip(images)).contains("40000000 by"), refusal(zip(images)));
    }

    @Test
    void aFileOfTheFormatBeforeIsRefusedInWords() throws IOException {
        String settings = Json.pretty(Fixtures.model("model.hidden=[5]", "model.code=3"));

        String message = refusal(with(SETTINGS, settings.getBytes(StandardCharsets.UTF_8)));

        assertTrue(message.contains("hold no scaling and no image shape"), message);
        assertTrue(message.contains("sparkae train --force"), message);
    }

    @Test
    void aLongOrDeepDescriptionIsRefused() throws IOException {
        String name = "n".repeat(RowFormat.LONGEST_NAME + 1);
        for (String names :
                List.of("\"" + name + "\"", "[".repeat(100), ("\"" + "n".repeat(900) + "\",").repeat(1200))) {
            String json = text(SETTINGS).replace("\"classNames\" : [", "\"classNames\" : [" + names);
            refusal(with(SETTINGS, json.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Damage of any kind, in the zip itself and within its entries, ends in words or in the same model. */
    @Test
    void randomDamageIsRefusedOrReadAsTheSame() throws IOException {
        Random random = new Random(8);
        byte[] whole = zip(good);
        int refused = 0;
        for (int round = 0; round < 600; round++) {
            byte[] file = whole;
            if (round % 2 == 0) {
                file = mutated(whole, random, whole.length);
            } else {
                String entry = List.of(CONFIGURATION, SETTINGS, COEFFICIENTS).get(round / 2 % 3);
                byte[] content = good.get(entry);
                file = with(entry, mutated(content, random, entry.equals(COEFFICIENTS) ? 110 : content.length));
            }
            refused += isRefused(file, "round " + round) ? 1 : 0;
        }
        assertTrue(refused > 300 && refused < 600, refused + " refused");
    }

    private static byte[] mutated(byte[] content, Random random, int within) {
        byte[] mutant = content.clone();
        int at = random.nextInt(within);
        int to = Math.min(within, at + 1 + random.nextInt(12));
        switch (random.nextInt(5)) {
            case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(mutant, at, to, (byte) "0919{}[]\",".charAt(random.nextInt(10)));
            case 2 -> mutant = join(Arrays.copyOf(mutant, at), Arrays.copyOfRange(mutant, to, mutant.length));
            case 3 -> mutant = join(Arrays.copyOf(mutant, to), Arrays.copyOfRange(mutant, at, mutant.length));
            default -> mutant = Arrays.copyOf(mutant, at);
        }
        return mutant;
    }

    private static byte[] join(byte[] begin, byte[] end) {
        byte[] both = Arrays.copyOf(begin, begin.length + end.length);
        System.arraycopy(end, 0, both, begin.length, end.length);
        return both;
    }

    private static boolean isRefused(byte[] file, String what) {
        return assertTimeoutPreemptively(
                LONGEST,
                () -> {
                    try {
                        assertArrayEquals(expected, read(file), what);
                        return false;
                    } catch (StageOutputException refused) {
                        return true;
                    }
                },
                what);
    }

    private static String refusal(byte[] file) {
        return assertTimeoutPreemptively(
                        LONGEST, () -> assertThrows(StageOutputException.class, () -> ModelFile.read(file, NAME)))
                .getMessage();
    }

    private static float[] read(byte[] file) {
        return ModelFile.read(file, NAME).reconstruct(ROWS, 1);
    }

    private static String text(String entry) {
        return text(good, entry);
    }

    private static String text(Map<String, byte[]> entries, String entry) {
        return new String(entries.get(entry), StandardCharsets.UTF_8);
    }

    private static byte[] with(String entry, byte[] content) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(good);
        entries.put(entry, content);
        return zip(entries);
    }

    private static Map<String, byte[]> written(String... pairs) throws IOException {
        ModelSettings settings = Fixtures.model(pairs);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(
                TrainedAutoencoder.of(
                        Networks.initialised(
                                Networks.configuration(settings, new InputShape(4, 6), Optimizer.of(new Adam()), 42)),
                        settings,
                        new RowFormat(new InputShape(4, 6), new UnitScaling(), RowFormat.numbers(2))),
                out);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
