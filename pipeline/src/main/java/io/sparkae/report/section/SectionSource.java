package io.sparkae.report.section;

import java.io.IOException;
import java.util.Optional;

/** Makes a section of a run. */
@FunctionalInterface
interface SectionSource {
    /** Empty if the run has nothing of the kind. */
    Optional<Section> of(RunView run) throws IOException;
}
