"""A run of sparkae as an Airflow DAG: ingest >> train >> encode >> knn >> report >> metrics >> quality_gate.

Works with Airflow 2.9 and later and with Airflow 3, with the provider ``apache-airflow-providers-apache-spark``. Put this
file into the DAG folder and name a Spark connection (``spark_default``: master URL and deploy mode). The installation is
described by the environment of the scheduler and the workers:

======================  ===========================================  =================================================
variable                default                                      meaning
======================  ===========================================  =================================================
``SPARKAE_HOME``        ``/opt/sparkae``                             folder with ``sparkae.jar`` and ``conf/``
``SPARKAE_JAR``         ``$SPARKAE_HOME/sparkae.jar``                the application
``SPARKAE_PROPERTIES``  none                                         a ``--properties-file``, one of ``conf/spark/``
``SPARKAE_SPARK_CONN``  ``spark_default``                            the Spark connection
``SPARKAE_SCHEDULE``    ``@daily``                                   cron or preset; empty for runs by hand only
``SPARKAE_START``       ``2026-01-01``                               first logical date
``SPARKAE_CATCHUP``     ``false``                                    ``true`` runs the dates missed since then
======================  ===========================================  =================================================

The settings of a run are the DAG's parameters, which may be changed when it is triggered.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

try:  # Airflow 3
    from airflow.sdk import DAG, Param, task
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.decorators import task
    from airflow.models.param import Param

try:  # Airflow 3, which deprecates the other module
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException

HOME = os.environ.get("SPARKAE_HOME", "/opt/sparkae")
JAR = os.environ.get("SPARKAE_JAR") or f"{HOME}/sparkae.jar"
STAGES = ("ingest", "train", "encode", "knn", "report")

# One folder for each logical date, so that a backfill fills one after another and a retry skips finished stages. A run
# without a logical date (Airflow 3) has its run id, without characters that HDFS paths exclude.
RUN = (
    "{% set run = params.run_id or (ds if ds is defined else run_id | replace(':', '-') | replace('+', '-')) %}"
    "{% set run = 'run' ~ run if run in ('.', '..') else run %}"
)
RUN_DIR = RUN + "{{ params.run_root }}/{{ run }}"

# A parameter is part of one argument, behind its option or key, so that it can be neither an option nor another setting.
# The run folder keeps the settings of the first stage for the others; that one starts from none, should the date be run again. '{date}' in the name of an input is the logical date.
FOLDER = "--run-dir=" + RUN_DIR
SETTINGS = (
    "--forget-settings",
    "--config={{ params.experiment }}",
    "-s",
    RUN + "data.train={{ params.train | replace('{date}', run) }}",
    "-s",
    RUN + "data.test={{ params.test | replace('{date}', run) }}",
)

# Text without control characters; Python's $ would let a line feed at the end pass.
PLAIN = r"^[^\x00-\x1f\x7f]*$(?!\n)"

# Exit codes that a retry would end with again.
PERMANENT = {
    2: "usage or settings, or training that diverged with these settings",
    3: "bad input data",
    4: "an earlier stage's output is missing, incomplete or made with other settings",
}


def exit_code(message: str) -> int | None:
    """The exit code of sparkae in the message of the exception that SparkSubmitHook raises.

    On Kubernetes in cluster mode it is that of the driver's pod. In other cluster modes Spark does not return it: on YARN it
    is always 1, on a standalone cluster there is none.
    """
    found = re.search(r"Kubernetes spark exit code is: (\d+)", message) or re.search(r"Error code is: (\d+)", message)
    return int(found.group(1)) if found else None


class SparkaeOperator(SparkSubmitOperator):
    """Runs a stage; a permanent failure fails the task at once, without retries."""

    def execute(self, context: Any) -> None:
        """Submit the application and wait for its end."""
        try:
            super().execute(context)
        except Exception as failure:  # its class depends on the provider's version
            code = exit_code(str(failure))
            if code in PERMANENT:
                raise AirflowFailException(
                    f"{self.task_id}: exit code {code}: {PERMANENT[code]}; not tried again."
                    " What happened is in the line of this log that begins with 'sparkae:'."
                ) from failure
            raise


def read_metrics(run_dir: str) -> dict[str, Any]:
    """The figures of a run; ``run_dir`` is a local path or whatever fsspec reads (hdfs:// needs pyarrow, s3a:// s3fs)."""
    path = f"{run_dir}/metrics.json"
    if "://" not in path:
        return json.loads(Path(path.removeprefix("file:")).read_text(encoding="utf-8"))
    import fsspec  # comes with Airflow; slow to import, and a DAG file is parsed often

    with fsspec.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def check_accuracy(figures: dict[str, Any], least: float) -> str:
    """Fails unless the accuracy of k-NN on the codes is at least ``least``, 0 … 1; 0 asks for nothing."""
    accuracy = figures.get("knn", {}).get("accuracy")
    if least <= 0:
        return "no accuracy is asked for (min_accuracy is 0)"
    if accuracy is None:
        raise AirflowFailException(
            f"metrics.json has no knn.accuracy, and min_accuracy asks for {least:.4f}:"
            " do the test rows have labels? min_accuracy = 0 asks for nothing."
        )
    if not accuracy >= least:  # a NaN is not enough either
        raise AirflowFailException(f"k-NN on the codes is right for {accuracy:.4f}, min_accuracy asks for {least:.4f}")
    return f"k-NN on the codes is right for {accuracy:.4f}, at least {least:.4f}"


with DAG(
    dag_id="sparkae",
    description="Trains an autoencoder on Spark and evaluates its codes by exact nearest neighbours",
    schedule=os.environ.get("SPARKAE_SCHEDULE", "@daily") or None,
    start_date=datetime.fromisoformat(os.environ.get("SPARKAE_START", "2026-01-01")).replace(tzinfo=timezone.utc),
    catchup=os.environ.get("SPARKAE_CATCHUP", "false").lower() == "true",
    # One at a time: all runs share one cluster, and two manual runs may name the same folder, which ends the second with
    # exit code 4.
    max_active_runs=1,
    params={
        "experiment": Param(
            f"{HOME}/conf/experiments/dense-16.conf",
            type="string",
            minLength=1,
            pattern=PLAIN,
            description="HOCON file with the experiment's settings, on the driver's machine. It can set any spark.*, and so"
            " controls the code that runs; these hold for ingest only, SPARKAE_PROPERTIES for all stages.",
        ),
        "train": Param(
            "",
            type="string",
            pattern=PLAIN,
            description="Training input: a path, glob or URI; {date} is the logical date. With neither input, digits are"
            " generated.",
        ),
        "test": Param("", type="string", pattern=PLAIN, description="Test input, in the same form."),
        "run_root": Param(
            "/var/lib/sparkae/runs",
            type="string",
            minLength=1,
            pattern=PLAIN,
            description="Folder of run folders, accessible to driver, executors and Airflow's workers.",
        ),
        "run_id": Param(
            None,
            type=["null", "string"],
            pattern=r"^(?!\.+$)[A-Za-z0-9._-]+$(?!\n)",
            description="Name of the run folder; the logical date if there is none.",
        ),
        "min_accuracy": Param(
            0.9,
            type="number",
            minimum=0,
            maximum=1,
            description="Least accuracy of k-NN on the codes, 0 to 1; 0 for none.",
        ),
    },
    # A stage's output appears completely or not at all, finished stages are skipped, and training resumes from its last
    # checkpoint: so a retry is safe.
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=30),
    },
    tags=["sparkae"],
) as dag:

    @task(multiple_outputs=False)
    def metrics(run_dir: str) -> dict[str, Any]:
        """Pushes metrics.json as XCom, under the key return_value."""
        return read_metrics(run_dir)

    @task(retries=0)
    def quality_gate(figures: dict[str, Any], least: str) -> str:
        """Fails the run if its accuracy is too low; nothing is deleted."""
        return check_accuracy(figures, float(least))

    before = None
    for stage in STAGES:
        step = SparkaeOperator(
            task_id=stage,
            name=f"sparkae {stage}",
            conn_id=os.environ.get("SPARKAE_SPARK_CONN", "spark_default"),
            properties_file=os.environ.get("SPARKAE_PROPERTIES") or None,
            java_class="io.sparkae.jobs.Main",
            application=JAR,
            application_args=[stage, FOLDER, *(SETTINGS if stage == STAGES[0] else ())],
        )
        if before is not None:
            before >> step
        before = step

    figures = metrics(RUN_DIR)
    before >> figures
    quality_gate(figures, "{{ params.min_accuracy }}")
