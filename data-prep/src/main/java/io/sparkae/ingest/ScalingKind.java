package io.sparkae.ingest;

import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.rows.Split;

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
