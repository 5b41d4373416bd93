package io.sparkae.report.section;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sections of a page, in order. */
public final class Sections {
    private static final List<SectionSource> OF_A_RUN = List.of(
            Summary::of,
            LossCurves::of,
            Reconstructions::of,
            ErrorByClass::of,
            Weights::of,
            Codes::of,
            LatentSpace::of,
            Generation::of,
            NearestNeighbours::of,
            DatasetRows::of,
            Provenance::settings);

    private static final List<ComparisonSource> OF_SEVERAL =
            List.of(Summary::of, LossCurves::of, Reconstructions::of, Codes::of, LatentSpace::of);

    private Sections() {}

    /** Makes a section of a run. */
    @FunctionalInterface
    private interface SectionSource {
        /** Empty if the run lacks the stage or the rows. */
        Optional<Section> of(RunView run) throws IOException;
    }

    /** Makes a section of several runs. */
    @FunctionalInterface
    private interface ComparisonSource {
        /** Empty if all runs lack the stage or the rows. */
        Optional<Section> of(List<RunView> runs) throws IOException;
    }

    /** Sections that compare runs. */
    public static List<Section> comparing(List<RunView> runs) throws IOException {
        List<Section> sections = new ArrayList<>();
        for (ComparisonSource source : OF_SEVERAL) {
            source.of(runs).ifPresent(sections::add);
        }
        return sections;
    }

    /** Sections of one run. */
    public static List<Section> of(RunView run) throws IOException {
        List<Section> sections = new ArrayList<>();
        for (SectionSource source : OF_A_RUN) {
            source.of(run).ifPresent(sections::add);
        }
        return sections;
    }
}
