"""The flow of the four-corner grid: its pictures, and the cursor that goes about in it."""

import random
from dataclasses import dataclass
from functools import partial

import torch
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.batches import decode_all
from aeviewer.app.flows.flow import Answers, Ask
from aeviewer.app.flows.path.picking import choose_anchors
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.requests import SHEET
from aeviewer.app.views.mix.corners import FEWEST, MOST, CornersView
from aeviewer.latent.corners import blend, lattice
from aeviewer.session.store import Store
from aeviewer.session.view import View

_CORNERS = 4
_NEAR = 1e-4  # of a latent's numbers, and of one


@dataclass(frozen=True, eq=False)
class _Grid:
    """Side x side pictures, as one."""

    image: QImage
    side: int


class CornersFlow(QObject):
    """Feeds the grid."""

    def __init__(self, store: Store, page: CornersView, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._page, self._ask = store, page, ask
        self._subject: Subject | None = None
        self._draw = random.Random()  # noqa: S311 - nobody is to be kept from guessing
        self._held = False  # the cursor is at the grid's spot
        self._stood = (store.view.spot, store.view.cursor)
        self.answers: Answers = {"corners": self._on_decoded}
        page.wanted.connect(self._on_wanted)
        watch(self, store, self._follow, "page", "mixing", "anchors", "path", "side", "condition")
        watch(self, store, self._follow_spot, "spot", "cursor")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._page.set_image(None, 1)
            self._look()
        else:
            self._follow(self._store.view)

    def refresh(self) -> None:
        """Decode by newer weights."""
        self._look()

    def _follow(self, view: View) -> None:
        stood = view.cursor == self._stood[1] and not self._store.whole
        if self._held and stood and _shown(view):
            self._stay(view)
        self._look()

    def _look(self) -> None:
        """Ask for the grid, while it is on show."""
        view, corners = self._store.view, self._corners(self._store.view)
        self._compare(view)
        if corners is None or not _shown(view):
            return
        side = min(max(view.side, FEWEST), MOST)
        latents = blend(corners, lattice(side), _shape(view))
        self._ask(decode_all("corners", latents, view.condition, SHEET, partial(_grid, side)))

    def _corners(self, view: View) -> Tensor | None:
        stops = None if self._subject is None else self._subject.stops(view)
        return stops[:_CORNERS] if stops is not None and len(stops) >= _CORNERS else None

    def _follow_spot(self, view: View) -> None:
        before, self._stood = self._stood, (view.spot, view.cursor)
        together = view.cursor != before[1] or self._store.whole
        if view.spot != before[0] and not together and _shown(view):
            self._stay(view)
        self._compare(self._store.view)

    def _stay(self, view: View) -> None:
        """Put the cursor where the grid says."""
        latent = self._latent(view)
        if latent is not None and self._subject is not None:
            self._store.set(**self._subject.look_at(latent))

    def _latent(self, view: View) -> Tensor | None:
        """Find the latent (D,) at the view's spot."""
        corners = self._corners(view)
        return None if corners is None else blend(corners, _place(view), _shape(view))[0]

    def _compare(self, view: View) -> None:
        """See whether the cursor is at the spot, whoever put it there."""
        there = self._latent(view)
        here = None if self._subject is None else self._subject.latent(view.cursor, view.base)
        if there is None or here is None:
            self._held = False
        else:
            self._held = torch.allclose(there, here, _NEAR, _NEAR)
        self._page.grid.set_held(self._held)

    def _on_wanted(self) -> None:
        choose_anchors(self._store, self._subject, _CORNERS, self._draw)

    def _on_decoded(self, answer: Answer) -> None:
        assert isinstance(answer.value, _Grid)
        self._page.set_image(answer.value.image, answer.value.side)


def _grid(side: int, images: Tensor) -> _Grid:
    return _Grid(picture(joined(images, side)), side)


def joined(images: Tensor, columns: int) -> Tensor:
    """Lay images (N, C, H, W) side by side, row by row, N a multiple of the columns: (C, ., .)."""
    count, channels, height, width = images.shape
    rows = count // columns
    grid = images.reshape(rows, columns, channels, height, width).permute(2, 0, 3, 1, 4)
    return grid.reshape(channels, rows * height, columns * width)


def _shown(view: View) -> bool:
    return view.page == "mix" and view.mixing == "grid"


def _place(view: View) -> Tensor:
    return torch.tensor([view.spot])


def _shape(view: View) -> str:
    return "slerp" if view.path == "slerp" else "lerp"
