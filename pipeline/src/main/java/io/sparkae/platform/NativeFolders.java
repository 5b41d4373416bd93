package io.sparkae.platform;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.xerial.snappy.Snappy;

/**
 * Selects the folders into which native libraries are unpacked from jars: they must allow execution (not mounted noexec)
 * and no other user may write into them. By default JavaCPP uses {@code ~/.javacpp/cache} or else a folder of a
 * predictable name in the temporary folder; Snappy and zstd use the temporary folder. Properties that the user has set
 * are kept. LZ4 and Spark's BLAS work without native libraries.
 */
public final class NativeFolders {
    private static final String JAVACPP = "org.bytedeco.javacpp.cachedir";
    private static final String SNAPPY = "org.xerial.snappy.tempdir";

    private NativeFolders() {}

    private static final class Once {
        static final Optional<String> PROBLEM = choose();

        private static Optional<String> choose() {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
            try {
                return NativeFolders.choose(PrivateFolder.temporary(), System.getProperty("user.home", ""));
            } catch (IOException e) {
                return Optional.of(temporary + ", the folder for temporary files, cannot be written (" + e + "): "
                        + "-Djava.io.tmpdir=DIR in SPARKAE_JAVA_OPTS names another");
            }
        }
    }

    /**
     * Selects the folders once per JVM; call it before a library is unpacked.
     *
     * @return error message; empty on success
     */
    public static Optional<String> choose() {
        return Once.PROBLEM;
    }

    /**
     * Selects the folders and loads the libraries of Snappy and zstd, which Spark would otherwise load during a job.
     *
     * @return error message; empty on success
     */
    public static Optional<String> load() {
        Optional<String> problem = choose();
        if (problem.isPresent()) {
            return problem;
        }
        try {
            if (!Native.isLoaded()) {
                String folder = System.getProperty(SNAPPY);
                Native.load(folder == null ? null : Path.of(folder).toFile());
            }
            Snappy.getNativeLibraryVersion();
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return Optional.of("the native libraries of Snappy and zstd cannot be loaded (" + root + "): see that "
                    + System.getProperty("java.io.tmpdir") + " has room and allows execution, or name another folder"
                    + " with -Djava.io.tmpdir=DIR");
        }
    }

    static Optional<String> choose(Path temporary, String home) throws IOException {
        Optional<Path> cache = cache(home, temporary);
        if (allowsExecution(temporary)) {
            if (cache.isEmpty()) {
                setIfMissing(JAVACPP, temporary.resolve("javacpp"));
            }
            return Optional.empty();
        }
        if (cache.isEmpty()) {
            return System.getProperty(JAVACPP) != null && System.getProperty(SNAPPY) != null
                    ? Optional.empty()
                    : Optional.of("native libraries cannot be unpacked to " + temporary.getParent()
                            + " (mounted noexec), nor to .javacpp in the home folder '" + home
                            + "': name a folder that allows execution with -Djava.io.tmpdir=DIR in SPARKAE_JAVA_OPTS");
        }
        setIfMissing(SNAPPY, Files.createDirectories(cache.get().resolve("sparkae")));
        return Optional.empty();
    }

    /** JavaCPP's default folder, if it allows execution and no other user can write into it. */
    private static Optional<Path> cache(String home, Path mine) {
        try {
            Path cache = Path.of(home).resolve(".javacpp/cache");
            return Path.of(home).isAbsolute()
                            && PrivateFolder.isOwn(Files.createDirectories(cache), mine)
                            && allowsExecution(cache)
                    ? Optional.of(cache)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** On Linux no file of a noexec mount is executable, not even for root. */
    private static boolean allowsExecution(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path probe = posix
                ? Files.createTempFile(
                        folder,
                        "probe-",
                        ".so",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createTempFile(folder, "probe-", ".so");
        try {
            return !posix || Files.isExecutable(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static void setIfMissing(String property, Path folder) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, folder.toString());
        }
    }
}
