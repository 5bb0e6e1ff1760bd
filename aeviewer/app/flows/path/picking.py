"""Anchors chosen by the program, for who has none yet."""

import random
from collections.abc import Sequence

import numpy as np

from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import latent_of
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View


def choose_anchors(store: Store, subject: Subject | None, count: int, draw: random.Random) -> None:
    """Put the view's first anchors where `picked` says; those after them stay."""
    view = store.view
    found = () if subject is None else picked(subject, view, count, draw)
    if found:
        store.choose(anchors=(*found, *view.anchors[count:]))


def picked(subject: Subject, view: View, count: int, draw: random.Random) -> tuple[Anchor, ...]:
    """Choose anchors: of the selected samples or, without enough, of as many classes as there are.

    Where no samples lie they are drawn from N(0, I). Nothing before the samples are placed.
    """
    if subject.placed is None:
        return ()
    if not len(subject.placed.points):
        size = subject.placed.plane.size
        return tuple(_free(subject, [draw.gauss() for _ in range(size)]) for _ in range(count))
    chosen = _selected(subject, view, count, draw) or _of_classes(subject, view, count, draw)
    return tuple(_on(subject, sample) for sample in chosen)


def _on(subject: Subject, sample: int) -> Anchor:
    assert subject.placed is not None
    x, y = subject.placed.points[sample].tolist()
    return Anchor((x, y), sample)


def _free(subject: Subject, values: Sequence[float]) -> Anchor:
    look = subject.look_at(latent_of(values))
    x, y = look["cursor"]
    return Anchor((x, y), base=look["base"])


def _selected(subject: Subject, view: View, count: int, draw: random.Random) -> Sequence[int]:
    assert subject.placed is not None
    known = [sample for sample in view.selection if sample < len(subject.placed.points)]
    return sorted(draw.sample(known, count)) if len(known) >= count else ()


def _of_classes(subject: Subject, view: View, count: int, draw: random.Random) -> list[int]:
    """Draw samples of different classes, of those not hidden, as far as there are any."""
    assert subject.placed is not None
    labels = np.zeros(len(subject.placed.points), np.int64)
    if subject.labels is not None:
        labels = subject.labels[: len(labels)]
    classes = [number for number in np.unique(labels).tolist() if number not in view.hidden]
    classes = classes or np.unique(labels).tolist()
    while len(classes) < count:
        classes = classes + classes
    wanted = sorted(draw.sample(classes, count))
    return [draw.choice(np.flatnonzero(labels == number).tolist()) for number in wanted]
