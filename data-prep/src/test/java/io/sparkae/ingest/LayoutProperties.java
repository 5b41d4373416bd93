package io.sparkae.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.rows.Split;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LayoutProperties {

    @Property(tries = 200)
    void rowGroupsFollowEachOtherAndFillTheirFilesEvenly(
            @ForAll @IntRange(max = 50) int held,
            @ForAll @IntRange(min = 1, max = 300) int kept,
            @ForAll @IntRange(min = 1, max = 9) int files,
            @ForAll @IntRange(min = 100_000, max = 6_400_000) int pixels) {
        Layout layout = new Layout(pixels).with(Split.VALIDATION, held, files).with(Split.TRAIN, kept, files);
        long expectedFirst = 0;
        long before = -1;

        for (long position = 0; position < held + kept; position++) {
            long key = layout.key(position);
            if (key != before) {
                assertTrue(key > before, "keys are in the order of positions");
                assertEquals(position, layout.first(key));
                assertEquals(expectedFirst, position);
                expectedFirst = position + layout.rows(key);
            }
            Split split = layout.part(layout.getPartition(key)).split();
            assertEquals(position < held ? Split.VALIDATION : Split.TRAIN, split);
            before = key;
        }

        assertEquals(held + kept, expectedFirst);
        assertEquals(Math.min(held, files) + Math.min(kept, files), layout.numPartitions());
        for (int p = 0; p < layout.numPartitions(); p++) {
            long total = layout.part(p).split() == Split.TRAIN ? kept : held;
            long rows = layout.part(p).to() - layout.part(p).from();
            assertTrue(rows >= total / files && rows <= (total + files - 1) / files || total < files);
        }
    }
}
