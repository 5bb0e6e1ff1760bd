"""All figures that fit a model."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import torch

from aeviewer.data.images import DataSet
from aeviewer.training.metrics import anomaly, bound, classes, reconstruction
from aeviewer.training.metrics.encoding import Subject
from aeviewer.training.plan import of_classes
from aeviewer.zoo.capabilities import Variational
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

_Measure = Callable[[Subject], dict[str, float]]


def _apart(measure: Callable[[Any, DataSet, int], dict[str, float]]) -> _Measure:
    """Adapt a measure that shares nothing with the others."""
    return lambda subject: measure(subject.model, subject.data, subject.seed)


# For models of this type, this is measured; each file says its keys.
_FITTING: Sequence[tuple[type, _Measure]] = (
    (Autoencoder, reconstruction.measure),
    (Variational, _apart(bound.measure)),
    (Autoencoder, classes.measure),
)


@torch.no_grad()
def evaluate(
    model: Model, data: DataSet, seed: int = 0, normal: Sequence[int] = ()
) -> dict[str, float]:
    """Measure what fits the model on the test images; the model stays as it is.

    Args:
        model: as it was trained.
        data: what it was trained and is judged on.
        seed: of all that is drawn.
        normal: numbers of the classes that it was trained on, if not all; then the images of the
            others are anomalies to find, and PCA learns from these classes alone, too.

    Raises:
        UserError: there are no such classes, or no others.
    """
    known = replace(data, train=of_classes(data.train, normal)) if normal else data
    subject = Subject(model, known, seed)
    figures: dict[str, float] = {}
    for kind, measure in _FITTING:
        if isinstance(model, kind):
            figures |= measure(subject)
    return figures | anomaly.measure(subject, normal) if normal else figures
