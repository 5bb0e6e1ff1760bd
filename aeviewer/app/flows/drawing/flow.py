"""The flow of the drawing, or of an image of one's own in its place.

The model reads it at each move of the pen, and the cursor follows. A drawing that comes with the
view, by an undo or in a saved state, is read only: where the cursor is, that view says, too.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.drawing.drawn import drawn, is_drawn
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.draw import DrawPanel
from aeviewer.app.pictures import picture
from aeviewer.app.requests import HOVER
from aeviewer.data import own
from aeviewer.data.images import ImageShape
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model


@dataclass(frozen=True, eq=False)
class _Asked:
    """A drawing as ink (H, W), or an image of one's own, and whether the cursor is to go along."""

    view: View
    ink: Tensor
    move: bool

    def image(self, shape: ImageShape) -> Tensor:
        """Make it a model's input (C, H, W)."""
        return drawn(self.view, self.ink, shape)


@dataclass(frozen=True, eq=False)
class _Read:
    """What a model made of a drawing: its latent (D,), or None without an encoder."""

    asked: "_Asked"
    given: QImage
    rebuilt: QImage | None = None
    latent: Tensor | None = None


class Drawing(QObject):
    """Reads the drawing, shows it, and takes the cursor along."""

    def __init__(self, store: Store, panel: DrawPanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._panel, self._ask = store, panel, ask
        self._subject: Subject | None = None
        self.answers: Answers = {"drawing": self._on_read, "own": self._on_own}
        panel.pad.drawn.connect(self._on_drawn)
        panel.pad.finished.connect(self._on_finished)
        panel.recentred.connect(self._on_finished)
        panel.came.connect(self._on_came)
        panel.welcome()
        watch(self, store, self._on_changed, "strokes", "centred", "own")

    def show(self, subject: Subject) -> None:
        """Let another model read the drawing; the cursor stays."""
        self._subject = subject
        self._panel.set_able(issubclass(subject.twins.kind, Autoencoder))
        self._read(move=False)

    def refresh(self) -> None:
        """Read it by newer weights."""
        self._read(move=False)

    def _on_changed(self, _view: View) -> None:
        if not self._panel.pad.drawing:
            self._read(move=False)

    def _on_drawn(self) -> None:
        self._read(move=True)

    def _on_finished(self) -> None:
        """The stroke and the way of the cursor are one gesture: it ends with the answer."""
        if self._subject is None or not issubclass(self._subject.twins.kind, Autoencoder):
            self._store.settle()
        else:
            self._read(move=True)

    def _read(self, *, move: bool) -> None:
        view, subject = self._store.view, self._subject
        if subject is None:
            return
        if not is_drawn(view):
            self._panel.set_pair(None, None)
            return
        asked = _Asked(view, torch.from_numpy(self._panel.pad.ink()), move)
        self._ask(Request("drawing", SLOT, iter([partial(_read, asked)]), HOVER))

    def _on_read(self, answer: Answer) -> None:
        read, subject = answer.value, self._subject
        assert isinstance(read, _Read)
        view = self._store.view
        if not is_drawn(view):  # wiped while it was read
            return
        self._panel.set_pair(read.given, read.rebuilt)
        if not read.asked.move or read.latent is None or subject is None or subject.placed is None:
            return
        self._store.set(**subject.look_at(read.latent))
        same = (read.asked.view.strokes, read.asked.view.own) == (view.strokes, view.own)
        if not self._panel.pad.drawing and same:
            self._store.settle()

    def _on_came(self, source: Path | bytes) -> None:
        """Read an image on the decoder's thread, which tells of faults."""
        self._ask(Request("own", SLOT, iter([lambda _: own.read(source)]), HOVER))

    def _on_own(self, answer: Answer) -> None:
        assert isinstance(answer.value, str)
        self._store.settle()
        self._store.set(own=answer.value, strokes=())
        self._panel.come_forward()
        self._on_finished()


def _read(asked: _Asked, model: Model) -> _Read:
    x = asked.image(model.image_shape)
    given = picture(x)
    if not isinstance(model, Autoencoder):
        return _Read(asked, given)
    mean = model.encode(x[None].to(model.device)).mean
    return _Read(asked, given, picture(model.decode(mean)[0]), mean.flatten().cpu())
