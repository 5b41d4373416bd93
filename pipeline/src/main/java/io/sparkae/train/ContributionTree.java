package io.sparkae.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Sums contributions in a tree whose shape and order depend on partition numbers only. Floating-point addition is not
 * associative; Spark's own {@code reduce} and {@code treeReduce} add in the order in which tasks end. Neither the driver
 * nor any task holds more than {@value #FAN_IN} states at a time.
 */
final class ContributionTree {
    private static final int FAN_IN = 8;

    private ContributionTree() {}

    static StateSum sum(JavaRDD<Contribution> contributions) {
        int workers = contributions.getNumPartitions();
        if (workers <= FAN_IN) {
            StateSum sum = new StateSum();
            contributions.collect().forEach(sum::add); // collect keeps the order of partitions
            return sum;
        }
        int groups = groups(workers);
        JavaPairRDD<Integer, StateSum> sums = contributions
                .mapToPair(c -> new Tuple2<>(c.partition() / FAN_IN, c))
                .groupByKey(new HashPartitioner(groups))
                .mapValues(ContributionTree::sumInOrder);
        while (groups > FAN_IN) {
            groups = groups(groups);
            sums = sums.mapToPair(s -> new Tuple2<>(s._1() / FAN_IN, s))
                    .groupByKey(new HashPartitioner(groups))
                    .mapValues(ContributionTree::sumSumsInOrder);
        }
        return sumSumsInOrder(sums.collect());
    }

    private static int groups(int members) {
        return (members + FAN_IN - 1) / FAN_IN;
    }

    private static StateSum sumInOrder(Iterable<Contribution> group) {
        StateSum sum = new StateSum();
        StreamSupport.stream(group.spliterator(), false)
                .sorted(Comparator.comparingInt(Contribution::partition))
                .forEachOrdered(sum::add);
        return sum;
    }

    private static StateSum sumSumsInOrder(Iterable<Tuple2<Integer, StateSum>> group) {
        List<Tuple2<Integer, StateSum>> ordered = StreamSupport.stream(group.spliterator(), false)
                .sorted(Comparator.comparingInt(Tuple2::_1))
                .toList();
        StateSum sum = new StateSum();
        ordered.forEach(s -> sum.add(s._2()));
        return sum;
    }
}
