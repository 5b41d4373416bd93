package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/** Finds the files that a setting names: a file, a folder of files or a glob, on any Hadoop file system. */
final class InputFiles {
    private static final int SHOWN = 3;

    private InputFiles() {}

    /**
     * The files of a location, in name order. Names that begin with a dot or an underscore are skipped, and labels files,
     * which are read with their images, unless the location is exactly that file. An existing path is not taken for a glob.
     * Subfolders are searched only if they are partitions ({@code column=value}).
     *
     * @throws BadInputException if no file is found, or a listed file is missing
     */
    static List<FileBytes> find(String location, Configuration conf) throws IOException {
        InputPath input = InputPath.of(location);
        FileStatus named = input.status(conf).orElse(null);
        if (named != null && !named.isDirectory()) {
            return List.of(FileBytes.of(input, conf)); // keeps the given name
        }
        List<FileBytes> files = new ArrayList<>();
        if (named != null) {
            addFilesOf(named, files, conf);
        } else {
            for (FileStatus status : glob(input, conf)) {
                if (isHidden(status.getPath().getName())) {
                    continue;
                }
                if (status.isDirectory()) {
                    addFilesOf(status, files, conf);
                } else if (!IdxFile.areLabels(status.getPath().getName())) {
                    files.add(FileBytes.of(InputPath.found(status.getPath()), conf));
                }
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(location
                    + (named != null
                            ? ": expected files in this folder, found none" + onlyFolders(input, conf)
                            : ": expected a file, a folder or a glob of files, found nothing there"));
        }
        return files;
    }

    /**
     * Files that match a glob, in name order. Hadoop's globbing takes the text before a colon in a name for a
     * scheme, and skips broken links.
     */
    private static List<FileStatus> glob(InputPath input, Configuration conf) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        try {
            Path qualified = input.fileSystem(conf).makeQualified(input.path());
            for (String pattern : GlobExpander.expand(qualified.toUri().getPath())) {
                match(InputPath.found(new Path(qualified, "/")), pattern.substring(1), found, conf);
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof BadInputException || e.getCause() instanceof BadInputException) {
                throw e;
            }
            throw new BadInputException(
                    input.name() + ": expected a path, URI or glob ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")",
                    e);
        }
        return found.stream().sorted().distinct().toList();
    }

    private static void match(InputPath folder, String pattern, List<FileStatus> found, Configuration conf)
            throws IOException {
        int slash = pattern.indexOf('/');
        String component = slash < 0 ? pattern : pattern.substring(0, slash);
        String rest = slash < 0 ? "" : pattern.substring(slash + 1);
        GlobFilter filter = new GlobFilter(component);
        if (!filter.hasPattern()) { // a folder may be traversable but not listable
            InputPath named = folder.in(component.replaceAll("\\\\(.)", "$1"));
            if (slash < 0) {
                named.status(conf).ifPresent(found::add);
            } else {
                match(named, rest, found, conf);
            }
            return;
        }
        if (!folder.status(conf).map(FileStatus::isDirectory).orElse(false)) {
            return;
        }
        for (FileStatus status : folder.list(name -> filter.accept(new Path(null, null, name)), conf)) {
            if (slash < 0) {
                found.add(status);
            } else if (status.isDirectory()) {
                match(InputPath.found(status.getPath()), rest, found, conf);
            }
        }
    }

    private static void addFilesOf(FileStatus folder, List<FileBytes> files, Configuration conf) throws IOException {
        Predicate<String> wanted = name -> !isHidden(name) && !IdxFile.areLabels(name);
        for (FileStatus status : InputPath.found(folder.getPath()).list(wanted, conf)) {
            if (!status.isDirectory()) {
                files.add(FileBytes.of(InputPath.found(status.getPath()), conf));
            } else if (status.getPath().getName().indexOf('=') > 0) {
                addFilesOf(status, files, conf);
            }
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    private static String onlyFolders(InputPath folder, Configuration conf) throws IOException {
        List<String> folders = folder.list(name -> !isHidden(name), conf).stream()
                .filter(FileStatus::isDirectory)
                .map(status -> status.getPath().getName())
                .toList();
        return folders.isEmpty()
                ? ""
                : " but folders (" + folders.stream().limit(SHOWN).collect(Collectors.joining(", "))
                        + (folders.size() > SHOWN ? " and " + (folders.size() - SHOWN) + " others" : "")
                        + "); name one of them";
    }
}
