package io.sparkae.jobs;

import io.sparkae.ingest.DatasetFacts;
import io.sparkae.jobs.console.Console;
import io.sparkae.knn.KnnFigures;
import io.sparkae.knn.KnnStage;
import io.sparkae.knn.SearchRows;
import io.sparkae.knn.search.SearchResult;
import io.sparkae.platform.MemoryRoom;
import io.sparkae.report.RunMetrics;
import io.sparkae.report.sweep.SweepTable;
import io.sparkae.run.KeptSettings;
import io.sparkae.run.Manifest;
import io.sparkae.run.RunFolder;
import io.sparkae.run.RunLocks;
import io.sparkae.run.StageName;
import io.sparkae.settings.SettingsException;
import io.sparkae.train.pca.PrincipalComponents;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An experiment with several code sizes, beside principal components of the same sizes: each model in a folder below the
 * sweep's, which share its dataset.
 */
final class Sweep {
    private static final List<StageName> AFTER_INGEST = List.of(StageName.TRAIN, StageName.ENCODE, StageName.KNN);
    private static final int SEARCHES = 5;

    private final SparkSession spark;
    private final JobSettings base;
    private final boolean force;
    private final RunLocks locks;
    private final RunFolder folder;
    private final List<Integer> sizes;
    private final PrincipalComponents.Shared components;
    private final Console console;
    private final PrintWriter out;

    /**
     * @param base settings of the experiment
     * @param force whether to repeat what is done
     * @param locks that hold the sweep's folder, and will hold those of the models
     * @param sizes in the order of the table
     */
    Sweep(
            SparkSession spark,
            JobSettings base,
            boolean force,
            RunLocks locks,
            RunFolder folder,
            List<Integer> sizes,
            Console console) {
        this.spark = spark;
        this.base = base;
        this.force = force;
        this.locks = locks;
        this.folder = folder;
        this.sizes = sizes;
        this.components = new PrincipalComponents.Shared(sizes.get(sizes.size() - 1));
        this.console = console;
        this.out = console.out();
    }

    /** One model of the sweep. */
    private record Member(JobSettings settings, RunFolder folder) {
        String family() {
            return settings.model().family().label();
        }
    }

    /** Runs what is not done yet, and tabulates. */
    void run() throws IOException {
        requireOurs(members(true));
        stages(base, folder).run(List.of(StageName.INGEST));
        Manifest dataset = folder.require(StageName.INGEST, base.of(StageName.INGEST));
        int features = DatasetFacts.of(dataset).features();
        if (sizes.get(sizes.size() - 1) > features) {
            throw new SettingsException(List.of("--codes: expected at most the " + features
                    + " features of a row, found " + sizes.get(sizes.size() - 1)));
        }
        KnnStage.requireReferences(dataset, base.knn());
        Optional<String> noComponents = PrincipalComponents.lack(
                features, MemoryRoom.of(JavaSparkContext.fromSparkContext(spark.sparkContext())));
        noComponents.ifPresent(why -> out.println("warning: without principal components: " + why));
        List<Member> members = members(noComponents.isEmpty());
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            out.printf(Locale.ROOT, "%s (%d of %d)%n", member.folder().root().getName(), i + 1, members.size());
            stages(member.settings(), member.folder()).run(AFTER_INGEST);
        }
        out.println("searching each again, one after another in this process, for comparable times …");
        out.flush();
        SweepTable table = new SweepTable();
        addPixels(table, members.get(0), dataset, features);
        for (Member member : members) {
            table.add(member.family(), RunMetrics.collect(member.folder()), seconds(member));
        }
        folder.requireHeld();
        table.write(folder);
        out.print(table);
        out.flush();
        stages(base, folder).run(List.of(StageName.REPORT));
        out.printf("written to %s and %s%n", folder.root() + "/" + SweepTable.FILE, "report/index.html");
        out.flush();
    }

    private void requireOurs(List<Member> members) throws IOException {
        for (Member member : members) {
            member.folder().requireOurs(AFTER_INGEST);
            RunMetrics.requireOurs(member.folder());
            KeptSettings.requireOurs(member.folder());
        }
        folder.requireOurs(List.of(StageName.REPORT));
        SweepTable.requireOurs(folder);
    }

    private List<Member> members(boolean components) throws IOException {
        List<Member> members = new ArrayList<>();
        for (int size : sizes) {
            String name = base.experiment() + "-code" + size;
            // the pixels are searched once, with the first model
            boolean raw = members.isEmpty();
            members.add(member(name, size, "knn.raw=" + raw));
        }
        for (int size : components ? sizes : List.<Integer>of()) {
            members.add(member("pca-code" + size, size, "knn.raw=false", "model.family=pca"));
        }
        return members;
    }

    private Member member(String name, int size, String... more) throws IOException {
        List<String> pairs = new ArrayList<>(List.of("experiment.name=" + name, "model.code=" + size));
        pairs.addAll(List.of(more));
        return new Member(base.with(pairs), locks.hold(folder.below(name)));
    }

    private StageRun stages(JobSettings settings, RunFolder of) {
        return new StageRun(spark, settings, of, components, force, console);
    }

    private void addPixels(SweepTable table, Member first, Manifest dataset, int features) throws IOException {
        KnnFigures knn =
                RunMetrics.collect(first.folder()).group(KnnFigures.class).orElseThrow();
        long rows = dataset.rows().get("train")
                + dataset.rows().get("validation")
                + dataset.rows().get("test");
        double seconds = seconds(first, StageName.INGEST, dataset, "features");
        table.addPixels(rows, features, knn.rawAccuracy(), seconds);
    }

    private double seconds(Member member) throws IOException {
        Manifest codes =
                member.folder().require(StageName.ENCODE, member.settings().of(StageName.ENCODE));
        return seconds(member, StageName.ENCODE, codes, "code");
    }

    private double seconds(Member member, StageName stage, Manifest manifest, String column) throws IOException {
        try (SearchRows rows = SearchRows.of(
                spark,
                member.folder().stage(stage).path(),
                manifest.files(),
                column,
                member.settings().knn())) {
            double[] seconds =
                    IntStream.range(0, SEARCHES).mapToDouble(i -> seconds(rows)).toArray();
            return StatUtils.percentile(seconds, 50);
        }
    }

    private static double seconds(SearchRows rows) {
        try (SearchResult found = rows.searchExactly(0)) {
            return found.seconds();
        }
    }
}
