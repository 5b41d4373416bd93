package io.sparkae.benchmark.forecast;

/**
 * What an exact search is made of: {@code f + q·(u + r·p) / cores + r·b/N}, the last term not with one machine: each
 * machine receives all references once. Linear in the references within some percent, as measured between 15,000 and
 * 1,000,000 of them on one core; that cores divide the work is true of large searches only (docs/scaling.md).
 *
 * @param fixed f, Spark's jobs and the sample's cells, seconds
 * @param query u, core seconds of a query whatever the references
 * @param pair p, core seconds of a query and a reference
 * @param referenceBytes b, of one reference as it is sent
 * @param bytesPerSecond N, that a machine receives
 */
public record SearchCosts(double fixed, double query, double pair, double referenceBytes, double bytesPerSecond) {

    /** Seconds of a search. */
    double seconds(double queries, double references, int machines, int coresOfEach) {
        double cores = (double) machines * coresOfEach;
        double received = machines == 1 ? 0 : references * referenceBytes / bytesPerSecond;
        return fixed + queries * (query + references * pair) / cores + received;
    }
}
