"""What is kept in sight: samples, cursor and anchors, unless the person has chosen a camera."""

from collections.abc import Sequence
from functools import reduce

from PySide6.QtCore import QObject, Signal

from aeviewer.app.kit.camera import Bounds, including
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.ground import Ground
from aeviewer.app.views.map.legends import Legends
from aeviewer.session.store import Store
from aeviewer.session.view import Camera, Point, View


class Sight(QObject):
    """Fits the camera to what the view and the samples say; under a hand the plane stays.

    Attributes:
        followed: something on the plane is other than it was, and the camera is fitted to it.
    """

    followed = Signal()

    def __init__(
        self, store: Store, ground: Ground, gestures: Gestures, legends: Legends, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store, self._ground = store, ground
        self._gestures, self._legends = gestures, legends
        self._kept: Sequence[Point] = (store.view.cursor,)  # what a fit includes beside the samples

    @property
    def camera(self) -> Camera | None:
        """What shows the same map again: the person's camera, or None where a new fit does."""
        chosen, framing = self._store.view.camera, self._ground.framing
        fit = framing.fitted
        return chosen or (None if fit == framing.fresh(self._bounds()) else fit)

    def follow(self, eased: bool, anew: bool = False) -> None:
        """Fit the camera to points, or a cursor, that changed; exactly, if `anew`."""
        framing = self._ground.framing
        framing.fit(self._bounds(), eased, anew, self._legends.inset)
        self._ground.content.points.set_fitted(framing.fitted_scale)
        self.followed.emit()

    def fit_all(self) -> None:
        """Fit the camera anew, unless the person has chosen one."""
        self.follow(eased=True, anew=True)

    def keep_cursor(self) -> None:
        """Follow a cursor that left a fitted map; under the hand the plane stays where it is."""
        view, idle = self._store.view, not self._gestures.dragging
        if idle and view.camera is None and not self._ground.viewport.contains(view.cursor):
            self.follow(eased=True)

    def choose(self, view: View) -> None:
        """Show what the person chose, or else a fit."""
        self._ground.framing.choose(view.camera)
        if view.camera is None:
            self.fit_all()

    def follow_cursor(self) -> None:
        """Follow the cursor of the view."""
        if self._store.whole:
            self.fit_all()  # equal views show equal maps
        else:
            self.keep_cursor()

    def follow_anchors(self) -> None:
        """Follow anchors that were put out of sight, as by a draw; never under the hand."""
        viewport, at = self._ground.viewport, self._ground.point_of_anchor
        outside = (not viewport.contains(at(anchor)) for anchor in self._store.view.anchors)
        if self._store.whole or (any(outside) and not self._gestures.dragging):
            self.follow(eased=True, anew=self._store.whole)

    def _bounds(self) -> Bounds | None:
        """The box around points, cursor and anchors, as those were before the drag under way."""
        view = self._store.view
        if not self._gestures.dragging:
            self._kept = (view.cursor, *map(self._ground.point_of_anchor, view.anchors))
        bounds = self._ground.content.bounds
        return bounds and reduce(including, self._kept, bounds)
