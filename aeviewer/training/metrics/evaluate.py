"""All figures that fit a model."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from aeviewer.data.images import DataSet
from aeviewer.training.metrics import bound, classes, reconstruction
from aeviewer.zoo.capabilities import Variational
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

# For models of this type, this is measured; each file says its keys.
_FITTING: Sequence[tuple[type, Callable[[Any, DataSet, int], dict[str, float]]]] = (
    (Autoencoder, reconstruction.measure),
    (Variational, bound.measure),
    (Autoencoder, classes.measure),
)


@torch.no_grad()
def evaluate(model: Model, data: DataSet, seed: int = 0) -> dict[str, float]:
    """Measure what fits the model on the test images; the model stays as it is."""
    figures: dict[str, float] = {}
    for kind, measure in _FITTING:
        if isinstance(model, kind):
            figures |= measure(model, data, seed)
    return figures
