package io.sparkae.jobs;

import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.download.DownloadSettings;
import io.sparkae.ingest.download.Downloader;
import io.sparkae.ingest.download.EnvironmentProxies;
import io.sparkae.ingest.download.PublicDataset;
import io.sparkae.ingest.download.RemoteFile;
import io.sparkae.jobs.console.DownloadProgress;
import io.sparkae.jobs.console.LogFile;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code download}; needs no Spark session. */
@Command(
        name = "download",
        description =
                "Fetches a public dataset from the mirrors of download.mirrors. What was interrupted goes on where it"
                        + " stopped, and a file gets its name when its SHA-256 is right.")
final class DownloadJob extends Job {
    /** Read when the JDK's HTTP client is loaded: the ways of telling a proxy a password that tunnels may not use. */
    private static final String TUNNEL_RESTRICTION = "jdk.http.auth.tunneling.disabledSchemes";

    @Parameters(
            paramLabel = "DATASET",
            converter = ByLabel.class,
            completionCandidates = Labels.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private PublicDataset dataset;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder for the files; default: data/DATASET.")
    private Path output;

    /** Datasets by the names that people know them by. */
    static final class ByLabel implements ITypeConverter<PublicDataset> {
        @Override
        public PublicDataset convert(String label) {
            return Arrays.stream(PublicDataset.values())
                    .filter(d -> d.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + String.join(", ", new Labels()) + ", found " + label));
        }
    }

    /** These names, for the help. */
    static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(PublicDataset.values())
                    .map(PublicDataset::label)
                    .iterator();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LogFile.settle();
        DownloadSettings settings = options().settings().download();
        EnvironmentProxies proxies = new EnvironmentProxies(System.getenv(), ProxySelector.getDefault());
        if (proxies.authenticator().isPresent() && System.getProperty(TUNNEL_RESTRICTION) == null) {
            // The JDK keeps passwords from proxies unless told otherwise; who puts one into https_proxy has told us.
            System.setProperty(TUNNEL_RESTRICTION, "");
        }
        Path standard = Path.of("data", dataset.label());
        Path folder = output == null ? standard : output;
        if (!options().force()) {
            requireOurs(folder);
        }
        try (DownloadProgress progress = new DownloadProgress(out())) {
            new Downloader(settings.mirrors().get(dataset), settings.timeout(), proxies, progress)
                    .fetch(dataset.files(), folder);
        }
        out().println("Now: jobs/bin/sparkae run --config conf/data/" + dataset.label() + ".conf"
                + (folder.equals(standard) ? "" : pairs(folder)));
        out().flush();
        return 0;
    }

    /** A file that has the name of one to fetch, but is another, may be a user's. */
    private void requireOurs(Path folder) throws IOException {
        for (RemoteFile file : dataset.files()) {
            Path there = folder.resolve(file.name());
            if (Files.exists(there) && !file.isAt(there)) {
                throw new StageOutputException(there + " is there already and is not " + dataset.label()
                        + "'s: give another --output, move it away, or write over it with --force");
            }
        }
    }

    /** What the settings file cannot know of a folder of the user's choice. */
    private String pairs(Path folder) {
        return " -s data.train=" + folder.resolve(dataset.trainImages().name()) + " -s data.test="
                + folder.resolve(dataset.testImages().name());
    }
}
