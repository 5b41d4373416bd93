package io.sparkae.files;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/**
 * Files that tasks write directly into a folder. Each task attempt uses a different name; the driver keeps the files of
 * successful attempts and removes the others. Nothing is renamed, because object stores rename by copying.
 */
public final class TaskFile {
    private TaskFile() {}

    /** The name of a file of the running task: {@code part-00000} unless it is not the task's first attempt. */
    public static String name(int number, String ending) {
        TaskContext task = TaskContext.get();
        String attempt = task.stageAttemptNumber() == 0 && task.attemptNumber() == 0
                ? ""
                : "-" + task.stageAttemptNumber() + "-" + task.attemptNumber();
        return String.format(Locale.ROOT, "part-%05d%s%s", number, attempt, ending);
    }

    /** Removes all files of a folder except those named; the folder may be missing. */
    public static void removeOthers(FileSystem fs, Path folder, Set<String> keep) throws IOException {
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
