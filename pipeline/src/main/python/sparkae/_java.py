"""What all stages share: their Java side, found in sparkae.jar."""

import io
import sys
import types
from typing import Any, Dict, TypeVar

from py4j.java_collections import JavaArray
from py4j.java_gateway import JavaClass
from pyspark import SparkContext
from pyspark.ml.util import JavaMLReader
from pyspark.ml.wrapper import JavaParams

PACKAGE = "io.sparkae.ml"

S = TypeVar("S", bound="JavaStage")


class JarMissingError(RuntimeError):
    """sparkae.jar is not on the class path of the Spark session."""


def java_class(name: str) -> Any:
    """The Java class of a full name.

    :raises JarMissingError: if the session's JVM does not have it
    :raises RuntimeError: if there is no session
    """
    context = SparkContext._active_spark_context
    if context is None or context._jvm is None:
        raise RuntimeError("no Spark session is active: make one first, SparkSession.builder.getOrCreate()")
    found: Any = context._jvm
    for part in name.split("."):
        found = getattr(found, part)
    if not isinstance(found, JavaClass):
        raise JarMissingError(
            f"{name} is not on the class path of this Spark session: start it with sparkae.jar, by spark-submit --jars"
            " sparkae.jar or SparkSession.builder.config(\"spark.jars\", \"/path/to/sparkae.jar\"); a session that runs"
            " already keeps its class path, so stop it first"
        )
    return found


class _Reader(JavaMLReader):
    """Reads a saved stage by the Java class of the same name."""

    @classmethod
    def _java_loader_class(cls, clazz: Any) -> str:
        return f"{PACKAGE}.{clazz.__name__}"

    @classmethod
    def _load_java_obj(cls, clazz: Any) -> Any:
        return java_class(cls._java_loader_class(clazz))


class JavaStage(JavaParams):
    """A stage whose Java side is the class of the same name in ``io.sparkae.ml``."""

    @staticmethod
    def _new_java_obj(name: str, *args: Any) -> Any:
        java_class(name)
        return JavaParams._new_java_obj(name, *args)

    @classmethod
    def read(cls) -> Any:
        """A reader of saved stages of this class."""
        return _Reader(cls)

    def _transfer_params_from_java(self) -> None:
        super()._transfer_params_from_java()
        for param, value in self._defaultParamMap.items():
            if isinstance(value, JavaArray):  # PySpark converts values, but not defaults
                self._defaultParamMap[param] = list(value)

    def _start(self, given: Dict[str, Any]) -> None:
        """Makes the Java side, takes its defaults, and sets what was given."""
        self._java_obj = self._new_java_obj(f"{PACKAGE}.{type(self).__name__}", self.uid)
        self._transfer_params_from_java()
        self._given(given)

    def _given(self: S, given: Dict[str, Any]) -> S:
        self._set(**{name: value for name, value in given.items() if value is not None})
        return self


def register(package: types.ModuleType) -> None:
    """Lets PySpark find the Python class of a Java class: it looks for a module of the Java package's name.

    ``io`` is a module of Python's own, which gets an attribute ``sparkae`` by this.
    """
    outer = types.ModuleType("io.sparkae", "The Java package io.sparkae.")
    outer.ml = package  # type: ignore[attr-defined]
    io.sparkae = outer  # type: ignore[attr-defined]
    sys.modules["io.sparkae"] = outer
    sys.modules[PACKAGE] = package
