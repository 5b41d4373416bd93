"""The estimator of autoencoders and its model."""

from typing import Any, List, Optional, Union

from pyspark import keyword_only
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaWrapper

from sparkae._java import JavaStage


class _AutoencoderParams(Params):
    """Params of :class:`Autoencoder` and :class:`AutoencoderModel`."""

    inputCol: "Param[str]" = Param(
        Params._dummy(),
        "inputCol",
        "column of the features: a vector, array<float> or array<double>",
        typeConverter=TypeConverters.toString,
    )

    inputCols: "Param[List[str]]" = Param(
        Params._dummy(),
        "inputCols",
        "columns of the features, one after the other, instead of inputCol: numbers, "
        "vectors or arrays",
        typeConverter=TypeConverters.toListString,
    )

    handleInvalid: "Param[str]" = Param(
        Params._dummy(),
        "handleInvalid",
        "what becomes of a row whose features are null, not finite, above 1e15 in size or of another "
        "number: error; skip (left out); keep (null for outputs; fit leaves it out)",
        typeConverter=TypeConverters.toString,
    )

    outputCol: "Param[str]" = Param(
        Params._dummy(),
        "outputCol",
        "column of the codes, vectors of codeSize values",
        typeConverter=TypeConverters.toString,
    )

    reconstructionErrorCol: "Param[str]" = Param(
        Params._dummy(),
        "reconstructionErrorCol",
        "column of the mean squared error of the reconstruction per feature; empty for "
        "none",
        typeConverter=TypeConverters.toString,
    )

    reconstructionCol: "Param[str]" = Param(
        Params._dummy(),
        "reconstructionCol",
        "column of the reconstructions, vectors; empty for none",
        typeConverter=TypeConverters.toString,
    )

    validationIndicatorCol: "Param[str]" = Param(
        Params._dummy(),
        "validationIndicatorCol",
        "boolean column: true where a row is held out, to choose the best epoch and "
        "stop early by",
        typeConverter=TypeConverters.toString,
    )

    weightCol: "Param[str]" = Param(
        Params._dummy(),
        "weightCol",
        "column of the number of times a row counts, 0 to 1000; a fraction is the "
        "probability of one more, drawn from the seed",
        typeConverter=TypeConverters.toString,
    )

    initialModel: "Param[str]" = Param(
        Params._dummy(),
        "initialModel",
        "folder of a saved AutoencoderModel, or a model.zip, of the same layers, that "
        "training starts from",
        typeConverter=TypeConverters.toString,
    )

    family: "Param[str]" = Param(
        Params._dummy(),
        "family",
        "kind of network: dense, tied, vae, conv-vae, contractive, pca",
        typeConverter=TypeConverters.toString,
    )

    hidden: "Param[List[int]]" = Param(
        Params._dummy(),
        "hidden",
        "units of the layers between input and code",
        typeConverter=TypeConverters.toListInt,
    )

    codeSize: "Param[int]" = Param(
        Params._dummy(),
        "codeSize",
        "dimension of the code, >= 1",
        typeConverter=TypeConverters.toInt,
    )

    activation: "Param[str]" = Param(
        Params._dummy(),
        "activation",
        "of hidden layers, by its DL4J name",
        typeConverter=TypeConverters.toString,
    )

    codeActivation: "Param[str]" = Param(
        Params._dummy(),
        "codeActivation",
        "of the code, by its DL4J name",
        typeConverter=TypeConverters.toString,
    )

    outputActivation: "Param[str]" = Param(
        Params._dummy(),
        "outputActivation",
        "of the reconstruction, by its DL4J name",
        typeConverter=TypeConverters.toString,
    )

    loss: "Param[str]" = Param(
        Params._dummy(),
        "loss",
        "what training minimises: bce (features in [0, 1]), mse or mae",
        typeConverter=TypeConverters.toString,
    )

    imageHeight: "Param[int]" = Param(
        Params._dummy(),
        "imageHeight",
        "height of a row as an image, 0 if it is square or none",
        typeConverter=TypeConverters.toInt,
    )

    imageWidth: "Param[int]" = Param(
        Params._dummy(),
        "imageWidth",
        "width of a row as an image, 0 if it is square or none",
        typeConverter=TypeConverters.toInt,
    )

    epochs: "Param[int]" = Param(
        Params._dummy(),
        "epochs",
        "passes over the rows, >= 1",
        typeConverter=TypeConverters.toInt,
    )

    batchSize: "Param[int]" = Param(
        Params._dummy(),
        "batchSize",
        "rows of a step of all workers, >= 1",
        typeConverter=TypeConverters.toInt,
    )

    workers: "Param[int]" = Param(
        Params._dummy(),
        "workers",
        "partitions that train side by side, >= 1; fewer slots take them in turn",
        typeConverter=TypeConverters.toInt,
    )

    updater: "Param[str]" = Param(
        Params._dummy(),
        "updater",
        "optimizer, by its DL4J name",
        typeConverter=TypeConverters.toString,
    )

    learningRate: "Param[float]" = Param(
        Params._dummy(),
        "learningRate",
        "of the updater, > 0",
        typeConverter=TypeConverters.toFloat,
    )

    averagingMethod: "Param[str]" = Param(
        Params._dummy(),
        "averagingMethod",
        "of the workers' states: mean, slowmo, diloco or gradient",
        typeConverter=TypeConverters.toString,
    )

    averagingFrequency: "Param[int]" = Param(
        Params._dummy(),
        "averagingFrequency",
        "most minibatches between two averagings, >= 1",
        typeConverter=TypeConverters.toInt,
    )

    patience: "Param[int]" = Param(
        Params._dummy(),
        "patience",
        "epochs without improvement before training stops, 0 for never",
        typeConverter=TypeConverters.toInt,
    )

    minImprovement: "Param[float]" = Param(
        Params._dummy(),
        "minImprovement",
        "decrease of the loss that counts as improvement, >= 0",
        typeConverter=TypeConverters.toFloat,
    )

    seed: "Param[int]" = Param(
        Params._dummy(),
        "seed",
        "of all random choices",
        typeConverter=TypeConverters.toInt,
    )

    settings: "Param[List[str]]" = Param(
        Params._dummy(),
        "settings",
        "other settings model.* and training.* of conf/reference.conf, each as "
        "KEY=VALUE",
        typeConverter=TypeConverters.toListString,
    )

    def getInputCol(self) -> str:
        """Value of ``inputCol``."""
        return self.getOrDefault(self.inputCol)

    def getInputCols(self) -> List[str]:
        """Value of ``inputCols``."""
        return self.getOrDefault(self.inputCols)

    def getHandleInvalid(self) -> str:
        """Value of ``handleInvalid``."""
        return self.getOrDefault(self.handleInvalid)

    def getOutputCol(self) -> str:
        """Value of ``outputCol``."""
        return self.getOrDefault(self.outputCol)

    def getReconstructionErrorCol(self) -> str:
        """Value of ``reconstructionErrorCol``."""
        return self.getOrDefault(self.reconstructionErrorCol)

    def getReconstructionCol(self) -> str:
        """Value of ``reconstructionCol``."""
        return self.getOrDefault(self.reconstructionCol)

    def getValidationIndicatorCol(self) -> str:
        """Value of ``validationIndicatorCol``."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getWeightCol(self) -> str:
        """Value of ``weightCol``."""
        return self.getOrDefault(self.weightCol)

    def getInitialModel(self) -> str:
        """Value of ``initialModel``."""
        return self.getOrDefault(self.initialModel)

    def getFamily(self) -> str:
        """Value of ``family``."""
        return self.getOrDefault(self.family)

    def getHidden(self) -> List[int]:
        """Value of ``hidden``."""
        return self.getOrDefault(self.hidden)

    def getCodeSize(self) -> int:
        """Value of ``codeSize``."""
        return self.getOrDefault(self.codeSize)

    def getActivation(self) -> str:
        """Value of ``activation``."""
        return self.getOrDefault(self.activation)

    def getCodeActivation(self) -> str:
        """Value of ``codeActivation``."""
        return self.getOrDefault(self.codeActivation)

    def getOutputActivation(self) -> str:
        """Value of ``outputActivation``."""
        return self.getOrDefault(self.outputActivation)

    def getLoss(self) -> str:
        """Value of ``loss``."""
        return self.getOrDefault(self.loss)

    def getImageHeight(self) -> int:
        """Value of ``imageHeight``."""
        return self.getOrDefault(self.imageHeight)

    def getImageWidth(self) -> int:
        """Value of ``imageWidth``."""
        return self.getOrDefault(self.imageWidth)

    def getEpochs(self) -> int:
        """Value of ``epochs``."""
        return self.getOrDefault(self.epochs)

    def getBatchSize(self) -> int:
        """Value of ``batchSize``."""
        return self.getOrDefault(self.batchSize)

    def getWorkers(self) -> int:
        """Value of ``workers``."""
        return self.getOrDefault(self.workers)

    def getUpdater(self) -> str:
        """Value of ``updater``."""
        return self.getOrDefault(self.updater)

    def getLearningRate(self) -> float:
        """Value of ``learningRate``."""
        return self.getOrDefault(self.learningRate)

    def getAveragingMethod(self) -> str:
        """Value of ``averagingMethod``."""
        return self.getOrDefault(self.averagingMethod)

    def getAveragingFrequency(self) -> int:
        """Value of ``averagingFrequency``."""
        return self.getOrDefault(self.averagingFrequency)

    def getPatience(self) -> int:
        """Value of ``patience``."""
        return self.getOrDefault(self.patience)

    def getMinImprovement(self) -> float:
        """Value of ``minImprovement``."""
        return self.getOrDefault(self.minImprovement)

    def getSeed(self) -> int:
        """Value of ``seed``."""
        return self.getOrDefault(self.seed)

    def getSettings(self) -> List[str]:
        """Value of ``settings``."""
        return self.getOrDefault(self.settings)


class Autoencoder(JavaStage, JavaEstimator, _AutoencoderParams, JavaMLReadable, JavaMLWritable):
    """Fits an autoencoder to the features of a DataFrame, as ``sparkae train`` does.

    Params that are settings of the command have its defaults (conf/reference.conf). Rows go to workers in their order,
    so a DataFrame sorted by class should be shuffled first; features are taken as they are, and ``loss="bce"`` wants
    them in [0, 1].

    >>> model = Autoencoder(inputCol="features", codeSize=8, epochs=5).fit(rows)  # doctest: +SKIP
    >>> model.transform(rows).select("code", "reconstructionError")  # doctest: +SKIP
    """

    @keyword_only
    def __init__(
        self,
        *,
        inputCol: Optional[str] = None,
        inputCols: Optional[List[str]] = None,
        handleInvalid: Optional[str] = None,
        outputCol: Optional[str] = None,
        reconstructionErrorCol: Optional[str] = None,
        reconstructionCol: Optional[str] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        initialModel: Optional[str] = None,
        family: Optional[str] = None,
        hidden: Optional[List[int]] = None,
        codeSize: Optional[int] = None,
        activation: Optional[str] = None,
        codeActivation: Optional[str] = None,
        outputActivation: Optional[str] = None,
        loss: Optional[str] = None,
        imageHeight: Optional[int] = None,
        imageWidth: Optional[int] = None,
        epochs: Optional[int] = None,
        batchSize: Optional[int] = None,
        workers: Optional[int] = None,
        updater: Optional[str] = None,
        learningRate: Optional[float] = None,
        averagingMethod: Optional[str] = None,
        averagingFrequency: Optional[int] = None,
        patience: Optional[int] = None,
        minImprovement: Optional[float] = None,
        seed: Optional[int] = None,
        settings: Optional[List[str]] = None,
    ) -> None:
        super().__init__()
        self._start(self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        inputCol: Optional[str] = None,
        inputCols: Optional[List[str]] = None,
        handleInvalid: Optional[str] = None,
        outputCol: Optional[str] = None,
        reconstructionErrorCol: Optional[str] = None,
        reconstructionCol: Optional[str] = None,
        validationIndicatorCol: Optional[str] = None,
        weightCol: Optional[str] = None,
        initialModel: Optional[str] = None,
        family: Optional[str] = None,
        hidden: Optional[List[int]] = None,
        codeSize: Optional[int] = None,
        activation: Optional[str] = None,
        codeActivation: Optional[str] = None,
        outputActivation: Optional[str] = None,
        loss: Optional[str] = None,
        imageHeight: Optional[int] = None,
        imageWidth: Optional[int] = None,
        epochs: Optional[int] = None,
        batchSize: Optional[int] = None,
        workers: Optional[int] = None,
        updater: Optional[str] = None,
        learningRate: Optional[float] = None,
        averagingMethod: Optional[str] = None,
        averagingFrequency: Optional[int] = None,
        patience: Optional[int] = None,
        minImprovement: Optional[float] = None,
        seed: Optional[int] = None,
        settings: Optional[List[str]] = None,
    ) -> "Autoencoder":
        """Sets params."""
        return self._given(self._input_kwargs)

    def setInputCol(self, value: str) -> "Autoencoder":
        """Sets ``inputCol``."""
        return self._set(inputCol=value)

    def setInputCols(self, value: List[str]) -> "Autoencoder":
        """Sets ``inputCols``."""
        return self._set(inputCols=value)

    def setHandleInvalid(self, value: str) -> "Autoencoder":
        """Sets ``handleInvalid``."""
        return self._set(handleInvalid=value)

    def setOutputCol(self, value: str) -> "Autoencoder":
        """Sets ``outputCol``."""
        return self._set(outputCol=value)

    def setReconstructionErrorCol(self, value: str) -> "Autoencoder":
        """Sets ``reconstructionErrorCol``."""
        return self._set(reconstructionErrorCol=value)

    def setReconstructionCol(self, value: str) -> "Autoencoder":
        """Sets ``reconstructionCol``."""
        return self._set(reconstructionCol=value)

    def setValidationIndicatorCol(self, value: str) -> "Autoencoder":
        """Sets ``validationIndicatorCol``."""
        return self._set(validationIndicatorCol=value)

    def setWeightCol(self, value: str) -> "Autoencoder":
        """Sets ``weightCol``."""
        return self._set(weightCol=value)

    def setFamily(self, value: str) -> "Autoencoder":
        """Sets ``family``."""
        return self._set(family=value)

    def setHidden(self, value: List[int]) -> "Autoencoder":
        """Sets ``hidden``."""
        return self._set(hidden=value)

    def setCodeSize(self, value: int) -> "Autoencoder":
        """Sets ``codeSize``."""
        return self._set(codeSize=value)

    def setActivation(self, value: str) -> "Autoencoder":
        """Sets ``activation``."""
        return self._set(activation=value)

    def setCodeActivation(self, value: str) -> "Autoencoder":
        """Sets ``codeActivation``."""
        return self._set(codeActivation=value)

    def setOutputActivation(self, value: str) -> "Autoencoder":
        """Sets ``outputActivation``."""
        return self._set(outputActivation=value)

    def setLoss(self, value: str) -> "Autoencoder":
        """Sets ``loss``."""
        return self._set(loss=value)

    def setImageHeight(self, value: int) -> "Autoencoder":
        """Sets ``imageHeight``."""
        return self._set(imageHeight=value)

    def setImageWidth(self, value: int) -> "Autoencoder":
        """Sets ``imageWidth``."""
        return self._set(imageWidth=value)

    def setEpochs(self, value: int) -> "Autoencoder":
        """Sets ``epochs``."""
        return self._set(epochs=value)

    def setBatchSize(self, value: int) -> "Autoencoder":
        """Sets ``batchSize``."""
        return self._set(batchSize=value)

    def setWorkers(self, value: int) -> "Autoencoder":
        """Sets ``workers``."""
        return self._set(workers=value)

    def setUpdater(self, value: str) -> "Autoencoder":
        """Sets ``updater``."""
        return self._set(updater=value)

    def setLearningRate(self, value: float) -> "Autoencoder":
        """Sets ``learningRate``."""
        return self._set(learningRate=value)

    def setAveragingMethod(self, value: str) -> "Autoencoder":
        """Sets ``averagingMethod``."""
        return self._set(averagingMethod=value)

    def setAveragingFrequency(self, value: int) -> "Autoencoder":
        """Sets ``averagingFrequency``."""
        return self._set(averagingFrequency=value)

    def setPatience(self, value: int) -> "Autoencoder":
        """Sets ``patience``."""
        return self._set(patience=value)

    def setMinImprovement(self, value: float) -> "Autoencoder":
        """Sets ``minImprovement``."""
        return self._set(minImprovement=value)

    def setSeed(self, value: int) -> "Autoencoder":
        """Sets ``seed``."""
        return self._set(seed=value)

    def setSettings(self, value: List[str]) -> "Autoencoder":
        """Sets ``settings``."""
        return self._set(settings=value)

    def setInitialModel(self, value: Union[str, "AutoencoderModel"]) -> "Autoencoder":
        """Starts training from a model of the same layers, or from one that is saved at a path."""
        if isinstance(value, AutoencoderModel):
            self._java_obj.setInitialModel(value._java_obj)
            return self
        return self._set(initialModel=value)

    def setSetting(self, key: str, value: Any) -> "Autoencoder":
        """Adds a setting ``model.*`` or ``training.*``, as the command's ``-s`` takes it."""
        others = [pair for pair in self.getSettings() if not pair.startswith(f"{key}=")]
        return self.setSettings(others + [f"{key}={value}"])

    def _create_model(self, java_model: Any) -> "AutoencoderModel":
        return AutoencoderModel(java_model)


class AutoencoderSummary(JavaWrapper):
    """What a training came to, epoch by epoch."""

    @property
    def objectiveHistory(self) -> List[float]:
        """Mean training loss per feature of each epoch; empty for a model that is computed."""
        return list(self._call_java("objectiveHistory"))

    @property
    def validationHistory(self) -> List[float]:
        """Mean loss per feature of the rows held out, after each epoch; empty if none were."""
        return list(self._call_java("validationHistory"))

    @property
    def totalIterations(self) -> int:
        """Epochs done, fewer than ``epochs`` if training was stopped early."""
        return self._call_java("totalIterations")

    @property
    def bestIteration(self) -> int:
        """The epoch whose weights the model has, counted from 1."""
        return self._call_java("bestIteration")


class AutoencoderModel(JavaStage, JavaModel, _AutoencoderParams, JavaMLReadable, JavaMLWritable):
    """A fitted :class:`Autoencoder`: adds codes, errors and reconstructions."""

    @property
    def numFeatures(self) -> int:
        """Values of a row."""
        return self._call_java("numFeatures")

    @property
    def hasSummary(self) -> bool:
        """Whether this model was fitted here; one that was loaded has no summary."""
        return self._call_java("hasSummary")

    @property
    def summary(self) -> AutoencoderSummary:
        """What training came to."""
        if not self.hasSummary:
            raise RuntimeError("no training summary: this model was loaded, and summaries are not saved")
        return AutoencoderSummary(self._java_obj.summary())

    def setInputCol(self, value: str) -> "AutoencoderModel":
        """Sets ``inputCol``."""
        return self._set(inputCol=value)

    def setInputCols(self, value: List[str]) -> "AutoencoderModel":
        """Sets ``inputCols``."""
        return self._set(inputCols=value)

    def setHandleInvalid(self, value: str) -> "AutoencoderModel":
        """Sets ``handleInvalid``."""
        return self._set(handleInvalid=value)

    def setOutputCol(self, value: str) -> "AutoencoderModel":
        """Sets ``outputCol``."""
        return self._set(outputCol=value)

    def setReconstructionErrorCol(self, value: str) -> "AutoencoderModel":
        """Sets ``reconstructionErrorCol``."""
        return self._set(reconstructionErrorCol=value)

    def setReconstructionCol(self, value: str) -> "AutoencoderModel":
        """Sets ``reconstructionCol``."""
        return self._set(reconstructionCol=value)
