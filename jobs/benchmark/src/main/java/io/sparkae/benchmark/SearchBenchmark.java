package io.sparkae.benchmark;

import io.sparkae.knn.RepeatedSearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long an exact search takes here, in FAISS's exact index and in scikit-learn, on the same rows. */
public final class SearchBenchmark {
    private static final int SEARCHES = 12;
    private static final int KD_TREE_UP_TO = 16;

    private final String python;
    private final PrintWriter out;

    /** @param python the interpreter that has the peers */
    public SearchBenchmark(String python, PrintWriter out) {
        this.python = python;
        this.out = out;
    }

    /**
     * Measures and prints. Of our searches in a round the first half is for warming up.
     *
     * @param what is searched, for the heading
     * @param dimension values of a row
     * @param rounds in which each contender searches
     */
    public void run(String what, RepeatedSearch search, int dimension, int k, int rounds)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sparkae-knn");
        Path queries = folder.resolve("queries");
        Path references = folder.resolve("references");
        try {
            search.export(queries, references);
            Contender ours = ours(search);
            List<Contender> faiss = new ArrayList<>();
            List<Contender> sklearn = new ArrayList<>();
            for (int threads = 1; threads <= 2; threads++) {
                String suffix = threads == 1 ? ", 1 thread" : ", 2 threads";
                faiss.add(new SearchPeer(
                        "FAISS IndexFlatL2" + suffix, python, "faiss", threads, dimension, k, queries, references));
            }
            sklearn.add(new SearchPeer(
                    "scikit-learn brute, 2 jobs", python, "brute", 2, dimension, k, queries, references));
            if (dimension <= KD_TREE_UP_TO) {
                sklearn.add(new SearchPeer(
                        "scikit-learn k-d tree, 2 jobs", python, "kd_tree", 2, dimension, k, queries, references));
            }
            List<Contender> peers = new ArrayList<>(faiss);
            peers.addAll(sklearn);
            List<Contender> all = new ArrayList<>(peers);
            all.add(0, ours);
            out.printf(
                    Locale.ROOT,
                    "%s: %,d queries, %,d references, %d values, k = %d%n",
                    what,
                    search.queryRows(),
                    search.referenceRows(),
                    dimension,
                    k);
            Comparison comparison = new Comparison(out, "s a search");
            comparison.run(all, rounds);
            comparison.table();
            out.printf(
                    Locale.ROOT,
                    "  of which Spark's own cost, the same jobs for next to no rows: %.2f s%n",
                    Collections.nCopies(SEARCHES, search).stream()
                            .mapToDouble(RepeatedSearch::searchAlmostNothing)
                            .sorted()
                            .skip(SEARCHES / 2)
                            .findFirst()
                            .orElseThrow());
            comparison.compare(ours, "FAISS", faiss);
            comparison.compare(ours, "the best of FAISS and scikit-learn", peers);
        } finally {
            Files.deleteIfExists(queries);
            Files.deleteIfExists(references);
            Files.delete(folder);
        }
    }

    private static Contender ours(RepeatedSearch search) {
        return new Contender() {
            @Override
            public String name() {
                return "sparkae, local[2]";
            }

            @Override
            public List<Double> seconds() {
                return Collections.nCopies(SEARCHES, search).stream()
                        .map(RepeatedSearch::search)
                        .toList();
            }
        };
    }
}
