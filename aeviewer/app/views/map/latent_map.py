"""The latent map: the plane with its points, and the hand that goes through it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPaintEvent, QResizeEvent

from aeviewer.app.kit.camera import Bounds, Viewport
from aeviewer.app.kit.painting import painting
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.map.cloud import Labels
from aeviewer.app.views.map.content import Content
from aeviewer.app.views.map.following import Following
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.ground import Ground
from aeviewer.app.views.map.handled import Handled
from aeviewer.app.views.map.layers import Layer
from aeviewer.app.views.map.legends import Legends
from aeviewer.app.views.map.overlay import Overlay
from aeviewer.app.views.map.pointing import Pointing
from aeviewer.app.views.map.scene import Scene
from aeviewer.app.views.map.sight import Sight
from aeviewer.app.views.map.travel import Travel
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Camera, Point
from aeviewer.words import N_, _

_EMPTY = N_("No points yet: open a checkpoint or press Start")


class LatentMap(Handled):
    """The canvas of the plane: composes its parts, and hears what others say to it.

    Attributes:
        hovered: number of the sample in front under the mouse, -1 for none; only on a change.
        framed: another part of the plane is on the canvas.
        legend_rows: the legend where it may lie beside the map; whoever lays out places it.
    """

    hovered = Signal(int)
    framed = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.content = Content(store, _(_EMPTY))
        self._framing, self._travel = Framing(self, store.view.camera), Travel(self)
        ground = self._ground = Ground(store, self.content, self._framing)
        gestures = self._gestures = Gestures(store, ground, self.fit_all)
        legends = self._legends = Legends(store, self)
        self._pointing = Pointing(self, ground, gestures)
        self._sight = Sight(store, ground, gestures, legends, self)
        overlay = Overlay(store, ground, gestures, self._pointing, legends)
        self._scene = Scene(self, ground, overlay)
        self.legend_rows = legends.rows
        self._following = Following(store, self, self.content, legends, self._sight, self._scene)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._connect()

    def set_points(
        self,
        points: NDArray[np.float32],
        labels: Labels | None,
        classes: tuple[str, ...],
        *,
        moved: bool = False,
        other: bool = False,
    ) -> None:
        """Show samples; cheap enough for every snapshot of a training.

        Args:
            points: (N, 2) places in the plane; those that are not finite are not drawn.
            labels: (N,) class numbers, or None; read again only where it is another array.
            classes: the classes' names; empty without labels.
            moved: these are the samples on show, placed by other weights: they travel there.
            other: it is another model's plane, or other axes, which the former fit is not made for.
        """
        classes = () if labels is None else classes
        same = len(points) == len(self.content.cloud)
        start = self.content.cloud.places if moved and same else points
        self._travel.stop()
        before = self.content.classes
        self.content.place(points, labels, classes)
        if classes != before:
            self._legends.set_classes(classes)
        self._sight.follow(eased=same, anew=other or not same)
        if start is not points:  # the frame is on its way to where they will be
            self._travel.go(start, points)

    @property
    def still(self) -> bool:
        """Whether all is on the screen: nothing travels, and no layer waits to be painted."""
        ways = self._travel, self._framing
        moving = any(way.state() == way.State.Running for way in ways)
        return not self.isVisible() or not (self.content.waiting or moving)

    @property
    def camera(self) -> Camera | None:
        """What shows the same map again: the person's camera, or None where a new fit does.

        A fit stays while the cursor is led out of sight and back, or samples move in training.
        """
        return self._sight.camera

    def renew(self) -> None:
        """Paint all anew: something on the plane is other than it was.

        `update` paints the cursor, the anchors and the path anew, over the plane as it was painted.
        """
        self._scene.renew()

    def set_trails(self, places: Sequence[NDArray[np.float32]], numbers: NDArray[np.intp]) -> None:
        """Lead lines from earlier places (n, 2), the oldest first, to samples (n,); or none."""
        self.content.trails.show(places, numbers)
        self.renew()

    def set_path(self, points: NDArray[np.float32]) -> None:
        """Show the path between the anchors: (K, 2) in the plane, or none."""
        self._scene.overlay.path.points = np.asarray(points, np.float32).reshape(-1, 2)
        self.update()

    def set_axes(self, names: tuple[str, str]) -> None:
        """Say what the horizontal and the vertical axis are called; an empty name is not shown."""
        self._scene.backdrop.scales.names = names
        self.renew()

    def set_preview(self, sample: int, image: QImage | None, caption: str) -> None:
        """Show the picture of a sample beside the mouse, if that is still there."""
        self._pointing.show(sample, image, caption)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._scene.theme = theme
        self._legends.set_theme(theme)
        self._pointing.card.set_theme(theme)
        self.renew()

    def show_cursor(self, shown: bool) -> None:
        """Show where the cursor is, or not, while one guesses."""
        self._scene.overlay.has_cursor = shown
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Let nothing lie on the plane, before an audience; or the legend."""
        if bare != self._legends.bare:
            self._legends.set_bare(bare)
            self._sight.follow(eased=False, anew=True)

    def set_empty(self, text: str, bounds: Bounds | None = None) -> None:
        """Say what an empty map invites to, and what part of the plane there is to move in."""
        self.content.empty, self.content.room = text, bounds
        self.renew()

    def set_caption(self, text: str) -> None:
        """Say something about the chart, in a few lines of the lower left corner; or nothing."""
        self.content.caption = text
        self.renew()

    def add_layer(self, name: str, layer: Layer) -> None:
        """Offer one more layer, which is painted where the view's `layers` name it.

        The points come with the map; what else lies on the plane (a density, a decoded grid) needs
        a model, and whoever has that adds it here, so that the map keeps knowing none.
        """
        self.content.add(name, layer)
        self.renew()

    def fit(self) -> None:
        """Show all points, and the cursor where it is not too far from them."""
        self._gestures.fit()

    def fit_all(self) -> None:
        """Fit the camera anew, unless the person has chosen one."""
        self._sight.fit_all()

    @property
    def undrawn(self) -> int:
        """How many samples have no finite place and are not drawn."""
        return self.content.cloud.undrawn

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies on the canvas."""
        return self._framing.viewport

    def sample_at(self, pixel: Point) -> int:
        """Number of the sample in front at a pixel, or -1."""
        return self._ground.sample_at(pixel)

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies, or None if nowhere."""
        return self._ground.point_of(sample)

    def point_of_anchor(self, anchor: Anchor) -> Point:
        """Where an anchor lies: on its sample, wherever training has taken that."""
        return self._ground.point_of_anchor(anchor)

    def sizeHint(self) -> QSize:
        """The map takes the room that there is; this is what it likes to start from."""
        return QSize(900, 700)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing can be told apart."""
        return QSize(240, 180)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fit fitted, and the legend in its corner."""
        self._legends.fit()
        self._sight.follow(eased=False, anew=True)
        self.framed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map from the bottom up."""
        theme = self._scene.theme
        if theme is not None:
            with painting(self) as painter:
                self._scene.paint(painter, theme)

    def _connect(self) -> None:
        self._framing.moved.connect(self._on_moved)
        self._travel.moved.connect(self._on_travelled)
        self._sight.followed.connect(self._look_anew)
        self._pointing.changed.connect(self.hovered)

    def _on_moved(self) -> None:
        self._pointing.look()
        self._scene.move()
        self.framed.emit()

    def _on_travelled(self, points: NDArray[np.float32]) -> None:
        self.content.move(points)
        self._look_anew()

    def _look_anew(self) -> None:
        self._pointing.look()
        self.renew()
