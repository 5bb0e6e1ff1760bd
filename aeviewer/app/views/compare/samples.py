"""One model's samples in its plane, as the hand on a small map meets them."""

import numpy as np
from numpy.typing import NDArray

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.scale import px
from aeviewer.app.views.map.cloud import Cloud, Labels
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.points import Points
from aeviewer.app.views.map.selection import Lasso, Selection
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Point

_REACH = 6.0  # pixels from a dot at which the mouse still means it


class Samples:
    """What gestures are made on; samples of other pictures are looked at alone.

    Attributes:
        cloud: where they are.
        points: their dots.
        selection: those that the view selects.
    """

    def __init__(self, store: Store, framing: Framing) -> None:
        self._store, self._framing = store, framing
        self.cloud = Cloud()
        self.cloud.hide(store.view.hidden)
        self.points = Points(self.cloud)
        self.selection = Selection(self.cloud, self.points)
        self._classes = 0
        self._shared = True

    def place(
        self, points: NDArray[np.float32], labels: Labels | None, classes: int, *, shared: bool
    ) -> None:
        """Take samples: (N, 2) places, (N,) class numbers or None; `shared` by all maps, or not."""
        self._classes, self._shared = (classes if labels is not None else 0), shared
        self.cloud.place(points, labels, self._classes)
        self.points.set_classes(self._classes)
        self.select()

    def select(self) -> None:
        """Mark what the view selects."""
        selected = self._store.view.selection if self._shared else ()
        self.selection.follow(selected, self._classes)

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies on the canvas."""
        return self._framing.viewport

    def sample_at(self, pixel: Point) -> int:
        """Number of the sample in front at a pixel, or -1; samples of other pictures are none."""
        if not self._shared:
            return -1
        view = self._framing.viewport
        radius = self.points.radius(view)
        return self.cloud.pick(view.to_plane(pixel), radius / view.scale, px(_REACH) / view.scale)

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies, or None if nowhere."""
        return self.cloud.point_of(sample) if self._shared else None

    def point_of_anchor(self, anchor: Anchor) -> Point:
        """Where an anchor lies: here on its sample, too."""
        moved = None if anchor.sample is None else self.point_of(anchor.sample)
        return moved or anchor.point

    def lasso(self, start: Point, *, box: bool, kept: tuple[int, ...]) -> Lasso:
        """Begin to select; where the samples are of other pictures, nothing is to be had."""
        inside = self.cloud.inside if self._shared else lambda _: self._store.view.selection
        return Lasso(self._store, self.selection, inside, start, box=box, kept=kept)
