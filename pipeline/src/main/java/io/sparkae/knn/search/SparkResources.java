package io.sparkae.knn.search;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** Persisted RDDs and broadcasts of one owner. Close it to release all of them, the last registered first. */
public final class SparkResources implements AutoCloseable {
    private final Deque<Runnable> releases = new ArrayDeque<>();

    /** Persists an RDD, in memory or else on disk, when it is first evaluated. */
    public <T> JavaRDD<T> keep(JavaRDD<T> rows) {
        JavaRDD<T> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        releases.push(kept::unpersist);
        return kept;
    }

    /** Registers a broadcast, to be destroyed. */
    public <T> Broadcast<T> keep(Broadcast<T> shared) {
        releases.push(shared::destroy);
        return shared;
    }

    /** Registers other resources, to be closed after all others. */
    public void keepLongest(SparkResources others) {
        releases.addLast(others::close);
    }

    @Override
    public void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
    }
}
