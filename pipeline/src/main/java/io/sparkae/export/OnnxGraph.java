package io.sparkae.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.commons.lang3.ArrayUtils;

/**
 * Builds an ONNX graph node by node (https://onnx.ai/onnx/operators). Tensors are named; the first dimension of inputs and
 * outputs is the number of rows, {@value #ROWS}. Single precision.
 */
final class OnnxGraph {
    private static final String ROWS = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder();

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** The graph. */
    GraphProto build() {
        return graph.build();
    }

    /**
     * Declares an input {@code [N, width]}.
     *
     * @return its tensor
     */
    String input(String name, int width) {
        graph.addInput(declared(name, width));
        return name;
    }

    /** Declares a tensor as an output of that name, {@code [N, widths…]}. */
    void output(String name, String tensor, int... widths) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(tensor)
                .addOutput(name));
        graph.addOutput(declared(name, widths));
    }

    /**
     * Adds a node without attributes.
     *
     * @return the tensor that it gives
     */
    String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    /**
     * Adds a node.
     *
     * @return the tensor that it gives
     */
    String node(String operator, List<Attribute> attributes, String... inputs) {
        String name = operator + "_" + graph.getNodeCount();
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
        attributes.forEach(attribute -> node.addAttribute(attribute.proto));
        graph.addNode(node.addAllInput(List.of(inputs)).addOutput(name + "_out"));
        return name + "_out";
    }

    /**
     * Adds a constant tensor.
     *
     * @return its name
     */
    String floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
    }

    /**
     * Adds a constant single number.
     *
     * @return its name
     */
    String number(double value) {
        return floats("number_" + graph.getInitializerCount(), new float[] {(float) value});
    }

    /**
     * Adds a constant list of integers.
     *
     * @return its name
     */
    String integers(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, TensorProto.DataType.INT64, bytes, values.length);
    }

    private String constant(String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(List.of(ArrayUtils.toObject(shape)))
                .setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    private static ValueInfoProto declared(String name, int... widths) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(ROWS);
        for (int width : widths) {
            shape.addDimBuilder().setDimValue(width);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }

    /** A named argument of a node. */
    static final class Attribute {
        private final AttributeProto proto;

        private Attribute(AttributeProto.Builder proto) {
            this.proto = proto.build();
        }

        static Attribute number(String name, double value) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.FLOAT)
                    .setF((float) value));
        }

        static Attribute integer(String name, long value) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value));
        }

        static Attribute integers(String name, List<Integer> values) {
            return new Attribute(AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INTS)
                    .addAllInts(values.stream().map(Integer::longValue).toList()));
        }
    }
}
