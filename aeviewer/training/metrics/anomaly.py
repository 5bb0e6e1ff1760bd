"""Anomalies: images unlike all that a model was trained on are rebuilt badly.

Judged by the area under the ROC curve: the chance that an anomaly scores above a normal image.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.data.images import DataSet, Images
from aeviewer.training.metrics.encoding import chunks, fitted
from aeviewer.training.state import Encoding
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

_COMPONENTS = 30  # of the baseline, which finds most anomalies of MNIST in a second


@dataclass(frozen=True, eq=False)
class Curve:
    """A ROC curve: what each threshold catches, and how many false alarms it costs.

    Attributes:
        false_alarms: (K,) shares of the normal images that score as high or higher, rising.
        caught: (K,) shares of the anomalies that do.
        thresholds: (K,) scores, falling; the first is infinite.
        area: under the curve.
    """

    false_alarms: NDArray[np.float64]
    caught: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    area: float

    @property
    def proposed(self) -> float:
        """The score at which `caught` exceeds `false_alarms` most (Youden 1950); it is finite."""
        best = int(np.argmax(self.caught - self.false_alarms))
        return float(self.thresholds[max(best, 1)])


@torch.no_grad()
def measure(model: Model, data: DataSet, normal: Sequence[int]) -> dict[str, float]:
    """Tell the test images of all other classes from those of the normal ones.

    Keys: `auroc`; `auroc_pca`, by the residual of 30 principal components of the normal training
    images. None for a model without an encoder, or where all test images are of a kind.

    Raises:
        UserError: there is no training image of one of the classes, or of no other.
    """
    known, labels = data.train.of_classes(normal), data.test.labels
    if labels is None or len(known) < 2 or not isinstance(model, Autoencoder):
        return {}
    anomalous = ~torch.isin(labels.cpu(), torch.tensor(normal))
    if anomalous.all() or not anomalous.any():
        return {}
    linear = fitted(known, components(len(known), known.pixels[0].numel()), model.device)
    return {
        "auroc": _auroc(model, data.test, anomalous),
        "auroc_pca": _auroc(linear, data.test, anomalous),
    }


def score(model: Encoding, x: Tensor) -> Tensor:
    """Say how strange images are to a model, (B,): the squared error of their reconstruction.

    For a VAE it finds more than the negative ELBO, whose KL is small for what is strange: MNIST's 2
    alone as normal, 16 dimensions, 60,000 samples: AUROC .934 against .860.
    """
    return (x - model.decode(model.encode(x).mean)).square().flatten(1).sum(1)


def components(count: int, pixels: int) -> int:
    """Say how many principal components the baseline has on so many images of so many pixels."""
    half = max(1, pixels // 2)  # as many as pixels would leave no residual
    return min(_COMPONENTS, count, half)


def curve(scores: Tensor, anomalous: Tensor) -> Curve:
    """Judge scores (N,) by which images are `anomalous` (N,) bool; some must be, and some not."""
    from sklearn.metrics import auc, roc_curve

    false_alarms, caught, thresholds = roc_curve(anomalous.numpy(), scores.numpy())
    return Curve(false_alarms, caught, thresholds, float(auc(false_alarms, caught)))


def _auroc(model: Encoding, images: Images, anomalous: Tensor) -> float:
    scores = torch.cat([score(model, x) for x in chunks(images, model)])
    return curve(scores.cpu(), anomalous).area
