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
                "Downloads a public dataset from the mirrors of download.mirrors. An interrupted download is resumed;"
                        + " a file gets its name once its SHA-256 is verified.")
final class DownloadJob extends Job {
    /** Authentication schemes that proxy tunnels may not use; read when the JDK's HTTP client is loaded. */
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

    /** A dataset by its label. */
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

    /** The labels, for the help. */
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
        LogFile.orTemporary();
        DownloadSettings settings = options().settings().download();
        EnvironmentProxies proxies = new EnvironmentProxies(System.getenv(), ProxySelector.getDefault());
        if (proxies.authenticator().isPresent() && System.getProperty(TUNNEL_RESTRICTION) == null) {
            // By default the JDK sends no passwords to proxies; a password in https_proxy is meant to be sent.
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

    /** A file with the name of one to fetch but other content may be the user's. */
    private void requireOurs(Path folder) throws IOException {
        for (RemoteFile file : dataset.files()) {
            Path there = folder.resolve(file.name());
            if (Files.exists(there) && !file.isAt(there)) {
                throw new StageOutputException(there + " is there already and is not " + dataset.label()
                        + "'s: give another --output, move it away, or write over it with --force");
            }
        }
    }

    /** Settings for another than the default folder. */
    private String pairs(Path folder) {
        return " -s data.train=" + folder.resolve(dataset.trainImages().name()) + " -s data.test="
                + folder.resolve(dataset.testImages().name());
    }
}
