package io.sparkae.model;

import io.sparkae.files.AtomicFile;
import io.sparkae.model.ReconstructionSum.HeldOutErrors;
import io.sparkae.model.compute.KernelNetwork;
import io.sparkae.model.compute.KernelPlan;
import io.sparkae.model.layer.GaussianCode;
import io.sparkae.model.layer.NormalNoise;
import io.sparkae.platform.NativeArrays;
import io.sparkae.run.StageName;
import io.sparkae.run.Versions;
import io.sparkae.settings.Seeds;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained autoencoder as functions on float arrays, row by row, with all that is needed to apply it to new rows. Any
 * number of rows at a time. Not thread-safe: one instance per task.
 *
 * <pre>{@code
 * TrainedAutoencoder model = TrainedAutoencoder.load(fs, new Path("runs/dense-16/model/model.zip"));
 * float[] features = model.format().scaling().apply(pixels, model.features());
 * float[] codes = model.encode(features, rows);
 * }</pre>
 */
public final class TrainedAutoencoder {
    /** The most rows per forward pass: activations of convolutions are large. */
    private static final int MOST_ROWS_AT_ONCE = 256;

    /** The most values of one layer's activations, for all rows of a pass: 256 MB. */
    private static final int VALUES_AT_ONCE = 1 << 26;

    private final MultiLayerNetwork network;
    private final ModelSettings settings;
    private final RowFormat format;
    private final Map<String, String> versions;
    private final Optional<HeldOutErrors> heldOutErrors;
    private final int codeLayer;
    private Optional<KernelNetwork> kernels;

    /**
     * @param network in the form that a model file holds, with its weights
     * @param versions of the software that trained it
     * @param heldOutErrors reconstruction errors of rows that it was not trained on, if there were such
     */
    TrainedAutoencoder(
            MultiLayerNetwork network,
            ModelSettings settings,
            RowFormat format,
            Map<String, String> versions,
            Optional<HeldOutErrors> heldOutErrors) {
        this.network = network;
        this.settings = settings;
        this.format = format;
        this.versions = Map.copyOf(versions);
        this.heldOutErrors = heldOutErrors;
        this.codeLayer = settings.family().codeLayer(settings);
    }

    /**
     * The model of a network that has just been trained.
     *
     * @param trained with its updater state; not changed
     * @param settings that made it
     * @param format of the rows it was trained on
     */
    public static TrainedAutoencoder of(MultiLayerNetwork trained, ModelSettings settings, RowFormat format) {
        return new TrainedAutoencoder(
                settings.family().kept(trained, settings),
                settings,
                format,
                Versions.of(StageName.TRAIN),
                Optional.empty());
    }

    /** This model with the reconstruction errors of rows that it was not trained on; both share the network. */
    public TrainedAutoencoder withHeldOutErrors(HeldOutErrors errors) {
        return new TrainedAutoencoder(network, settings, format, versions, Optional.of(errors));
    }

    /**
     * Reads a model written by {@link #save}.
     *
     * @throws io.sparkae.files.StageOutputException if the file is not such a model, or too large for this process
     */
    public static TrainedAutoencoder load(FileSystem fs, Path file) throws IOException {
        return ModelFile.read(ModelFile.bytes(fs, file), file.toString());
    }

    /** Writes a self-contained model file ({@link ModelFile}), which must not exist; it appears when it is complete. */
    public void save(FileSystem fs, Path file) throws IOException {
        AtomicFile.writeNew(fs, file, out -> ModelFile.write(this, out));
    }

    /**
     * Codes and reconstructions of the same rows.
     *
     * @param codes {@code [rows, code]}
     * @param reconstructions {@code [rows, features]}
     */
    public record Pass(float[] codes, float[] reconstructions) {
        /**
         * The reconstruction error of each row: the mean squared error per feature, {@code [rows]}.
         *
         * @param features that were encoded, {@code [rows, features]}
         */
        public float[] errors(float[] features, int rows) {
            return ReconstructionSum.errors(features, reconstructions, rows);
        }
    }

    /**
     * Encodes and reconstructs.
     *
     * @param features {@code [rows, features]}, scaled as in training
     */
    public Pass apply(float[] features, int rows) {
        float[] codes = encode(features, rows);
        return new Pass(codes, decode(codes, rows));
    }

    /**
     * Encodes rows; a code that is a distribution is represented by its mean.
     *
     * @param features {@code [rows, features]}, scaled as in training
     * @return {@code [rows, code]}
     */
    public float[] encode(float[] features, int rows) {
        return through(0, codeLayer, features, rows);
    }

    /**
     * Decodes codes.
     *
     * @param codes {@code [rows, code]}
     * @return {@code [rows, features]}, scaled as in training
     */
    public float[] decode(float[] codes, int rows) {
        return through(codeLayer + 1, network.getnLayers() - 1, codes, rows);
    }

    /**
     * Encodes rows and decodes their codes.
     *
     * @param features {@code [rows, features]}, scaled as in training
     * @return {@code [rows, features]}
     */
    public float[] reconstruct(float[] features, int rows) {
        return decode(encode(features, rows), rows);
    }

    /** Whether the code is a normal distribution, so that {@link #sample} and {@link #elbo} apply. */
    public boolean isGenerative() {
        return settings.family().isGenerative();
    }

    /**
     * Samples rows: decodes codes drawn from N(0, I).
     *
     * @param seed equal seeds give equal rows
     * @return {@code [rows, features]}
     * @throws UnsupportedOperationException if the model is not generative
     */
    public float[] sample(int rows, long seed) {
        requireGenerative();
        return decode(NormalNoise.of(Math.multiplyExact(rows, codeDimension()), seed), rows);
    }

    /**
     * Estimates the negative evidence lower bound with one draw of the code per row. Not a number if reconstructions are
     * not in [0, 1].
     *
     * @param features {@code [rows, features]}, in [0, 1]
     * @param ids of the rows; a row's draw depends on its id and the seed only, not on the other rows
     * @param seed of the draws
     * @throws UnsupportedOperationException if the model is not generative
     */
    public ElboSum elbo(float[] features, long[] ids, long seed) {
        requireGenerative();
        int rows = ids.length;
        int units = codeDimension();
        float[] distribution = distribution(features, rows);
        float[] noise = new float[Math.multiplyExact(rows, units)];
        for (int row = 0; row < rows; row++) {
            float[] own = NormalNoise.of(units, Seeds.of(seed, "model.elbo", ids[row]));
            System.arraycopy(own, 0, noise, row * units, units);
        }
        float[] codes = new float[rows * units];
        double latent = 0;
        for (int i = 0; i < codes.length; i++) {
            int at = i / units * 2 * units + i % units;
            double mean = distribution[at];
            double logVariance = distribution[at + units];
            codes[i] = (float) GaussianCode.draw(mean, Math.exp(logVariance / 2), noise[i]);
            latent += GaussianCode.divergence(mean, Math.exp(logVariance), logVariance);
        }
        double reconstruction =
                ReconstructionSum.of(features, decode(codes, rows)).crossEntropy();
        return new ElboSum(reconstruction, latent, rows);
    }

    /**
     * Copies the weights into an untrained network, for a training that starts from them.
     *
     * @param untrained of the layers that {@code others} describe, in the form that is trained
     * @param others settings of that network
     * @throws SettingsException if its layers are not this model's
     */
    public void putInto(MultiLayerNetwork untrained, ModelSettings others, InputShape shape) {
        String own = layers(settings, format.shape());
        String wanted = layers(others, shape);
        if (!own.equals(wanted)) {
            throw new SettingsException(
                    List.of("initial model: expected the layers to be trained, " + wanted + ", found " + own));
        }
        settings.family().putKept(network, untrained);
    }

    private static String layers(ModelSettings settings, InputShape shape) {
        return settings.family().line(settings, shape.features());
    }

    /** Values in a row. */
    public int features() {
        return format.shape().features();
    }

    /** Values in a code. */
    public int codeDimension() {
        return settings.code();
    }

    /** The settings that made it. */
    public ModelSettings settings() {
        return settings;
    }

    /** Shape, scaling and class names of the rows it was trained on. */
    public RowFormat format() {
        return format;
    }

    /** Reconstruction errors of rows that it was not trained on; empty if there were none. */
    public Optional<HeldOutErrors> heldOutErrors() {
        return heldOutErrors;
    }

    /** The software that trained it, name to version. */
    public Map<String, String> versions() {
        return versions;
    }

    /** The network, for DL4J's own tools; encoder, code and decoder one after the other. */
    public MultiLayerNetwork network() {
        return network;
    }

    /** Mean and log variance of the code's distribution, {@code [rows, 2·code]}. */
    float[] distribution(float[] features, int rows) {
        return through(0, codeLayer - 1, features, rows);
    }

    /** The number of rows of one forward pass, for rows of at least {@code width} values. */
    public int rowsAtOnce(int width) {
        int widest = Math.max(
                Math.max(1, width), kernels().map(KernelNetwork::widest).orElse(1));
        return rowsThrough(widest);
    }

    /** The number of rows of one forward pass through a network whose widest layer has {@code widest} values. */
    static int rowsThrough(long widest) {
        return (int) Math.max(1, Math.min(MOST_ROWS_AT_ONCE, VALUES_AT_ONCE / Math.max(1, widest)));
    }

    private void requireGenerative() {
        if (!isGenerative()) {
            throw new UnsupportedOperationException(
                    "model.family: expected a family whose code is a distribution, found "
                            + settings.family().label());
        }
    }

    /** Allocated at the first pass; a model that is only saved needs none. */
    private Optional<KernelNetwork> kernels() {
        if (kernels == null) {
            kernels = KernelPlan.of(network.getLayerWiseConfigurations()).map(KernelPlan::create);
            kernels.ifPresent(fast -> fast.load(NativeArrays.get(network.params())));
        }
        return kernels;
    }

    private float[] through(int firstLayer, int lastLayer, float[] values, int rows) {
        int width = rows == 0 ? 0 : values.length / rows;
        float[] all = {};
        int atOnce = rowsAtOnce(width);
        for (int from = 0; from < rows; from += atOnce) {
            int count = Math.min(atOnce, rows - from);
            float[] some = Arrays.copyOfRange(values, from * width, (from + count) * width);
            float[] part = kernels().isPresent()
                    ? kernels().get().through(firstLayer, lastLayer, some, count)
                    : NativeArrays.get(LayerRange.activate(
                            network, firstLayer, lastLayer, NativeArrays.matrix(some, count, width)));
            all = all.length == 0 ? new float[Math.multiplyExact(part.length / count, rows)] : all;
            System.arraycopy(part, 0, all, from * (part.length / count), part.length);
        }
        return all;
    }

    /**
     * The negative evidence lower bound of some rows, in nats, as its two parts (Kingma and Welling 2014, equation 10).
     *
     * @param reconstruction {@code Σ −ln p(x|z)}, z drawn once a row
     * @param latent {@code Σ KL(q(z|x) ‖ N(0, I))}
     * @param rows summed over
     */
    public record ElboSum(double reconstruction, double latent, long rows) implements Serializable {
        /** The empty sum. */
        public static final ElboSum ZERO = new ElboSum(0, 0, 0);

        /** The sum over both sets of rows. */
        public ElboSum plus(ElboSum other) {
            return new ElboSum(reconstruction + other.reconstruction, latent + other.latent, rows + other.rows);
        }

        /** The first part, a mean per row. */
        public double meanReconstruction() {
            return reconstruction / rows;
        }

        /** The second part, a mean per row. */
        public double meanLatent() {
            return latent / rows;
        }

        /** Both parts, a mean per row. */
        public double mean() {
            return meanReconstruction() + meanLatent();
        }
    }

    /**
     * Some layers of a network as a function. DL4J's {@code activateSelectedLayers} refuses a lone last layer, and fails where
     * a layer in the middle reshapes its input.
     */
    static final class LayerRange {
        private LayerRange() {}

        /**
         * Activations of a range of layers, in evaluation mode.
         *
         * @param first index of the layer that is given the rows
         * @param last index of the layer whose activation is wanted
         * @param input {@code [rows, values]}
         */
        static INDArray activate(MultiLayerNetwork network, int first, int last, INDArray input) {
            LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
            int rows = Math.toIntExact(input.size(0));
            INDArray x = input;
            for (int i = first; i <= last; i++) {
                InputPreProcessor shape = network.getLayerWiseConfigurations().getInputPreProcess(i);
                Layer layer = network.getLayer(i);
                x = layer.activate(shape == null ? x : shape.preProcess(x, rows, memory), false, memory);
                layer.clear();
            }
            return x;
        }
    }
}
