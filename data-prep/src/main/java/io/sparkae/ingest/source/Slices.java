package io.sparkae.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * How a source is cut into slices, and these shared out to tasks. The cuts depend on the files alone, not on the machine.
 */
public final class Slices {
    /** Enough tasks for a small file to keep a few cores busy, and none too short. */
    private static final long LEAST_BYTES = 16 << 20;

    private static final long MOST_BYTES = 128 << 20;
    private static final int ENOUGH = 1000;

    private final List<Slice> all;
    private final List<List<Slice>> tasks;

    private Slices(List<Slice> all, List<List<Slice>> tasks) {
        this.all = List.copyOf(all);
        this.tasks = List.copyOf(tasks);
    }

    /** Cuts a source. */
    public static Slices of(RowSource source, Configuration conf) throws IOException {
        long total = 0;
        for (ImageFile file : source.files()) {
            for (Range range : file.ranges(Long.MAX_VALUE, conf)) {
                total += range.bytes();
            }
        }
        long bytes = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, total / ENOUGH));
        List<Slice> all = new ArrayList<>();
        for (ImageFile file : source.files()) {
            for (Range range : file.ranges(bytes, conf)) {
                all.add(new Slice(all.size(), file, range));
            }
        }
        return new Slices(all, shared(all, bytes));
    }

    /** All slices in row order. */
    public List<Slice> all() {
        return all;
    }

    /** For each task its slices: one, or several small ones. */
    public List<List<Slice>> tasks() {
        return tasks;
    }

    private static List<List<Slice>> shared(List<Slice> all, long bytes) {
        List<List<Slice>> tasks = new ArrayList<>();
        long filled = bytes;
        for (Slice slice : all) {
            if (filled + slice.range().bytes() > bytes) {
                tasks.add(new ArrayList<>());
                filled = 0;
            }
            tasks.get(tasks.size() - 1).add(slice);
            filled += slice.range().bytes();
        }
        return tasks;
    }
}
