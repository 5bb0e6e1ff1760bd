"""The numbers behind a figure: what the views of an easel were told, as columns of a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from aeviewer.app.export.easel import Look
from aeviewer.app.export.motifs import motif_of
from aeviewer.app.export.table import Column, Table
from aeviewer.app.flows.anomaly.scoring import Baseline, Judged, Scored, anomalous
from aeviewer.app.flows.denoise.work import One
from aeviewer.app.flows.path.measures import Measured
from aeviewer.app.layout import Parts
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.codebook.values import Use
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.app.views.denoise.values import Many
from aeviewer.app.views.path.honesty import NAMES
from aeviewer.errors import UserError
from aeviewer.session.view import View
from aeviewer.training.reports import Reported
from aeviewer.words import N_, _

Kind = TypeVar("Kind")

_POSES: Mapping[str, Mapping[str, Any]] = {
    "map": {"layers": ("points",)},  # no other layer is of numbers that are written
    "path": {"honest": True},
    "compare": {"comparing": "rates"},
}
_COLUMNS = {
    "density": "density",
    "nearest": "nearest_distance",
    "speed": "speed",
    "return": "return_distance",
}


def posed(view: View, look: Look) -> tuple[View, Look]:
    """The view with that on show which the numbers of a motif come from, at a size that fits."""
    size = motif_of(look.what).size
    return replace(view, **_POSES.get(look.what, {})), replace(look, size=size, scale=1)


class Heard:
    """The newest of each kind of things that an easel heard."""

    def __init__(self) -> None:
        self._newest: dict[type, object] = {}

    def take(self, value: object) -> None:
        """Hear something."""
        self._newest[type(value)] = value

    def newest(self, kind: type[Kind]) -> Kind | None:
        """What of a kind came last; None where nothing did."""
        found = self._newest.get(kind)
        return found if isinstance(found, kind) else None


@dataclass(frozen=True)
class Sight:
    """What an easel shows when it is still.

    Attributes:
        subject: the model.
        parts: the widgets.
        heard: what they were told of.
        reports: of the training, where the curves are those of a run on disk.
    """

    subject: Subject
    parts: Parts
    heard: Heard
    reports: Sequence[Reported]


def _map(sight: Sight) -> Table | None:
    """The samples: where they lie on the map, and their latents."""
    placed = sight.subject.placed
    if placed is None or not len(placed.points):
        return None
    latents = placed.latents.flatten(1).numpy()
    count = len(latents)
    return {
        **_samples(sight.subject, range(count)),
        "x": placed.points[:, 0],
        "y": placed.points[:, 1],
        **{f"z{number + 1}": latents[:, number] for number in range(latents.shape[1])},
    }


def _path(sight: Sight) -> Table | None:
    """Density, nearest sample, speed and return along the path; empty where one is not known."""
    rows = sight.parts.path.honesty.rows
    known = [(name, rows[name].measure) for name in NAMES]
    values = {name: measure.values for name, measure in known if measure and len(measure.values)}
    if not values:
        return None
    count = max(map(len, values.values()))
    nothing = [None] * count
    measured = sight.heard.newest(Measured)
    nearest = None if measured is None else measured.nearest
    return {
        "t": np.linspace(0, 1, count),
        **{_COLUMNS[name]: values.get(name, nothing) for name in NAMES},
        "nearest_index": nothing if nearest is None or not len(nearest) else nearest,
    }


def _anomaly(sight: Sight) -> Table | None:
    """The anomaly score of each image by the model, and by the PCA that it is judged against."""
    scored = sight.heard.newest(Scored)
    if scored is None:
        return None
    scores = scored.scores
    judged, baseline = sight.heard.newest(Judged), sight.heard.newest(Baseline)
    nothing: Column = [None] * len(scores)
    normal = linear = nothing
    images = sight.subject.images
    if judged is not None and images is not None and images.labels is not None:
        normal = (~anomalous(images.labels, judged.normal)).int().numpy()
        if baseline is not None and baseline.normal == judged.normal:
            linear = nothing if baseline.scores is None else baseline.scores
    return {
        **_samples(sight.subject, range(len(scores))),
        "normal": normal,
        "score": scores,
        "score_pca": linear,
    }


def _codebook(sight: Sight) -> Table | None:
    """How often each code of each stage stands for a cell of the data."""
    use = sight.heard.newest(Use)
    if use is None:
        return None
    counts = use.counts
    sizes = [len(stage) for stage in counts]
    return {
        "stage": np.repeat(np.arange(1, len(sizes) + 1), sizes),
        "code": np.concatenate([np.arange(size) for size in sizes]),
        "count": np.concatenate(counts),
    }


def _denoise(sight: Sight) -> Table | None:
    """PSNR of the samples in sight, noisy and denoised; SSIM of the one that is shown large."""
    many, one = sight.heard.newest(Many), sight.heard.newest(One)
    if many is None or one is None:
        return None
    alone = [number == many.chosen for number in range(len(many.clean))]
    return {
        **_samples(sight.subject, range(many.first, many.first + len(alone))),
        "psnr_noisy": many.before,
        "psnr_denoised": many.after,
        "ssim_noisy": [one.shown.before.ssim if chosen else None for chosen in alone],
        "ssim_denoised": [one.shown.after.ssim if chosen else None for chosen in alone],
    }


def _compare(sight: Sight) -> Table | None:
    """Bits of a picture and its error: a row for each setting of each model and baseline."""
    page = sight.parts.pages.views["compare"]
    assert isinstance(page, ComparePage)
    found = [(series.title, spot) for series in page.rates.series for spot in series.spots]
    if not found:
        return None
    return {
        "codec": [title for title, spot in found],
        "setting": [spot.label for title, spot in found],
        "bits": [spot.bits for title, spot in found],
        "psnr": [spot.psnr for title, spot in found],
        "squared_error": [spot.sse for title, spot in found],
    }


def _curves(sight: Sight) -> Table:
    """The terms of the loss: each report of a run, or the points of the curves that are drawn."""
    reports = sight.reports
    if reports:
        terms = dict.fromkeys(name for report in reports for name in report.terms)
        return {
            "step": [report.step for report in reports],
            "images_seen": [report.seen for report in reports],
            **{name: [report.terms.get(name) for report in reports] for name in terms},
        }
    return _drawn(sight.parts.train.curves)


def _drawn(curves: LossCurves) -> Table:
    """The points of curves; means over equal stretches where there are more than are drawn."""
    points = {
        name: dict(zip(seen.tolist(), values.tolist(), strict=True))
        for name, (seen, values) in curves.points().items()
    }
    places = sorted({place for found in points.values() for place in found})
    return {
        "images_seen": places,
        **{name: [found.get(place) for place in places] for name, found in points.items()},
    }


def _samples(subject: Subject, numbers: Sequence[int]) -> Table:
    """Numbers of samples, and their classes by name; empty without labels."""
    labels, classes = subject.labels, subject.classes
    if labels is None or not classes:
        return {"index": numbers, "label": [None] * len(numbers)}
    return {"index": numbers, "label": [classes[int(labels[at])] for at in numbers]}


@dataclass(frozen=True)
class _Source:
    """Where the numbers of a motif come from, and what is said where there are none."""

    make: Callable[[Sight], Table | None]
    lack: str = ""


_SOURCES: Mapping[str, _Source] = {
    "map": _Source(
        _map, N_("no samples lie on the map: open a model that has an encoder, with its images")
    ),
    "path": _Source(_path, N_("there is no path: put two anchors on the map first")),
    "curves": _Source(_curves),
    "denoise": _Source(_denoise, N_("nothing is denoised here: open an autoencoder")),
    "anomaly": _Source(
        _anomaly, N_("no image is scored here: open an autoencoder whose test images are at hand")
    ),
    "codebook": _Source(
        _codebook, N_("no codes are counted here: open a model with a codebook, such as mnist-vq")
    ),
    "compare": _Source(
        _compare, N_("no rates are measured here: open a model whose test images are at hand")
    ),
}

TABLES = tuple(_SOURCES)
"""Motifs that there are numbers behind, by name."""


def table_of(what: str, sight: Sight) -> Table:
    """Collect the numbers behind a motif, one of `TABLES`.

    Raises:
        UserError: there are none: the model, or the view, has nothing of the kind.
    """
    source = _SOURCES[what]
    found = source.make(sight)
    if found is None:
        raise UserError(_(source.lack))
    return found
