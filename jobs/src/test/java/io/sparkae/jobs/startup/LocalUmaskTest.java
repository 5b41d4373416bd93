package io.sparkae.jobs.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.files.AtomicFile;
import io.sparkae.files.FileSystems;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalUmaskTest {
    private static final String SETTING = "fs.permissions.umask-mode";

    @TempDir
    java.nio.file.Path folder;

    @Test
    void filesAndFoldersKeepToIt() throws IOException {
        try (FileSystem local = FileSystem.newInstance(URI.create("file:///"), new Configuration())) {
            FileSystem raw = ((LocalFileSystem) local).getRawFileSystem();
            Path below = new Path(folder.resolve("a/b").toUri());

            LocalUmask.apply(local, "0077");
            local.mkdirs(below);
            AtomicFile.write(raw, new Path(below, "raw"), out -> out.write(1));
            AtomicFile.write(local, new Path(below, "summed"), out -> out.write(1));

            assertEquals("rwx------", permissions("a"));
            assertEquals("rwx------", permissions("a/b"));
            assertEquals("rw-------", permissions("a/b/raw"));
            assertEquals("rw-------", permissions("a/b/summed"));
            assertEquals("rw-------", permissions("a/b/.summed.crc"));
        }
    }

    @Test
    void theProcesssOwnIsFoundInBothWays() throws IOException {
        Optional<String> found = LocalUmask.ofThisProcess();

        assertTrue(found.orElseThrow().matches("0[0-7]{3}"), found.toString());
        assertEquals(found, LocalUmask.byTrial());
    }

    @Test
    void aSettingOfTheUsersStands() throws IOException {
        Configuration plain = new Configuration(false);
        plain.addResource("core-default.xml");
        Configuration own = new Configuration(plain);
        own.set(SETTING, "027");
        SparkConf spark = new SparkConf(false).set("spark.hadoop." + SETTING, "027");

        LocalUmask.apply(spark, folder.toString());

        assertTrue(LocalUmask.isDefault(plain));
        assertFalse(LocalUmask.isDefault(own));
        assertEquals("027", spark.get("spark.hadoop." + SETTING));
    }

    @Test
    void otherFileSystemsAreLeftToHadoop() throws IOException {
        SparkConf here = new SparkConf(false);
        SparkConf there = new SparkConf(false);

        LocalUmask.apply(here, folder.toString());
        LocalUmask.apply(there, "hdfs://host/runs/a");

        assertEquals(LocalUmask.ofThisProcess().orElseThrow(), here.get("spark.hadoop." + SETTING));
        assertFalse(there.contains("spark.hadoop." + SETTING));
        assertEquals(
                LocalUmask.ofThisProcess().orElseThrow(),
                FileSystems.of(new Path(folder.toUri()), new Configuration())
                        .getConf()
                        .get(SETTING));
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
