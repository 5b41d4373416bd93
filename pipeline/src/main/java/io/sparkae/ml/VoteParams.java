package io.sparkae.ml;

import io.sparkae.knn.KnnSettings;
import io.sparkae.knn.Vote;
import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * Params of {@link NearestNeighborsClassifier} and its model.
 *
 * @param <T> the stage itself, which setters return
 */
public interface VoteParams<T extends VoteParams<T>> extends NeighborParams<T> {
    /** The params of the vote; Spark ML finds them by the methods that return one. */
    Labels declaredOfVote();

    /** Column of the labels, whole numbers from 0. */
    default Param<String> labelCol() {
        return declaredOfVote().labelCol;
    }

    /** Column of the predicted labels. */
    default Param<String> predictionCol() {
        return declaredOfVote().predictionCol;
    }

    /** Column of the labels' shares of the votes, vectors. */
    default Param<String> probabilityCol() {
        return declaredOfVote().probabilityCol;
    }

    /** {@code knn.vote}. */
    default Param<String> vote() {
        return declaredOfVote().vote;
    }

    /** The weights of neighbours' votes. */
    static Vote.Weighting weighting(VoteParams<?> params) {
        return Vote.Weighting.valueOf(params.getOrDefault(params.vote()).toUpperCase(Locale.ROOT));
    }

    /** Sets {@code predictionCol}. */
    default T setPredictionCol(String value) {
        return with(predictionCol(), value);
    }

    /** Sets {@code probabilityCol}, empty for none. */
    default T setProbabilityCol(String value) {
        return with(probabilityCol(), value);
    }

    /** Sets {@code vote}: uniform or distance. */
    default T setVote(String value) {
        return with(vote(), value);
    }

    @SuppressWarnings("unchecked") // T is this stage's own class
    private <V> T with(Param<V> param, V value) {
        set(param, value);
        return (T) this;
    }

    /** The declared params of one stage. */
    final class Labels implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Param<String> labelCol;
        private final Param<String> predictionCol;
        private final Param<String> probabilityCol;
        private final Param<String> vote;

        /** @param stage that they belong to; it has its uid already */
        Labels(Params stage) {
            labelCol = new Param<>(stage, "labelCol", "column of the labels, whole numbers from 0");
            predictionCol = new Param<>(stage, "predictionCol", "column of the predicted labels, double");
            probabilityCol = new Param<>(
                    stage, "probabilityCol", "column of the labels' shares of the votes, vectors; empty for none");
            vote = new Param<>(
                    stage,
                    "vote",
                    "weights of votes: uniform, or distance (its inverse; neighbours at distance 0 vote alone)",
                    ParamValidators.inArray(NeighborParams.names(Vote.Weighting.values())));
            stage.setDefault(labelCol, "label");
            stage.setDefault(predictionCol, "prediction");
            stage.setDefault(probabilityCol, "probability");
            stage.setDefault(vote, NeighborParams.names(KnnSettings.defaults().voting())[0]);
        }
    }
}
