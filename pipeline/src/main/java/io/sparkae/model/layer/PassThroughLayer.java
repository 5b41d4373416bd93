package io.sparkae.model.layer;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Base of our layers without parameters, each of which adds a term to the loss. */
abstract class PassThroughLayer<C extends NoParamLayer> extends AbstractLayer<C> {
    private static final long serialVersionUID = 1L;

    /** The term of the last minibatch, a mean per row. */
    private double penalty;

    PassThroughLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    static <L extends PassThroughLayer<?>> L prepared(L layer, Collection<TrainingListener> listeners, int index) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamTable(Map.of());
        return layer;
    }

    static LayerMemoryReport memory(String name, Class<?> type, InputType input, InputType output) {
        return new LayerMemoryReport.Builder(name, type, input, output)
                .standardMemory(0, 0)
                .workingMemory(0, output.arrayElementsPerExample(), 0, input.arrayElementsPerExample())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    /** A matrix as doubles, row by row. */
    static double[] rowMajor(INDArray matrix) {
        return matrix.dup('c').castTo(DataType.DOUBLE).data().asDouble();
    }

    final void penalty(double value) {
        penalty = value;
    }

    /** DL4J adds this to the mean loss a row. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        return penalty;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {
        // it has none
    }

    @Override
    public INDArray params() {
        return null;
    }
}
