package io.sparkae.ingest.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sparkae.files.BadInputException;
import io.sparkae.ingest.source.Slices.Slice;
import io.sparkae.ingest.source.Slices.SliceReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual inputs: odd names, missing and unreadable files, folders. */
class OddInputTest {
    private static final String ONE = "label,pixel0\n3,7\n";
    private static final String TWO = "pixel0\n8\n9\n";
    private static final String FORMATS = ": expected CSV, IDX or Parquet, found ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train_2024-01-01T10:30.csv",
                "a:b",
                ":",
                "file:x.csv",
                "a b%20c.csv",
                "a#b?c.csv",
                "*",
                "part-[0-9].csv",
                "{a,b}.csv",
                "back\\slash.csv",
                "line\nfeed.csv",
                "a~$b'\"c.csv"
            })
    void aNameIsReadAsItIsWhateverIsInIt(String name) throws IOException {
        write(name, ONE);
        Path inside = Files.createDirectory(folder.resolve("in " + name));
        Files.writeString(inside.resolve(name), TWO);

        assertEquals(List.of("2 3|7"), rows(folder.resolve(name)));
        assertEquals(List.of("2 -|8", "3 -|9"), rows(inside), "the folder");
        assertEquals(List.of("2 -|8", "3 -|9"), rows(inside.resolve(name)), "in the folder");
        assertEquals(
                Set.of("2 3|7", "2 -|8", "3 -|9"), Set.copyOf(rows(folder.resolve("?*"))), "all of them, by a glob");
        assertEquals(1, describe(folder.resolve(name)).size());
    }

    @Test
    void aRelativeNameMayHaveAColon() {
        InputPath input = InputPath.of("10:30/a:b.csv");

        assertEquals("10:30/a:b.csv", input.name());
        assertEquals(
                Path.of("10:30/a:b.csv").toAbsolutePath().toString(),
                input.fileSystem(ReadRows.CONF)
                        .makeQualified(input.path())
                        .toUri()
                        .getPath());
    }

    @Test
    void idxImagesUnderOddNamesHaveTheirLabels() throws IOException {
        Path day = Files.createDirectory(folder.resolve("10:30 #1"));
        IdxFixture.write(day.resolve("a:b-images-idx3-ubyte"), IdxFixture.images(2, 1, 1));
        IdxFixture.write(day.resolve("a:b-labels-idx1-ubyte"), IdxFixture.labels(2));

        assertEquals(List.of("1 0|0", "2 1|1"), rows(day.resolve("a:b-images-idx3-ubyte")));
        assertEquals(List.of("1 0|0", "2 1|1"), rows(day));
    }

    @Test
    void aLinkToNothingIsNamed() throws IOException {
        write("a.csv", ONE);
        Path link = Files.createSymbolicLink(folder.resolve("b.csv"), Path.of("../annex/objects/b"));
        String message =
                link + ": expected a file, found a link to ../annex/objects/b, which is not there; fetch that file";

        assertEquals(message, refused(folder));
        assertEquals(message, refused(folder.resolve("*.csv")));
        assertEquals(List.of("2 3|7"), rows(folder.resolve("a*")), "what is not named need not be there");
    }

    @Test
    void aFileThatGoesBetweenListingAndReadingIsNamed() throws IOException {
        Path file = write("a.csv", ONE);
        RowSource source = ReadRows.open(ReadRows.DEFAULTS, folder);
        List<Slice> slices = Slices.of(source, ReadRows.CONF).all();
        Files.delete(file);

        assertEquals(
                file + ": expected a file, found nothing there",
                assertThrows(BadInputException.class, () -> readAll(source, slices))
                        .getMessage());
        assertEquals(
                file + ": expected a file, found nothing there",
                assertThrows(BadInputException.class, () -> describe(source)).getMessage());
    }

    @Test
    void whatTheUserMayNotReadIsNamed() throws IOException {
        Path file = write("secret.csv", ONE);
        Configuration conf = new Configuration(false);
        conf.set("fs.file.impl", Denying.class.getName());
        conf.setBoolean("fs.file.impl.disable.cache", true);

        assertEquals(
                file + ": permission denied; make it readable for this user",
                assertThrows(
                                BadInputException.class,
                                () -> RowSource.open(List.of(file.toString()), ReadRows.DEFAULTS, conf))
                        .getMessage());
    }

    /** Root may read anything, and tests may run as root. */
    static final class Denying extends RawLocalFileSystem {
        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
            throw new AccessControlException("Permission denied: user=nobody");
        }
    }

    @Test
    void aFileSystemThatDoesNotTellLengthsIsRefused() throws IOException {
        Path file = write("a.csv", ONE);
        Configuration conf = new Configuration(false);
        conf.set("fs.file.impl", Lengthless.class.getName());
        conf.setBoolean("fs.file.impl.disable.cache", true);

        assertEquals(
                file + ": its file system does not report its length; copy the file and use the copy",
                assertThrows(
                                BadInputException.class,
                                () -> RowSource.open(List.of(file.toString()), ReadRows.DEFAULTS, conf))
                        .getMessage());
    }

    /** A file system without lengths, like Hadoop's for HTTP. */
    static final class Lengthless extends RawLocalFileSystem {
        @Override
        public FileStatus getFileStatus(org.apache.hadoop.fs.Path file) throws IOException {
            super.getFileStatus(file);
            return new FileStatus(-1, false, 1, 1, 0, file);
        }
    }

    @Test
    void whatLiesOnTheWebIsToBeDownloadedFirst() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/train.csv";
            for (String location : List.of(url, "https://localhost/a.csv", "ftp://localhost/a.csv")) {
                String scheme = location.substring(0, location.indexOf(':'));
                assertEquals(
                        location + ": " + scheme + " cannot be read from; download the file and use the copy",
                        assertThrows(
                                        BadInputException.class,
                                        () -> RowSource.open(List.of(location), ReadRows.DEFAULTS, ReadRows.CONF))
                                .getMessage());
            }
        } finally {
            server.stop(0);
        }
        assertEquals(0, requests.get());
    }

    @Test
    void aChecksumFileThatDoesNotMatchIsNamed() throws IOException {
        org.apache.hadoop.fs.Path part =
                new org.apache.hadoop.fs.Path(folder.resolve("part-0").toString());
        try (LocalFileSystem fs = FileSystem.newInstanceLocal(new Configuration());
                var out = fs.create(part)) {
            out.write(ONE.getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(Files.exists(folder.resolve(".part-0.crc")));
        assertEquals(List.of("2 3|7"), rows(folder));

        write("part-0", ONE.replace('7', '8'));

        String message = folder.resolve("part-0") + ": found content that does not match the hidden file .part-0.crc"
                + " beside it: damaged, or changed since; if the change is meant, delete that file";
        assertEquals(message, refused(folder));
        assertEquals(message, refused(folder.resolve("part-0")));
        assertTrue(Files.exists(folder.resolve("part-0")), "and the file stays where it is");

        Files.delete(folder.resolve(".part-0.crc"));
        assertEquals(List.of("2 3|8"), rows(folder));
    }

    @Test
    void emptyPartsOfAFolderArePassedOverIfOthersHaveRows() throws IOException {
        write("part-0", "");
        write("part-1", ONE);
        Files.write(folder.resolve("part-2.gz"), IdxFixture.gzip(new byte[0]));

        assertEquals(List.of("2 3|7"), rows(folder));
        assertEquals(List.of("2 3|7"), rows(folder.resolve("part-*")));
        assertEquals(folder.resolve("part-0") + FORMATS + "an empty file", refused(folder.resolve("part-0")));

        Files.delete(folder.resolve("part-1"));
        assertEquals(folder + ": expected rows of images, found none", refused(folder));
    }

    @Test
    void labelsAreReadFromPartitionFolders() throws IOException {
        for (String label : List.of("0", "7", "__HIVE_DEFAULT_PARTITION__")) {
            Files.createDirectories(folder.resolve("split=a/label=" + label));
            write("split=a/label=" + label + "/part-0", TWO);
        }

        List<String> expected = List.of("2 0|8", "3 0|9", "2 7|8", "3 7|9", "2 -|8", "3 -|9");
        assertEquals(expected, rows(folder));
        assertEquals(expected, rows(folder.resolve("split=*/label=*")));

        write("split=a/label=0/part-1", ONE);
        assertTrue(rows(folder).contains("2 3|7"), "a column of labels stands");

        Path cat = Files.createDirectory(folder.resolve("split=a/label=cat"));
        Files.writeString(cat.resolve("part-0"), TWO);
        assertEquals(
                cat.resolve("part-0")
                        + ": in its folder label=cat: label: expected an integer in 0-9 (see data.classes),"
                        + " found \"cat\"",
                refused(folder));
    }

    @Test
    void aFolderOfFoldersSaysWhatIsInIt() throws IOException {
        for (String name : List.of("d", "b", "a", "c", "_e")) {
            Files.createDirectory(folder.resolve(name));
        }

        assertEquals(
                folder
                        + ": expected files in this folder, found none but folders (a, b, c and 1 others);"
                        + " name one of them",
                refused(folder));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsNotReadTwice() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        assertEquals(pipe + ": expected a file, found a pipe or a device; write it to a file first", refused(pipe));
    }

    @Test
    void manyLocationsAreNotAllNamed() throws IOException {
        Path[] empty = new Path[20];
        for (int i = 0; i < empty.length; i++) {
            empty[i] = write("file-" + i, "pixel0\n");
        }

        assertEquals(
                empty[0] + ", " + empty[1] + ", " + empty[2] + " and 17 others",
                ReadRows.open(ReadRows.DEFAULTS, empty).name());
    }

    private static void readAll(RowSource source, List<Slice> slices) {
        try (SliceReader reader = new SliceReader(slices, source.bytesPerRow(), ReadRows.CONF)) {
            reader.forEachRemaining(block -> {});
        }
    }

    private static Set<String> describe(Path location) throws IOException {
        return describe(ReadRows.open(ReadRows.DEFAULTS, location));
    }

    private static Set<String> describe(RowSource source) throws IOException {
        Set<String> hashes = new TreeSet<>();
        for (InputPath input : source.inputs()) {
            hashes.add(RowSource.hash(input, ReadRows.CONF).file().sha256());
        }
        return hashes;
    }

    private static List<String> rows(Path... locations) throws IOException {
        return ReadRows.texts(ReadRows.DEFAULTS, locations);
    }

    private static String refused(Path... locations) {
        return assertThrows(BadInputException.class, () -> ReadRows.texts(ReadRows.DEFAULTS, locations))
                .getMessage();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
    }
}
