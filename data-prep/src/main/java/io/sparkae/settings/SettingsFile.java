package io.sparkae.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import com.typesafe.config.ConfigResolveOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses a file of {@code --config}, which may include other files, but no URLs and no resources. */
final class SettingsFile {
    private SettingsFile() {}

    /** @throws SettingsException naming the file, the position and the problem */
    static Config parse(Path file) {
        String name = "--config " + file;
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SettingsException(List.of(name + ": expected a readable file, found none"));
        }
        try {
            // absolute, or the library does not look for included files beside one that is named without a folder
            return ConfigFactory.parseFile(
                    file.toAbsolutePath().toFile(),
                    ConfigParseOptions.defaults().setIncluder(new FilesOnly()));
        } catch (ConfigException e) {
            throw new SettingsException(List.of(name + ": " + describe(e, file)));
        } catch (StackOverflowError e) {
            throw new SettingsException(List.of(name + ": expected HOCON, found too many braces in each other"));
        }
    }

    /** Parses a text that may include nothing and has no references to the environment. */
    static Config parseAlone(String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setIncluder(new FilesOnly()))
                .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
    }

    /** The library's message quotes the file, so it is withheld if the file has secrets. */
    private static String describe(ConfigException e, Path file) {
        boolean elsewhere = e.origin() != null && e.origin().filename() != null;
        try {
            byte[] content = Files.readAllBytes(elsewhere ? Path.of(e.origin().filename()) : file);
            if (Secrets.isSecret(new String(content, StandardCharsets.UTF_8))) {
                return (e.origin() == null ? "" : e.origin().description() + ": ")
                        + "expected HOCON; what was found is not shown, for the file has secrets";
            }
        } catch (IOException unreadable) {
            return "cannot be read";
        }
        return e.getMessage();
    }

    /** Includes files relative to the including file, as the library does; refuses URLs and resources. */
    private static final class FilesOnly
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
        private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
        private static final List<String> ENDINGS = List.of(".conf", ".json", ".properties");

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            if (SCHEME.matcher(what).matches()) {
                throw refused(what);
            }
            List<String> names = ENDINGS.stream().anyMatch(what::endsWith)
                    ? List.of(what)
                    : ENDINGS.stream().map(what::concat).toList();
            return parsed(what, names.stream().map(context::relativeTo).filter(FilesOnly::isFile));
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return include(context, what.getAbsolutePath());
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            throw refused(what.toString());
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            throw refused("classpath(" + what + ")");
        }

        /** Whether a file was found; the library falls back to the class path. */
        private static boolean isFile(ConfigParseable found) {
            return found != null
                    && found.origin().filename() != null
                    && new File(found.origin().filename()).isFile();
        }

        private static ConfigObject parsed(String what, Stream<ConfigParseable> files) {
            return files.map(file -> file.parse(file.options().setAllowMissing(false)))
                    .reduce(ConfigObject::withFallback)
                    .orElseThrow(() -> new ConfigException.Generic("include \"" + what
                            + "\": expected a file, from the folder of the one that includes it on," + " found none"));
        }

        private static ConfigException refused(String what) {
            return new ConfigException.Generic(
                    "include \"" + what + "\": expected the path of a file; URLs and the class"
                            + " path are not included: make it a file first");
        }
    }
}
