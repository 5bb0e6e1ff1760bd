"""What lies on the plane: the layers that the view names, the selection, the trails."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from aeviewer.app.kit.camera import Bounds, Viewport
from aeviewer.app.kit.keys import Key
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.buffered import Buffered
from aeviewer.app.views.map.cloud import Cloud, Labels
from aeviewer.app.views.map.heat import HeatLayer
from aeviewer.app.views.map.layers import Layer
from aeviewer.app.views.map.legend import ALL_HIDDEN
from aeviewer.app.views.map.points import Points
from aeviewer.app.views.map.selection import Selection
from aeviewer.app.views.map.trails import Trails
from aeviewer.session.store import Store
from aeviewer.words import ngettext


class Content:
    """All that moves with the plane, from the bottom up, and what is said of it.

    Attributes:
        cloud: the samples.
        points: their dots.
        selection: those that the view selects.
        trails: from where some samples were.
        classes: the names of the samples' classes; none without labels.
        empty: what is said where there is no sample.
        room: where to move though no sample lies there.
        caption: lines about the chart.
    """

    def __init__(self, store: Store, empty: str) -> None:
        self._store = store
        self.cloud = Cloud()
        self.cloud.hide(store.view.hidden)
        self.points = Points(self.cloud)
        self.selection = Selection(self.cloud, self.points)
        self.trails = Trails(self.cloud)
        self.classes: tuple[str, ...] = ()
        self.empty, self.caption = empty, ""
        self.room: Bounds | None = None
        self._layers: dict[str, Layer] = {"points": self.points}

    def add(self, name: str, layer: Layer) -> None:
        """Offer one more layer, painted where the view names it."""
        self._layers[name] = layer

    def place(
        self, points: NDArray[np.float32], labels: Labels | None, classes: tuple[str, ...]
    ) -> None:
        """Take samples: (N, 2) places, (N,) class numbers or None, the classes' names."""
        self.room = None if len(points) else self.room
        self.classes = classes
        self.cloud.place(points, labels, len(classes))
        self.points.set_classes(len(classes))
        self.select()

    def move(self, points: NDArray[np.float32]) -> None:
        """Put the same samples at other places, (N, 2)."""
        self.cloud.move(points)
        self.select()

    def select(self) -> None:
        """Mark what the view selects, wherever that lies by now."""
        self.selection.follow(self._store.view.selection, len(self.classes))

    @property
    def bounds(self) -> Bounds | None:
        """The box around the samples, or around where else to move; or None."""
        return self.cloud.bounds or self.room

    @property
    def waiting(self) -> bool:
        """Whether a layer waits for its turn to be painted anew."""
        return any(isinstance(layer, Buffered | HeatLayer) and layer.stale for layer in self._shown)

    def paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        """Paint what moves with the plane."""
        chosen = len(self.selection) > 0
        for layer in self._shown:
            if layer is self.points and not chosen:
                self._paint_trails(painter, viewport, theme)
            layer.paint(painter, viewport, theme)
        if chosen:  # those of few samples are not to be lost under the others
            self._paint_trails(painter, viewport, theme)
        self.selection.paint(painter, viewport, theme)

    def keys(self, theme: Theme) -> list[Key]:
        """What is said in the lower left corner, from the bottom up."""
        notes = [self.note, *reversed(self.caption.splitlines())]
        keys = (layer.key(theme) for layer in self._shown)
        return [*map(Key, filter(None, notes)), *(key for key in keys if key is not None)]

    @property
    def _shown(self) -> Iterator[Layer]:
        """The layers that the view names; a session may name some of a later version."""
        names = self._store.view.layers
        return (self._layers[name] for name in names if name in self._layers)

    def _paint_trails(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        view = self._store.view
        if view.trails and "points" in view.layers:
            self.trails.paint(painter, viewport, theme, len(self.classes), view.hidden)

    @property
    def note(self) -> str:
        """What is not to be seen, or how many samples are selected."""
        total, undrawn = len(self.cloud), self.cloud.undrawn
        text = "" if total else self.empty
        if self.classes and self._store.view.hidden.issuperset(range(len(self.classes))):
            text = ALL_HIDDEN
        if chosen := len(self.selection):
            text = ngettext(
                "{chosen:,} of {total:,} sample selected; Esc clears",
                "{chosen:,} of {total:,} samples selected; Esc clears",
                total,
            ).format(chosen=chosen, total=total)
        if undrawn:
            text = ngettext(
                "{undrawn:,} of {total:,} points is not finite and not drawn",
                "{undrawn:,} of {total:,} points are not finite and not drawn",
                undrawn,
            ).format(undrawn=undrawn, total=total)
        return text
