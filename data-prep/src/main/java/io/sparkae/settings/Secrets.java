package io.sparkae.settings;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Removes secrets from messages, logs and manifests. */
public final class Secrets {
    /** Replaces a secret. */
    public static final String HIDDEN = "***";

    private static final String NAMES = "secret|passw(?:or)?d|token|credential|signature"
            + "|(?:access|account|api|private|session)[._-]?key|(?<=[?&])sig(?==)";
    private static final int LONGEST_FOLDER = 255;
    private static final Pattern NAME = Pattern.compile(NAMES, Pattern.CASE_INSENSITIVE);

    /** {@code key=value}, {@code key: value} or {@code "key":"value"} from the secret word of the key on; repetitions are bounded, to bound the time. */
    private static final Pattern NAMED = Pattern.compile(
            "((?:" + NAMES + ")[\\w.*-]{0,60}[\"']?\\s{0,3}[=:]\\s{0,3})(\"[^\"]*\"|'[^']*'|[^\\s\"',;&)}\\]]+)",
            Pattern.CASE_INSENSITIVE);

    /** User information: up to the last @ before the path. */
    private static final Pattern USER = Pattern.compile("://[^/\\s\"<>]*@");

    /** User information whose password contains a slash; a port number is not a password. */
    private static final Pattern PASSWORD = Pattern.compile("://[^/\\s:@\"<>]*:(?!\\d{1,5}(?!\\w))[^\\s@\"<>]*@");

    /** Azure's URIs have the container in that place, as in {@code abfs://container@account.dfs.core.windows.net/}. */
    private static final Pattern CONTAINER = Pattern.compile("(?i)(?:abfs|wasb)s?$");

    private Secrets() {}

    /** Whether a setting is secret by its name, such as {@code spark.hadoop.fs.s3a.secret.key}. */
    public static boolean isSecret(String key) {
        return NAME.matcher(key).find();
    }

    /**
     * A message without user names and passwords in URIs, and without the values of settings and parameters whose names
     * are those of secrets.
     */
    public static String redacted(String message) {
        String text = withoutUserInfo(message);
        return NAME.matcher(text).find()
                ? NAMED.matcher(text).replaceAll(found -> isFile(text, found) ? "$0" : "$1" + HIDDEN)
                : text;
    }

    /** Whether the text before a colon is a path, and the text after it a message about that file: {@code /in/secret.csv: …}. */
    private static boolean isFile(String text, MatchResult found) {
        if (!found.group(1).stripTrailing().endsWith(":")) {
            return false;
        }
        for (int i = found.start() - 1; i >= Math.max(0, found.start() - LONGEST_FOLDER); i--) {
            char before = text.charAt(i);
            if (before == '/') {
                return true;
            }
            if (Character.isWhitespace(before) || before == '"' || before == '\'') {
                return false;
            }
        }
        return false;
    }

    /** A path or URI without user name and password: {@code s3a://me:hush@bucket/x} becomes {@code s3a://***@bucket/x}. */
    public static String withoutUserInfo(String uri) {
        if (uri.indexOf('@') < 0 || !uri.contains("://")) {
            return uri;
        }
        String text = USER.matcher(uri).replaceAll(found -> isContainer(uri, found) ? "$0" : "://" + HIDDEN + "@");
        return PASSWORD.matcher(text).replaceAll("://" + HIDDEN + "@");
    }

    /** A setting's value without secrets, as manifests record it. */
    static Object recorded(String key, Object value) {
        if (isSecret(key)) {
            return HIDDEN;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> recorded(key, item)).toList();
        }
        return value instanceof String text ? withoutUserInfo(text) : value;
    }

    private static boolean isContainer(String uri, MatchResult found) {
        return found.group().indexOf(':', 1) < 0
                && CONTAINER
                        .matcher(uri.substring(Math.max(0, found.start() - 5), found.start()))
                        .find();
    }
}
