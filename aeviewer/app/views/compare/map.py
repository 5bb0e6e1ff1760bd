"""A small map: one model's plane among several, under the cursor and camera that all share."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy

from aeviewer.app.kit.camera import Bounds, Viewport
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.compare.samples import Samples
from aeviewer.app.views.map.cloud import Labels
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.marks import (
    letter,
    paint_anchor,
    paint_cursor,
    paint_pointer,
    paint_value,
    small,
)
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.words import N_, _

_DESCRIPTION = N_(
    "Drag, or use the arrow keys, to move the cursor in all planes. Ctrl+drag selects samples, the "
    "wheel, plus and minus zoom, F fits all points."
)


class CompareMap(Themed):
    """Paints one cloud; hands act on the view, so that they act on all maps alike."""

    def __init__(self, store: Store, name: str) -> None:
        super().__init__()
        self._store = store
        self._framing = Framing(self, store.view.camera)
        self._framing.moved.connect(self.update)
        self._samples = Samples(store, self._framing)
        self._gestures = Gestures(store, self._samples, self.fit_all)
        self._bounds: Bounds | None = None
        self._empty = ""
        self._mouse: Point | None = None
        self._prepare(name)
        self._watch()

    def set_points(
        self, points: NDArray[np.float32], labels: Labels | None, classes: int, *, shared: bool
    ) -> None:
        """Show samples.

        Args:
            points: (N, 2) places in the plane.
            labels: (N,) class numbers, or None.
            classes: how many classes there are.
            shared: these are the samples of the other maps, by the same numbers.
        """
        self._samples.place(points, labels, classes, shared=shared)
        self.update()

    def set_empty(self, text: str) -> None:
        """Say why there are no points."""
        self._empty = text
        self.update()

    def set_bounds(self, bounds: Bounds | None) -> None:
        """Say what a fitted camera shows: what it shows in all maps."""
        anew, self._bounds = bounds != self._bounds, bounds
        self._framing.fit(bounds, eased=False, anew=anew)
        self._samples.points.set_fitted(self._framing.fitted_scale)
        self.update()

    def hide_classes(self, hidden: frozenset[int]) -> None:
        """Show all but these classes."""
        self._samples.cloud.hide(hidden)
        self.update()

    @property
    def bounds(self) -> Bounds | None:
        """The box around the points shown, or None without any."""
        return self._samples.cloud.bounds

    @property
    def selected(self) -> int:
        """How many of the samples selected are marked here."""
        return len(self._samples.selection)

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies on the canvas."""
        return self._framing.viewport

    def fit_all(self) -> None:
        """Fit the camera anew, unless the person has chosen one."""
        self._framing.fit(self._bounds, eased=True, anew=True)

    def sizeHint(self) -> QSize:
        """About a square."""
        return QSize(200, 160)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing can be told apart."""
        return QSize(120, 84)

    def _prepare(self, name: str) -> None:
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Plane of {name}").format(name=name))
        self.setAccessibleDescription(_(_DESCRIPTION))
        self.setToolTip(tip(_(_DESCRIPTION)))

    def _watch(self) -> None:
        watch(self, self._store, self._on_camera, "camera")
        watch(self, self._store, self._on_selection, "selection")
        watch(self, self._store, lambda _: self.update(), "cursor", "anchors")

    def _on_camera(self, view: View) -> None:
        self._framing.choose(view.camera)
        if view.camera is None:
            self.fit_all()

    def _on_selection(self, _view: View) -> None:
        self._samples.select()
        self.update()

    # -- the mouse and the keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._gestures.press(self._at(event), event.button(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._gestures.move(self._at(event))
        self.setCursor(self._gestures.shape(self._at(event)))
        if self._gestures.dragging:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._gestures.release(event.button())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._gestures.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self._gestures.wheel((event.position().x(), event.position().y()), event.angleDelta().y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on a key, or leave it to the window."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not self._gestures.key(event.key(), shift):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not event.isAutoRepeat():
            self._gestures.key_up(event.key())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget held keys."""
        self._gestures.abandon()
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fit fitted."""
        self._framing.fit(self._bounds, eased=False, anew=True)
        self._samples.points.set_fitted(self._framing.fitted_scale)

    def _at(self, event: QMouseEvent) -> Point:
        self._mouse = event.position().x(), event.position().y()
        return self._mouse

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the points, the selection and the marks."""
        with painting(self) as painter:
            self._paint(painter, self.viewport, self._theme)

    def _paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        painter.setClipRect(self.rect())
        painter.fillRect(self.rect(), QColor(theme.ground))
        painter.setFont(small(self.font()))
        if not len(self._samples.cloud):
            self._paint_words(painter, theme)
        self._samples.points.paint(painter, viewport, theme)
        self._samples.selection.paint(painter, viewport, theme)
        painter.setPen(theme.pen(theme.accent if self.hasFocus() else theme.hairline, 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marks(painter, viewport, theme)

    def _paint_marks(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        for number, anchor in enumerate(self._store.view.anchors):
            if at := viewport.in_sight(self._samples.point_of_anchor(anchor)):
                colour = theme.anchor_b if number else theme.anchor_a
                paint_anchor(painter, at, letter(number), colour, theme)
        cursor = self._store.view.cursor
        if viewport.contains(cursor):
            paint_cursor(painter, viewport.to_pixel(cursor), theme)
        else:
            paint_pointer(painter, viewport.to_pixel(cursor), QRectF(self.rect()), theme)
        if self._mouse and self._gestures.placing:
            paint_value(painter, self._mouse, viewport, theme)

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(QColor(theme.quiet))
        margin = SPACES[1]
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(margin, margin, -margin, -margin), flags, self._empty)
