package io.sparkae.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.train.averaging.EpochRecord;
import io.sparkae.train.averaging.Progress;
import io.sparkae.train.method.MeanAveraging;
import io.sparkae.train.replica.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CheckpointFileTest {
    private static final EpochRecord EPOCH =
            new EpochRecord(null, 1, 0.1 + 0.2, null, 1.5, 7, 3, new TreeMap<>(Map.of("1@host", 7L)));
    private static final TrainingState STATE =
            new TrainingState(new float[] {1e-30f, -0f, 3.3f}, new float[] {4, 5, 6, 7, 8, 9}, 17, 1);
    private static final Progress MIDWAY = new Progress(
            STATE,
            new float[] {0.1f, 0.2f, 0.3f},
            2,
            new EpochRecord.Tally(1.0 / 3, 5, 0.7, new TreeMap<>(Map.of("0@host", 5L))),
            List.of(EPOCH),
            new TrainingState(new float[] {9, 8, 7}, new float[] {6, 5, 4, 3, 2, 1}, 15, 1),
            1,
            List.of(EPOCH.of("784-30-784")),
            new float[] {7, 7});

    @Test
    void comesBackToTheBit() throws IOException {
        Progress read = read(write(MIDWAY));

        assertSameProgress(MIDWAY, read);
    }

    @Test
    void theFirstHasNoBestStateAndTheBestIsSharedIfPresent() throws IOException {
        Progress first = Progress.begin(new TrainingState(new float[3], new float[6], 0, 0), new MeanAveraging());
        Progress atBest = new Progress(
                STATE, new float[0], 0, EpochRecord.Tally.ZERO, List.of(EPOCH), STATE, 0, List.of(), new float[0]);
        CheckpointFile.Expected alone = new CheckpointFile.Expected(5, 3, 6, 0, 0);

        assertNull(read(write(first), alone).best());
        Progress read = read(write(atBest), alone);
        assertSame(read.state(), read.best());
    }

    /** Cut anywhere, it is refused, unless all that is missing is the list of contents at the end, which says nothing new. */
    @Test
    void aFileCutShortAnywhereIsRefusedOrWhole() throws IOException {
        byte[] whole = write(MIDWAY);
        int entriesEnd = contents(whole);
        for (int length = 0; length < whole.length; length++) {
            assertEquals(length < entriesEnd, isRefused(Arrays.copyOf(whole, length)), "cut at " + length);
        }
    }

    /**
     * Refused, or read as the very same; and refused at each byte of what was written into it: header and arrays. What
     * may change is what zip says twice, times of writing, and the list of contents at the end.
     */
    @Test
    void aFileWithAnyOneByteChangedIsRefusedOrTheSame() throws IOException {
        byte[] whole = write(MIDWAY);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x10, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) change;
                refused += isRefused(damaged) ? 1 : 0;
            }
        }
        assertTrue(refused > 3 * contents(whole), refused + " of " + 4 * whole.length);
        for (String content :
                List.of("\"fingerprint\"", "\"iteration\"", "1@host", "\u0033\u0033\u0053\u0040")) { // 3.3f
            int at = indexOf(whole, content);
            for (int i = at; i < at + content.length(); i++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] damaged = whole.clone();
                    damaged[i] ^= (byte) (1 << bit);
                    assertTrue(isRefused(damaged), "bit " + bit + " of byte " + i);
                }
            }
        }
    }

    @Test
    void anotherTrainingsCheckpointIsPassedOver() throws IOException {
        byte[] file = write(MIDWAY);

        assertTrue(CheckpointFile.read(new ByteArrayInputStream(file), "another", List.of())
                .isEmpty());
    }

    /** Whether it is refused; fails if it is read as anything but what was written. */
    static boolean isRefused(byte[] file) {
        Progress read;
        try {
            read = read(file);
        } catch (IOException | UncheckedIOException | IllegalArgumentException refused) {
            return true;
        }
        assertSameProgress(MIDWAY, read);
        return false;
    }

    /** Where the list of contents begins. */
    private static int contents(byte[] file) {
        return indexOf(file, "PK\u0001\u0002");
    }

    private static int indexOf(byte[] file, String content) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(content);
        assertTrue(at > 0, content);
        return at;
    }

    private static void assertSameProgress(Progress expected, Progress read) {
        assertArrayEquals(expected.state().parameters(), read.state().parameters());
        assertArrayEquals(expected.state().updaterState(), read.state().updaterState());
        assertEquals(expected.state().iteration(), read.state().iteration());
        assertEquals(expected.state().epoch(), read.state().epoch());
        assertArrayEquals(expected.velocity(), read.velocity());
        assertEquals(expected.round(), read.round());
        assertEquals(expected.tally(), read.tally());
        assertEquals(expected.history(), read.history());
        assertArrayEquals(expected.best().parameters(), read.best().parameters());
        assertArrayEquals(expected.best().updaterState(), read.best().updaterState());
        assertEquals(expected.best().epoch(), read.best().epoch());
        assertEquals(expected.best().iteration(), read.best().iteration());
        assertEquals(expected.phase(), read.phase());
        assertEquals(expected.earlier(), read.earlier());
        assertArrayEquals(expected.whole(), read.whole());
    }

    static byte[] midway() throws IOException {
        return write(MIDWAY);
    }

    private static byte[] write(Progress progress) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckpointFile.write(progress, "fingerprint", out);
        return out.toByteArray();
    }

    private static Progress read(byte[] file) throws IOException {
        return read(file, new CheckpointFile.Expected(5, 3, 6, 3, 2));
    }

    private static Progress read(byte[] file, CheckpointFile.Expected expected) throws IOException {
        return CheckpointFile.read(
                        new ByteArrayInputStream(file), "fingerprint", List.of(() -> expected, () -> expected))
                .orElseThrow(() -> new IOException("not this training's"));
    }
}
