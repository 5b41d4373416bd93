"""sparkae's estimators for PySpark; their Java side is in sparkae.jar.

>>> from sparkae import Autoencoder  # doctest: +SKIP
>>> model = Autoencoder(codeSize=8).fit(rows)  # doctest: +SKIP

Import this before ``PipelineModel.load`` of a pipeline with these stages, so that PySpark finds their Python classes.
"""

import sys

from sparkae._java import JarMissingError, register
from sparkae.autoencoder import Autoencoder, AutoencoderModel, AutoencoderSummary
from sparkae.evaluation import ReconstructionEvaluator
from sparkae.neighbors import (
    ExactNearestNeighbors,
    ExactNearestNeighborsModel,
    NearestNeighborsClassificationModel,
    NearestNeighborsClassifier,
)

__all__ = [
    "Autoencoder",
    "AutoencoderModel",
    "AutoencoderSummary",
    "ExactNearestNeighbors",
    "ExactNearestNeighborsModel",
    "JarMissingError",
    "NearestNeighborsClassificationModel",
    "NearestNeighborsClassifier",
    "ReconstructionEvaluator",
]

register(sys.modules[__name__])
