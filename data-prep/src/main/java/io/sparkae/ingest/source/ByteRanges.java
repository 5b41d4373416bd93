package io.sparkae.ingest.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileSystem;

/** Cuts files into ranges of bytes, each with the hosts that hold it. */
final class ByteRanges {
    private ByteRanges() {}

    /** Ranges of about so many bytes; a compressed file is one range, of its content. */
    static List<Range> of(FileBytes content, long bytes, Configuration conf) {
        if (content.isPacked()) {
            return List.of(new Range(0, Long.MAX_VALUE, content.bytes(), hosts(content, 0, content.bytes(), conf)));
        }
        long ranges = 1 + (content.bytes() - 1) / bytes;
        List<Range> all = new ArrayList<>();
        for (long i = 0; i < ranges; i++) {
            long from = content.bytes() * i / ranges;
            long to = content.bytes() * (i + 1) / ranges;
            all.add(new Range(from, to, to - from, hosts(content, from, to - from, conf)));
        }
        return all;
    }

    /** The hosts that hold the first block of a part of a file. */
    static List<String> hosts(FileBytes content, long from, long length, Configuration conf) {
        FileSystem fs = content.input().fileSystem(conf);
        Set<String> hosts = new LinkedHashSet<>();
        try {
            BlockLocation[] blocks =
                    fs.getFileBlockLocations(fs.getFileStatus(content.input().path()), from, Math.max(1, length));
            if (blocks != null && blocks.length > 0) {
                hosts.addAll(Arrays.asList(blocks[0].getHosts()));
            }
        } catch (IOException e) {
            throw content.input().unusable(e);
        }
        hosts.remove("localhost"); // says nothing
        return List.copyOf(hosts);
    }
}
