"""The flow of the traversal page: rows of pictures around the latent at the cursor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from PySide6.QtCore import QObject, QSizeF, QTimer
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Answer, Request, Slice
from aeviewer.app.flows.flow import FRAME, SLOT, Answers, Ask
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import SHEET, decoded
from aeviewer.app.views.traversal.layout import Line
from aeviewer.app.views.traversal.page import TraversalPage
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.fitting import fitting
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.registry import Model
from aeviewer.zoo.vae import VAE
from aeviewer.zoo.vanilla import Vanilla

PAGE = "traversal"
_PRIOR = (-3.0, 3.0)  # three standard deviations of N(0, I)
_TO_COME = N_("The samples are being placed.")


@dataclass(frozen=True, eq=False)
class Row:
    """The pictures of one dimension; none, of a latent in which a number has its place."""

    number: int
    images: Sequence[QImage]
    latent_shape: tuple[int, ...]


class TraversalFlow(QObject):
    """Feeds the traversal page."""

    def __init__(self, store: Store, view: TraversalPage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._view, self._ask = store, view, ask
        self._subject: Subject | None = None
        self._spatial: tuple[int, ...] = ()
        self._last = -1  # the dimension whose pictures came last
        self.answers: Answers = {"traversal": self._on_row}
        self._following = QTimer(self, interval=FRAME, singleShot=True)
        self._following.timeout.connect(self._look)
        view.sheet.wanted.connect(self._look)
        view.sheet.chosen.connect(self._on_chosen)
        watch(self, store, self._on_view, "page", "cursor", "base", "condition", "reach")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._view.sheet.clear()  # what it then wants is of this model
            self._spatial = ()
        self._look()

    def refresh(self) -> None:
        """Decode anew by newer weights."""
        self._look()

    def _on_view(self, _view: View) -> None:
        if self._store.view.page == PAGE and not self._following.isActive():
            self._following.start()

    def _look(self) -> None:
        """Ask for the rows on the screen, while the page is on show."""
        subject, view = self._subject, self._store.view
        if subject is None or view.page != PAGE or self._spatial:
            return
        latent = subject.latent(view.cursor, view.base)
        self._view.set_empty(_(_TO_COME) if latent is None else "")
        if latent is None:
            return
        assert subject.placed is not None  # it has lifted the latent
        self._view.set_sampled(len(subject.placed.points) > 0)
        lines = _lines(subject, latent, view)
        _channels, height, width = subject.twins.image_shape
        self._view.sheet.set_lines(lines, QSizeF(width, height))
        shown, columns = self._turned(self._view.sheet.shown), self._view.sheet.columns
        slices = _slices(latent, shown, columns, view.condition)
        self._ask(Request("traversal", SLOT, slices, SHEET))

    def _turned(self, shown: Sequence[Line]) -> Sequence[Line]:
        """Begin after the row that came last: under a quick hand all rows shall have their turn."""
        numbers = [line.dimension.number for line in shown]
        first = numbers.index(self._last) + 1 if self._last in numbers else 0
        return [*shown[first:], *shown[:first]]

    def _on_row(self, answer: Answer) -> None:
        row = answer.value
        assert isinstance(row, Row)
        if row.images:
            self._last = row.number
            self._view.sheet.set_pictures(row.number, row.images)
            return
        assert self._subject is not None
        self._spatial = row.latent_shape
        shape, classes = self._subject.twins.image_shape, self._subject.classes
        model = fitting(shape, classes, VAE, Vanilla)  # whose latents have no places
        self._view.set_empty(_without_rows(row.latent_shape), model)

    def _on_chosen(self, number: int, value: float) -> None:
        subject, view = self._subject, self._store.view
        latent = None if subject is None else subject.latent(view.cursor, view.base)
        if subject is not None and latent is not None:
            latent[number] = value
            self._store.choose(**subject.look_at(latent))


def _lines(subject: Subject, latent: Tensor, view: View) -> list[Line]:
    """Say what the rows are, the dimension that tells most of an image first."""
    assert subject.placed is not None
    values, ranges = latent.tolist(), subject.placed.ranges
    return [
        Line(
            dimension,
            *(_PRIOR if view.reach == "prior" else ranges[dimension.number]),
            values[dimension.number],
        )
        for dimension in subject.placed.dimensions
    ]


def along(latent: Tensor, number: int, values: Sequence[float]) -> Tensor:
    """Walk one dimension of a latent (D,) through values: (K, D)."""
    walked = latent.repeat(len(values), 1)
    walked[:, number] = torch.tensor(values)
    return walked


def _slices(
    latent: Tensor, lines: Sequence[Line], columns: int, condition: int | None
) -> Iterator[Slice]:
    for line in lines:
        number = line.dimension.number
        work = _Work(number, along(latent, number, line.values(columns)), condition)
        while work.left:
            yield work.advance


@dataclass
class _Work:
    """A row under way: as many pictures at a time as fit half a frame."""

    number: int
    latents: Tensor
    condition: int | None
    done: list[QImage] = field(default_factory=list)
    left: bool = True

    def advance(self, model: Model) -> Row | None:
        if len(model.latent_shape) > 1:
            self.left = False
            return Row(self.number, (), model.latent_shape)
        start = len(self.done)
        part = self.latents[start : start + batch_of(model)]
        self.done += pictures(decoded(model, part, self.condition))
        self.left = len(self.done) < len(self.latents)
        return None if self.left else Row(self.number, self.done, model.latent_shape)


def _without_rows(shape: tuple[int, ...]) -> str:
    channels, height, width = shape
    count = channels * height * width
    return ngettext(
        "This model's latent is {height} \N{MULTIPLICATION SIGN} {width} places of {channels} "
        "number each: any one of the {count:,} changes a corner of the picture and nothing more. A "
        "traversal wants a latent without places.",
        "This model's latent is {height} \N{MULTIPLICATION SIGN} {width} places of {channels} "
        "numbers each: any one of the {count:,} changes a corner of the picture and nothing more. "
        "A traversal wants a latent without places.",
        channels,
    ).format(height=height, width=width, channels=channels, count=count)
