package io.sparkae.knn;

import com.fasterxml.jackson.annotation.JsonRootName;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The figures of a search for neighbours, group {@code knn} of {@code metrics.json}. Those that begin with {@code raw} are
 * of the search among features instead of codes; null unless {@code knn.raw} is set.
 *
 * @param k number of neighbours
 * @param method of the search: {@code exact} or {@code hnsw}
 * @param seconds of the search alone
 * @param recall share of the true neighbours that an approximate search found; null for an exact one
 * @param exactSeconds of the exact search that recall is measured by; null for an exact one
 * @param accuracy share of labelled queries whose predicted label is correct; null if no query has a label
 * @param accuracyLower lower bound of the 95 % Wilson interval of the accuracy; null if no query has a label
 * @param accuracyUpper upper bound of that interval; null if no query has a label
 * @param macroF1 unweighted mean of the classes' F1; null if no query has a label
 * @param balancedAccuracy unweighted mean of the classes' recall; null if no query has a label
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

    /** Two-sided 95 % quantile of the normal distribution. */
    private static final double Z = 1.959964;

    /**
     * A timed and evaluated search.
     *
     * @param seconds of the search
     * @param recall of an approximate search; null for an exact one
     * @param exactSeconds of the exact search that recall is measured by; null for an exact one
     * @param votes their evaluation; null if no query has a label
     */
    record Search(double seconds, Double recall, Double exactSeconds, Evaluation votes) {
        /** A figure of the votes; null if no query has a label. */
        private <T> T of(Function<Evaluation, T> figure) {
            return votes == null ? null : figure.apply(votes);
        }
    }

    /** @param raw the search among features; null for none */
    static KnnFigures of(KnnSettings settings, Search codes, Search raw) {
        return new KnnFigures(
                settings.k(),
                settings.method().name().toLowerCase(Locale.ROOT),
                codes.seconds(),
                codes.recall(),
                codes.exactSeconds(),
                codes.of(Evaluation::accuracy),
                codes.of(votes -> accuracyInterval(votes)[0]),
                codes.of(votes -> accuracyInterval(votes)[1]),
                codes.of(KnnFigures::macroF1),
                codes.of(KnnFigures::balancedAccuracy),
                codes.of(Evaluation::confusion),
                codes.of(Evaluation::perClass),
                raw == null ? null : (Double) raw.seconds(),
                raw == null ? null : raw.recall(),
                raw == null ? null : raw.exactSeconds(),
                raw == null ? null : raw.of(Evaluation::accuracy));
    }

    /**
     * Unweighted mean of the classes' F1, {@code 2TP / (2TP + FP + FN)}. A class that is never predicted, or has no rows but is
     * predicted, counts as 0; one with neither rows nor predictions has no F1 and is left out, as in scikit-learn.
     */
    static double macroF1(Evaluation votes) {
        double sum = 0;
        int known = 0;
        for (int c = 0; c < votes.confusion().size(); c++) {
            long rowsAndPredictions = votes.rows(c) + votes.predictions(c);
            if (rowsAndPredictions > 0) {
                sum += 2.0 * votes.correct(c) / rowsAndPredictions;
                known++;
            }
        }
        return sum / known;
    }

    /**
     * Unweighted mean of the classes' recall. A class without rows has no recall and is left out, as in scikit-learn; one that
     * is never predicted counts as 0.
     */
    static double balancedAccuracy(Evaluation votes) {
        return IntStream.range(0, votes.confusion().size())
                .filter(c -> votes.rows(c) > 0)
                .mapToDouble(c -> (double) votes.correct(c) / votes.rows(c))
                .average()
                .orElseThrow();
    }

    /**
     * Bounds of the 95 % confidence interval of the accuracy (Wilson, "Probable Inference, the Law of Succession, and Statistical
     * Inference", 1927): {@code (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)} with p the accuracy, n the labelled queries
     * and z = {@value #Z}.
     *
     * @return lower and upper bound, in [0, 1]
     */
    static double[] accuracyInterval(Evaluation votes) {
        double p = votes.accuracy();
        double n = IntStream.range(0, votes.confusion().size())
                .mapToLong(votes::rows)
                .sum();
        double centre = p + Z * Z / (2 * n);
        double margin = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new double[] {Math.max(0, (centre - margin) / scale), Math.min(1, (centre + margin) / scale)};
    }
}
