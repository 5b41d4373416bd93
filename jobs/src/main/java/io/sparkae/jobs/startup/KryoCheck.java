package io.sparkae.jobs.startup;

import io.sparkae.rows.RowBlock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Sends a block of rows through the serializer that Spark was told to use, and back. */
final class KryoCheck {
    private static final String SETTING = "spark.serializer";

    private KryoCheck() {}

    static Optional<String> problem(SparkConf conf) {
        if (!conf.contains(SETTING)) {
            return Optional.empty();
        }
        RowBlock block = new RowBlock(new long[] {1, 2}, new int[] {3, RowBlock.NO_LABEL}, new float[] {4, 5, 6, 7}, 2);
        try {
            ClassTag<RowBlock> tag = ClassTag$.MODULE$.apply(RowBlock.class);
            SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
            ByteBuffer bytes = serializer.serialize(block, tag);
            RowBlock back = serializer.deserialize(bytes, tag);
            return Arrays.equals(back.values(), block.values())
                    ? Optional.empty()
                    : Optional.of(message(conf, "rows came back changed"));
        } catch (RuntimeException e) {
            return Optional.of(message(conf, e.toString().lines().findFirst().orElse("")));
        }
    }

    private static String message(SparkConf conf, String what) {
        return SETTING + " = " + conf.get(SETTING) + " cannot carry our rows (" + what
                + "): leave it unset, since rows travel in arrays that Java's own serializer writes as fast";
    }
}
