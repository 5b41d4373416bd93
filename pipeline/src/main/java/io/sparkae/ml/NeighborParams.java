package io.sparkae.ml;

import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.search.Metric;
import io.sparkae.ml.Features.Invalid;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * Params of the search of nearest neighbours; {@code conf/reference.conf} explains the settings {@code knn.*} of their names.
 *
 * @param <T> the stage itself, which setters return
 */
public interface NeighborParams<T extends NeighborParams<T>> extends Params {
    /** The params of this stage; Spark ML finds them by the methods that return one. */
    Declared declaredOfSearch();

    /** Column of the features. */
    default Param<String> featuresCol() {
        return declaredOfSearch().featuresCol;
    }

    /** Column of the neighbours. */
    default Param<String> neighborsCol() {
        return declaredOfSearch().neighborsCol;
    }

    /** Column of the references' ids; positions if it is not set. */
    default Param<String> idCol() {
        return declaredOfSearch().idCol;
    }

    /** What becomes of rows with nulls, with values that are not finite or too large, or with another number of values. */
    default Param<String> handleInvalid() {
        return declaredOfSearch().handleInvalid;
    }

    /** {@code knn.k}. */
    default IntParam k() {
        return declaredOfSearch().k;
    }

    /** {@code knn.metric}. */
    default Param<String> metric() {
        return declaredOfSearch().metric;
    }

    /** {@code knn.block-megabytes}. */
    default IntParam blockMegabytes() {
        return declaredOfSearch().blockMegabytes;
    }

    /** Number of neighbours. */
    default int getK() {
        return (Integer) getOrDefault(k());
    }

    /** Name of the neighbours' column; empty for none. */
    default String getNeighborsCol() {
        return getOrDefault(neighborsCol());
    }

    /** Sets {@code featuresCol}, the column of features. */
    default T setFeaturesCol(String value) {
        return with(featuresCol(), value);
    }

    /** Sets {@code neighborsCol}, the column of neighbours; empty for none. */
    default T setNeighborsCol(String value) {
        return with(neighborsCol(), value);
    }

    /** Sets {@code handleInvalid}: error, skip or keep. */
    default T setHandleInvalid(String value) {
        return with(handleInvalid(), value);
    }

    /** Sets {@code k}. */
    default T setK(int value) {
        return with(k(), value);
    }

    /** Sets {@code metric}: euclidean or cosine. */
    default T setMetric(String value) {
        return with(metric(), value);
    }

    /** Sets {@code blockMegabytes}. */
    default T setBlockMegabytes(int value) {
        return with(blockMegabytes(), value);
    }

    @SuppressWarnings("unchecked") // T is this stage's own class
    private <V> T with(Param<V> param, V value) {
        set(param, value);
        return (T) this;
    }

    /** The declared params of one stage. */
    final class Declared implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Param<String> featuresCol;
        private final Param<String> neighborsCol;
        private final Param<String> idCol;
        private final Param<String> handleInvalid;
        private final IntParam k;
        private final Param<String> metric;
        private final IntParam blockMegabytes;

        /**
         * @param stage that they belong to; it has its uid already
         * @param neighborsCol default name; empty for no such column
         */
        Declared(Params stage, String neighborsCol) {
            featuresCol = new Param<>(
                    stage, "featuresCol", "column of the features: a vector, array<float>, array<double> or a number");
            this.neighborsCol = new Param<>(
                    stage,
                    "neighborsCol",
                    "column of the neighbours, array<struct<id: bigint, distance: double>>, nearest first; empty for none");
            idCol = new Param<>(
                    stage, "idCol", "column of whole numbers, the references' ids; their positions if it is not set");
            handleInvalid = new Param<>(
                    stage,
                    "handleInvalid",
                    "what becomes of a row whose features are null, not finite, above 1e15 in size or of another number:"
                            + " error; skip (left out); keep (null for outputs; it is no reference)",
                    ParamValidators.inArray(Invalid.names()));
            k = new IntParam(stage, "k", "neighbours, >= 1 and fewer than the references", ParamValidators.gtEq(1));
            metric = new Param<>(
                    stage, "metric", "distance: euclidean or cosine", ParamValidators.inArray(names(Metric.values())));
            blockMegabytes = new IntParam(
                    stage,
                    "blockMegabytes",
                    "memory of one block of references and one of queries in a task at most, >= 1",
                    ParamValidators.gtEq(1));
            KnnSettings defaults = KnnSettings.defaults();
            stage.setDefault(featuresCol, "features");
            stage.setDefault(this.neighborsCol, neighborsCol);
            stage.setDefault(handleInvalid, Invalid.names()[0]);
            stage.setDefault(k, defaults.k());
            stage.setDefault(metric, names(defaults.metric())[0]);
            stage.setDefault(blockMegabytes, defaults.blockMegabytes());
        }
    }

    /** Constants as params name them. */
    static String[] names(Enum<?>... constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** The features that params name. */
    static Features features(NeighborParams<?> params) {
        return new Features(
                List.of(params.getOrDefault(params.featuresCol())),
                Invalid.of(params.getOrDefault(params.handleInvalid())));
    }

    /** The search's settings. */
    static KnnSettings settings(NeighborParams<?> params) {
        return KnnSettings.defaults()
                .withK(params.getK())
                .withMetric(Metric.valueOf(params.getOrDefault(params.metric()).toUpperCase(Locale.ROOT)))
                .withBlockMegabytes((Integer) params.getOrDefault(params.blockMegabytes()));
    }

    /** A param's column, if it is set and not empty. */
    static Optional<String> named(Params params, Param<String> param) {
        return params.isDefined(param) ? Columns.named(params.getOrDefault(param)) : Optional.empty();
    }
}
