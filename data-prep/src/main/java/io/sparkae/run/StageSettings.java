package io.sparkae.run;

import io.sparkae.settings.Settings;
import java.util.Map;

/** The settings in force for every stage, by which a stage tells whether earlier outputs were made with the same ones. */
@FunctionalInterface
public interface StageSettings {
    /** The settings on which a stage's output depends, flattened, as manifests record them. */
    Map<String, Object> of(StageName stage);

    /** The settings as loaded. */
    static StageSettings from(Settings loaded) {
        return stage -> loaded.below(stage.settingsPrefixes());
    }
}
