package io.sparkae.train.averaging;

import io.sparkae.train.averaging.RoundTask.Contribution;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Sums contributions in a tree whose shape and order depend on partition numbers only. Floating-point addition is not
 * associative; Spark's own {@code reduce} and {@code treeReduce} add in the order in which tasks end. Neither the driver
 * nor any task holds more than {@value #FAN_IN} states at a time.
 */
final class ContributionTree {
    static final int FAN_IN = 8;

    private ContributionTree() {}

    /** Sum of all partitions' contributions. */
    static <R> StateSum sum(RDD<R> rows, Function2<TaskContext, Iterator<R>, Contribution> task) {
        return rows.getNumPartitions() <= FAN_IN ? atOnce(rows, task) : inSteps(rows, task);
    }

    private static <R> StateSum atOnce(RDD<R> rows, Function2<TaskContext, Iterator<R>, Contribution> task) {
        Contribution[] ordered =
                (Contribution[]) rows.sparkContext().runJob(rows, task, ClassTag$.MODULE$.apply(Contribution.class));
        StateSum sum = new StateSum();
        for (Contribution contribution : ordered) {
            sum.add(contribution);
        }
        return sum;
    }

    private static <R> StateSum inSteps(RDD<R> rows, Function2<TaskContext, Iterator<R>, Contribution> task) {
        int groups = groups(rows.getNumPartitions());
        JavaPairRDD<Integer, StateSum> sums = new JavaRDD<>(rows, rows.elementClassTag())
                .mapPartitions(own -> List.of(task.apply(
                                TaskContext.get(),
                                JavaConverters.asScalaIteratorConverter(own).asScala()))
                        .iterator())
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
