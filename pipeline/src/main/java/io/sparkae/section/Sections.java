package io.sparkae.section;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All sections that a run has, in the order of the page. */
public final class Sections {
    private static final List<SectionSource> OF_A_RUN =
            List.of(LossCurves::of, Reconstructions::of, Weights::of, Generation::of);

    private Sections() {}

    /** Of one run. */
    public static List<Section> of(RunView run) throws IOException {
        List<Section> sections = new ArrayList<>();
        for (SectionSource source : OF_A_RUN) {
            source.of(run).ifPresent(sections::add);
        }
        return sections;
    }
}
