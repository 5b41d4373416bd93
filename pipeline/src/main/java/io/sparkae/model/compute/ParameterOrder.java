package io.sparkae.model.compute;

/**
 * Where kernels have the parameters that DL4J has elsewhere: images lie pixel by pixel here and channel by channel there.
 *
 * @param dl4j DL4J's place of the parameter at each place here; null if they are the same
 */
record ParameterOrder(int[] dl4j) {
    /** From DL4J's order; several arrays one after the other, each as long as the parameters, at once. */
    float[] fromDl4j(float[] values) {
        if (dl4j == null) {
            return values;
        }
        float[] ours = new float[values.length];
        for (int from = 0; from < values.length; from += dl4j.length) {
            for (int i = 0; i < dl4j.length; i++) {
                ours[from + i] = values[from + dl4j[i]];
            }
        }
        return ours;
    }

    /** To DL4J's order. */
    float[] toDl4j(float[] values) {
        if (dl4j == null) {
            return values;
        }
        float[] theirs = new float[values.length];
        for (int from = 0; from < values.length; from += dl4j.length) {
            for (int i = 0; i < dl4j.length; i++) {
                theirs[from + dl4j[i]] = values[from + i];
            }
        }
        return theirs;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
