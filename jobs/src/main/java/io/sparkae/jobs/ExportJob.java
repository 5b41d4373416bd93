package io.sparkae.jobs;

import io.sparkae.export.ModelExport;
import io.sparkae.export.ModelExport.Format;
import io.sparkae.export.ModelExport.Part;
import io.sparkae.files.AtomicFile;
import io.sparkae.files.FileSystems;
import io.sparkae.jobs.console.LogFile;
import io.sparkae.jobs.startup.LocalUmask;
import io.sparkae.jobs.startup.Preflight;
import io.sparkae.model.TrainedAutoencoder;
import io.sparkae.run.RunFolder;
import io.sparkae.run.StageName;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.TrainStage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code export}; needs no Spark session. */
@Command(
        name = "export",
        description = {
            "Writes a trained model, or a part of it, as an ONNX file or as arrays for NumPy.",
            "An ONNX file takes pixels as the files of training data have them; see docs/user-guide.md."
        })
final class ExportJob extends Job {
    @Option(
            names = "--model",
            paramLabel = "RUN|FILE",
            required = true,
            description = "Folder of a run with a trained model, or a model.zip; a path or URI.")
    private String model;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "File to write, a path or URI; one that is there is replaced with --force only.")
    private String output;

    @Option(names = "--format", paramLabel = "FORMAT", description = "onnx or npz; by default what --output ends with.")
    private String format;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = "whole",
            description = "encoder (pixels to code), decoder (code to reconstruction) or whole;"
                    + " default: ${DEFAULT-VALUE}.")
    private String part;

    @Override
    public Integer call() throws IOException {
        Format chosen = format();
        Part wanted = named("--part", Part.values(), part);
        LogFile.orTemporary();
        Configuration hadoop = Session.hadoop(options().settings().all());
        Preflight.withoutSession();
        LocalUmask.apply(hadoop);

        Path file = path("--output", output);
        FileSystem fs = fileSystem("--output", file, hadoop);
        requireFree(fs, file);
        ModelExport export = new ModelExport(trained(fs.makeQualified(file), hadoop), wanted);
        AtomicFile.write(fs, file, out -> export.write(chosen, out));
        out().printf(
                        Locale.ROOT,
                        "%s as %s in %s, %,d bytes%n",
                        wanted == Part.WHOLE ? "the whole model" : "the " + text(wanted),
                        text(chosen),
                        fs.makeQualified(file),
                        fs.getFileStatus(file).getLen());
        out().flush();
        return 0;
    }

    private Format format() {
        if (format != null) {
            return named("--format", Format.values(), format);
        }
        String name = output.toLowerCase(Locale.ROOT);
        Optional<Format> byName = Arrays.stream(Format.values())
                .filter(each -> name.endsWith("." + text(each)))
                .findFirst();
        return byName.orElseThrow(() -> new SettingsException(
                List.of("--format: expected onnx or npz, found none, and --output does not end with .onnx or .npz")));
    }

    private static <E extends Enum<E>> E named(String option, E[] all, String given) {
        return Arrays.stream(all)
                .filter(each -> text(each).equals(given))
                .findFirst()
                .orElseThrow(() -> new SettingsException(List.of(option + ": expected one of "
                        + String.join(
                                ", ", Arrays.stream(all).map(ExportJob::text).toList()) + ", found " + given)));
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Path path(String option, String text) {
        try {
            return FileSystems.path(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    List.of(option + ": expected a path or URI, found " + text + " (" + e.getMessage() + ")"));
        }
    }

    private static FileSystem fileSystem(String option, Path path, Configuration hadoop) {
        try {
            return FileSystems.of(path, hadoop);
        } catch (IOException | IllegalArgumentException e) { // such as an unknown scheme or host
            throw new SettingsException(
                    List.of(option + " " + path + ": its file system cannot be used (" + e.getMessage() + ")"));
        }
    }

    private void requireFree(FileSystem fs, Path file) throws IOException {
        Optional<FileStatus> there = status(fs, file);
        if (there.isPresent() && there.get().isDirectory()) {
            throw new SettingsException(List.of("--output: expected a file, found the folder " + file));
        }
        if (there.isPresent() && !options().force()) {
            throw new SettingsException(
                    List.of("--output: " + file + " is there already: give --force to replace it, or another path"));
        }
    }

    /** @param output which must not be a part of the model or its run */
    private TrainedAutoencoder trained(Path output, Configuration hadoop) throws IOException {
        Path path = path("--model", model);
        FileSystem fs = fileSystem("--model", path, hadoop);
        Optional<FileStatus> there = status(fs, path);
        if (there.isEmpty()) {
            throw new SettingsException(
                    List.of("--model: expected a run's folder or a model.zip, found nothing at " + path));
        }
        if (fs.makeQualified(path).equals(output)) {
            throw new SettingsException(List.of("--output: expected another file than --model, found " + output));
        }
        if (!there.get().isDirectory()) {
            return TrainedAutoencoder.load(fs, path);
        }
        RunFolder run = RunFolder.at(model, hadoop);
        run.requireOutsideStages("--output", output, hadoop);
        run.manifestOf(StageName.TRAIN); // complete and undamaged
        return TrainedAutoencoder.load(
                run.fs(), new Path(run.stage(StageName.TRAIN).path(), TrainStage.MODEL_FILE));
    }

    private static Optional<FileStatus> status(FileSystem fs, Path path) throws IOException {
        try {
            return Optional.of(fs.getFileStatus(path));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
    }
}
