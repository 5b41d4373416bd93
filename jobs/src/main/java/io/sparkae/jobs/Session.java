package io.sparkae.jobs;

import io.sparkae.files.UnixLocalFileSystem;
import io.sparkae.jobs.console.LogFile;
import io.sparkae.jobs.startup.FileNames;
import io.sparkae.jobs.startup.LocalUmask;
import io.sparkae.jobs.startup.Preflight;
import io.sparkae.jobs.startup.SerialFilter;
import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a command; an existing session is used, and left open at the end. */
public final class Session implements AutoCloseable {
    private static final List<String> NAMES = List.of("data.train", "data.test", "ingest.scaling-from");
    private static final String MOST_NATIVE = "-Dorg.bytedeco.javacpp.maxbytes=";
    private static final String MOST_RESIDENT = "-Dorg.bytedeco.javacpp.maxphysicalbytes=";
    private static final Set<String> LOCAL_MODE_ONLY = Set.of("spark.driver.host", "spark.driver.bindAddress");

    private final SparkSession spark;
    private final boolean ours;

    private Session(SparkSession spark, boolean ours) {
        this.spark = spark;
        this.ours = ours;
    }

    /**
     * Opens a session with the settings below {@code spark.}; properties set by spark-submit win.
     *
     * @param name of the application, after "sparkae"
     * @throws SettingsException if Spark cannot start with them or with the options of this process
     */
    public static Session open(Settings settings, String name) throws IOException {
        return open(settings, name, System.getProperty("java.io.tmpdir"));
    }

    /** Hadoop's configuration as {@link #hadoop()} will have it, before there is a session. */
    static Configuration hadoop(Settings settings) throws IOException {
        Preflight.beforeHadoop();
        return SparkHadoopUtil.get().newConfiguration(conf(new SparkConf(), settings));
    }

    /** @param folder that will be written to, a path or URI */
    static Session open(Settings settings, String name, String folder) throws IOException {
        LogFile.orTemporary();
        requireNames(settings);
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        SparkConf conf = conf(new SparkConf(), settings).setAppName("sparkae " + name);
        Preflight.beforeTheSession(conf);
        LocalUmask.apply(conf, folder);
        if (isLocal(conf)) {
            conf.setIfMissing("spark.local.dir", Preflight.temporaryFolder().toString());
        }
        try {
            return new Session(SparkSession.builder().config(conf).getOrCreate(), ours);
        } catch (IllegalArgumentException e) { // its message names the setting
            throw new SettingsException(List.of("Spark does not start with these settings: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
    }

    /**
     * Adds the settings below {@code spark.} to the properties set by spark-submit. The driver's address is for local mode
     * only: executors on other machines could not reach a driver at localhost.
     */
    static SparkConf conf(SparkConf submitted, Settings settings) {
        SortedMap<String, String> ours = settings.spark();
        submitted.setIfMissing("spark.master", ours.get("spark.master"));
        if (!isLocal(submitted)) {
            ours.keySet().removeAll(LOCAL_MODE_ONLY);
        }
        if (isLocal(submitted)) {
            // a full heap then fails the command with a line and exit code 1; by default Spark ends the JVM with 52
            submitted.setIfMissing("spark.executor.killOnFatalError.depth", "0");
            submitted.setIfMissing("spark.hadoop.fs.file.impl", UnixLocalFileSystem.class.getName());
        }
        ours.forEach(submitted::setIfMissing);
        return SerialFilter.addTo(withNativeBounds(submitted));
    }

    /**
     * Bounds native memory of executors by three quarters of {@code spark.executor.memoryOverhead}; the rest is for the JVM
     * itself, Netty and OpenBLAS's buffers. Bounds of the user's stay.
     */
    private static SparkConf withNativeBounds(SparkConf conf) {
        String options = conf.get("spark.executor.extraJavaOptions", "");
        if (!options.contains(MOST_NATIVE)) {
            options += " " + MOST_NATIVE + conf.getSizeAsMb("spark.executor.memoryOverhead", "1g") * 3 / 4 + "m";
        }
        if (!options.contains(MOST_RESIDENT)) {
            options += " " + MOST_RESIDENT + "0"; // it would count files that Spark maps, too
        }
        return conf.set("spark.executor.extraJavaOptions", options.strip());
    }

    /** File names in configuration files, which are UTF-8 under any locale, have to be encodable too. */
    static void requireNames(Settings settings) {
        settings.below(NAMES)
                .forEach((key, value) -> FileNames.problem(local(value)).ifPresent(problem -> {
                    throw new SettingsException(List.of(key + ": " + problem));
                }));
    }

    /** Names on other file systems do not depend on the locale. */
    private static List<String> local(Object value) {
        return (value instanceof List<?> list ? list : List.of(value))
                .stream()
                        .map(String::valueOf)
                        .filter(name -> !name.contains("://"))
                        .toList();
    }

    private static boolean isLocal(SparkConf conf) {
        return conf.get("spark.master").startsWith("local");
    }

    /** The session. */
    public SparkSession spark() {
        return spark;
    }

    /** Hadoop's configuration: the settings below {@code spark.hadoop.} and files on the class path. */
    public Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    @Override
    public void close() {
        if (ours) {
            spark.stop();
        }
    }
}
