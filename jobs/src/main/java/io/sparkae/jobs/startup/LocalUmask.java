package io.sparkae.jobs.startup;

import io.sparkae.files.FileSystems;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.spark.SparkConf;

/**
 * Makes Hadoop apply this process's umask to local files. By default it applies its setting {@value #SETTING} alone, so
 * that files are 644 and folders 755 under any umask.
 */
public final class LocalUmask {
    private static final String SETTING = "fs.permissions.umask-mode";
    private static final String FOR_SPARK = "spark.hadoop." + SETTING;
    private static final String DEFAULTS = "core-default.xml";
    private static final Path STATUS = Path.of("/proc/self/status");

    private LocalUmask() {}

    /**
     * Applies the umask to the local files that this JVM writes and, if the run folder is local, to those of executors.
     * A value that is not Hadoop's default stays.
     *
     * @param spark completed for executors in other JVMs
     * @param folder the run folder, a path or URI
     */
    public static void apply(SparkConf spark, String folder) throws IOException {
        if (spark.contains(FOR_SPARK)) {
            return;
        }
        Configuration hadoop = new Configuration();
        apply(hadoop);
        if (isLocal(folder, hadoop) && isDefault(hadoop)) {
            ofThisProcess().ifPresent(umask -> spark.set(FOR_SPARK, umask));
        }
    }

    /** Applies the umask to the local files that this JVM writes, unless the setting has a value of the user's. */
    public static void apply(Configuration hadoop) throws IOException {
        Optional<String> umask = isDefault(hadoop) ? ofThisProcess() : Optional.empty();
        if (umask.isPresent()) {
            // Hadoop caches one instance, with the configuration of the first request.
            apply(FileSystem.get(URI.create("file:///"), hadoop), umask.get());
        }
    }

    private static boolean isLocal(String folder, Configuration hadoop) {
        String scheme;
        try {
            scheme = FileSystems.path(folder).toUri().getScheme();
        } catch (IllegalArgumentException e) { // reported when the folder is opened
            return false;
        }
        return "file".equals(scheme == null ? FileSystem.getDefaultUri(hadoop).getScheme() : scheme);
    }

    static void apply(FileSystem local, String umask) {
        Configuration own = new Configuration(local.getConf());
        own.set(SETTING, umask);
        local.setConf(own);
        if (local instanceof FilterFileSystem filter) {
            filter.getRawFileSystem().setConf(own);
        }
    }

    static boolean isDefault(Configuration hadoop) {
        String[] sources = hadoop.getPropertySources(SETTING);
        return sources == null || sources.length == 0 || sources[sources.length - 1].equals(DEFAULTS);
    }

    /** The umask in octal; empty if unknown. */
    static Optional<String> ofThisProcess() throws IOException {
        if (Files.isReadable(STATUS)) {
            try (Stream<String> lines = Files.lines(STATUS)) {
                Optional<String> umask = lines.filter(line -> line.startsWith("Umask:"))
                        .map(line -> line.substring("Umask:".length()).strip())
                        .findFirst();
                if (umask.isPresent()) {
                    return umask;
                }
            }
        }
        return byTrial();
    }

    /** The umask in octal, from the permissions of a new folder; for systems without {@code /proc}. */
    static Optional<String> byTrial() throws IOException {
        Path around = Files.createTempDirectory("sparkae-");
        Path folder = around.resolve("umask");
        try {
            Files.createDirectory(folder);
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(folder);
            int mode = 0;
            for (PosixFilePermission each : PosixFilePermissions.fromString("rwxrwxrwx")) {
                mode |= granted.contains(each) ? 0 : 0400 >> each.ordinal();
            }
            return Optional.of(String.format(Locale.ROOT, "%04o", mode));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(folder);
            Files.delete(around);
        }
    }
}
