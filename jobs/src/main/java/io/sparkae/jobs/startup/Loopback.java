package io.sparkae.jobs.startup;

import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;

/** The loopback address that local mode listens on. */
final class Loopback {
    private static final String SETTING = "spark.driver.bindAddress";
    private static final String IPV4 = "127.0.0.1";
    private static final String IPV6 = "::1";

    private Loopback() {}

    /**
     * Sets {@code ::1} on a machine with IPv6 only.
     *
     * @throws SettingsException if the configured address is none of this machine's
     */
    static void choose(SparkConf conf) {
        choose(conf, Loopback::isOurs);
    }

    static void choose(SparkConf conf, Predicate<String> isOurs) {
        String address = conf.get(SETTING, "");
        if (address.isEmpty() || isOurs.test(address)) {
            return;
        }
        if (!address.equals(IPV4) || !isOurs.test(IPV6)) {
            throw new SettingsException(List.of(SETTING + ": expected an address of this machine, found " + address
                    + "; set it and the environment variable SPARK_LOCAL_IP to one that it has"));
        }
        conf.set(SETTING, IPV6);
    }

    private static boolean isOurs(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
