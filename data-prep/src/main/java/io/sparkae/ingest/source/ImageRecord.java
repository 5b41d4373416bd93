package io.sparkae.ingest.source;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** The row of a Parquet file that was read last: its features, and its label if there is that column. */
final class ImageRecord extends RecordMaterializer<ImageRecord> {
    private final FeatureConverter features;
    private final NumberConverter labels;
    private Double label;

    /** @param wanted the features, and after them perhaps the label */
    ImageRecord(MessageType wanted) {
        this.features = new FeatureConverter(wanted.getType(0));
        this.labels = new NumberConverter(value -> label = value);
    }

    FeatureConverter features() {
        return features;
    }

    /** Null if there is none. */
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
}
