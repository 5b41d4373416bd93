package io.sparkae.jobs.startup;

import com.sun.security.auth.module.UnixSystem;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Logs in to Hadoop where the user id has no name, as in containers that run under any id: Hadoop's own login fails there
 * with a NullPointerException.
 */
final class LoginUser {
    private LoginUser() {}

    /** Call it before anything asks Hadoop for the user. */
    static void ensure() {
        unnamed()
                .ifPresent(number -> UserGroupInformation.setLoginUser(
                        UserGroupInformation.createRemoteUser(name(System.getenv(), number))));
    }

    /** {@code HADOOP_USER_NAME}, {@code SPARK_USER}, or {@code uidNUMBER}. */
    static String name(Map<String, String> environment, long number) {
        String chosen = environment.getOrDefault("HADOOP_USER_NAME", environment.getOrDefault("SPARK_USER", ""));
        return chosen.isBlank() ? "uid" + number : chosen;
    }

    private static Optional<Long> unnamed() {
        try {
            UnixSystem system = new UnixSystem();
            return system.getUsername() == null ? Optional.of(system.getUid()) : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty(); // not a Unix
        }
    }
}
