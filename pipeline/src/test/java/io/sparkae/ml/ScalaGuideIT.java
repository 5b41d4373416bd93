package io.sparkae.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparkae.testing.SharedSpark;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Scala of docs/user-guide.md compiles and does what the page says. */
@ExtendWith(SharedSpark.class)
class ScalaGuideIT {
    @TempDir
    private Path folder;

    @Test
    void theGuidesScalaRuns(SparkSession spark) throws Exception {
        Dataset<Row> rows = Frames.vectors(spark, 60, 2).withColumn("label", functions.expr("cast(id % 2 as int)"));
        String path = folder.resolve("saved").toString();

        Dataset<?> predictions = (Dataset<?>) compiled("Guide")
                .getMethod("predictions", Dataset.class, String.class)
                .invoke(null, rows, path);

        assertEquals(60, predictions.where("prediction IN (0, 1)").count());
        assertEquals(8, ((AutoencoderModel) PipelineModel.load(path).stages()[0]).getCodeSize());
    }

    /** An object with a method around the snippet, which uses {@code rows} and {@code path}; the grid is only compiled. */
    private Class<?> compiled(String name) throws Exception {
        Path source = Files.writeString(
                folder.resolve(name + ".scala"),
                "object " + name + " {\n"
                        + "def predictions(rows: org.apache.spark.sql.DataFrame, path: String) = {\n"
                        + snippet("```scala\n", "```")
                        + "def grid = "
                        + snippet("`new ParamGridBuilder()", "`").replace("new ", "new org.apache.spark.ml.tuning.")
                        + "\npredictions\n}\n}\n");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        String[] arguments = {
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            "-deprecation",
            "-Xfatal-warnings",
            source.toString()
        };
        assertTrue(scala.tools.nsc.Main.process(arguments), "it does not compile: see the compiler's messages");
        return new URLClassLoader(
                        new URL[] {classes.toUri().toURL()},
                        Thread.currentThread().getContextClassLoader())
                .loadClass(name);
    }

    /** What is between two marks in the guide's chapter about Scala, with what the first mark has after its backticks. */
    private static String snippet(String start, String end) throws Exception {
        String guide = Files.readString(Path.of("..", "docs", "user-guide.md"));
        String chapter = guide.substring(guide.indexOf("### Scala\n"));
        int from = chapter.indexOf(start);
        int code = from + start.replaceAll("[^`]", "").length();
        return chapter.substring(code, chapter.indexOf(end, code)).replaceFirst("^scala\n", "");
    }
}
