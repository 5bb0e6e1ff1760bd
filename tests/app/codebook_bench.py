"""The codebook page with its flow and small models, without a window and without a thread."""

import math
from dataclasses import dataclass, field
from typing import Any

import torch
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from torch import Tensor

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.codebook.flow import CodebookFlow
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.codebook.page import CodebookPage
from aeviewer.app.views.codebook.painting import Cell
from aeviewer.app.views.codebook.values import Looked
from aeviewer.data.images import Images
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.twins import Twins
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model, find
from tests.app.making import Shape, images

KNOBS = {"latent": 3, "channels": (4,), "codes": 8}
SHAPE = (1, 12, 10)


def build(variant: str, shape: Shape = SHAPE, **knobs: Any) -> Any:
    """A random model of 6 x 5 cells, its entries apart as cells of images are."""
    entry = find(variant)
    model: Any = entry.build(shape, entry.configure({**KNOBS, **knobs}), seed=1).eval()
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        width = model.latent_shape[0]
        z = model.encode(images(60, shape).floats(slice(None))).mean
        rest = z.movedim(1, -1).reshape(-1, width)
        for book in model.codebooks():
            drawn = torch.randint(len(rest), (len(book),), generator=generator)
            book.copy_(rest[drawn] + 0.01 * torch.randn(book.shape, generator=generator))
            rest = rest - book[torch.cdist(rest, book).argmin(1)]
    return model


def place(model: Model, samples: Images) -> Placed:
    assert isinstance(model, Autoencoder)
    with torch.no_grad():
        latents = model.encode(samples.floats(slice(None))).mean.flatten(1)
        return Placed.of(latents, (0, 1))  # the first two of thousands will do


@dataclass
class Bench:
    """What a person has before him, and the decoder's work done when he waits for it."""

    page: CodebookPage
    store: Store
    host: QWidget
    asked: dict[str, Request] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parent = QObject()
        self.flow = CodebookFlow(self.store, self.page, self.ask, self.parent)
        self.subject: Subject | None = None

    @property
    def view(self) -> View:
        return self.store.view

    @property
    def model(self) -> Any:
        assert self.subject is not None
        return self.subject.twins._models[0]

    @property
    def looked(self) -> Looked:
        assert self.page._looked is not None
        return self.page._looked

    def ask(self, request: Request) -> None:
        self.asked[request.name] = request
        self.names.append(request.name)

    def step(self) -> None:
        """Do one slice of the most urgent request, as the decoder does."""
        request = min(self.asked.values(), key=lambda request: request.urgency)
        part = next(request.slices, None)
        if part is None:
            del self.asked[request.name]
            return
        assert self.subject is not None
        with torch.no_grad(), self.subject.twins.reading() as (model, at):
            value = part(model)
        if value is not None:
            self.flow.answers[request.name](Answer(request.name, SLOT, at, value))

    def run(self) -> None:
        while self.asked:
            self.step()

    def show(self, model: Model, samples: Images | None, found: Placed | None) -> None:
        """Put a model on show."""
        labels = None if samples is None or samples.labels is None else samples.labels.numpy()
        classes = () if samples is None else samples.classes
        self.subject = Subject("small", Twins(model), classes, labels, found, samples)
        self.asked.clear()
        self.flow.show(self.subject)
        self.run()

    def set(self, **changes: object) -> None:
        self.store.set(**changes)
        self.store.settle()
        self.run()

    def x(self) -> Tensor:
        """The sample on show, (1, C, H, W)."""
        assert self.subject is not None
        assert self.subject.images is not None
        sample = self.looked.sample
        assert sample is not None
        return self.subject.images.floats(slice(sample, sample + 1))

    def codes(self) -> Tensor:
        """Its own codes, (S, h, w)."""
        with torch.no_grad():
            found: Tensor = self.model.codes(self.x())[0]
        return found

    def over_entry(self, code: int) -> QPointF:
        return self.page.entries.place_of(code).center()

    def over_cell(self, cell: Cell) -> QPointF:
        return self.page.map.place_of(cell).center()

    def drag(self, *cells: Cell) -> None:
        """Drag over cells with the left button, by jumps."""
        canvas, left = self.page.map, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(canvas, left, none, self.over_cell(cells[0]).toPoint())
        for cell in cells[1:]:
            QTest.mouseMove(canvas, self.over_cell(cell).toPoint())
            self.run()
        QTest.mouseRelease(canvas, left, none, self.over_cell(cells[-1]).toPoint())
        self.run()


def point_at(widget: QWidget, where: QPointF) -> None:
    QTest.mouseMove(widget, where.toPoint())


def open_bench(qtbot: QtBot, variant: str = "vq", shape: Shape = SHAPE, **knobs: Any) -> Bench:
    """The page with a small model and 40 samples."""
    store = Store(View(page="codebook"))
    host = QWidget()  # the page has a least size, which the offscreen screen would warn of
    qtbot.addWidget(host)
    page = CodebookPage(store)
    page.setParent(host)
    page.resize(740, 570)
    host.resize(740, 570)
    host.show()
    bench = Bench(page, store, host)
    model, samples = build(variant, shape, **knobs), images(40, shape)
    bench.show(model, samples, place(model, samples))
    return bench


def decibels(x: Tensor, y: Tensor) -> float:
    return -10 * math.log10((x - y).square().mean().item())
