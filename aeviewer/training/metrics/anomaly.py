"""Anomalies: images unlike all that a model was trained on are rebuilt badly.

Judged by the area under the ROC curve: the chance that an anomaly scores above a normal image.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.training.metrics.encoding import Subject, chunks, fitted
from aeviewer.training.plan import of_classes
from aeviewer.training.state import Encoding
from aeviewer.zoo.contract import Autoencoder

_COMPONENTS = 30  # of the baseline, which finds most anomalies of MNIST in a second


@torch.no_grad()
def measure(subject: Subject, normal: Sequence[int]) -> dict[str, float]:
    """Tell the test images of all other classes from those of the normal ones.

    Keys: `auroc`; `auroc_pca`, by the residual of 30 principal components of the training images.

    Raises:
        UserError: the model has no encoder, or no test image is normal, or all are.
    """
    if not isinstance(subject.model, Autoencoder):
        raise UserError("anomalies are what is rebuilt badly; this model has no encoder to do so")
    anomalous = _anomalous(subject, normal)
    train = subject.data.train
    size = min(_COMPONENTS, len(train), train.pixels[0].numel())
    linear = fitted(train, size, subject.model.device)
    return {
        "auroc": _auroc(subject, subject.model, anomalous),
        "auroc_pca": _auroc(subject, linear, anomalous),
    }


def score(model: Encoding, x: Tensor) -> Tensor:
    """Say how strange images are to a model, (B,): the squared error of their reconstruction."""
    return (x - model.decode(model.encode(x).mean)).square().flatten(1).sum(1)


def _anomalous(subject: Subject, normal: Sequence[int]) -> Tensor:
    """Mark the anomalies among the test images, (N,).

    Raises:
        UserError: there are none, or nothing else.
    """
    test = subject.data.test
    found = len(of_classes(test, normal))
    if found == len(test) or test.labels is None:
        raise UserError(
            f"normal is {','.join(map(str, normal))}, which are all classes; leave some to be found"
        )
    return ~torch.isin(test.labels.cpu(), torch.tensor(normal))


def _auroc(subject: Subject, model: Encoding, anomalous: Tensor) -> float:
    from sklearn.metrics import roc_auc_score

    scores = torch.cat([score(model, x) for x in chunks(subject.data.test, model)])
    return float(roc_auc_score(anomalous.numpy(), scores.cpu().numpy()))
