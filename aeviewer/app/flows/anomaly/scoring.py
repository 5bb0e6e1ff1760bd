"""What the anomaly page asks of a model: scores of all images, the ranking, and ROC curves.

All in slices: images by the handful, the baseline's components part by part.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.kit.ramps import viridis
from aeviewer.app.pictures import picture
from aeviewer.app.requests import LAYER
from aeviewer.app.views.anomaly.rated import Rated, Shelf
from aeviewer.app.views.anomaly.verdicts import Scores
from aeviewer.data.images import Images
from aeviewer.training.metrics.anomaly import Curve, components, curve, score
from aeviewer.training.metrics.components import principal
from aeviewer.training.state import Encoding
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import Model

SCORES, CURVE, BASELINE = "anomaly scores", "anomaly curve", "anomaly baseline"
_RANKED = 24  # images at either end
_FITTED = 10_000  # images that the baseline is fitted to at most
_STRIDE = 15  # of a ramp's 256 colours


@dataclass(frozen=True, eq=False)
class Scored:
    """The anomaly scores (N,) of all images, in their order."""

    scores: Scores


@dataclass(frozen=True, eq=False)
class Judged:
    """The model's curve, for these classes as the normal ones."""

    normal: frozenset[int]
    curve: Curve


@dataclass(frozen=True, eq=False)
class Baseline:
    """The curve of PCA, for these classes as the normal ones.

    Attributes:
        normal: the classes.
        curve: None where too few images of them are at hand to fit anything to.
        components: how many there are.
        fitted: number of images they were fitted to.
        known: number of training images of the normal classes.
        scores: (N,) of all images by it; None without a curve.
    """

    normal: frozenset[int]
    curve: Curve | None = None
    components: int = 0
    fitted: int = 0
    known: int = 0
    scores: Scores | None = None


def score_all(slot: str, images: Images) -> Request:
    """Ask for the scores of images, a `Scored`, and for the ranking, a `Shelf`."""
    return Request(SCORES, slot, _scoring(images), LAYER)


def judge(slot: str, scores: Scores, labels: Tensor, normal: frozenset[int]) -> Request:
    """Ask for the curve of scores (N,) of images with labels (N,): a `Judged`."""

    def judged(_model: Model) -> Judged:
        return Judged(normal, curve(torch.from_numpy(scores), anomalous(labels, normal)))

    return Request(CURVE, slot, iter([judged]), LAYER)


def judge_baseline(
    slot: str, images: Images, learned: Images | None, normal: frozenset[int]
) -> Request:
    """Ask for PCA's curve, fitted to training images of the normal classes: a `Baseline`.

    Args:
        slot: the slot of the model that it is for.
        images: those that are judged, with labels.
        learned: those of the training, of all classes, or None where they are not at hand.
        normal: numbers of the classes that count as normal.
    """
    return Request(BASELINE, slot, _judging(images, learned, normal), LAYER)


def anomalous(labels: Tensor, normal: frozenset[int]) -> Tensor:
    """Say which labels (N,) are of no normal class: (N,) bool."""
    return ~torch.isin(labels.cpu(), torch.tensor(sorted(normal)))


@dataclass
class _Scoring:
    """Scores under way, by one copy of the model: its weights move on between two slices."""

    images: Images
    parts: list[Tensor] = field(default_factory=list)
    model: Model | None = None

    @property
    def done(self) -> int:
        return sum(map(len, self.parts))

    def advance(self, model: Model) -> None:
        self.model = self.model or copy.deepcopy(model)
        start, size = self.done, batch_of(self.model)
        x = self.images.floats(slice(start, start + size)).to(self.model.device)
        self.parts.append(score(_encoding(self.model), x).cpu())

    def scored(self) -> Scored:
        return Scored(torch.cat(self.parts).numpy())


def _scoring(images: Images) -> Iterator[Slice]:
    work = _Scoring(images)
    while work.done < len(images):
        yield work.advance
    found = work.scored()
    yield lambda _: found
    yield from _ranking(work, found.scores)


def _ranking(work: _Scoring, scores: Scores) -> Iterator[Slice]:
    order = np.argsort(-scores, kind="stable")
    worst = order[: min(_RANKED, -(-len(order) // 2))]
    best = order[len(worst) :][::-1][:_RANKED]
    chosen = torch.from_numpy(np.concatenate([worst, best]))
    rebuilt: list[Tensor] = []

    assert work.model is not None
    for part in torch.split(chosen, batch_of(work.model)):
        yield partial(_rebuild, work, part, rebuilt)
    yield lambda _: _shelf(work.images, chosen, torch.cat(rebuilt), scores, len(worst))


def _rebuild(work: _Scoring, part: Tensor, rebuilt: list[Tensor], model: Model) -> None:
    """Add the reconstructions of some images, by the copy that scored them."""
    encoder = _encoding(work.model or model)
    x = work.images.floats(part).to(model.device)
    rebuilt.append(encoder.decode(encoder.encode(x).mean).cpu())


def _shelf(images: Images, chosen: Tensor, rebuilt: Tensor, scores: Scores, worst: int) -> Shelf:
    x = images.floats(chosen)
    errors = (x - rebuilt).square().sum(1).numpy()  # (K, H, W), channels together
    high = max(float(errors.max()), 1e-12)
    rated = [
        Rated(
            number,
            float(scores[number]),
            (picture(x[k]), picture(rebuilt[k]), _coloured(errors[k] / high)),
        )
        for k, number in enumerate(chosen.tolist())
    ]
    ramp = tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in viridis()[::_STRIDE].tolist())
    return Shelf(rated[:worst], rated[worst:], high, ramp)


def _coloured(shares: NDArray[np.float32]) -> QImage:
    """Show numbers (H, W) from 0 to 1 in viridis."""
    colours = viridis()[(shares.clip(0, 1) * 255).astype(np.intp)]
    height, width = shares.shape
    form = QImage.Format.Format_RGB888
    return QImage(np.ascontiguousarray(colours).tobytes(), width, height, 3 * width, form).copy()


@dataclass
class _Fitting:
    """PCA under way."""

    parts: Iterator[PCA | None]
    pca: PCA | None = None

    def advance(self, _model: Model) -> None:
        self.pca = next(self.parts)


def _judging(images: Images, learned: Images | None, normal: frozenset[int]) -> Iterator[Slice]:
    assert images.labels is not None
    strange = anomalous(images.labels, normal)
    known = _known(learned, normal)
    if learned is None or len(known) < 2:
        yield lambda _: Baseline(normal)
        return
    chosen = _spread(known)
    size = components(len(chosen), learned.pixels[0].numel())
    fitting = _Fitting(principal(learned, chosen, size))
    while fitting.pca is None:
        yield fitting.advance
    linear = _Scoring(images, model=fitting.pca)
    while linear.done < len(images):
        yield linear.advance
    scores = linear.scored().scores
    judged = partial(curve, torch.from_numpy(scores), strange)
    yield lambda _: Baseline(normal, judged(), size, len(chosen), len(known), scores)


def _known(learned: Images | None, normal: frozenset[int]) -> Tensor:
    """Numbers of the training images of the normal classes."""
    if learned is None or learned.labels is None:
        return torch.zeros(0, dtype=torch.int64)
    return (~anomalous(learned.labels, normal)).nonzero().flatten()


def _spread(numbers: Tensor) -> Tensor:
    """Take no more than are needed, evenly: they may lie in order of their classes."""
    if len(numbers) <= _FITTED:
        return numbers
    return numbers[torch.linspace(0, len(numbers) - 1, _FITTED).long()]


def _encoding(model: Model) -> Encoding:
    assert isinstance(model, Autoencoder)
    return model
