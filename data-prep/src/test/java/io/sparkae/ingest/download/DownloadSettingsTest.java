package io.sparkae.ingest.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.InputFile;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import io.sparkae.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue, and the settings that say where its files are. */
class DownloadSettingsTest {
    @ParameterizedTest
    @EnumSource(PublicDataset.class)
    void aDatasetIsFourFiles(PublicDataset dataset) {
        List<InputFile> files = dataset.files();

        assertEquals(4, files.size());
        assertEquals(4, files.stream().map(InputFile::path).distinct().count());
        assertTrue(files.stream().allMatch(f -> f.sha256().matches("[0-9a-f]{64}") && f.bytes() > 0));
        assertEquals("train-images-idx3-ubyte.gz", files.get(0).path());
        assertEquals("t10k-images-idx3-ubyte.gz", files.get(2).path());
    }

    @Test
    void noTwoFilesOfTheCatalogueAreTheSame() {
        Set<String> hashes = Stream.of(PublicDataset.values())
                .flatMap(d -> d.files().stream())
                .map(InputFile::sha256)
                .collect(Collectors.toCollection(HashSet::new));

        assertEquals(8, hashes.size());
    }

    @ParameterizedTest
    @EnumSource(PublicDataset.class)
    void everyDatasetHasMirrorsByDefault(PublicDataset dataset) {
        assertTrue(read().mirrors().get(dataset).size() >= 2);
    }

    @Test
    void aMirrorIsAFolderWithOrWithoutASlash() {
        DownloadSettings settings =
                read("download.mirrors.mnist=[\"http://a/b\", \"HTTPS://c\"]", "download.timeout-seconds=7");

        assertEquals(
                List.of(URI.create("http://a/b/"), URI.create("HTTPS://c/")),
                settings.mirrors().get(PublicDataset.MNIST));
        assertEquals(Duration.ofSeconds(7), settings.timeout());
    }

    @Test
    void allProblemsAreReportedTogether() {
        String message = assertThrows(
                        SettingsException.class,
                        () -> read(
                                "download.mirrors.mnist=[\"ftp://x/\", \"https://fine/\", \"a b\", \"http://x/?y\", \"http://[1:2:3]/\"]",
                                "download.mirrors.fashion-mnist=[]",
                                "download.timeout-seconds=0"))
                .getMessage();

        assertEquals(
                List.of(
                        "download.mirrors.mnist: expected http or https URLs of folders, found ftp://x/",
                        "download.mirrors.mnist: expected http or https URLs of folders, found a b",
                        "download.mirrors.mnist: expected http or https URLs of folders, found http://x/?y",
                        "download.mirrors.mnist: expected http or https URLs of folders, found http://[1:2:3]/",
                        "download.mirrors.fashion-mnist: expected at least one URL, found none",
                        "download.timeout-seconds: expected >= 1, found 0"),
                message.lines().toList());
    }

    private static DownloadSettings read(String... pairs) {
        SettingsReader reader = Settings.load(List.of(), List.of(pairs)).reader();
        DownloadSettings settings = DownloadSettings.read(reader);
        reader.check();
        return settings;
    }
}
