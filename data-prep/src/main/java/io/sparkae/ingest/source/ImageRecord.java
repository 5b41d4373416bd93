package io.sparkae.ingest.source;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The current row of a Parquet file: features and, if the column exists, label. */
final class ImageRecord extends RecordMaterializer<ImageRecord> {
    private final FeatureConverter features;
    private final NumberConverter labels;
    private Double label;

    /** @param wanted schema of features, optionally followed by label */
    ImageRecord(MessageType wanted) {
        this.features = new FeatureConverter(wanted.getType(0));
        this.labels = new NumberConverter(value -> label = value);
    }

    FeatureConverter features() {
        return features;
    }

    /** The label, or null. */
    Double label() {
        return label;
    }

    @Override
    public ImageRecord getCurrentRecord() {
        return this;
    }

    @Override
    public GroupConverter getRootConverter() {
        return new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
                return field == 0 ? features : labels;
            }

            @Override
            public void start() {
                features.clear();
                label = null;
            }

            @Override
            public void end() {}
        };
    }

    /**
     * Collects the numbers of one row's features: of a list, in two levels or three, or of an MLlib vector, dense or sparse,
     * which Spark stores as {@code type, size, indices, values}.
     */
    static final class FeatureConverter extends GroupConverter {
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

        /** Resets; {@code start} is not called for a row whose features are null. */
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

        /** Number of features of the current row. */
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

        /** Collects all numbers below a field, at any depth of nested lists. */
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

        /** A growing float array; values beyond {@link ImageSize#MOST_PIXELS} are counted, not stored. */
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
                if (array.length >= ImageSize.MOST_PIXELS) {
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

    /** Passes the numbers of a Parquet column on as doubles. */
    static final class NumberConverter extends PrimitiveConverter {
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
}
