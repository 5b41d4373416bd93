package io.sparkae.train;

import io.sparkae.dataset.Json;
import io.sparkae.replica.TrainingState;
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
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A checkpoint's format: a zip file, uncompressed, with {@code training.json} ({@link Header}) and arrays of
 * little-endian single-precision floats: {@code parameters}, {@code updater-state}, {@code velocity} and, unless the
 * best state is the present one, {@code best-parameters} and {@code best-updater-state}; {@code whole} is empty unless
 * the model takes several trainings. Zip's checksums guard each.
 */
final class CheckpointFile {
    private static final String HEADER = "training.json";

    private CheckpointFile() {}

    /** All of a {@link Progress} but the arrays, and the fingerprint of the output that it is a part of. */
    private record Header(
            String fingerprint,
            int epoch,
            int iteration,
            int round,
            EpochTally tally,
            List<EpochRecord> history,
            int bestEpoch,
            int bestIteration,
            boolean bestIsPresent,
            int phase,
            List<EpochRecord> earlier) {}

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
        zip.setLevel(Deflater.NO_COMPRESSION); // floats do not shrink, and training waits
        put(zip, HEADER, Json.pretty(header).getBytes(StandardCharsets.UTF_8));
        put(zip, "parameters", bytes(state.parameters()));
        put(zip, "updater-state", bytes(state.updaterState()));
        put(zip, "velocity", bytes(progress.velocity()));
        put(zip, "whole", bytes(progress.whole()));
        if (best != null && best != state) {
            put(zip, "best-parameters", bytes(best.parameters()));
            put(zip, "best-updater-state", bytes(best.updaterState()));
        }
        zip.finish();
    }

    /**
     * Reads a checkpoint.
     *
     * @return empty if it is of another fingerprint, a training with other settings, data or version
     * @throws IOException if it is damaged or cut short
     */
    static Optional<Progress> read(InputStream in, String fingerprint) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            entries.put(entry.getName(), zip.readAllBytes());
        }
        Header header = Json.parse(new String(entry(entries, HEADER), StandardCharsets.UTF_8), Header.class);
        if (!header.fingerprint().equals(fingerprint)) {
            return Optional.empty();
        }
        TrainingState state = new TrainingState(
                floats(entries, "parameters"), floats(entries, "updater-state"), header.iteration(), header.epoch());
        TrainingState best = header.bestIsPresent() ? state : best(header, entries);
        return Optional.of(new Progress(
                state,
                floats(entries, "velocity"),
                header.round(),
                header.tally(),
                header.history(),
                best,
                header.phase(),
                header.earlier(),
                floats(entries, "whole")));
    }

    private static TrainingState best(Header header, Map<String, byte[]> entries) throws IOException {
        return header.bestEpoch() == 0
                ? null
                : new TrainingState(
                        floats(entries, "best-parameters"),
                        floats(entries, "best-updater-state"),
                        header.bestIteration(),
                        header.bestEpoch());
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws IOException {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new IOException("it has no entry " + name);
        }
        return content;
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    private static float[] floats(Map<String, byte[]> entries, String name) throws IOException {
        byte[] bytes = entry(entries, name);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
