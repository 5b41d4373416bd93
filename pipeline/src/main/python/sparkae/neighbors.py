"""The estimators of nearest neighbours and their models."""

from typing import Any, Optional

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

from sparkae._java import JavaStage


class _NeighborParams(Params):
    """Params of the search."""

    featuresCol: "Param[str]" = Param(
        Params._dummy(),
        "featuresCol",
        "column of the features: a vector, array<float>, array<double> or a number",
        typeConverter=TypeConverters.toString,
    )

    neighborsCol: "Param[str]" = Param(
        Params._dummy(),
        "neighborsCol",
        "column of the neighbours, array<struct<id: bigint, distance: double>>, "
        "nearest first; empty for none",
        typeConverter=TypeConverters.toString,
    )

    idCol: "Param[str]" = Param(
        Params._dummy(),
        "idCol",
        "column of whole numbers, the references' ids; their positions if it is not "
        "set",
        typeConverter=TypeConverters.toString,
    )

    handleInvalid: "Param[str]" = Param(
        Params._dummy(),
        "handleInvalid",
        "what becomes of a row whose features are null, not finite, above 1e15 in size or of another "
        "number: error; skip (left out); keep (null for outputs; it is no reference)",
        typeConverter=TypeConverters.toString,
    )

    k: "Param[int]" = Param(
        Params._dummy(),
        "k",
        "neighbours, >= 1 and fewer than the references",
        typeConverter=TypeConverters.toInt,
    )

    metric: "Param[str]" = Param(
        Params._dummy(),
        "metric",
        "distance: euclidean or cosine",
        typeConverter=TypeConverters.toString,
    )

    blockMegabytes: "Param[int]" = Param(
        Params._dummy(),
        "blockMegabytes",
        "memory of one block of references and one of queries in a task at most, >= 1",
        typeConverter=TypeConverters.toInt,
    )

    def getFeaturesCol(self) -> str:
        """Value of ``featuresCol``."""
        return self.getOrDefault(self.featuresCol)

    def getNeighborsCol(self) -> str:
        """Value of ``neighborsCol``."""
        return self.getOrDefault(self.neighborsCol)

    def getIdCol(self) -> str:
        """Value of ``idCol``."""
        return self.getOrDefault(self.idCol)

    def getHandleInvalid(self) -> str:
        """Value of ``handleInvalid``."""
        return self.getOrDefault(self.handleInvalid)

    def getK(self) -> int:
        """Value of ``k``."""
        return self.getOrDefault(self.k)

    def getMetric(self) -> str:
        """Value of ``metric``."""
        return self.getOrDefault(self.metric)

    def getBlockMegabytes(self) -> int:
        """Value of ``blockMegabytes``."""
        return self.getOrDefault(self.blockMegabytes)


class _VoteParams(_NeighborParams):
    """Params of :class:`NearestNeighborsClassifier` and its model."""

    labelCol: "Param[str]" = Param(
        Params._dummy(),
        "labelCol",
        "column of the labels, whole numbers from 0",
        typeConverter=TypeConverters.toString,
    )

    predictionCol: "Param[str]" = Param(
        Params._dummy(),
        "predictionCol",
        "column of the predicted labels, double",
        typeConverter=TypeConverters.toString,
    )

    probabilityCol: "Param[str]" = Param(
        Params._dummy(),
        "probabilityCol",
        "column of the labels' shares of the votes, vectors; empty for none",
        typeConverter=TypeConverters.toString,
    )

    vote: "Param[str]" = Param(
        Params._dummy(),
        "vote",
        "weights of votes: uniform, or distance (its inverse; neighbours at distance 0 "
        "vote alone)",
        typeConverter=TypeConverters.toString,
    )

    def getLabelCol(self) -> str:
        """Value of ``labelCol``."""
        return self.getOrDefault(self.labelCol)

    def getPredictionCol(self) -> str:
        """Value of ``predictionCol``."""
        return self.getOrDefault(self.predictionCol)

    def getProbabilityCol(self) -> str:
        """Value of ``probabilityCol``."""
        return self.getOrDefault(self.probabilityCol)

    def getVote(self) -> str:
        """Value of ``vote``."""
        return self.getOrDefault(self.vote)


class NearestNeighborsClassifier(JavaStage, JavaEstimator, _VoteParams, JavaMLReadable, JavaMLWritable):
    """Classifies rows by the votes of their k nearest neighbours among the rows it was fitted to.

    >>> model = NearestNeighborsClassifier(featuresCol="code", k=5).fit(labelled)  # doctest: +SKIP
    >>> model.transform(rows).select("prediction", "probability")  # doctest: +SKIP
    """

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: Optional[str] = None,
        neighborsCol: Optional[str] = None,
        idCol: Optional[str] = None,
        handleInvalid: Optional[str] = None,
        k: Optional[int] = None,
        metric: Optional[str] = None,
        blockMegabytes: Optional[int] = None,
        labelCol: Optional[str] = None,
        predictionCol: Optional[str] = None,
        probabilityCol: Optional[str] = None,
        vote: Optional[str] = None,
    ) -> None:
        super().__init__()
        self._start(self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        featuresCol: Optional[str] = None,
        neighborsCol: Optional[str] = None,
        idCol: Optional[str] = None,
        handleInvalid: Optional[str] = None,
        k: Optional[int] = None,
        metric: Optional[str] = None,
        blockMegabytes: Optional[int] = None,
        labelCol: Optional[str] = None,
        predictionCol: Optional[str] = None,
        probabilityCol: Optional[str] = None,
        vote: Optional[str] = None,
    ) -> "NearestNeighborsClassifier":
        """Sets params."""
        return self._given(self._input_kwargs)

    def setFeaturesCol(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``featuresCol``."""
        return self._set(featuresCol=value)

    def setNeighborsCol(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``neighborsCol``."""
        return self._set(neighborsCol=value)

    def setIdCol(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``idCol``."""
        return self._set(idCol=value)

    def setHandleInvalid(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``handleInvalid``."""
        return self._set(handleInvalid=value)

    def setK(self, value: int) -> "NearestNeighborsClassifier":
        """Sets ``k``."""
        return self._set(k=value)

    def setMetric(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``metric``."""
        return self._set(metric=value)

    def setBlockMegabytes(self, value: int) -> "NearestNeighborsClassifier":
        """Sets ``blockMegabytes``."""
        return self._set(blockMegabytes=value)

    def setLabelCol(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``labelCol``."""
        return self._set(labelCol=value)

    def setPredictionCol(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``predictionCol``."""
        return self._set(predictionCol=value)

    def setProbabilityCol(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``probabilityCol``."""
        return self._set(probabilityCol=value)

    def setVote(self, value: str) -> "NearestNeighborsClassifier":
        """Sets ``vote``."""
        return self._set(vote=value)

    def _create_model(self, java_model: Any) -> "NearestNeighborsClassificationModel":
        return NearestNeighborsClassificationModel(java_model)


class NearestNeighborsClassificationModel(JavaStage, JavaModel, _VoteParams, JavaMLReadable, JavaMLWritable):
    """A fitted :class:`NearestNeighborsClassifier`: adds predictions, shares of votes and neighbours."""

    @property
    def numFeatures(self) -> int:
        """Values of a row."""
        return self._call_java("numFeatures")

    @property
    def numClasses(self) -> int:
        """One more than the largest label among the references."""
        return self._call_java("numClasses")

    def setFeaturesCol(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``featuresCol``."""
        return self._set(featuresCol=value)

    def setNeighborsCol(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``neighborsCol``."""
        return self._set(neighborsCol=value)

    def setHandleInvalid(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``handleInvalid``."""
        return self._set(handleInvalid=value)

    def setK(self, value: int) -> "NearestNeighborsClassificationModel":
        """Sets ``k``."""
        return self._set(k=value)

    def setMetric(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``metric``."""
        return self._set(metric=value)

    def setBlockMegabytes(self, value: int) -> "NearestNeighborsClassificationModel":
        """Sets ``blockMegabytes``."""
        return self._set(blockMegabytes=value)

    def setPredictionCol(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``predictionCol``."""
        return self._set(predictionCol=value)

    def setProbabilityCol(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``probabilityCol``."""
        return self._set(probabilityCol=value)

    def setVote(self, value: str) -> "NearestNeighborsClassificationModel":
        """Sets ``vote``."""
        return self._set(vote=value)


class ExactNearestNeighbors(JavaStage, JavaEstimator, _NeighborParams, JavaMLReadable, JavaMLWritable):
    """Finds the k nearest neighbours of rows among the rows it was fitted to, exactly.

    >>> model = ExactNearestNeighbors(idCol="id", k=10).fit(references)  # doctest: +SKIP
    >>> model.transform(queries).select("neighbors")  # doctest: +SKIP
    """

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: Optional[str] = None,
        neighborsCol: Optional[str] = None,
        idCol: Optional[str] = None,
        handleInvalid: Optional[str] = None,
        k: Optional[int] = None,
        metric: Optional[str] = None,
        blockMegabytes: Optional[int] = None,
    ) -> None:
        super().__init__()
        self._start(self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        featuresCol: Optional[str] = None,
        neighborsCol: Optional[str] = None,
        idCol: Optional[str] = None,
        handleInvalid: Optional[str] = None,
        k: Optional[int] = None,
        metric: Optional[str] = None,
        blockMegabytes: Optional[int] = None,
    ) -> "ExactNearestNeighbors":
        """Sets params."""
        return self._given(self._input_kwargs)

    def setFeaturesCol(self, value: str) -> "ExactNearestNeighbors":
        """Sets ``featuresCol``."""
        return self._set(featuresCol=value)

    def setNeighborsCol(self, value: str) -> "ExactNearestNeighbors":
        """Sets ``neighborsCol``."""
        return self._set(neighborsCol=value)

    def setIdCol(self, value: str) -> "ExactNearestNeighbors":
        """Sets ``idCol``."""
        return self._set(idCol=value)

    def setHandleInvalid(self, value: str) -> "ExactNearestNeighbors":
        """Sets ``handleInvalid``."""
        return self._set(handleInvalid=value)

    def setK(self, value: int) -> "ExactNearestNeighbors":
        """Sets ``k``."""
        return self._set(k=value)

    def setMetric(self, value: str) -> "ExactNearestNeighbors":
        """Sets ``metric``."""
        return self._set(metric=value)

    def setBlockMegabytes(self, value: int) -> "ExactNearestNeighbors":
        """Sets ``blockMegabytes``."""
        return self._set(blockMegabytes=value)

    def _create_model(self, java_model: Any) -> "ExactNearestNeighborsModel":
        return ExactNearestNeighborsModel(java_model)


class ExactNearestNeighborsModel(JavaStage, JavaModel, _NeighborParams, JavaMLReadable, JavaMLWritable):
    """A fitted :class:`ExactNearestNeighbors`: adds the neighbours of the rows of any DataFrame."""

    @property
    def numFeatures(self) -> int:
        """Values of a row."""
        return self._call_java("numFeatures")

    def setFeaturesCol(self, value: str) -> "ExactNearestNeighborsModel":
        """Sets ``featuresCol``."""
        return self._set(featuresCol=value)

    def setNeighborsCol(self, value: str) -> "ExactNearestNeighborsModel":
        """Sets ``neighborsCol``."""
        return self._set(neighborsCol=value)

    def setHandleInvalid(self, value: str) -> "ExactNearestNeighborsModel":
        """Sets ``handleInvalid``."""
        return self._set(handleInvalid=value)

    def setK(self, value: int) -> "ExactNearestNeighborsModel":
        """Sets ``k``."""
        return self._set(k=value)

    def setMetric(self, value: str) -> "ExactNearestNeighborsModel":
        """Sets ``metric``."""
        return self._set(metric=value)

    def setBlockMegabytes(self, value: int) -> "ExactNearestNeighborsModel":
        """Sets ``blockMegabytes``."""
        return self._set(blockMegabytes=value)
