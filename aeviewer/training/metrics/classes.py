"""What the latents know of the classes, without having been told."""

import torch
from threadpoolctl import threadpool_limits
from torch import Tensor

from aeviewer.training.metrics.encoding import Subject

_NEIGHBOURS = 10
_PROBED = 10_000  # training latents of the linear probe: a tenth of a second instead of one
_WIDE = 256  # dimensions: where there are more, neighbours are sought among 10,000, not 60,000


def measure(subject: Subject) -> dict[str, float]:
    """Judge the latents of the test images by those of the training images, if they have labels.

    Keys: `knn10`, accuracy of 10 neighbours; `linear_probe`, of logistic regression; both with
    `_pca` for as many principal components.
    """
    if not _are_comparable(subject):
        return {}
    found = {"knn10": _neighbours(subject), "linear_probe": _probe(subject)}
    if subject.baseline is not None:
        found["knn10_pca"] = _neighbours(subject.baseline)
        found["linear_probe_pca"] = _probe(subject.baseline)
    return found


def _are_comparable(subject: Subject) -> bool:
    """Each class of the test images must be among the two or more of the training images."""
    known, asked = subject.data.train.labels, subject.data.test.labels
    if known is None or asked is None:
        return False
    return len(torch.unique(known)) > 1 and bool(torch.isin(asked, known).all())


def _neighbours(subject: Subject) -> float:
    from sklearn.neighbors import KNeighborsClassifier

    mean, labels = _examples(subject, len(subject.data.train))
    if mean.shape[1] > _WIDE:
        mean, labels = _examples(subject, _PROBED)
    judge = KNeighborsClassifier(min(_NEIGHBOURS, len(mean)))
    judge.fit(mean.numpy(), labels.numpy())
    return float(judge.score(subject.test["mean"].numpy(), subject.test["labels"].numpy()))


def _probe(subject: Subject) -> float:
    """Fit on one thread: it is quicker, and with more the last of three digits depends on them."""
    from sklearn.linear_model import LogisticRegression

    mean, labels = _examples(subject, _PROBED)
    centre, width = mean.mean(0), mean.std(0).clamp(min=1e-6)
    judge = LogisticRegression(max_iter=1000)
    with threadpool_limits(1, "blas"):
        judge.fit(((mean - centre) / width).numpy(), labels.numpy())
    test = (subject.test["mean"] - centre) / width
    return float(judge.score(test.numpy(), subject.test["labels"].numpy()))


def _examples(subject: Subject, count: int) -> tuple[Tensor, Tensor]:
    """Draw training latents (N, D) and their labels (N,)."""
    mean, labels = subject.train["mean"], subject.train["labels"]
    generator = torch.Generator().manual_seed(subject.seed)
    drawn = torch.randperm(len(mean), generator=generator)[:count]
    return mean[drawn], labels[drawn]
