package io.sparkae.prep;

import io.sparkae.dataset.Split;
import io.sparkae.scaling.NoScaling;
import io.sparkae.scaling.Scaling;
import io.sparkae.scaling.UnitScaling;

/** The kinds of scaling to choose from. */
enum ScalingKind {
    /** To [0, 1]. */
    UNIT {
        @Override
        Scaling fit(PlacedRows training) {
            return new UnitScaling();
        }
    },
    /** To mean 0 and deviation 1 of each pixel of the training rows. */
    STANDARD {
        @Override
        Scaling fit(PlacedRows training) {
            return training.standardScaling(Split.TRAIN);
        }
    },
    /** Not at all. */
    NONE {
        @Override
        Scaling fit(PlacedRows training) {
            return new NoScaling();
        }
    };

    /** The scaling of this kind that the training rows give. */
    abstract Scaling fit(PlacedRows training);
}
