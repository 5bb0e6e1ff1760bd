"""All figures that fit a model."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import torch

from aeviewer.data.images import DataSet
from aeviewer.training.metrics import (
    anomaly,
    bound,
    classes,
    codebook,
    denoising,
    jacobian,
    reconstruction,
    samples,
    sparsity,
)
from aeviewer.training.metrics.encoding import DRAWS, Subject
from aeviewer.zoo.capabilities import Denoising, Discrete, Sparse, Variational
from aeviewer.zoo.contract import Autoencoder, GenerativeModel
from aeviewer.zoo.registry import Model

_Measure = Callable[[Subject], dict[str, float]]


# For models of this type, this is measured; each file says its keys.
_FITTING: Sequence[tuple[type, _Measure]] = (
    (Autoencoder, reconstruction.measure),
    (Variational, bound.measure),
    (Autoencoder, classes.measure),
    (Discrete, codebook.measure),
    (Sparse, sparsity.measure),
    (Autoencoder, jacobian.measure),
    (Denoising, denoising.measure),
    (GenerativeModel, samples.measure),
)


@torch.no_grad()
def evaluate(
    model: Model,
    data: DataSet,
    seed: int = 0,
    normal: Sequence[int] = (),
    draws: int = DRAWS,
) -> dict[str, float]:
    """Measure what fits the model on the test images; the model stays as it is.

    Args:
        model: as it was trained.
        data: what it was trained and is judged on.
        seed: of all that is drawn.
        normal: numbers of the classes that it was trained on, if not all; then all figures are of
            these classes alone, but for the finding of anomalies, the images of the others.
        draws: of z for each image, in the importance-weighted bound.

    Raises:
        UserError: there are no such classes, or no others.
    """
    subject = Subject(model, _known(data, normal), seed, draws)
    figures: dict[str, float] = {}
    for kind, measure in _FITTING:
        if isinstance(model, kind):
            figures |= measure(subject)
    return figures | anomaly.measure(model, data, normal) if normal else figures


def _known(data: DataSet, normal: Sequence[int]) -> DataSet:
    """Keep the normal classes; test images that are all of a kind stay as they are."""
    if not normal:
        return data
    train, test = data.train.of_classes(normal), data.test
    if test.labels is not None:
        kept = torch.isin(test.labels.cpu(), torch.tensor(normal))
        test = test.of_classes(normal) if kept.any() and not kept.all() else test
    return replace(data, train=train, test=test)
