package io.sparkae.run;

import java.util.Map;

/** The settings in force for any stage, so that a stage can tell whether what it reads was made with the same ones. */
@FunctionalInterface
public interface StageSettings {
    /** The settings on which a stage's output depends, flattened. */
    Map<String, Object> of(StageName stage);
}
