package io.sparkae.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.sparkae.ingest.scaling.Scaling;
import io.sparkae.ingest.scaling.StandardScaling;
import io.sparkae.ingest.scaling.UnitScaling;
import io.sparkae.run.Versions;
import io.sparkae.settings.SettingsException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A model as an ONNX file. Inputs and outputs, single precision, N any number of rows:
 *
 * <ul>
 *   <li>{@value #PIXELS} {@code [N, features]}: rows as they are in the files of training data, grey values 0 to 255 or
 *       whatever numbers these held; scaled by the graph as in training
 *   <li>{@value #CODE} {@code [N, code]}
 *   <li>{@value #RECONSTRUCTION} {@code [N, features]}: as {@link io.sparkae.model.TrainedAutoencoder#decode} gives it, scaled
 *       as in training, not pixels
 *   <li>{@value #ERROR} {@code [N]}: mean squared error per feature, of the scaled row
 * </ul>
 */
final class OnnxFile {
    /** What everything reads that reads ONNX since 1.8, of 2020. */
    static final int OPERATOR_SET = 13;

    private static final int IR_VERSION = 7;

    /** Protocol buffers have no more; some of it is for the graph itself. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - (16 << 20);

    static final String PIXELS = "pixels";
    static final String CODE = "code";
    static final String RECONSTRUCTION = "reconstruction";
    static final String ERROR = "reconstruction_error";

    private OnnxFile() {}

    /** @throws SettingsException if the model has more than 2 GB of parameters */
    static void write(ModelExport export, OutputStream out) throws IOException {
        long bytes = Float.BYTES * export.model().network().numParams();
        if (bytes > MOST_BYTES) {
            throw new SettingsException(List.of("--format: expected npz for a model of "
                    + export.model().network().numParams() + " parameters, found onnx, whose files have at most 2 GB"));
        }
        model(export).writeTo(out);
    }

    private static ModelProto model(ModelExport export) {
        OnnxGraph graph = graph(export);
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("sparkae")
                .setProducerVersion(Versions.project())
                .setDomain("io.sparkae")
                .setModelVersion(1)
                .setDocString(doc(export))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph.build());
        export.description()
                .forEach((name, text) -> file.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(name).setValue(text)));
        return file.build();
    }

    private static String doc(ModelExport export) {
        String line = export.model()
                .settings()
                .family()
                .line(export.model().settings(), export.model().features());
        return "An autoencoder of sparkae, " + line + ". Input: "
                + (export.part().encodes()
                        ? "rows as in the files of training data (grey values 0 to 255, say), scaled here as in training"
                        : "codes")
                + ". Reconstructions are on the scale of features: "
                + export.model().format().scaling().formula() + " of a pixel x.";
    }

    private static OnnxGraph graph(ModelExport export) {
        int features = export.model().features();
        int units = export.model().codeDimension();
        OnnxGraph graph = new OnnxGraph("sparkae");
        if (export.part() == ModelExport.Part.DECODER) {
            String code = graph.input(CODE, units);
            graph.output(RECONSTRUCTION, through(export.decoder(), graph, "decoder", code), features);
            return graph;
        }
        String scaled = scaled(export.model().format().scaling(), graph, graph.input(PIXELS, features));
        String code = through(export.encoder(), graph, "encoder", scaled);
        graph.output(CODE, code, units);
        if (export.part().decodes()) {
            String reconstruction = through(export.decoder(), graph, "decoder", code);
            graph.output(RECONSTRUCTION, reconstruction, features);
            String difference = graph.node("Sub", reconstruction, scaled);
            graph.output(
                    ERROR,
                    graph.node(
                            "ReduceMean",
                            List.of(
                                    OnnxGraph.Attribute.integers("axes", List.of(1)),
                                    OnnxGraph.Attribute.integer("keepdims", 0)),
                            graph.node("Mul", difference, difference)));
        }
        return graph;
    }

    private static String through(List<ExportedLayer> layers, OnnxGraph graph, String name, String input) {
        String tensor = input;
        for (int i = 0; i < layers.size(); i++) {
            tensor = layers.get(i).addTo(graph, name + "." + i, tensor);
        }
        return tensor;
    }

    /**
     * Scales pixels. The mean of a pixel is taken off in two parts that add up to it: a single-precision number alone would be
     * off by more than the deviation where numbers are large and nearly equal.
     */
    private static String scaled(Scaling scaling, OnnxGraph graph, String pixels) {
        if (scaling instanceof UnitScaling) {
            return graph.node("Div", pixels, graph.number(255));
        }
        if (scaling instanceof StandardScaling standard) {
            int features = standard.mean().length;
            float[] mean = new float[features];
            float[] rest = new float[features];
            float[] factor = new float[features];
            for (int i = 0; i < features; i++) {
                mean[i] = (float) standard.mean()[i];
                rest[i] = (float) (standard.mean()[i] - mean[i]);
                factor[i] = standard.deviation()[i] == 0 ? 0 : (float) (1 / standard.deviation()[i]);
            }
            String centred = graph.node("Sub", pixels, graph.floats("scaling.mean", mean, features));
            centred = graph.node("Sub", centred, graph.floats("scaling.mean-rest", rest, features));
            return graph.node("Mul", centred, graph.floats("scaling.factor", factor, features));
        }
        return pixels;
    }
}
