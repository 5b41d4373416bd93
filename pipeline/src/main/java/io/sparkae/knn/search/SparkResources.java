package io.sparkae.knn.search;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** What a search keeps in the executors. Close it to release all of it, the last taken first. */
public final class SparkResources implements AutoCloseable {
    private final Deque<Runnable> releases = new ArrayDeque<>();

    /** Has an RDD kept from its first use on. */
    public <T> JavaRDD<T> keep(JavaRDD<T> rows) {
        JavaRDD<T> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        releases.push(kept::unpersist);
        return kept;
    }

    /** Has a broadcast destroyed at the end. */
    public <T> Broadcast<T> keep(Broadcast<T> shared) {
        releases.push(shared::destroy);
        return shared;
    }

    @Override
    public void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
    }
}
