package io.sparkae.ingest.source;

import java.util.Arrays;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * Collects the numbers of one row's features: of a list, in two levels or three, or of an MLlib vector, dense or sparse,
 * which Spark stores as {@code type, size, indices, values}.
 */
final class FeatureConverter extends GroupConverter {
    private static final int SPARSE = 0;

    private final Converter[] fields;
    private final boolean vector;
    private final FloatList values = new FloatList();
    private final FloatList indices = new FloatList();
    private int type;
    private int size;

    FeatureConverter(Type features) {
        GroupType group = features.asGroupType();
        this.vector = isVector(group);
        this.fields = new Converter[group.getFieldCount()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(group.getType(i));
        }
    }

    static boolean canRead(Type features) {
        return !features.isPrimitive() && (isVector(features.asGroupType()) || isListOfNumbers(features));
    }

    @Override
    public Converter getConverter(int field) {
        return fields[field];
    }

    @Override
    public void start() {
        values.clear();
        indices.clear();
        type = -1;
    }

    @Override
    public void end() {}

    /** Forgets the last row; a row without features does not start them. */
    void clear() {
        start();
    }

    /** The last row's features; shared, valid to {@link #count()}. */
    float[] features() {
        if (type != SPARSE) {
            return values.array;
        }
        float[] dense = new float[size];
        for (int i = 0; i < Math.min(indices.count, values.count); i++) {
            int index = (int) indices.array[i];
            if (index >= 0 && index < size) {
                dense[index] = values.array[i];
            }
        }
        return dense;
    }

    /** How many features the last row has. */
    int count() {
        return type == SPARSE ? size : values.count;
    }

    private Converter field(Type field) {
        if (!vector) {
            return numbers(field, values);
        }
        return switch (field.getName()) {
            case "type" -> new NumberConverter(value -> type = (int) value);
            case "size" -> new NumberConverter(value -> size = (int) value);
            case "indices" -> numbers(field, indices);
            default -> numbers(field, values);
        };
    }

    /** Every number below a field, however deep the lists that hold it. */
    private static Converter numbers(Type field, FloatList into) {
        if (field.isPrimitive()) {
            return new NumberConverter(value -> into.add((float) value));
        }
        Converter below = numbers(field.asGroupType().getType(0), into);
        return new GroupConverter() {
            @Override
            public Converter getConverter(int index) {
                return below;
            }

            @Override
            public void start() {}

            @Override
            public void end() {}
        };
    }

    private static boolean isVector(GroupType group) {
        return group.containsField("type")
                && group.containsField("size")
                && group.containsField("indices")
                && group.containsField("values")
                && group.getFields().stream().allMatch(FeatureConverter::isListOfNumbers);
    }

    private static boolean isListOfNumbers(Type field) {
        return field.isPrimitive()
                ? NumberConverter.canRead(field)
                : field.asGroupType().getFieldCount() == 1
                        && isListOfNumbers(field.asGroupType().getType(0));
    }

    /** Floats in an array that grows; beyond what a row may have they are only counted. */
    private static final class FloatList {
        private float[] array = new float[1024];
        private int count;

        void add(float value) {
            if (count >= array.length && !grown()) {
                count = count == Integer.MAX_VALUE ? count : count + 1;
                return;
            }
            array[count++] = value;
        }

        private boolean grown() {
            if (array.length >= RowLimit.MOST_PIXELS) {
                return false;
            }
            array = Arrays.copyOf(array, 2 * array.length);
            return true;
        }

        void clear() {
            count = 0;
        }
    }
}
