package io.sparkae.train.averaging;

import io.sparkae.settings.Seeds;
import io.sparkae.train.averaging.RoundTask.Contribution;
import io.sparkae.train.transfer.Transfer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
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

    /**
     * Sum of all partitions' contributions.
     *
     * @param transfer in what form sums go on
     * @param seed of the round, for rounding them
     */
    static <R> StateSum sum(
            RDD<R> rows, Function2<TaskContext, Iterator<R>, Contribution> task, Transfer transfer, long seed) {
        return rows.getNumPartitions() <= FAN_IN ? atOnce(rows, task) : inSteps(rows, task, transfer, seed);
    }

    private static <R> StateSum atOnce(RDD<R> rows, Function2<TaskContext, Iterator<R>, Contribution> task) {
        Contribution[] ordered =
                (Contribution[]) rows.sparkContext().runJob(rows, task, ClassTag$.MODULE$.apply(Contribution.class));
        return inOrder(Arrays.asList(ordered));
    }

    private static <R> StateSum inSteps(
            RDD<R> rows, Function2<TaskContext, Iterator<R>, Contribution> task, Transfer transfer, long seed) {
        JavaRDD<Contribution> contributions = new JavaRDD<>(rows, rows.elementClassTag())
                .mapPartitions(own -> List.of(task.apply(
                                TaskContext.get(),
                                JavaConverters.asScalaIteratorConverter(own).asScala()))
                        .iterator());
        for (int members = rows.getNumPartitions(); members > FAN_IN; ) {
            int groups = (members + FAN_IN - 1) / FAN_IN;
            long seedOfLevel = Seeds.of(seed, "train.transfer.level", members);
            contributions = contributions
                    .mapToPair(c -> new Tuple2<>(c.group() / FAN_IN, c))
                    .groupByKey(new HashPartitioner(groups))
                    .map(group -> inOrder(group._2()).contribution(group._1(), transfer, seedOfLevel));
            members = groups;
        }
        return inOrder(contributions.collect());
    }

    private static StateSum inOrder(Iterable<Contribution> contributions) {
        StateSum sum = new StateSum();
        StreamSupport.stream(contributions.spliterator(), false)
                .sorted(Comparator.comparingInt(Contribution::group))
                .forEachOrdered(sum::add);
        return sum;
    }
}
