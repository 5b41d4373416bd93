package io.sparkae.model.layer;

import io.sparkae.settings.Bounds;
import io.sparkae.settings.SettingsReader;
import java.io.Serializable;

/**
 * The settings {@code model.activity-penalty.*}: the penalty on large or frequent activations of the code.
 *
 * @param kind of penalty
 * @param weight λ, against the loss a pixel
 * @param target ρ, the mean activation that costs nothing; for {@link Kind#KL}
 */
public record PenaltySettings(Kind kind, double weight, double target) implements Serializable {
    /** No penalty. */
    public static final PenaltySettings NONE = new PenaltySettings(Kind.NONE, 0, 0);

    /** Checks each setting by its bounds. */
    public PenaltySettings {
        Bounds.notNegative("model.activity-penalty.weight", weight);
        Bounds.fraction("model.activity-penalty.target", target);
    }

    /** Penalties on a minibatch's codes {@code a [rows, code]}. */
    public enum Kind {
        /** None. */
        NONE,
        /** {@code λ · mean_i Σ_j |a_ij|}. */
        L1,
        /** {@code λ · Σ_j KL(ρ ‖ mean_i a_ij)}. */
        KL
    }

    /** Reads the keys {@code model.activity-penalty.*}. */
    public static PenaltySettings read(SettingsReader reader) {
        return new PenaltySettings(
                reader.oneOf("model.activity-penalty.kind", Kind.class),
                reader.notNegative("model.activity-penalty.weight"),
                reader.fraction("model.activity-penalty.target"));
    }
}
