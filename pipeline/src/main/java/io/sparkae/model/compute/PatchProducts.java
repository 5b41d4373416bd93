package io.sparkae.model.compute;

import org.bytedeco.javacpp.FloatPointer;

/**
 * A few images' patches at a time, on their way to and from native memory: so many that they fit a second-level cache.
 */
final class PatchProducts {
    private static final int CACHED_FLOATS = 1 << 18;

    private final Patches patches;
    private final int imagesAtOnce;
    private final float[] values;
    private final FloatPointer nativeValues;

    PatchProducts(Patches patches) {
        this.patches = patches;
        int perImage = Math.multiplyExact(patches.count(), patches.size());
        imagesAtOnce = Math.max(1, CACHED_FLOATS / perImage);
        values = new float[imagesAtOnce * perImage];
        nativeValues = new FloatPointer(values.length);
    }

    /** Done for each few images. */
    interface Work {
        /**
         * @param first image
         * @param images how many
         * @param patchRows patches of all of them
         * @param memory for them, {@code [patchRows, size]}
         */
        void on(int first, int images, int patchRows, FloatPointer memory);
    }

    /** Cuts images into patches, and does something with them. */
    void gathered(float[] images, int rows, Work work) {
        for (int first = 0; first < rows; first += imagesAtOnce) {
            int count = Math.min(imagesAtOnce, rows - first);
            patches.gather(images, first, count, values);
            nativeValues.put(values, 0, count * patches.count() * patches.size());
            work.on(first, count, count * patches.count(), nativeValues);
        }
    }

    /** Has patches made, and adds them up to images. */
    void scattered(float[] images, int rows, Work work) {
        for (int first = 0; first < rows; first += imagesAtOnce) {
            int count = Math.min(imagesAtOnce, rows - first);
            work.on(first, count, count * patches.count(), nativeValues);
            fetchAndScatter(images, first, count);
        }
    }

    /** Adds patches that are in native memory up to images. */
    void fetchAndScatter(float[] images, int first, int count) {
        nativeValues.get(values, 0, count * patches.count() * patches.size());
        patches.scatter(values, images, first, count);
    }

    int size() {
        return patches.size();
    }
}
