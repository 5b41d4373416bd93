package io.sparkae.knn.search;

import java.util.Arrays;

/**
 * The k nearest candidates so far by (distance, id): a binary max-heap in arrays.
 */
public final class NeighbourHeap {
    private final double[] distances;
    private final long[] ids;
    private final int[] labels;
    private int size;

    /** @param k neighbours held at most */
    public NeighbourHeap(int k) {
        distances = new double[k];
        ids = new long[k];
        labels = new int[k];
    }

    /** The distance above which a candidate cannot enter; infinite until k are held. */
    public double worstDistance() {
        return size < distances.length ? Double.POSITIVE_INFINITY : distances[0];
    }

    /** Adds the candidate if it is among the k nearest so far. */
    public void offer(double distance, long id, int label) {
        if (size < distances.length) {
            set(size, distance, id, label);
            siftUp(size++);
        } else if (isBefore(distance, id, distances[0], ids[0])) {
            set(0, distance, id, label);
            siftDown();
        }
    }

    /** Number of neighbours held. */
    public int size() {
        return size;
    }

    /** k. */
    public int capacity() {
        return distances.length;
    }

    /** The ids held, in no order. */
    public long[] ids() {
        return Arrays.copyOf(ids, size);
    }

    /** Writes the neighbours, nearest first, from {@code offset} on. */
    void drainSorted(int offset, double[] distancesOut, long[] idsOut, int[] labelsOut) {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> {
            int byDistance = Double.compare(distances[a], distances[b]);
            return byDistance != 0 ? byDistance : Long.compare(ids[a], ids[b]);
        });
        for (int i = 0; i < size; i++) {
            distancesOut[offset + i] = distances[order[i]];
            idsOut[offset + i] = ids[order[i]];
            labelsOut[offset + i] = labels[order[i]];
        }
    }

    private static boolean isBefore(double distance, long id, double otherDistance, long otherId) {
        return distance < otherDistance || distance == otherDistance && id < otherId;
    }

    private boolean isWorse(int a, int b) {
        return isBefore(distances[b], ids[b], distances[a], ids[a]);
    }

    private void siftUp(int from) {
        int at = from;
        while (at > 0 && isWorse(at, (at - 1) / 2)) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    private void siftDown() {
        int at = 0;
        while (true) {
            int worst = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2 && child < size; child++) {
                worst = isWorse(child, worst) ? child : worst;
            }
            if (worst == at) {
                return;
            }
            swap(at, worst);
            at = worst;
        }
    }

    private void swap(int a, int b) {
        double distance = distances[a];
        long id = ids[a];
        int label = labels[a];
        set(a, distances[b], ids[b], labels[b]);
        set(b, distance, id, label);
    }

    private void set(int at, double distance, long id, int label) {
        distances[at] = distance;
        ids[at] = id;
        labels[at] = label;
    }
}
