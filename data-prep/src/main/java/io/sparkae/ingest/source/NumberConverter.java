package io.sparkae.ingest.source;

import java.util.function.DoubleConsumer;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** Hands on the numbers of a Parquet column, whatever their type. */
final class NumberConverter extends PrimitiveConverter {
    private final DoubleConsumer consumer;

    NumberConverter(DoubleConsumer consumer) {
        this.consumer = consumer;
    }

    /** Whether a column holds plain numbers. */
    static boolean canRead(Type type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return type.isPrimitive()
                && (logical == null || logical instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation)
                && switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                    case INT32, INT64, FLOAT, DOUBLE -> true;
                    default -> false;
                };
    }

    @Override
    public void addInt(int value) {
        consumer.accept(value);
    }

    @Override
    public void addLong(long value) {
        consumer.accept(value);
    }

    @Override
    public void addFloat(float value) {
        consumer.accept(value);
    }

    @Override
    public void addDouble(double value) {
        consumer.accept(value);
    }
}
