"""The evaluator of reconstructions."""

from typing import Optional

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.util import JavaMLReadable, JavaMLWritable

from sparkae._java import JavaStage


class ReconstructionEvaluator(JavaStage, JavaEvaluator, JavaMLReadable, JavaMLWritable):
    """The mean of the reconstruction errors, for ``CrossValidator``: the smaller the better."""

    reconstructionErrorCol: "Param[str]" = Param(
        Params._dummy(),
        "reconstructionErrorCol",
        "column of errors, one a row",
        typeConverter=TypeConverters.toString,
    )

    @keyword_only
    def __init__(self, *, reconstructionErrorCol: Optional[str] = None) -> None:
        super().__init__()
        self._start(self._input_kwargs)

    def setReconstructionErrorCol(self, value: str) -> "ReconstructionEvaluator":
        """Sets ``reconstructionErrorCol``."""
        return self._set(reconstructionErrorCol=value)

    def getReconstructionErrorCol(self) -> str:
        """Value of ``reconstructionErrorCol``."""
        return self.getOrDefault(self.reconstructionErrorCol)
