package io.sparkae.ingest;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * Files that tasks write straight into a folder. Each attempt at a task writes one under a name of its own; the driver
 * keeps those of the attempts that Spark took the results of and removes what others left. So nothing is renamed, which
 * object stores do by copying.
 */
final class TaskFile {
    private TaskFile() {}

    /** The name of a file of the running task: {@code part-00000} unless it is not the task's first attempt. */
    static String name(int number, String ending) {
        TaskContext task = TaskContext.get();
        String attempt = task.stageAttemptNumber() == 0 && task.attemptNumber() == 0
                ? ""
                : "-" + task.stageAttemptNumber() + "-" + task.attemptNumber();
        return String.format(Locale.ROOT, "part-%05d%s%s", number, attempt, ending);
    }

    /** Removes all files of a folder but some, by name; the folder need not be there. */
    static void removeOthers(FileSystem fs, Path folder, Set<String> keep) throws IOException {
        if (!fs.exists(folder)) {
            return;
        }
        for (FileStatus file : fs.listStatus(folder)) {
            if (!keep.contains(file.getPath().getName())) {
                fs.delete(file.getPath(), false);
            }
        }
    }
}
