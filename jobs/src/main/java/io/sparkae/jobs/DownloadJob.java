package io.sparkae.jobs;

import io.sparkae.files.InputFile;
import io.sparkae.files.StageOutputException;
import io.sparkae.ingest.download.DownloadSettings;
import io.sparkae.ingest.download.Downloader;
import io.sparkae.ingest.download.PublicDataset;
import io.sparkae.jobs.console.DownloadProgress;
import io.sparkae.jobs.console.LogFile;
import java.io.IOException;
import java.net.Authenticator;
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
                "Downloads a public dataset from the mirrors in download.mirrors. An interrupted download is resumed,"
                        + " and every file is verified by its SHA-256.")
final class DownloadJob extends Job {
    /** Authentication schemes that the JDK does not use with tunnels; read when its HTTP client is loaded. */
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

    /** Finds a dataset by its label. */
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
        // By default the JDK sends no password through a tunnel.
        System.getProperties().putIfAbsent(TUNNEL_RESTRICTION, "");
        Authenticator passwords = new EnvironmentProxies(System.getenv(), System.getProperties());
        Path standard = Path.of("data", dataset.label());
        Path folder = output == null ? standard : output;
        if (!options().force()) {
            requireOurs(folder);
        }
        try (DownloadProgress progress = new DownloadProgress(console())) {
            new Downloader(settings.mirrors().get(dataset), settings.timeout(), passwords, progress)
                    .fetch(dataset.files(), folder);
        }
        out().println("Now: jobs/bin/sparkae run --config conf/data/" + dataset.label() + ".conf"
                + (folder.equals(standard) ? "" : pairs(folder)));
        out().flush();
        return 0;
    }

    /** Refuses to replace a file of the same name and other content, which may be the user's. */
    private void requireOurs(Path folder) throws IOException {
        for (InputFile file : dataset.files()) {
            Path there = folder.resolve(file.path());
            if (Files.exists(there) && !file.isContentOf(there)) {
                throw new StageOutputException(there + " exists and is not a file of " + dataset.label()
                        + ": give another --output, move it away, or replace it with --force");
            }
        }
    }

    /** Settings that name the files in a folder other than the default. */
    private String pairs(Path folder) {
        return " -s data.train=" + folder.resolve(dataset.files().get(0).path()) + " -s data.test="
                + folder.resolve(dataset.files().get(2).path());
    }
}
