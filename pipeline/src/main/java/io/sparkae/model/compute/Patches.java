package io.sparkae.model.compute;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Cuts images into the patches that a convolution sees, and adds patches up to images: the two halves of doing
 * convolutions by products (Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document
 * Processing", 2006). Images lie row by row with their channels innermost, {@code [height, width, channels]}; a patch is
 * {@code [kernel, kernel, channels]}. Pixels outside an image are zero, and images are padded as DL4J's mode
 * {@code Same} pads them, so that there are {@code ⌈height/stride⌉} by {@code ⌈width/stride⌉} patches.
 */
final class Patches {
    private final int height;
    private final int width;
    private final int channels;
    private final int kernel;
    private final int stride;
    private final int rows;
    private final int columns;
    private final int top;
    private final int left;
    private final float[] sum;
    private final float[] part;

    Patches(ChannelShape image, int kernel, int stride) {
        height = image.height();
        width = image.width();
        channels = image.channels();
        this.kernel = kernel;
        this.stride = stride;
        rows = (height + stride - 1) / stride;
        columns = (width + stride - 1) / stride;
        top = Math.max(0, ((rows - 1) * stride + kernel - height) / 2);
        left = Math.max(0, ((columns - 1) * stride + kernel - width) / 2);
        sum = new float[kernel * channels];
        part = new float[kernel * channels];
    }

    /** Patches of an image. */
    int count() {
        return rows * columns;
    }

    /** Values of a patch. */
    int size() {
        return kernel * kernel * channels;
    }

    /** The patches of some images, one after the other. */
    void gather(float[] images, int firstImage, int imageCount, float[] patches) {
        int at = 0;
        for (int image = firstImage; image < firstImage + imageCount; image++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    for (int ky = 0; ky < kernel; ky++, at += kernel * channels) {
                        gatherLine(images, image, row * stride + ky - top, column * stride - left, patches, at);
                    }
                }
            }
        }
    }

    private void gatherLine(float[] images, int image, int y, int x, float[] patches, int at) {
        int from = y < 0 || y >= height ? kernel : Math.max(0, -x);
        int to = y < 0 || y >= height ? kernel : Math.min(kernel, width - x);
        for (int i = at; i < at + Math.min(from, kernel) * channels; i++) {
            patches[i] = 0;
        }
        if (to > from) {
            System.arraycopy(
                    images,
                    ((image * height + y) * width + x + from) * channels,
                    patches,
                    at + from * channels,
                    (to - from) * channels);
        }
        for (int i = at + to * channels; i < at + kernel * channels; i++) {
            patches[i] = 0;
        }
    }

    /** Makes images, each the sum of its patches where they belong. */
    void scatter(float[] patches, float[] images, int firstImage, int imageCount) {
        int size = height * width * channels;
        Arrays.fill(images, firstImage * size, (firstImage + imageCount) * size, 0f);
        int at = 0;
        for (int image = firstImage; image < firstImage + imageCount; image++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    for (int ky = 0; ky < kernel; ky++, at += kernel * channels) {
                        scatterLine(patches, at, images, image, row * stride + ky - top, column * stride - left);
                    }
                }
            }
        }
    }

    private void scatterLine(float[] patches, int at, float[] images, int image, int y, int x) {
        if (y < 0 || y >= height) {
            return;
        }
        int from = Math.max(0, -x);
        int to = Math.min(kernel, width - x);
        int target = ((image * height + y) * width + x + from) * channels;
        int source = at + from * channels;
        int length = (to - from) * channels;
        // by way of arrays that go by the same index, for the JIT to make vector instructions
        System.arraycopy(images, target, sum, 0, length);
        System.arraycopy(patches, source, part, 0, length);
        for (int i = 0; i < length; i++) {
            sum[i] += part[i];
        }
        System.arraycopy(sum, 0, images, target, length);
    }

    /**
     * Products with patches, for as many images at a time as fit a second-level cache.
     */
    static final class Products {
        private static final int CACHED_FLOATS = 1 << 18;

        private final Patches patches;
        private final int imagesAtOnce;
        private final float[] values;
        private final FloatPointer nativeValues;

        Products(Patches patches) {
            this.patches = patches;
            int perImage = Math.multiplyExact(patches.count(), patches.size());
            imagesAtOnce = Math.max(1, CACHED_FLOATS / perImage);
            values = new float[imagesAtOnce * perImage];
            nativeValues = new FloatPointer(values.length);
        }

        /** A product for a few images. */
        interface Work {
            /**
             * @param first image
             * @param images how many
             * @param patchRows patches of all of them
             * @param memory for them, {@code [patchRows, size]}
             */
            void on(int first, int images, int patchRows, FloatPointer memory);
        }

        /** Cuts images into patches for each product. */
        void gathered(float[] images, int rows, Work work) {
            for (int first = 0; first < rows; first += imagesAtOnce) {
                int count = Math.min(imagesAtOnce, rows - first);
                patches.gather(images, first, count, values);
                nativeValues.put(values, 0, count * patches.count() * patches.size());
                work.on(first, count, count * patches.count(), nativeValues);
            }
        }

        /** Adds the patches of each product up to images. */
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
}
