package io.sparkae.attack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * Where run folders lie during an attack.
 *
 * @param name for people
 * @param root the URI that run folders are made below
 * @param renames whether renaming a folder is one step
 */
record Store(String name, String root, boolean renames) {

    /** The stores of one attack and the processes behind them. */
    static final class All implements AutoCloseable {
        private final MiniDFSCluster hdfs;
        private final Path configurationFolder;
        private final Configuration configuration;
        private final List<Store> stores;

        /** Starts HDFS and writes a {@code core-site.xml} that child processes find on their class path. */
        All(Path folder) throws IOException {
            Configuration conf = new Configuration();
            conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
            hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
            hdfs.waitClusterUp();
            String hdfsRoot = hdfs.getFileSystem().getUri().toString();

            Configuration site = new Configuration(false);
            site.set("fs." + ObjectStoreFileSystem.SCHEME + ".impl", ObjectStoreFileSystem.class.getName());
            site.set("fs.viewfs.mounttable.attack.link./runs", hdfsRoot + "/viewed");
            site.set("dfs.client.use.datanode.hostname", "false");
            hdfs.getFileSystem().mkdirs(new org.apache.hadoop.fs.Path("/viewed"));
            configurationFolder = Files.createDirectory(folder.resolve("conf"));
            try (OutputStream out = Files.newOutputStream(configurationFolder.resolve("core-site.xml"))) {
                site.writeXml(out);
            }
            configuration = new Configuration();
            site.forEach(entry -> configuration.set(entry.getKey(), entry.getValue()));
            stores = List.of(
                    new Store("local", folder.resolve("local").toString(), true),
                    new Store("objects", ObjectStoreFileSystem.SCHEME + "://" + folder.resolve("objects"), false),
                    new Store("hdfs", hdfsRoot + "/runs", true),
                    new Store("viewfs", "viewfs://attack/runs", true));
        }

        List<Store> list() {
            return stores;
        }

        /** For this JVM, to reach every store. */
        Configuration configuration() {
            return configuration;
        }

        /** To be put on the class path of child processes. */
        Path configurationFolder() {
            return configurationFolder;
        }

        @Override
        public void close() {
            hdfs.shutdown();
        }
    }
}
