package io.sparkae.model;

import io.sparkae.settings.Settings;
import io.sparkae.settings.SettingsReader;
import java.util.List;

/** Model settings for tests: the defaults, changed by some pairs. */
public final class Fixtures {
    private Fixtures() {}

    /** The settings {@code model.*} with {@code KEY=VALUE} pairs on top. */
    public static ModelSettings model(String... pairs) {
        SettingsReader reader = Settings.load(List.of(), List.of(pairs)).reader();
        ModelSettings settings = ModelSettings.read(reader);
        reader.check();
        return settings;
    }
}
