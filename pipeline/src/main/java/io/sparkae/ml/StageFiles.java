package io.sparkae.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Stages in Spark ML's own layout: a folder with {@code metadata}, JSON of class, uid, Spark's version and params, and beside it
 * what a model holds. The one place that uses what Spark declares private to itself ({@code private[ml]}): its default writer
 * and reader of metadata, which are public in bytecode.
 */
final class StageFiles {
    private StageFiles() {}

    /** Writes what a stage holds besides its params. */
    @FunctionalInterface
    interface Content {
        /** @param folder that metadata has been written to */
        void write(SparkSession spark, Path folder) throws IOException;
    }

    /** Makes a stage of what {@link Content} wrote; its params are set afterwards. */
    @FunctionalInterface
    interface Maker<T> {
        T make(String uid, SparkSession spark, Path folder) throws IOException;
    }

    /** A writer of a stage's params and then of its content. */
    static MLWriter writer(Params stage, Content content) {
        return new Writer(stage, content);
    }

    /** A reader of what {@link #writer} wrote for stages of this class and no other. */
    static <T extends Params> MLReader<T> reader(Class<T> type, Maker<T> maker) {
        return new Reader<>(type, maker);
    }

    /** The file system of a stage's folder, with the session's own Hadoop settings. */
    static FileSystem fileSystem(SparkSession spark, Path folder) throws IOException {
        return folder.getFileSystem(spark.sessionState().newHadoopConf());
    }

    private static final class Writer extends MLWriter {
        private final Params stage;
        private final Content content;

        Writer(Params stage, Content content) {
            this.stage = stage;
            this.content = content;
        }

        @Override
        public void saveImpl(String folder) {
            DefaultParamsWriter.saveMetadata(stage, folder, sc(), Option.empty(), Option.empty());
            try {
                content.write(sparkSession(), new Path(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Reader<T extends Params> extends MLReader<T> {
        private final Class<T> type;
        private final Maker<T> maker;

        Reader(Class<T> type, Maker<T> maker) {
            this.type = type;
            this.maker = maker;
        }

        @Override
        public T load(String folder) {
            DefaultParamsReader.Metadata metadata = DefaultParamsReader.loadMetadata(folder, sc(), type.getName());
            try {
                T stage = maker.make(metadata.uid(), sparkSession(), new Path(folder));
                metadata.getAndSetParams(stage, Option.empty());
                return stage;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
