package io.sparkae.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The entries of a {@code model.zip}, read with a bound on each: nothing is allocated for what an entry merely claims,
 * and an unknown entry is refused, not skipped. Entries are read as numbers and text only.
 *
 * @param configuration DL4J's JSON of the network
 * @param description JSON of the {@link ModelFile.ModelDescription}
 * @param parameters how many the coefficients' header claims
 */
record ModelArchive(byte[] configuration, byte[] description, long parameters) {
    /** Some 4,000 layers, or names of 1 MB. */
    private static final int MOST_JSON = 8 << 20;

    /** Mean and deviation of a feature, as JSON, need 48; a network has a parameter for each feature at least. */
    private static final int JSON_BYTES_PER_PARAMETER = 64;

    /** Objects and arrays of an entry at most: each takes some 80 bytes as a tree, and two in JSON. */
    private static final int MOST_STRUCTURES = 1 << 17;

    private static final int DEEPEST_JSON = 32;
    private static final int LONGEST_NUMBER = 32;

    private static final ObjectMapper TREES = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_JSON)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(RowFormat.LONGEST_NAME)
                    .build())
            .build());

    private static final int LONGEST_NAME_SHOWN = 60;

    /** The entries of a file; all but the first are what DL4J's {@code ModelSerializer} writes. */
    enum Entry {
        DESCRIPTION("sparkae-model.json"),
        CONFIGURATION("configuration.json"),
        COEFFICIENTS("coefficients.bin"),
        UPDATER_STATE("updaterState.bin");

        private final String fileName;

        Entry(String fileName) {
            this.fileName = fileName;
        }

        String fileName() {
            return fileName;
        }

        private static Entry of(String name) throws IOException {
            for (Entry entry : values()) {
                if (entry.fileName.equals(name)) {
                    return entry;
                }
            }
            throw new IOException("it has an entry " + printable(name) + ", which no model of sparkae has");
        }
    }

    /**
     * Reads all but the coefficients themselves.
     *
     * @param mostFloats how many an array may have: longer ones are refused by their header
     * @throws IOException if an entry is missing, damaged, too long or none of a model
     */
    static ModelArchive read(byte[] file, long mostFloats) throws IOException {
        Map<Entry, byte[]> documents = new EnumMap<>(Entry.class);
        Map<Entry, Long> lengths = new EnumMap<>(Entry.class);
        forEachEntry(file, (entry, content) -> {
            if (lengths.containsKey(entry)) {
                throw new IOException("it has two entries " + entry.fileName());
            }
            if (entry == Entry.CONFIGURATION || entry == Entry.DESCRIPTION) {
                int most = mostJson(entry, lengths.getOrDefault(Entry.COEFFICIENTS, 0L));
                byte[] json = content.readNBytes(most + 1);
                if (json.length > most) {
                    throw new IOException(entry.fileName() + " is longer than " + most + " bytes");
                }
                documents.put(entry, json);
                lengths.put(entry, (long) json.length);
            } else {
                lengths.put(entry, FloatVector.skip(content, entry.fileName(), mostFloats));
            }
        });
        for (Entry needed : Entry.values()) {
            if (needed != Entry.UPDATER_STATE && !lengths.containsKey(needed)) {
                throw new IOException("not a model of sparkae: it has no entry " + needed.fileName());
            }
        }
        return new ModelArchive(
                documents.get(Entry.CONFIGURATION), documents.get(Entry.DESCRIPTION), lengths.get(Entry.COEFFICIENTS));
    }

    /**
     * Reads the coefficients of a file whose other entries {@link #read} has found good.
     *
     * @param count how many there are
     */
    static float[] coefficients(byte[] file, int count) throws IOException {
        float[][] found = new float[1][];
        forEachEntry(file, (entry, content) -> {
            if (entry == Entry.COEFFICIENTS) {
                found[0] = FloatVector.read(content, entry.fileName(), count);
            }
        });
        return found[0];
    }

    /**
     * Parses an entry with bounds on depth, numbers and texts.
     *
     * @throws IOException if it is no JSON within the bounds
     */
    static JsonNode json(byte[] entry, String name) throws IOException {
        try {
            requireFewStructures(entry, name);
            JsonNode tree = TREES.readTree(entry);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException damaged) {
            throw new IOException(name + " is no JSON: " + damaged.getOriginalMessage(), damaged);
        }
    }

    private static void requireFewStructures(byte[] entry, String name) throws IOException {
        int structures = 0;
        try (JsonParser tokens = TREES.createParser(entry)) {
            for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                if (token.isStructStart() && ++structures > MOST_STRUCTURES) {
                    throw new IOException(name + " has more than " + MOST_STRUCTURES + " objects and arrays");
                }
            }
        }
    }

    /** A description may hold two numbers a feature; the coefficients before it bound the number of features. */
    private static int mostJson(Entry entry, long parameters) {
        long scaling = entry == Entry.DESCRIPTION ? JSON_BYTES_PER_PARAMETER * parameters : 0;
        return (int) Math.min(
                MOST_JSON + scaling, Math.max(MOST_JSON, Runtime.getRuntime().maxMemory() / 32));
    }

    /** Does something with an entry's content. */
    @FunctionalInterface
    private interface Reader {
        void read(Entry entry, InputStream content) throws IOException;
    }

    private static void forEachEntry(byte[] file, Reader reader) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                reader.read(Entry.of(entry.getName()), zip);
            }
        } catch (EOFException cut) {
            throw new IOException("it is cut short", cut);
        } catch (IllegalArgumentException damaged) { // so a name that is no text is reported
            throw new IOException("it is no zip file: " + damaged.getMessage(), damaged);
        }
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > LONGEST_NAME_SHOWN ? plain.substring(0, LONGEST_NAME_SHOWN) + "…" : plain;
    }

    /**
     * ND4J's binary format of arrays, for vectors of single precision. Two blocks, each a text (two bytes of length, UTF-8)
     * that names how lengths are stored, a {@code long} of length, a text that names the type, and the elements, all
     * big-endian. The first block is the shape: rank r, r sizes, r strides, flags, element stride, order. The second are the
     * values.
     */
    static final class FloatVector {
        private static final int CHUNK = 1 << 16;
        private static final int LONGEST_TEXT = 32;

        private FloatVector() {}

        /**
         * Checks a vector without keeping it.
         *
         * @param name of the entry, for messages
         * @param most elements that it may have
         * @return how many it has
         * @throws IOException if it is anything else, or longer or shorter than it claims
         */
        static long skip(InputStream in, String name, long most) throws IOException {
            long count = header(new DataInputStream(in), name);
            if (count > most) {
                throw new IOException(name + " claims " + count + " values, and there is memory for " + most);
            }
            byte[] chunk = new byte[CHUNK];
            for (long left = count * Float.BYTES; left > 0; ) {
                int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (read < 0) {
                    throw cutShort(name, count);
                }
                left -= read;
            }
            requireEnd(in, name, count);
            return count;
        }

        /**
         * Reads a vector.
         *
         * @param name of the entry, for messages
         * @param count of its elements
         * @throws IOException if it is anything else, longer or shorter than that, or has values that are not finite
         */
        static float[] read(InputStream in, String name, int count) throws IOException {
            long claimed = header(new DataInputStream(in), name);
            if (claimed != count) {
                throw new IOException(name + " claims " + claimed + " values, expected " + count);
            }
            float[] values = new float[count];
            byte[] chunk = new byte[CHUNK];
            for (int at = 0; at < count; ) {
                int floats = Math.min(CHUNK / Float.BYTES, count - at);
                if (in.readNBytes(chunk, 0, floats * Float.BYTES) < floats * Float.BYTES) {
                    throw cutShort(name, count);
                }
                ByteBuffer.wrap(chunk)
                        .order(ByteOrder.BIG_ENDIAN)
                        .asFloatBuffer()
                        .get(values, at, floats);
                at += floats;
            }
            requireEnd(in, name, count);
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new IOException(name + " has values that are not finite");
                }
            }
            return values;
        }

        /** Reads everything before the values. */
        private static long header(DataInputStream in, String name) throws IOException {
            try {
                long shapeLength = block(in, name, "LONG");
                long rank = in.readLong();
                if (rank < 1 || rank > 2 || shapeLength != 2 * rank + 4) {
                    throw new IOException(name + " is no vector: its shape has " + rank + " dimensions in "
                            + shapeLength + " numbers");
                }
                long rows = rank == 1 ? 1 : in.readLong();
                long count = in.readLong();
                for (int rest = 0; rest < rank + 3; rest++) {
                    in.readLong(); // strides, flags and order: there is but one way in which a vector can lie
                }
                long values = block(in, name, "FLOAT");
                if (rows != 1 || values != count || count < 0) {
                    throw new IOException(name + " claims " + values + " values in the shape " + rows + " by " + count);
                }
                return count;
            } catch (EOFException cut) {
                throw new IOException(name + " ends within its header", cut);
            }
        }

        /** Reads a block's beginning: its length. */
        private static long block(DataInputStream in, String name, String type) throws IOException {
            text(in, name);
            long length = in.readLong();
            String found = text(in, name);
            if (!found.equals(type)) {
                throw new IOException(name + " holds values of another type than " + type);
            }
            return length;
        }

        private static String text(DataInputStream in, String name) throws IOException {
            int length = in.readUnsignedShort();
            if (length > LONGEST_TEXT) {
                throw new IOException(name + " is no array of ND4J");
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append((char) in.readUnsignedByte());
            }
            return text.toString();
        }

        private static IOException cutShort(String name, long count) {
            return new IOException(name + " has less than the " + count + " values that it claims");
        }

        /** Also makes the zip reader compare its checksum, which it does at an entry's end. */
        private static void requireEnd(InputStream in, String name, long count) throws IOException {
            if (in.read() >= 0) {
                throw new IOException(name + " has more than the " + count + " values that it claims");
            }
        }
    }
}
