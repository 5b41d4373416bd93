"""Tests of conf/airflow/sparkae_dag.py; plain unittest, run by AirflowDagTest or by hand:

    python3 -B -m unittest discover -s jobs/src/test/python

``WithoutAirflow`` needs Jinja2 only: it loads the DAG with stand-ins for Airflow's classes that write down what they are
given. ``InAirflow`` needs Airflow 2.9 or later with its Spark provider, and is skipped without: it loads the DAG with the
real classes and asks the provider's hook for the commands.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import re
import sys
import tempfile
import types
import unittest
from datetime import timedelta
from pathlib import Path
from typing import ClassVar
from unittest import mock

TESTS = Path(__file__).resolve().parents[1]
DAG_FILE = Path(__file__).resolve().parents[4] / "conf" / "airflow" / "sparkae_dag.py"
COMMANDS = TESTS / "resources" / "spark-submit-commands.txt"
STAGES = ["ingest", "train", "encode", "knn", "report"]
ORDER = [*STAGES, "metrics", "quality_gate"]
MASTER = "spark://127.0.0.1:7077"

GIVEN = {
    "experiment": "/conf/dense-16.conf",
    "train": "hdfs:///in/{date}/train.csv.gz",
    "test": "hdfs:///in/test.csv.gz",
    "run_root": "hdfs:///runs",
    "run_id": None,
    "min_accuracy": 0.9,
}

try:
    import jinja2
except ImportError:
    jinja2 = None

try:
    import airflow
    import airflow.providers.apache.spark.operators.spark_submit

    NO_AIRFLOW = ""
except ImportError as missing:
    NO_AIRFLOW = f"Airflow with its Spark provider cannot be imported ({missing})"


def load() -> types.ModuleType:
    """The DAG file, run anew."""
    spec = importlib.util.spec_from_file_location("sparkae_dag", DAG_FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def expected(stage: str, **values: str) -> list[str]:
    """The arguments of a stage as the cluster tests submit them."""
    line = next(line for line in COMMANDS.read_text(encoding="utf-8").splitlines() if line.split()[0] == stage)
    return line.format(**values).split()


class FailException(Exception):
    """In the place of AirflowFailException."""


class SubmitFailed(Exception):
    """In the place of what the hook raises."""


class Step:
    """In the place of any operator."""

    def __init__(self, task_id: str, **given: object) -> None:
        self.task_id = task_id
        self.given = given
        self.after: list[str] = []
        StandIns.steps[task_id] = self

    def __rshift__(self, later: Step) -> Step:
        later.after.append(self.task_id)
        return later


class Submit(Step):
    """In the place of SparkSubmitOperator."""

    failure: Exception | None = None

    def execute(self, context: object) -> None:
        if self.failure:
            raise self.failure


class Dag:
    """In the place of DAG."""

    def __init__(self, **given: object) -> None:
        self.given = given

    def __enter__(self) -> Dag:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class StandIns:
    """Stand-ins for what the DAG file imports of Airflow 3."""

    steps: ClassVar[dict[str, Step]] = {}

    @staticmethod
    def task(**given: object):
        def decorate(function):
            def call(*arguments: object) -> Step:
                step = Step(function.__name__, arguments=arguments, **given)
                for argument in arguments:
                    if isinstance(argument, Step):
                        argument >> step
                return step

            return call

        return decorate

    @classmethod
    def load(cls) -> types.ModuleType:
        cls.steps = {}
        modules = {}
        submit = "airflow.providers.apache.spark.operators.spark_submit"
        for name in ("airflow.sdk.exceptions", submit):
            parts = name.split(".")
            for end in range(1, len(parts) + 1):
                modules.setdefault(".".join(parts[:end]), types.ModuleType(".".join(parts[:end])))
        modules["airflow.sdk"].DAG = Dag
        modules["airflow.sdk"].Param = lambda default, **schema: (default, schema)
        modules["airflow.sdk"].task = cls.task
        modules["airflow.sdk.exceptions"].AirflowFailException = FailException
        modules[submit].SparkSubmitOperator = Submit
        with mock.patch.dict(sys.modules, modules):
            return load()


@unittest.skipUnless(jinja2, "Jinja2 cannot be imported")
class WithoutAirflow(unittest.TestCase):
    """What the file does by itself."""

    def setUp(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SPARKAE_")}
        with mock.patch.dict(os.environ, environment, clear=True):
            self.module = StandIns.load()
        self.steps = StandIns.steps

    def render(self, template: str, params: dict | None = None, **context: object) -> str:
        environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
        return environment.from_string(template).render(params=GIVEN | (params or {}), **context)

    def run_dir(self, params: dict | None = None, **context: object) -> str:
        return self.render(self.module.RUN_DIR, params, **context)

    def test_one_step_follows_the_other(self) -> None:
        self.assertEqual(list(self.steps), ORDER)
        for before, step in itertools.pairwise(ORDER):
            self.assertEqual(self.steps[step].after, [before])

    def test_stages_submit_what_the_cluster_tests_submit(self) -> None:
        for stage in STAGES:
            given = self.steps[stage].given
            self.assertEqual(given["java_class"], "io.sparkae.jobs.Main")
            self.assertEqual(given["application"], "/opt/sparkae/sparkae.jar")
            self.assertEqual(
                [self.render(argument, ds="2026-03-01") for argument in given["application_args"]],
                expected(
                    stage,
                    run="hdfs:///runs/2026-03-01",
                    experiment="/conf/dense-16.conf",
                    train="hdfs:///in/2026-03-01/train.csv.gz",
                    test="hdfs:///in/test.csv.gz",
                ),
            )

    def test_a_parameter_is_part_of_one_argument(self) -> None:
        hostile = [
            "x\nseed=7",
            'x", seed=7, y="',
            "--force",
            "-sspark.plugins=x",
            "@/tmp/arguments",
            "{{ ds }}{% raw %}",
            "${HOME}",
        ]
        plain = [self.render(argument, ds="2026-03-01") for argument in [self.module.FOLDER, *self.module.SETTINGS]]
        for name in ("experiment", "train", "test", "run_root"):
            for value in hostile:
                rendered = [self.render(a, {name: value}, ds="2026-03-01") for a in [self.module.FOLDER, *self.module.SETTINGS]]
                changed = [(a, b) for a, b in zip(plain, rendered) if a != b]
                self.assertEqual(len(rendered), len(plain))
                self.assertEqual(len(changed), 1, rendered)
                option = changed[0][0].split("=")[0]
                self.assertIn(option, ("--run-dir", "--config", "data.train", "data.test"))
                self.assertTrue(changed[0][1].startswith(f"{option}={value}"), rendered)

    def test_the_form_takes_no_control_characters_and_no_folder_above(self) -> None:
        schemas = {name: schema for name, (_, schema) in self.module.dag.given["params"].items()}
        for name in ("experiment", "train", "test", "run_root"):
            self.assertTrue(re.search(schemas[name]["pattern"], "s3a://b/{date}/[a b]#$,\"x\""), name)
            for bad in ("a\nb", "a\n", "a\x1b[31m", "\r"):
                self.assertFalse(re.search(schemas[name]["pattern"], bad), (name, bad))
        for bad in ("..", ".", "a\n", "a/b", ""):
            self.assertFalse(re.search(schemas["run_id"]["pattern"], bad), bad)
        self.assertTrue(re.search(schemas["run_id"]["pattern"], "v1.2"))

    def test_no_run_is_above_the_root(self) -> None:
        self.assertEqual(self.run_dir({"run_id": ".."}, ds="2026-03-01"), "hdfs:///runs/run..")
        self.assertEqual(self.run_dir(run_id=".."), "hdfs:///runs/run..")

    def test_a_backfill_fills_a_folder_a_date(self) -> None:
        dates = ["2026-02-28", "2026-03-01", "2026-03-02"]
        self.assertEqual([self.run_dir(ds=date) for date in dates], [f"hdfs:///runs/{date}" for date in dates])

    def test_a_run_may_be_named(self) -> None:
        self.assertEqual(self.run_dir({"run_id": "wide-net"}, ds="2026-03-01"), "hdfs:///runs/wide-net")

    def test_a_run_without_a_date_goes_by_its_id_without_colons(self) -> None:
        self.assertEqual(
            self.run_dir(run_id="manual__2026-03-01T10:00:00+00:00"), "hdfs:///runs/manual__2026-03-01T10-00-00-00-00"
        )

    def test_stages_are_tried_again_at_growing_intervals(self) -> None:
        default = self.module.dag.given["default_args"]
        self.assertGreaterEqual(default["retries"], 1)
        self.assertTrue(default["retry_exponential_backoff"])
        self.assertGreater(default["max_retry_delay"], default["retry_delay"])
        self.assertGreater(default["retry_delay"], timedelta(0))
        self.assertEqual(self.steps["quality_gate"].given["retries"], 0)

    def test_what_a_retry_cannot_mend_is_not_tried_again(self) -> None:
        for text, permanent in [
            ("Cannot execute: spark-submit x. Error code is: 2.", True),
            ("Cannot execute: spark-submit x. Error code is: 3.\nLast spark-submit output:\nError code is: 1", True),
            ("Cannot execute: spark-submit x. Error code is: 4.", True),
            ("Cannot execute: spark-submit x. Error code is: 0. Kubernetes spark exit code is: 3", True),
            ("Cannot execute: spark-submit x. Error code is: 1.", False),
            ("Cannot execute: spark-submit x. Error code is: 137.", False),
            ("Cannot execute: spark-submit x. Error code is: 0. Kubernetes spark exit code is: 137", False),
            ("Cannot execute: spark-submit x. Error code is: 0. Kubernetes spark exit code is: None", False),
            ("Driver driver-2026 exited with status FAILED", False),
        ]:
            with self.subTest(text):
                self.steps["train"].failure = SubmitFailed(text)
                with self.assertRaises(FailException if permanent else SubmitFailed) as failed:
                    self.steps["train"].execute({})
                if permanent:
                    self.assertIn("train: exit code", str(failed.exception))

    def test_a_stage_that_ends_well_raises_nothing(self) -> None:
        self.assertIsNone(self.steps["train"].execute({}))

    def test_the_gate_passes_what_is_good_enough(self) -> None:
        for accuracy, least in [(0.95, 0.9), (0.9, 0.9)]:
            self.assertIn(f"{accuracy:.4f}", self.module.check_accuracy({"knn": {"accuracy": accuracy}}, least))

    def test_the_gate_stops_what_is_not(self) -> None:
        for accuracy in (0.8999, 0.0, float("nan")):
            with self.assertRaisesRegex(FailException, "min_accuracy asks for 0.9000"):
                self.module.check_accuracy({"knn": {"accuracy": accuracy}}, 0.9)

    def test_the_gate_stops_a_run_without_accuracy_unless_none_is_asked_for(self) -> None:
        for figures in ({}, {"knn": {}}, {"knn": {"k": 7}}):
            with self.assertRaisesRegex(FailException, "no knn.accuracy"):
                self.module.check_accuracy(figures, 0.9)
            self.assertIn("no accuracy is asked for", self.module.check_accuracy(figures, 0))

    def test_figures_are_read_from_the_run_folder(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "metrics.json").write_text(json.dumps({"knn": {"accuracy": 0.5}}), encoding="utf-8")
            for path in (folder, f"file:{folder}"):
                self.assertEqual(self.module.read_metrics(path), {"knn": {"accuracy": 0.5}})

    def test_the_installation_is_in_the_environment(self) -> None:
        environment = {
            "SPARKAE_JAR": "local:///app/sparkae.jar",
            "SPARKAE_PROPERTIES": "/app/yarn.conf",
            "SPARKAE_SCHEDULE": "",
            "SPARKAE_START": "2026-05-01",
            "SPARKAE_CATCHUP": "true",
        }
        with mock.patch.dict(os.environ, environment):
            dag = StandIns.load().dag.given
        self.assertEqual(StandIns.steps["knn"].given["application"], "local:///app/sparkae.jar")
        self.assertEqual(StandIns.steps["knn"].given["properties_file"], "/app/yarn.conf")
        self.assertEqual((dag["schedule"], dag["catchup"]), (None, True))
        self.assertEqual(dag["start_date"].isoformat(), "2026-05-01T00:00:00+00:00")

    def test_a_scheduled_run_can_do_without_parameters(self) -> None:
        dag = self.module.dag.given
        self.assertEqual((dag["schedule"], dag["catchup"], dag["max_active_runs"]), ("@daily", False, 1))
        defaults = {name: default for name, (default, _) in dag["params"].items()}
        self.assertEqual(set(defaults), set(GIVEN))
        self.assertIsNone(defaults["run_id"])
        self.assertEqual(self.render(self.module.RUN_DIR, defaults, ds="2026-03-01"), "/var/lib/sparkae/runs/2026-03-01")


@unittest.skipIf(NO_AIRFLOW, NO_AIRFLOW)
class InAirflow(unittest.TestCase):
    """What Airflow makes of the file."""

    @classmethod
    def setUpClass(cls) -> None:
        connection = json.dumps({"conn_type": "spark", "host": MASTER})
        environment = mock.patch.dict(os.environ, {"AIRFLOW_CONN_SPARK_DEFAULT": connection})
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.module = load()
        cls.dag = cls.module.dag

    def test_it_parses_with_its_tasks_in_order(self) -> None:
        self.assertCountEqual(self.dag.task_ids, ORDER, airflow.__version__)
        for before, step in itertools.pairwise(ORDER):
            self.assertEqual(self.dag.get_task(step).upstream_task_ids, {before})

    def test_the_hook_builds_the_commands_of_the_cluster_tests(self) -> None:
        context = {"params": GIVEN, "ds": "2026-03-01", "run_id": "scheduled__2026-03-01T00:00:00+00:00"}
        for stage in STAGES:
            task = self.dag.get_task(stage)
            task.application_args = task.render_template(task.application_args, context)
            command = task._get_hook()._build_spark_submit_command(task.application)
            self.assertEqual(command[:3], ["spark-submit", "--master", MASTER])
            self.assertEqual(command[command.index("--class") + 1], "io.sparkae.jobs.Main")
            self.assertEqual(
                command[command.index(task.application) + 1 :],
                expected(
                    stage,
                    run="hdfs:///runs/2026-03-01",
                    experiment="/conf/dense-16.conf",
                    train="hdfs:///in/2026-03-01/train.csv.gz",
                    test="hdfs:///in/test.csv.gz",
                ),
            )

    def test_stages_are_tried_again_and_the_gate_is_not(self) -> None:
        self.assertTrue(all(self.dag.get_task(stage).retries >= 1 for stage in STAGES))
        self.assertEqual(self.dag.get_task("quality_gate").retries, 0)

    def test_its_parameters_have_defaults(self) -> None:
        self.dag.params.validate()
        self.assertEqual(set(self.dag.params.dump()), set(GIVEN))


if __name__ == "__main__":
    unittest.main()
