package io.sparkae.report.section;

import io.sparkae.ingest.DatasetFacts;
import io.sparkae.ingest.scaling.NoScaling;
import io.sparkae.ingest.scaling.Scaling;

/**
 * Turns features back into shades of grey.
 *
 * @param scaling that made them
 * @param black the pixel value that is shown as black
 * @param white the pixel value that is shown as white
 */
record DisplayScale(Scaling scaling, double black, double white) {

    /** Grey values are 0–255; values that were left as they are have the range of the training rows. */
    static DisplayScale of(DatasetFacts dataset) {
        return dataset.scaling() instanceof NoScaling
                ? new DisplayScale(dataset.scaling(), dataset.smallestFeature(), dataset.largestFeature())
                : new DisplayScale(dataset.scaling(), 0, 255);
    }

    /** 0 black to 1 white, and beyond for what the range does not hold. */
    float[] grey(float[] features) {
        float[] grey = new float[features.length];
        double range = white == black ? 1 : white - black;
        for (int i = 0; i < features.length; i++) {
            grey[i] = (float) ((scaling.invert(i, features[i]) - black) / range);
        }
        return grey;
    }
}
