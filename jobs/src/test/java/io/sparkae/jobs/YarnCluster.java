package io.sparkae.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * YARN and HDFS, whose daemons run in this JVM and whose containers are processes; commands are submitted with
 * {@code conf/spark/yarn.conf}, of which only sizes are changed.
 */
final class YarnCluster extends SparkProcesses {
    private static final int NODE_MEGABYTES = 12288;
    private static final int WAIT_MILLISECONDS = 60_000;

    private final MiniDFSCluster hdfs;
    private final MiniYARNCluster yarn;

    private YarnCluster(Path logs, Path hadoopConf, MiniDFSCluster hdfs, MiniYARNCluster yarn) {
        super(logs, hadoopConf);
        this.hdfs = hdfs;
        this.yarn = yarn;
    }

    /** Starts both and waits until they can be used; {@code folder} gets everything that they write. */
    static YarnCluster start(Path folder) throws Exception {
        System.setProperty("test.build.data", folder.resolve("yarn").toString());
        Configuration settings = new Configuration();
        settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        MiniDFSCluster hdfs =
                new MiniDFSCluster.Builder(settings).numDataNodes(1).build();
        hdfs.waitClusterUp();
        hdfs.getFileSystem().mkdirs(new org.apache.hadoop.fs.Path("/spark-events"));

        MiniYARNCluster yarn = new MiniYARNCluster("sparkae", 1, 1, 1);
        yarn.init(oneLargeNode(hdfs.getURI()));
        yarn.start();
        if (!yarn.waitForNodeManagersToConnect(WAIT_MILLISECONDS)) {
            throw new IllegalStateException("no NodeManager has come");
        }
        Path hadoopConf = Files.createDirectory(folder.resolve("hadoop-conf"));
        for (String file : List.of("core-site.xml", "yarn-site.xml")) {
            try (OutputStream out = Files.newOutputStream(hadoopConf.resolve(file))) {
                yarn.getConfig().writeXml(out);
            }
        }
        return new YarnCluster(Files.createDirectory(folder.resolve("logs")), hadoopConf, hdfs, yarn);
    }

    private static Configuration oneLargeNode(URI fileSystem) {
        Configuration settings = new YarnConfiguration();
        FileSystem.setDefaultUri(settings, fileSystem);
        settings.set("dfs.replication", "1");
        settings.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, NODE_MEGABYTES);
        settings.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, NODE_MEGABYTES);
        settings.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
        settings.set("yarn.scheduler.capacity.root.queues", "default");
        settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
        settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
        // Containers are killed for the memory that they take, looked at often; not for addresses that a JVM only
        // reserves.
        settings.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
        settings.setInt(YarnConfiguration.NM_CONTAINER_MON_INTERVAL_MS, 200);
        settings.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
        // The disk of the building machine may be as full as it likes.
        settings.set(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, "100");
        settings.set(YarnConfiguration.NM_ADMIN_USER_ENV, "JAVA_HOME=" + System.getProperty("java.home"));
        return settings;
    }

    FileSystem fileSystem() throws IOException {
        return hdfs.getFileSystem();
    }

    /** Runs a command of sparkae's as {@code spark-submit} does; {@code name} is that of its log. */
    Process submit(String name, String deployMode, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx1g", // of the driver, if it runs in this process
                "org.apache.spark.deploy.SparkSubmit",
                "--properties-file",
                Path.of("../conf/spark/yarn.conf").toString(),
                "--deploy-mode",
                deployMode,
                "--conf",
                "spark.driver.memory=1g",
                "--conf",
                "spark.executor.memory=1g",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.executor.instances=2",
                "--conf",
                "spark.yarn.jars=local:" + SPARK_JARS,
                "--conf",
                "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
                "--class",
                "io.sparkae.jobs.Main",
                TARGET.resolve("sparkae.jar").toString()));
        command.addAll(arguments);
        return java(name, command.toArray(String[]::new));
    }

    /** Ends what was submitted, the containers and the daemons. */
    @Override
    public void close() {
        super.close();
        yarn.stop();
        hdfs.shutdown();
        System.clearProperty("test.build.data");
    }
}
