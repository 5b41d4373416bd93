package io.sparkae.knn;

import com.fasterxml.jackson.annotation.JsonRootName;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a search for neighbours, group {@code knn} of {@code metrics.json}. Those that begin with {@code raw} are
 * of the search among features instead of codes; null unless {@code knn.raw} is set.
 *
 * @param k number of neighbours
 * @param method of the search: {@code exact} or {@code hnsw}
 * @param seconds of the search alone
 * @param recall share of the true neighbours that an approximate search found; null for an exact one
 * @param exactSeconds of the exact search that recall is measured by; null for an exact one
 * @param accuracy share of labelled queries whose vote is right; null if no query has a label
 * @param accuracyLower lower end of the 95 % Wilson interval of the accuracy; null if no query has a label
 * @param accuracyUpper upper end of that interval; null if no query has a label
 * @param macroF1 mean F1 of the classes that queries have; null if no query has a label
 * @param balancedAccuracy mean recall of the classes that queries have; null if no query has a label
 * @param confusion {@code [classes][classes]}, rows are true labels, columns predicted ones; null if no query has a label
 * @param perClass figures of each class that queries have; null if no query has a label
 * @param rawSeconds as {@code seconds}
 * @param rawRecall as {@code recall}
 * @param rawExactSeconds as {@code exactSeconds}
 * @param rawAccuracy as {@code accuracy}
 */
@JsonRootName("knn")
public record KnnFigures(
        int k,
        String method,
        double seconds,
        Double recall,
        Double exactSeconds,
        Double accuracy,
        Double accuracyLower,
        Double accuracyUpper,
        Double macroF1,
        Double balancedAccuracy,
        List<List<Long>> confusion,
        List<Evaluation.ClassFigures> perClass,
        Double rawSeconds,
        Double rawRecall,
        Double rawExactSeconds,
        Double rawAccuracy) {

    /**
     * A search that was timed and judged.
     *
     * @param seconds of the search
     * @param recall of an approximate search; null for an exact one
     * @param exactSeconds of the exact search that recall is measured by; null for an exact one
     * @param votes their evaluation; null if no query has a label
     */
    record Search(double seconds, Double recall, Double exactSeconds, Evaluation votes) {
        private Double accuracy() {
            return votes == null ? null : (Double) votes.accuracy();
        }
    }

    /** @param raw the search among features; null for none */
    static KnnFigures of(KnnSettings settings, Search codes, Search raw) {
        Evaluation votes = codes.votes();
        return new KnnFigures(
                settings.k(),
                settings.method().name().toLowerCase(Locale.ROOT),
                codes.seconds(),
                codes.recall(),
                codes.exactSeconds(),
                codes.accuracy(),
                votes == null ? null : (Double) votes.accuracyInterval()[0],
                votes == null ? null : (Double) votes.accuracyInterval()[1],
                votes == null ? null : (Double) votes.macroF1(),
                votes == null ? null : (Double) votes.balancedAccuracy(),
                votes == null ? null : votes.confusion(),
                votes == null ? null : votes.perClass(),
                raw == null ? null : (Double) raw.seconds(),
                raw == null ? null : raw.recall(),
                raw == null ? null : raw.exactSeconds(),
                raw == null ? null : raw.accuracy());
    }
}
