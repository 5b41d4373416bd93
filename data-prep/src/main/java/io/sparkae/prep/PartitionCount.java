package io.sparkae.prep;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What one partition of an input holds.
 *
 * @param rows good and bad
 * @param accepted good ones
 * @param reasons the bad ones by reason, their rows counted from the partition's first
 */
record PartitionCount(long rows, long accepted, Map<String, RejectionTally> reasons) implements Serializable {

    static Iterator<PartitionCount> of(Iterator<SourceBlock> blocks) {
        long rows = 0;
        long accepted = 0;
        Map<String, RejectionTally> reasons = new HashMap<>();
        while (blocks.hasNext()) {
            SourceBlock block = blocks.next();
            for (SourceBlock.RejectedRow bad : block.rejected()) {
                RejectionTally one =
                        new RejectionTally(1, rows + bad.offset(), bad.why().detail());
                reasons.merge(bad.why().reason(), one, RejectionTally::plus);
            }
            rows += block.rows();
            accepted += block.accepted();
        }
        return List.of(new PartitionCount(rows, accepted, reasons)).iterator();
    }
}
