package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.RowSource.SourceSettings;
import io.sparkae.ingest.source.Slices.SliceReader;
import io.sparkae.testing.SharedData;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte,    train-labels-idx1-ubyte,    2, 2",
        "train-images-idx3-ubyte,    train-labels-idx1-ubyte,    5, 7",
        "train-images.idx3-ubyte,    train-labels.idx1-ubyte,    7, 5",
        "t10k-images-idx3-ubyte.gz,  t10k-labels-idx1-ubyte.gz,  5, 7",
        "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte,    1, 3",
        "train-images-idx3-ubyte,    train-labels-idx1-ubyte.gz, 3, 1"
    })
    void imagesComeWithTheLabelsBesideThem(String images, String labels, int height, int width) throws IOException {
        Path file = write(images, IdxFixture.images(12, height, width));
        write(labels, IdxFixture.labels(12));

        RowSource source = ReadRows.open(ReadRows.DEFAULTS, file);

        assertEquals(new ImageSize(height, width), source.size());
        assertEquals(2, source.inputs().size(), "both files are what the dataset was made from");
        assertEquals(expected(12, height * width, true), ReadRows.texts(ReadRows.DEFAULTS, file));
    }

    @Test
    void imagesWithoutLabelsBesideThemHaveNone() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(3, 2, 2));
        Path other = write("my.images", IdxFixture.images(3, 2, 2));
        write("t10k-labels-idx1-ubyte", IdxFixture.labels(3));

        assertEquals(expected(3, 4, false), ReadRows.texts(ReadRows.DEFAULTS, file));
        assertEquals(expected(3, 4, false), ReadRows.texts(ReadRows.DEFAULTS, other), "told by the content");
    }

    @ParameterizedTest
    @CsvSource({
        "qmnist-train-images-idx3-ubyte.gz, qmnist-train-labels-idx2-int.gz, 3074, 8",
        "qmnist-test-images-idx3-ubyte,     qmnist-test-labels-idx2-int,     3074, 8",
        "train-images.idx3-ubyte,           train-labels.idx2-int.bz2,       3074, 1",
        "train-images-idx3-ubyte,           train-labels-idx2-int,           3073, 1"
    })
    void labelsMayBeIntsOfWhichTheFirstOfARowIsTheClass(String images, String labels, int magic, int columns)
            throws IOException {
        Path file = write(images, IdxFixture.images(12, 5, 7));
        ByteBuffer ints = ByteBuffer.allocate(12 * columns * Integer.BYTES);
        for (int i = 0; i < 12 * columns; i++) {
            ints.putInt(i % columns == 0 ? i / columns % 10 : 1 << 20);
        }
        int[] sizes = magic == 3073 ? new int[] {12} : new int[] {12, columns};
        write(labels.replace(".bz2", ""), IdxFixture.file(magic, sizes, ints.array()));

        RowSource source = ReadRows.open(ReadRows.DEFAULTS, file);

        assertEquals(expected(12, 35, true), ReadRows.texts(ReadRows.DEFAULTS, file));
        ImageFile only = source.files().get(0);
        assertEquals(
                expected(12, 35, true),
                ReadRows.of(source, only, only.ranges(40, ReadRows.CONF)).stream()
                        .map(ReadRows.Row::toString)
                        .toList(),
                "cut");
        assertEquals(Optional.empty(), source.warning());
    }

    @Test
    void intsThatAreNoLabelsArePutAside() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(3, 1, 1));
        byte[] ints =
                ByteBuffer.allocate(12).putInt(-1).putInt(3).putInt(1 << 30).array();
        write("train-labels-idx2-int", IdxFixture.file(0x0C02, new int[] {3, 1}, ints));

        assertEquals(
                List.of(
                        "1 label out of range: label: expected an integer in 0-9 (see data.classes), found \"-1\"",
                        "2 3|1",
                        "3 label out of range: label: expected an integer in 0-9 (see data.classes), found"
                                + " \"1073741824\""),
                ReadRows.texts(ReadRows.DEFAULTS, file));
    }

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte,                         train-labels-idx1-ubyte/train-labels-idx1-ubyte",
        "train-images-idx3-ubyte/train-images-idx3-ubyte, train-labels-idx1-ubyte/train-labels-idx1-ubyte",
        "train-images-idx3-ubyte/train-images-idx3-ubyte, train-labels-idx1-ubyte",
        "train-images-idx3-ubyte/train-images.idx3-ubyte, train-labels-idx1-ubyte/train-labels.idx1-ubyte.gz",
        "train-images.idx3-ubyte,                         train-labels-idx1-ubyte"
    })
    void labelsAreFoundWhereEachFileHasAFolderOfItsOwn(String images, String labels) throws IOException {
        for (String name : List.of(images, labels)) {
            Files.createDirectories(folder.resolve(name).getParent());
        }
        Path file = write(images, IdxFixture.images(12, 2, 2));
        write(labels, IdxFixture.labels(12));

        assertEquals(expected(12, 4, true), ReadRows.texts(ReadRows.DEFAULTS, file));
        if (!file.getParent().equals(folder)) {
            assertEquals(expected(12, 4, true), ReadRows.texts(ReadRows.DEFAULTS, file.getParent()), "the folder");
        }
    }

    @Test
    void aFolderWhereLabelsShouldBeNeedsThem() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(1, 2, 2));
        Path labels = Files.createDirectory(folder.resolve(LABELS));

        assertEquals(
                labels + ": expected a file of labels, or a folder with " + LABELS + ", found a folder without",
                refused(file));
    }

    @Test
    void labelsThatAreNotFoundAreWarnedOf() throws IOException {
        Path images = write(IMAGES, IdxFixture.images(1, 2, 2));
        Path others = write("t10k-images-idx3-ubyte", IdxFixture.images(1, 2, 2));
        Path mine = write("my.images", IdxFixture.images(1, 2, 2));

        assertEquals(
                Optional.of(images + ": found no labels beside the images; looked for train-labels-idx1-ubyte,"
                        + " train-labels.idx1-ubyte, train-labels-idx2-int, train-labels.idx2-int (also .gz, .bz2)"),
                ReadRows.open(ReadRows.DEFAULTS, images).warning());
        assertEquals(
                Optional.of(mine + ": found no labels beside the images; they are looked for beside files named"
                        + " …-images-idx3-ubyte; the same for 2 others"),
                ReadRows.open(ReadRows.DEFAULTS, mine, images, others).warning());
    }

    @Test
    void imagesLargerThanABoundAreRefusedBeforeAnyIsRead() throws IOException {
        Path file = write("bomb.gz", IdxFixture.file(IdxFixture.IMAGES, new int[] {1, 16384, 16384}, new byte[0]));
        Path large = write("large.gz", IdxFixture.file(IdxFixture.IMAGES, new int[] {1, 4096, 4096}, new byte[0]));

        assertEquals(
                file + ": expected at most 16777216 pixels a row (4096 × 4096), found 268435456 claimed",
                refused(file));
        assertEquals(1 << 24, ReadRows.open(ReadRows.DEFAULTS, large).pixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 21, 63, 64, 100, 1000})
    void aFileCutAnywhereGivesTheSameRows(int bytes) throws IOException {
        Path file = write(IMAGES, IdxFixture.images(29, 3, 7));
        write(LABELS, IdxFixture.labels(29));
        RowSource source = ReadRows.open(ReadRows.DEFAULTS, file);
        ImageFile images = source.files().get(0);

        List<ReadRows.Row> rows = ReadRows.of(source, images, images.ranges(bytes, ReadRows.CONF));

        assertEquals(
                expected(29, 21, true),
                rows.stream().map(ReadRows.Row::toString).toList());
    }

    @Test
    void labelsOutOfRangeArePutAside() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(4, 1, 1));
        write(LABELS, IdxFixture.file(IdxFixture.LABELS, new int[] {4}, new byte[] {9, 10, (byte) 255, 0}));

        assertEquals(
                List.of(
                        "1 9|0",
                        "2 label out of range: label: expected an integer in 0-9 (see data.classes), found \"10\"",
                        "3 label out of range: label: expected an integer in 0-9 (see data.classes), found \"255\"",
                        "4 0|3"),
                ReadRows.texts(ReadRows.DEFAULTS, file));
    }

    @Test
    void noImagesAreNoRows() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(0, 28, 28));
        write(LABELS, IdxFixture.labels(0));

        assertEquals(List.of(), ReadRows.texts(ReadRows.DEFAULTS, file));
    }

    @Test
    void whatTheSettingsSayOfTheSizeMustBeSo() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(2, 5, 7));

        String message = assertThrows(
                        BadInputException.class, () -> ReadRows.open(new SourceSettings(7, 0, 10, true), file))
                .getMessage();

        assertEquals(
                file + ": found images of 5 × 7 pixels, expected what data.image-height and data.image-width say,"
                        + " 7 × any",
                message);
    }

    @Test
    void aWrongMagicNumberIsRefused() throws IOException {
        String wanted = ": expected an IDX file of images (magic number 0x00000803), found ";
        Path floats = write(IMAGES, IdxFixture.file(0x0D03, new int[] {1, 2, 2}, new byte[16]));
        Path text = write("text-images-idx3-ubyte", "label,pixel0,pixel1\n".getBytes(StandardCharsets.UTF_8));
        Path labels = write("train-labels", IdxFixture.labels(20));
        Path bigger = write("bigger", IdxFixture.file(0x0804, new int[] {1, 1, 1, 1}, new byte[1]));

        assertEquals(floats + wanted + "0x00000D03", refused(floats));
        assertEquals(text + wanted + "0x6C616265", refused(text));
        assertEquals(labels + wanted + "labels (0x00000801)", refused(labels));
        assertEquals(bigger + wanted + "0x00000804", refused(bigger));
    }

    @Test
    void imagesWhereLabelsShouldBeAreRefused() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(2, 2, 2));
        Path labels = write(LABELS, IdxFixture.images(2, 2, 2));

        assertEquals(
                labels + ": expected an IDX file of labels (magic number 0x00000801), found images (0x00000803)",
                refused(file));
    }

    @Test
    void aHeaderCutOrImpossibleIsRefused() throws IOException {
        Path cut = write(IMAGES, Arrays.copyOf(IdxFixture.images(2, 2, 2), 15));
        Path negative = write("negative", IdxFixture.file(IdxFixture.IMAGES, new int[] {-1, 2, 2}, new byte[8]));
        Path flat = write("flat", IdxFixture.file(IdxFixture.IMAGES, new int[] {2, 0, 2}, new byte[8]));
        Path wide = write("wide", IdxFixture.file(IdxFixture.IMAGES, new int[] {2, 2, 1 << 30}, new byte[8]));

        assertEquals(cut + ": expected an IDX file of images, found only 15 bytes", refused(cut));
        assertEquals(negative + ": expected a number of images in its header, found -1", refused(negative));
        assertEquals(flat + ": expected a side of an image in its header, found 0", refused(flat));
        assertEquals(wide + ": expected a side of an image in its header, found 1073741824", refused(wide));
    }

    @ParameterizedTest
    @CsvSource({"4, 32", "6, 40", "2147483647, 8589934604"})
    void aCountThatDoesNotGoWithTheLengthIsRefused(int count, long bytes) throws IOException {
        byte[] content = Arrays.copyOfRange(IdxFixture.images(5, 2, 2), 16, 36);
        Path file = write(IMAGES, IdxFixture.file(IdxFixture.IMAGES, new int[] {count, 2, 2}, content));

        assertEquals(file + ": expected " + bytes + " bytes, as its header's numbers give, found 36", refused(file));
    }

    @Test
    void aCountThatDoesNotGoWithTheUnpackedLengthIsRefused() throws IOException {
        byte[] content = Arrays.copyOfRange(IdxFixture.images(5, 2, 2), 16, 36);
        Path more = write("more.gz", IdxFixture.file(IdxFixture.IMAGES, new int[] {6, 2, 2}, content));
        Path fewer = write("fewer.gz", IdxFixture.file(IdxFixture.IMAGES, new int[] {4, 2, 2}, content));
        byte[] trailing = Arrays.copyOf(IdxFixture.images(5, 2, 2), 37);

        assertEquals(more + ": expected 6 items, as its header says, found the end in item 6", refused(more));
        assertEquals(fewer + ": expected 4 items, as its header says, found more bytes after them", refused(fewer));
        assertEquals(
                folder.resolve("trailing.gz") + ": expected 5 items, as its header says, found more bytes after them",
                refused(write("trailing.gz", trailing)));
        assertEquals(
                folder.resolve("trailing") + ": expected 36 bytes, as its header's numbers give, found 37",
                refused(write("trailing", trailing)));
    }

    @Test
    void labelsOfAnotherCountAreRefused() throws IOException {
        Path file = write(IMAGES, IdxFixture.images(5, 2, 2));
        Path labels = write(LABELS, IdxFixture.labels(6));
        assertEquals(labels + ": expected a label for each of the 5 images of " + file + ", found 6", refused(file));

        write(LABELS, IdxFixture.file(IdxFixture.LABELS, new int[] {5}, new byte[4]));
        assertEquals(labels + ": expected 13 bytes, as its header's numbers give, found 12", refused(file));

        Files.delete(labels);
        Path packed = write(LABELS + ".gz", IdxFixture.file(IdxFixture.LABELS, new int[] {5}, new byte[4]));
        assertEquals(packed + ": expected 5 items, as its header says, found the end in item 5", refused(file));

        write(LABELS + ".gz", IdxFixture.file(IdxFixture.LABELS, new int[] {5}, new byte[6]));
        assertEquals(packed + ": expected 5 items, as its header says, found more bytes after them", refused(file));
    }

    @Test
    void aTruncatedGzipIsRefusedWhereverItEnds() throws IOException {
        byte[] packed = IdxFixture.gzip(IdxFixture.images(20, 5, 7));
        Path file = folder.resolve("cut-images-idx3-ubyte.gz");
        for (int length = 2; length < packed.length; length++) {
            Files.write(file, Arrays.copyOf(packed, length));

            String message = refused(file);

            assertTrue(message.startsWith(file + ": could not be unpacked to its end ("), message);
        }
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] packed = IdxFixture.gzip(IdxFixture.images(20, 5, 7));
        packed[packed.length - 5] ^= 1; // its checksum
        Path file = Files.write(folder.resolve(IMAGES + ".gz"), packed);

        String message = refused(file);

        assertTrue(message.startsWith(file + ": could not be unpacked to its end ("), message);
    }

    @Test
    void mnistAsIdxIsMnistAsCsv() throws IOException {
        Path csv = SharedData.mnistTest();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.US_ASCII))) {
            lines.lines().skip(1).map(line -> line.split(",")).forEach(fields -> {
                labels.write(Integer.parseInt(fields[0]));
                Arrays.stream(fields).skip(1).forEach(field -> pixels.write(Integer.parseInt(field)));
            });
        }
        Path idx = write(
                "t10k-images-idx3-ubyte",
                IdxFixture.file(IdxFixture.IMAGES, new int[] {10000, 28, 28}, pixels.toByteArray()));
        write("t10k-labels-idx1-ubyte.gz", IdxFixture.file(IdxFixture.LABELS, new int[] {10000}, labels.toByteArray()));

        List<SourceBlock> expected = blocks(csv);
        List<SourceBlock> found = blocks(idx);

        assertEquals(10000, found.stream().mapToInt(SourceBlock::accepted).sum());
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            assertTrue(Arrays.equals(expected.get(i).images(), found.get(i).images()), "images of block " + i);
            assertTrue(Arrays.equals(expected.get(i).labels(), found.get(i).labels()), "labels of block " + i);
        }
    }

    private static List<SourceBlock> blocks(Path file) throws IOException {
        RowSource source = ReadRows.open(ReadRows.DEFAULTS, file);
        List<SourceBlock> blocks = new ArrayList<>();
        try (SliceReader reader =
                new SliceReader(Slices.of(source, ReadRows.CONF).all(), source.bytesPerRow(), ReadRows.CONF)) {
            reader.forEachRemaining(blocks::add);
        }
        return blocks;
    }

    /** Content of the fixture's files. */
    private static List<String> expected(int count, int pixels, boolean labelled) {
        return IntStream.range(0, count)
                .mapToObj(image -> (image + 1) + " " + (labelled ? image % 10 : "-") + "|"
                        + IntStream.range(image * pixels, (image + 1) * pixels)
                                .mapToObj(value -> Integer.toString(value & 0xFF))
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    /** The message of the error thrown on opening or reading. */
    private static String refused(Path file) {
        return assertThrows(BadInputException.class, () -> ReadRows.texts(ReadRows.DEFAULTS, file))
                .getMessage();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return IdxFixture.write(folder.resolve(name), bytes);
    }
}
