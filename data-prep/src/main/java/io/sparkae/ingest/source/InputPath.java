package io.sparkae.ingest.source;

import io.sparkae.files.BadInputException;
import io.sparkae.files.FileSystems;
import io.sparkae.ingest.source.SourceBlock.Rejection;
import io.sparkae.rows.RowBlock;
import java.io.EOFException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;

/**
 * An input file or folder on any Hadoop file system; access errors become {@link BadInputException}.
 *
 * @param path of the file, taken literally: no glob, no escapes
 * @param name in messages and the manifest
 */
public record InputPath(Path path, String name) implements Serializable {
    private static final String LABEL_FOLDER = "label=";
    private static final String NULL_LABEL = "__HIVE_DEFAULT_PARTITION__";

    /** Schemes whose Hadoop file systems report no length or cannot seek. */
    private static final Set<String> DOWNLOADS = Set.of("http", "https", "ftp", "ftps");

    /**
     * Parses a location: a URI if it begins with a scheme and a slash, otherwise a path, in which a colon is a
     * character like any other.
     *
     * @throws BadInputException if it can be neither, or its file system cannot be read from
     */
    public static InputPath of(String location) {
        try {
            InputPath input = new InputPath(FileSystems.path(location), location);
            String scheme = input.path.toUri().getScheme();
            if (scheme != null && DOWNLOADS.contains(scheme.toLowerCase(Locale.ROOT))) {
                throw new BadInputException(
                        location + ": " + scheme + " cannot be read from; download the file and use the copy");
            }
            return input;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(location + ": expected a path, URI or glob (" + e.getMessage() + ")", e);
        }
    }

    /** A listed file; its name is its path, or its URI on other file systems than the local one. */
    static InputPath found(Path path) {
        boolean local = "file".equals(path.toUri().getScheme());
        return new InputPath(path, local ? path.toUri().getPath() : path.toString());
    }

    /** A file of that name in the same folder. */
    InputPath sibling(String other) {
        return new InputPath(
                child(path.getParent() == null ? new Path(".") : path.getParent(), other),
                name.endsWith(path.getName())
                        ? name.substring(0, name.length() - path.getName().length()) + other
                        : child(path.getParent(), other).toUri().getPath());
    }

    /** A file of that name in this folder. */
    InputPath in(String file) {
        return new InputPath(child(path, file), name.endsWith("/") ? name + file : name + "/" + file);
    }

    /** The parent folder; empty if the name has none. */
    Optional<InputPath> parent() {
        Path folder = path.getParent();
        int end = name.length() - path.getName().length() - 1;
        return folder == null || end < 1 || name.charAt(end) != '/'
                ? Optional.empty()
                : Optional.of(new InputPath(folder, name.substring(0, end)));
    }

    /**
     * The file's file system. A local file with a checksum file beside it ({@code .NAME.crc}) is verified against it; other
     * local files use the raw file system, because the checksumming one cannot name that file if the name has a colon.
     *
     * @throws BadInputException if the file system cannot be used
     */
    public FileSystem fileSystem(Configuration conf) {
        try {
            FileSystem fs = path.getFileSystem(conf);
            if (fs instanceof LocalFileSystem local) {
                return hasChecksums(local) ? local : local.getRawFileSystem();
            }
            return fs;
        } catch (IOException | RuntimeException e) { // a host that is not known is an IllegalArgumentException
            throw new BadInputException(
                    name + ": its file system cannot be used (" + e.getMessage()
                            + "); for s3a and the like put hadoop-aws and its settings on the class path of driver and"
                            + " executors",
                    e);
        }
    }

    /**
     * The status of the file.
     *
     * @return empty if it does not exist
     * @throws BadInputException if it cannot be determined
     */
    Optional<FileStatus> status(Configuration conf) throws IOException {
        FileSystem fs = fileSystem(conf);
        try {
            if (fs instanceof RawLocalFileSystem raw) { // which reports inaccessible files as missing
                Files.getLastModifiedTime(raw.pathToFile(path).toPath());
            }
            return Optional.of(fs.getFileStatus(path));
        } catch (FileNotFoundException | java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (java.nio.file.FileSystemException e) {
            if (e instanceof AccessDeniedException) {
                throw unusable(e);
            }
            return Optional.empty(); // a name that is too long, a file where a folder should be
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Lists this folder in name order.
     *
     * @param wanted names to look at
     * @throws BadInputException if the folder cannot be listed, or a listed file is missing
     */
    List<FileStatus> list(Predicate<String> wanted, Configuration conf) throws IOException {
        FileSystem fs = fileSystem(conf);
        List<FileStatus> found = new ArrayList<>();
        try {
            if (fs instanceof RawLocalFileSystem raw) { // whose listing omits broken links
                try (DirectoryStream<java.nio.file.Path> files =
                        Files.newDirectoryStream(raw.pathToFile(path).toPath())) {
                    for (java.nio.file.Path file : files) {
                        if (wanted.test(file.getFileName().toString())) {
                            found.add(existing(file, fs));
                        }
                    }
                }
            } else {
                Arrays.stream(fs.listStatus(path))
                        .filter(status -> wanted.test(status.getPath().getName()))
                        .forEach(found::add);
            }
        } catch (DirectoryIteratorException e) {
            throw unusable(e.getCause());
        } catch (IOException e) {
            throw unusable(e);
        }
        found.sort(null);
        return found;
    }

    /**
     * Opens it for reading.
     *
     * @throws BadInputException if it cannot be opened
     */
    FSDataInputStream open(Configuration conf) {
        try {
            return fileSystem(conf).open(path);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** The exception for a file that cannot be opened or a folder that cannot be listed. */
    BadInputException unusable(IOException e) {
        Optional<BadInputException> known = known(e);
        return known.orElseGet(() -> new BadInputException(name + ": cannot be opened (" + firstLine(e) + ")", e));
    }

    /** The exception for a read error caused by the file; empty if caused by the system. */
    Optional<BadInputException> known(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ChecksumException) {
                return Optional.of(new BadInputException(
                        name + ": found content that does not match the hidden file ." + path.getName()
                                + ".crc beside it: damaged, or changed since; if the change is meant, delete that file",
                        e));
            }
            boolean denied = t instanceof AccessControlException
                    || t instanceof AccessDeniedException
                    || t instanceof FileNotFoundException
                            && String.valueOf(t.getMessage()).endsWith("(Permission denied)");
            if (denied) {
                return Optional.of(
                        new BadInputException(name + ": permission denied; make it readable for this user", e));
            }
            if (t instanceof FileNotFoundException || t instanceof java.nio.file.NoSuchFileException) {
                return Optional.of(new BadInputException(name + ": expected a file, found nothing there", e));
            }
            if (t instanceof EOFException) {
                return Optional.of(
                        new BadInputException(name + ": ends too early; cut short, or changed meanwhile", e));
            }
        }
        return Optional.empty();
    }

    /** Whether the file lies in a folder {@code label=N}, as Spark's {@code partitionBy("label")} writes. */
    boolean hasFolderLabel() {
        return folderLabel() != null;
    }

    /**
     * The label that the folder {@code label=N} gives to all rows of the file, {@link RowBlock#NO_LABEL} if there is none.
     *
     * @param limit labels are below this
     * @throws BadInputException if it is no label
     */
    int folderLabel(int limit) {
        String value = folderLabel();
        if (value == null || value.equals(NULL_LABEL)) {
            return RowBlock.NO_LABEL;
        }
        int label = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
        if (label < 0 || label >= limit) {
            throw new BadInputException(name + ": in its folder " + LABEL_FOLDER + value + ": "
                    + Rejection.label(limit, value).detail());
        }
        return label;
    }

    private String folderLabel() {
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            if (folder.getName().startsWith(LABEL_FOLDER)) {
                return folder.getName().substring(LABEL_FOLDER.length());
            }
        }
        return null;
    }

    private FileStatus existing(java.nio.file.Path file, FileSystem fs) throws IOException {
        Path there = child(path, file.getFileName().toString());
        try {
            return fs.getFileStatus(fs.makeQualified(there));
        } catch (FileNotFoundException e) {
            String missing = Files.isSymbolicLink(file)
                    ? "a link to " + Files.readSymbolicLink(file) + ", which is not there; fetch that file"
                    : "nothing there any more";
            throw new BadInputException(file + ": expected a file, found " + missing, e);
        }
    }

    private boolean hasChecksums(LocalFileSystem local) {
        String file = path.getName();
        return !file.contains(":") && new File(local.pathToFile(path).getParentFile(), "." + file + ".crc").exists();
    }

    /** A child path built from URIs: parsed from text, the part before a colon would be a scheme. */
    private static Path child(Path folder, String file) {
        return new Path(folder, new Path(null, null, file));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
