package io.sparkae.model.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of {@link TiedLayers} in one row, for each layer of the encoder {@code W_l} {@code [w_{l−1}, w_l]},
 * column by column as DL4J has its dense layers', then {@code b_l} {@code [1, w_l]}, then {@code c_l}
 * {@code [1, w_{l−1}]}.
 */
final class TiedParameters implements ParamInitializer {
    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        List<Integer> widths = ((TiedLayers) layer).getWidths();
        long count = 0;
        for (int l = 1; l < widths.size(); l++) {
            long in = widths.get(l - 1);
            long out = widths.get(l);
            count += in * out + in + out;
        }
        return count;
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        List<String> keys = new ArrayList<>();
        for (int l = 1; l < ((TiedLayers) layer).getWidths().size(); l++) {
            keys.addAll(List.of("W" + l, "b" + l, "c" + l));
        }
        return keys;
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream()
                .filter(key -> isWeightParam(layer, key))
                .toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return key.startsWith("W");
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return !isWeightParam(layer, key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray row, boolean initialise) {
        TiedLayers layer = (TiedLayers) conf.getLayer();
        Map<String, INDArray> parameters = views(layer, row);
        parameters.keySet().forEach(conf::addVariable);
        if (initialise) {
            parameters.forEach((key, view) -> {
                if (isWeightParam(layer, key)) {
                    layer.getWeightInitFn().init(view.size(0), view.size(1), view.shape(), 'f', view);
                } else {
                    view.assign(0);
                }
            });
        }
        return parameters;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray row) {
        return views((TiedLayers) conf.getLayer(), row);
    }

    private static Map<String, INDArray> views(TiedLayers layer, INDArray parameters) {
        INDArray row = parameters.reshape(parameters.length());
        List<Integer> widths = layer.getWidths();
        Map<String, INDArray> views = new LinkedHashMap<>();
        long at = 0;
        for (int l = 1; l < widths.size(); l++) {
            int in = widths.get(l - 1);
            int out = widths.get(l);
            views.put("W" + l, view(row, at, in, out));
            at += (long) in * out;
            views.put("b" + l, view(row, at, 1, out));
            at += out;
            views.put("c" + l, view(row, at, 1, in));
            at += in;
        }
        return views;
    }

    private static INDArray view(INDArray row, long at, int rows, int columns) {
        return row.get(NDArrayIndex.interval(at, at + (long) rows * columns)).reshape('f', rows, columns);
    }
}
