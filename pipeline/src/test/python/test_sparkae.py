"""The Python package, imported out of sparkae.jar, with the real PySpark.

python -m unittest discover -s pipeline/src/test/python; SPARKAE_JAR names the jar, by default the one that is built,
SPARKAE_MNIST a CSV file as Kaggle has it, to be tried as well.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
JAR = Path(os.environ.get("SPARKAE_JAR", ROOT / "jobs/target/sparkae.jar"))
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["PYSPARK_PYTHON"] = sys.executable
sys.path.insert(0, str(JAR))

import pyspark
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql.functions import array, col

import sparkae
from sparkae import (
    Autoencoder,
    AutoencoderModel,
    ExactNearestNeighbors,
    ExactNearestNeighborsModel,
    NearestNeighborsClassificationModel,
    NearestNeighborsClassifier,
    ReconstructionEvaluator,
)

LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.memory": "2g",
    "spark.ui.showConsoleProgress": "false",
}
WIDTH = 12


def values(row):
    """Features of a row, of three groups."""
    draw = random.Random(row)
    return [0.6 * draw.random() + (0.4 if i % 3 == row % 3 else 0) for i in range(WIDTH)]


def small(**more):
    return Autoencoder(**{**dict(hidden=[7], codeSize=3, epochs=2, batchSize=16), **more})


class SparkTest(unittest.TestCase):
    """A session with the jar, and rows."""

    @classmethod
    def setUpClass(cls):
        builder = SparkSession.builder.master("local[2]").config("spark.jars", str(JAR))
        for key, value in LOCAL.items():
            builder = builder.config(key, value)
        cls.spark = builder.getOrCreate()
        cls.spark.sparkContext.setLogLevel("ERROR")
        cls.rows = cls.spark.createDataFrame(
            [(row, Vectors.dense(values(row)), row % 3) for row in range(60)], ["id", "features", "label"]
        )
        cls.folder = tempfile.mkdtemp()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def path(self, name):
        return os.path.join(self.folder, type(self).__name__ + "-" + name)

    def column(self, table, name):
        return [row[0] for row in table.orderBy("id").select(name).collect()]


class StagesTest(SparkTest):
    def test_it_comes_out_of_the_jar(self):
        self.assertTrue(sparkae.__file__.startswith(str(JAR)), sparkae.__file__)

    def test_params_are_those_of_java(self):
        for stage in [Autoencoder(), NearestNeighborsClassifier(), ExactNearestNeighbors(), ReconstructionEvaluator()]:
            java = {param.name(): param for param in stage._java_obj.params()}
            self.assertEqual(sorted(java), [param.name for param in stage.params])
            for param in stage.params:
                self.assertEqual(java[param.name].doc(), param.doc)
                given = stage._java_obj.hasDefault(java[param.name])
                self.assertEqual(given, stage.hasDefault(param), param.name)
                getter = getattr(stage, "get" + param.name[0].upper() + param.name[1:])
                if given:
                    self.assertEqual(stage.getOrDefault(param), getter())

    def test_models_have_their_estimators_params(self):
        estimator = small(seed=7)
        model = estimator.fit(self.rows)
        self.assertEqual(estimator.uid, model.uid)
        self.assertEqual((3, [7], 7), (model.getCodeSize(), model.getHidden(), model.getSeed()))
        self.assertIn("codeSize: dimension of the code, >= 1 (default: 16, current: 3)", model.explainParams())

    def test_arguments_are_keywords(self):
        self.assertEqual(9, Autoencoder(codeSize=9).getCodeSize())
        self.assertEqual(4, Autoencoder(codeSize=9).setParams(codeSize=4).getCodeSize())
        self.assertEqual(([128], []), (Autoencoder().getHidden(), Autoencoder().getSettings()))
        with self.assertRaises(TypeError):
            Autoencoder("features")
        with self.assertRaises(TypeError):
            Autoencoder(codesize=9)
        with self.assertRaises(TypeError):
            Autoencoder(codeSize="nine")

    def test_wrong_params_and_columns_are_named(self):
        for estimator, message in [
            (small(epochs=0), "parameter epochs given invalid value 0"),
            (small(inputCol="x"), "column x: expected in the rows, found [id, features, label]"),
            (small(family="vea"), "family: expected one of dense, tied, vae"),
        ]:
            with self.assertRaises(Exception) as caught:
                estimator.fit(self.rows)
            self.assertIn(message, str(caught.exception))

    def test_a_summary_has_the_losses(self):
        held = self.rows.withColumn("held", col("id") % 5 == 0)
        model = small(epochs=9, validationIndicatorCol="held", patience=2, minImprovement=5.0).fit(held)
        self.assertEqual(3, model.summary.totalIterations)
        self.assertEqual(3, len(model.summary.objectiveHistory))
        self.assertEqual(3, len(model.summary.validationHistory))
        best = min(range(3), key=model.summary.validationHistory.__getitem__)
        self.assertEqual(best + 1, model.summary.bestIteration)

    def test_stages_come_back_from_their_folders(self):
        for estimator in [
            small(settings=["model.l2=0.001"]),
            NearestNeighborsClassifier(k=3),
            ExactNearestNeighbors(k=2, metric="cosine"),
        ]:
            name = type(estimator).__name__
            estimator.save(self.path(name))
            loaded = type(estimator).load(self.path(name))
            self.assertEqual(estimator.uid, loaded.uid)
            self.assertEqual(estimator.explainParams(), loaded.explainParams())
            model = loaded.fit(self.rows)
            model.write().overwrite().save(self.path(name + "-model"))
            again = type(model).load(self.path(name + "-model"))
            self.assertEqual(type(model), type(again))
            self.assertEqual(model.transform(self.rows).collect(), again.transform(self.rows).collect())
        self.assertFalse(AutoencoderModel.load(self.path("Autoencoder-model")).hasSummary)

    def test_training_starts_from_a_model_or_a_path(self):
        first = small(epochs=8).fit(self.rows)
        first.save(self.path("first"))
        by_model = small().setInitialModel(first).fit(self.rows)
        by_path = small(initialModel=self.path("first")).fit(self.rows)
        self.assertEqual(by_model.summary.objectiveHistory, by_path.summary.objectiveHistory)
        self.assertLess(by_path.summary.objectiveHistory[0], first.summary.objectiveHistory[0])

    def test_neighbours_are_those_of_a_double_loop(self):
        table = ExactNearestNeighbors(idCol="id", k=4).fit(self.rows).transform(self.rows)
        for row, found in enumerate(self.column(table, "neighbors")):
            mine = values(row)
            far = lambda other: sum((a - b) ** 2 for a, b in zip(mine, values(other))) ** 0.5
            self.assertEqual(sorted(range(60), key=far)[:4], [neighbour.id for neighbour in found])
            self.assertAlmostEqual(far(found[3].id), found[3].distance, 5)

    def test_copies_do_not_share_params(self):
        estimator = small()
        copy = estimator.copy({estimator.codeSize: 5})
        self.assertEqual((3, 5), (estimator.getCodeSize(), copy.getCodeSize()))
        self.assertEqual(5, estimator.fit(self.rows, {estimator.codeSize: 5}).getCodeSize())


class TuningTest(SparkTest):
    """Code sizes by cross-validation; on MNIST too, if it is there."""

    def pipeline(self, **given):
        return Pipeline(stages=[Autoencoder(**given), NearestNeighborsClassifier(featuresCol="code", k=3)])

    def chosen(self, pipeline, rows, sizes, folds):
        estimator = pipeline.getStages()[0]
        return CrossValidator(
            estimator=pipeline,
            evaluator=MulticlassClassificationEvaluator(metricName="accuracy"),
            estimatorParamMaps=ParamGridBuilder().addGrid(estimator.codeSize, sizes).build(),
            numFolds=folds,
            seed=3,
        ).fit(rows)

    def test_a_pipeline_is_chosen_saved_and_loaded(self):
        chosen = self.chosen(self.pipeline(hidden=[7], epochs=2), self.rows, [1, 4], 2)
        best = [1, 4][chosen.avgMetrics.index(max(chosen.avgMetrics))]
        self.assertEqual(best, chosen.bestModel.stages[0].getCodeSize())
        chosen.save(self.path("chosen"))
        chosen.bestModel.save(self.path("best"))
        for loaded in [CrossValidatorModel.load(self.path("chosen")).bestModel, PipelineModel.load(self.path("best"))]:
            self.assertEqual(
                [AutoencoderModel, NearestNeighborsClassificationModel], [type(stage) for stage in loaded.stages]
            )
            self.assertEqual(best, loaded.stages[0].getCodeSize())
            self.assertEqual(
                self.column(chosen.bestModel.transform(self.rows), "code"),
                self.column(loaded.transform(self.rows), "code"),
            )
        self.pipeline(hidden=[7]).save(self.path("unfitted"))
        self.assertEqual([7], Pipeline.load(self.path("unfitted")).getStages()[0].getHidden())

    def test_reconstruction_errors_are_evaluated(self):
        estimator = small()
        evaluator = ReconstructionEvaluator()
        grid = ParamGridBuilder().addGrid(estimator.codeSize, [1, 5]).build()
        tuned = CrossValidator(estimator=estimator, evaluator=evaluator, estimatorParamMaps=grid, numFolds=2, seed=3)
        chosen = tuned.fit(self.rows)
        self.assertFalse(evaluator.isLargerBetter())
        best = [1, 5][chosen.avgMetrics.index(min(chosen.avgMetrics))]
        self.assertEqual(best, chosen.bestModel.getCodeSize())

    @unittest.skipUnless("SPARKAE_MNIST" in os.environ, "SPARKAE_MNIST names no CSV file of MNIST")
    def test_code_sizes_on_mnist(self):
        table = self.spark.read.csv(os.environ["SPARKAE_MNIST"], header=True, inferSchema=True).limit(10_000).repartition(2)
        pixels = [(col(name) / 255).cast("float") for name in table.columns if name.startswith("pixel")]
        rows = table.select("label", array(pixels).alias("features")).cache()
        chosen = self.chosen(self.pipeline(epochs=10, batchSize=64), rows, [2, 8, 16], 2)
        print("MNIST, 10,000 rows: accuracy by code size", dict(zip([2, 8, 16], chosen.avgMetrics)), file=sys.stderr)
        self.assertGreater(max(chosen.avgMetrics), 0.9)
        chosen.bestModel.save(self.path("mnist"))
        codes = chosen.bestModel.stages[0].transform(rows).select("code").collect()
        self.assertEqual(codes, PipelineModel.load(self.path("mnist")).stages[0].transform(rows).select("code").collect())


class PackagingTest(unittest.TestCase):
    """What users do first, in processes of their own."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def run_python(self, *arguments, **more):
        return subprocess.run(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder, **more
        )

    def test_a_session_without_the_jar_says_so(self):
        (self.folder / "no_jar.py").write_text(
            "from pyspark.sql import SparkSession\n"
            "import sparkae\n"
            "try:\n    sparkae.Autoencoder()\nexcept RuntimeError as e:\n    print('FIRST', e)\n"
            "SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()\n"
            "for attempt in [sparkae.Autoencoder, lambda: sparkae.AutoencoderModel.load('nowhere')]:\n"
            "    try:\n        attempt()\n    except sparkae.JarMissingError as e:\n        print('THEN', e)\n"
        )
        source = str(ROOT / "pipeline/src/main/python")
        done = self.run_python(sys.executable, "-B", "no_jar.py", env={**os.environ, "PYTHONPATH": source})
        self.assertIn("FIRST no Spark session is active", done.stdout)
        self.assertEqual(2, done.stdout.count("is not on the class path of this Spark session: start it with sparkae.jar"))

    def test_the_example_goes_from_a_data_frame_to_an_accuracy(self):
        mnist = os.environ.get("SPARKAE_MNIST")
        if mnist is None:
            lines = ["label," + ",".join(f"pixel{i}" for i in range(WIDTH))]
            lines += [f"{row % 3}," + ",".join(str(round(255 * v)) for v in values(row)) for row in range(200)]
            (self.folder / "train.csv").write_text("\n".join(lines) + "\n")
        submit = Path(pyspark.__file__).parent / "bin/spark-submit"
        conf = [part for key, value in LOCAL.items() for part in ("--conf", f"{key}={value}")]
        example = ROOT / "docs/examples/codes_and_neighbours.py"
        code = [line for line in example.read_text().split('"""')[2].splitlines() if line]
        self.assertLessEqual(len([line for line in code if not re.match("(import|from) ", line)]), 15)
        done = self.run_python(
            str(submit), "--master", "local[2]", *conf, "--jars", str(JAR), "--py-files", str(JAR),
            str(example), mnist or "train.csv",
        )  # fmt: skip
        found = re.search(r"^accuracy ([0-9.]+)$", done.stdout, re.M)
        self.assertTrue(found, done.stdout[-5000:])
        self.assertGreater(float(found[1]), 0.9 if mnist else 0.6)

    def test_the_wheel_has_the_package_of_this_version(self):
        subprocess.run([ROOT / ".ci/wheel.sh", self.folder], check=True, stdout=subprocess.DEVNULL)
        (wheel,) = self.folder.glob("*.whl")
        version = re.search(r"<version>([^<]+)</version>", (ROOT / "pom.xml").read_text())[1]
        self.assertEqual(f"sparkae-{version.replace('-SNAPSHOT', '.dev0')}-py3-none-any.whl", wheel.name)
        (self.folder / "target").mkdir()
        self.run_python(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", "target", str(wheel))
        self.assertTrue((self.folder / "target/sparkae/py.typed").exists())
        done = self.run_python(
            sys.executable, "-c", "import sparkae; print(sparkae.__file__)", env={**os.environ, "PYTHONPATH": "target"}
        )
        self.assertIn("target/sparkae/__init__.py", done.stdout)


if __name__ == "__main__":
    unittest.main()
