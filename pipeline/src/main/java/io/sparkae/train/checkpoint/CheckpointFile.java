package io.sparkae.train.checkpoint;

import io.sparkae.files.Json;
import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.replica.TrainingState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A checkpoint's format: a zip file, uncompressed, with {@code training.json} ({@link Header}) and arrays of
 * little-endian single-precision floats: {@code parameters}, {@code updater-state}, {@code velocity} and, unless the
 * best state is the present one, {@code best-parameters} and {@code best-updater-state}; {@code whole} is empty unless
 * training has several phases. Zip's checksums guard each.
 */
public final class CheckpointFile {
    private static final String HEADER = "training.json";
    private static final String PARAMETERS = "parameters";
    private static final String UPDATER_STATE = "updater-state";
    private static final String VELOCITY = "velocity";
    private static final String WHOLE = "whole";
    private static final String BEST_PARAMETERS = "best-parameters";
    private static final String BEST_UPDATER_STATE = "best-updater-state";

    /** About 25,000 epochs; parsed from the shortest possible JSON it takes up to 200 MB. */
    private static final int MOST_HEADER = 8 << 20;

    private static final int MOST_ITERATIONS = 1 << 30;

    private CheckpointFile() {}

    /** All of a {@link Progress} but the arrays, with the fingerprint of its training. */
    private record Header(
            String fingerprint,
            int epoch,
            int iteration,
            int round,
            EpochRecord.Tally tally,
            List<EpochRecord> history,
            int bestEpoch,
            int bestIteration,
            boolean bestIsPresent,
            int phase,
            List<EpochRecord> earlier) {

        /** @throws IOException if training cannot resume from these values */
        void require(Expected sizes) throws IOException {
            require(epoch >= 0 && epoch <= sizes.epochs(), "epoch");
            require(iteration >= 0 && iteration <= MOST_ITERATIONS, "iteration");
            require(round >= 0, "round");
            require(isSound(tally) && (round == 0 ? tally.rows() == 0 : tally.rows() >= round), "tally");
            require(history != null && history.size() == epoch, "history");
            for (int i = 0; i < history.size(); i++) {
                require(isSound(history.get(i)) && history.get(i).epoch() == i + 1, "history");
            }
            require(earlier != null && earlier.stream().allMatch(Header::isSound), "earlier");
            require(phase > 0 || earlier.isEmpty(), "earlier");
            require(bestEpoch == EpochRecord.best(history), "bestEpoch");
            require(bestIteration >= 0 && bestIteration <= iteration, "bestIteration");
            require(!bestIsPresent || bestEpoch == epoch && epoch > 0 && round == 0, "bestIsPresent");
        }

        private static void require(boolean holds, String field) throws IOException {
            if (!holds) {
                throw new IOException(HEADER + " has no usable " + field);
            }
        }

        private static boolean isSound(EpochRecord.Tally tally) {
            return tally != null
                    && tally.rows() >= 0
                    && Double.isFinite(tally.lossSum())
                    && isSound(tally.seconds(), tally.rowsByExecutor());
        }

        private static boolean isSound(EpochRecord record) {
            return record != null
                    && record.rows() > 0
                    && record.rounds() > 0
                    && Double.isFinite(record.trainLoss())
                    && (record.validationLoss() == null || Double.isFinite(record.validationLoss()))
                    && isSound(record.seconds(), record.rowsByExecutor());
        }

        private static boolean isSound(double seconds, Map<String, Long> rowsByExecutor) {
            return seconds >= 0
                    && Double.isFinite(seconds)
                    && rowsByExecutor != null
                    && rowsByExecutor.values().stream().allMatch(rows -> rows != null && rows >= 0);
        }

        Progress progress(Map<String, float[]> arrays) {
            TrainingState state =
                    new TrainingState(arrays.get(PARAMETERS), arrays.get(UPDATER_STATE), iteration, epoch);
            TrainingState best = bestIsPresent ? state : null;
            if (bestEpoch > 0 && !bestIsPresent) {
                best = new TrainingState(
                        arrays.get(BEST_PARAMETERS), arrays.get(BEST_UPDATER_STATE), bestIteration, bestEpoch);
            }
            return new Progress(
                    state, arrays.get(VELOCITY), round, tally, history, best, phase, earlier, arrays.get(WHOLE));
        }
    }

    static void write(Progress progress, String fingerprint, OutputStream out) throws IOException {
        TrainingState state = progress.state();
        TrainingState best = progress.best();
        Header header = new Header(
                fingerprint,
                state.epoch(),
                state.iteration(),
                progress.round(),
                progress.tally(),
                progress.history(),
                best == null ? 0 : best.epoch(),
                best == null ? 0 : best.iteration(),
                best == state,
                progress.phase(),
                progress.earlier());
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.NO_COMPRESSION); // floats hardly compress, and training waits
        put(zip, HEADER, Json.pretty(header).getBytes(StandardCharsets.UTF_8));
        put(zip, PARAMETERS, bytes(state.parameters()));
        put(zip, UPDATER_STATE, bytes(state.updaterState()));
        put(zip, VELOCITY, bytes(progress.velocity()));
        put(zip, WHOLE, bytes(progress.whole()));
        if (best != null && best != state) {
            put(zip, BEST_PARAMETERS, bytes(best.parameters()));
            put(zip, BEST_UPDATER_STATE, bytes(best.updaterState()));
        }
        zip.finish();
    }

    /**
     * Expected sizes of a checkpoint of a phase: bounds for reading and for memory.
     *
     * @param epochs upper bound
     * @param parameters of the network
     * @param updaterState number of values
     * @param velocity number of values
     * @param whole parameters of the whole model; 0 if there is only one phase
     */
    public record Expected(int epochs, int parameters, int updaterState, int velocity, int whole) {}

    /**
     * Reads a checkpoint.
     *
     * @param expected sizes for each phase
     * @return empty if it has another fingerprint: other settings, data or version
     * @throws IOException if it is damaged, truncated or malformed
     */
    static Optional<Progress> read(InputStream in, String fingerprint, List<Supplier<Expected>> expected)
            throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        ZipEntry first = zip.getNextEntry();
        if (first == null || !first.getName().equals(HEADER)) {
            throw new IOException(
                    "expected " + HEADER + " as the first entry, found " + (first == null ? "none" : first.getName()));
        }
        Header header = header(zip);
        if (!header.fingerprint().equals(fingerprint)) {
            return Optional.empty();
        }
        if (header.phase() < 0 || header.phase() >= expected.size()) {
            throw new IOException("it is of phase " + header.phase() + ", and there are " + expected.size());
        }
        Expected sizes = expected.get(header.phase()).get();
        header.require(sizes);
        Map<String, Integer> lengths = lengths(header, sizes);
        Map<String, float[]> arrays = new HashMap<>();
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Integer length = lengths.get(entry.getName());
            if (length == null || arrays.containsKey(entry.getName())) {
                throw new IOException("it has an entry too many");
            }
            arrays.put(entry.getName(), floats(zip, entry.getName(), length));
        }
        for (String name : lengths.keySet()) {
            if (!arrays.containsKey(name)) {
                throw new IOException("it has no entry " + name);
            }
        }
        return Optional.of(header.progress(arrays));
    }

    private static Map<String, Integer> lengths(Header header, Expected sizes) {
        Map<String, Integer> lengths = new TreeMap<>();
        lengths.put(PARAMETERS, sizes.parameters());
        lengths.put(UPDATER_STATE, sizes.updaterState());
        lengths.put(VELOCITY, sizes.velocity());
        lengths.put(WHOLE, sizes.whole());
        if (header.bestEpoch() > 0 && !header.bestIsPresent()) {
            lengths.put(BEST_PARAMETERS, sizes.parameters());
            lengths.put(BEST_UPDATER_STATE, sizes.updaterState());
        }
        return lengths;
    }

    private static Header header(InputStream zip) throws IOException {
        byte[] json = zip.readNBytes(MOST_HEADER + 1);
        if (json.length > MOST_HEADER) {
            throw new IOException(HEADER + " is longer than " + MOST_HEADER + " bytes");
        }
        Header header = Json.parse(new String(json, StandardCharsets.UTF_8), Header.class);
        if (header == null || header.fingerprint() == null) {
            throw new IOException(HEADER + " names no fingerprint");
        }
        return header;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    private static float[] floats(InputStream zip, String name, int count) throws IOException {
        byte[] bytes = zip.readNBytes(count * Float.BYTES);
        if (bytes.length < count * Float.BYTES || zip.read() >= 0) { // reading the end also verifies the checksum
            throw new IOException("its entry " + name + " has not the " + count + " values of this network");
        }
        float[] values = new float[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IOException("its entry " + name + " has values that are not finite");
            }
        }
        return values;
    }
}
