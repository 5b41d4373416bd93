package io.sparkae.jobs.startup;

import com.sun.security.auth.module.UnixSystem;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Gives Hadoop a user where the machine has no name for this one, as in containers that run under any number: its own
 * login fails there, with a null pointer.
 */
final class LoginUser {
    private LoginUser() {}

    /** Call it before anything asks Hadoop who the user is. */
    static void ensure() {
        unnamed()
                .ifPresent(number -> UserGroupInformation.setLoginUser(
                        UserGroupInformation.createRemoteUser(name(System.getenv(), number))));
    }

    /** What the user is called who has a number only. */
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
