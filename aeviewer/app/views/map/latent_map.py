"""The latent map: the plane with its points, and the hand that goes through it."""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.camera import Bounds, Viewport, including
from aeviewer.app.kit.painting import painting
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.map.backdrop import Backdrop
from aeviewer.app.views.map.cloud import Labels
from aeviewer.app.views.map.content import Content
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.gestures import Gestures
from aeviewer.app.views.map.hover import HoverCard
from aeviewer.app.views.map.layers import Layer
from aeviewer.app.views.map.legend import Legend, LegendRows
from aeviewer.app.views.map.marks import small
from aeviewer.app.views.map.overlay import Overlay
from aeviewer.app.views.map.selection import Lasso
from aeviewer.app.views.map.travel import Travel
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Camera, Point, View
from aeviewer.words import N_, _

_REACH = 6.0  # pixels from a dot at which the mouse still means it
_EMPTY = N_("No points yet: open a checkpoint or press Start")
_DESCRIPTION = N_(
    "The plane of latent space. Drag, or use the arrow keys, to move the cursor that is decoded. "
    "Shift+click, or Enter, puts an anchor, Delete takes it away. Ctrl+drag selects samples, "
    "Escape selects none. The wheel, plus and minus zoom; F fits all points."
)
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LatentMap(QWidget):
    """The canvas of the plane: watches the store, paints, and emits intents into the store.

    Attributes:
        content: what lies on the plane.
        hovered: number of the sample in front under the mouse, -1 for none; only on a change.
        framed: another part of the plane is on the canvas.
        pressed: a hand was laid on it: a button of the mouse, or a key that it answers.
        legend_rows: the legend where it may lie beside the map; whoever lays out places it.
    """

    hovered = Signal(int)
    framed = Signal()
    pressed = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._theme: Theme | None = None
        self.content = Content(store, _(_EMPTY))
        self._backdrop = Backdrop(self.content)
        self._framing = Framing(self, store.view.camera)
        self._framing.moved.connect(self._on_moved)
        self._travel = Travel(self)
        self._travel.moved.connect(self._on_travelled)
        self._gestures = Gestures(store, self)
        self._overlay = Overlay(store, self.content.points, self, self._gestures)
        self._legend, self._card = Legend(store, self), HoverCard(self)
        self.legend_rows, self._bare = LegendRows(store, self), False
        self._range: Bounds | None = None  # where to move though no sample lies there
        self._kept: Sequence[Point] = (store.view.cursor,)  # what a fit includes beside the samples
        self._ring = False
        self._prepare()
        self._watch()

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
        self._range = None if len(points) else self._range
        same = len(points) == len(self.content.cloud)
        start = self.content.cloud.places if moved and same else points
        self._travel.stop()
        before = self.content.classes
        self.content.place(points, labels, classes)
        if classes != before:
            self._legend.set_classes(classes)
            self._legend.fit_into(self.size())
            self.legend_rows.set_classes(classes)
            self._show_legend()
        self._follow(eased=same, anew=other or not same)
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
        chosen, fit = self._store.view.camera, self._framing.fitted
        return chosen or (None if fit == self._framing.fresh(self._to_show()) else fit)

    def renew(self) -> None:
        """Paint all anew: something on the plane is other than it was.

        `update` paints the cursor, the anchors and the path anew, over the plane as it was painted.
        """
        self._backdrop.renew()
        self.update()

    def set_trails(self, places: Sequence[NDArray[np.float32]], numbers: NDArray[np.intp]) -> None:
        """Lead lines from earlier places (n, 2), the oldest first, to samples (n,); or none."""
        self.content.trails.show(places, numbers)
        self.renew()

    def set_path(self, points: NDArray[np.float32]) -> None:
        """Show the path between the anchors: (K, 2) in the plane, or none."""
        self._overlay.path.points = np.asarray(points, np.float32).reshape(-1, 2)
        self.update()

    def set_axes(self, names: tuple[str, str]) -> None:
        """Say what the horizontal and the vertical axis are called; an empty name is not shown."""
        self._backdrop.scales.names = names
        self.renew()

    def set_preview(self, sample: int, image: QImage | None, caption: str) -> None:
        """Show the picture of a sample beside the mouse, if that is still there."""
        mouse = self._overlay.mouse
        if mouse is not None and sample == self._overlay.hovered >= 0:
            self._card.show_sample(image, caption, QPointF(*mouse).toPoint())

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._legend.set_theme(theme)
        self.legend_rows.set_theme(theme)
        self._card.set_theme(theme)
        self.renew()

    def show_cursor(self, shown: bool) -> None:
        """Show where the cursor is, or not, while one guesses."""
        self._overlay.has_cursor = shown
        self.update()

    def set_bare(self, bare: bool) -> None:
        """Let nothing lie on the plane, before an audience; or the legend."""
        if bare != self._bare:
            self._bare = bare
            self._show_legend()
            self._follow(eased=False, anew=True)

    def set_empty(self, text: str, bounds: Bounds | None = None) -> None:
        """Say what an empty map invites to, and what part of the plane there is to move in."""
        self.content.empty, self._range = text, bounds
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
        self._follow(eased=True, anew=True)

    @property
    def undrawn(self) -> int:
        """How many samples have no finite place and are not drawn."""
        return self.content.cloud.undrawn

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies on the canvas."""
        return self._framing.viewport

    def lasso(self, start: Point, *, box: bool, kept: tuple[int, ...]) -> Lasso:
        """Begin to select, at a point of the plane: by a box or a free line, beside what was."""
        content = self.content
        inside = content.cloud.inside
        return Lasso(self._store, content.selection, inside, start, box=box, kept=kept)

    def sample_at(self, pixel: Point) -> int:
        """Number of the sample in front at a pixel, or -1."""
        view = self.viewport
        radius = self.content.points.radius(view)
        return self.content.cloud.pick(
            view.to_plane(pixel), radius / view.scale, _REACH / view.scale
        )

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies, or None if nowhere."""
        return self.content.cloud.point_of(sample)

    def point_of_anchor(self, anchor: Anchor) -> Point:
        """Where an anchor lies: on its sample, wherever training has taken that."""
        moved = None if anchor.sample is None else self.point_of(anchor.sample)
        return moved or anchor.point

    def reserved(self, y: float) -> float:
        """How many pixels at the right the legend takes at this height."""
        beside = not self._legend.isHidden() and y < self._legend.geometry().bottom()
        return self.width() - self._legend.x() if beside else 0

    def sizeHint(self) -> QSize:
        """The map takes the room that there is; this is what it likes to start from."""
        return QSize(900, 700)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing can be told apart."""
        return QSize(240, 180)

    def _prepare(self) -> None:
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAccessibleName(_("Latent map"))
        self.setAccessibleDescription(_(_DESCRIPTION))

    def _watch(self) -> None:
        ends = (
            self._store.watch(self._on_camera, "camera"),
            self._store.watch(self._on_hidden, "hidden"),
            self._store.watch(self._on_cursor, "cursor"),
            self._store.watch(self._on_selection, "selection"),
            self._store.watch(self._on_anchors, "anchors"),
            self._store.watch(lambda _: self.renew(), "layers", "trails"),
        )
        self.destroyed.connect(lambda: _end(ends))

    def _on_camera(self, view: View) -> None:
        self._framing.choose(view.camera)
        if view.camera is None:
            self.fit_all()

    def _on_selection(self, _view: View) -> None:
        self.content.select()
        self.renew()

    def _on_cursor(self, _view: View) -> None:
        if self._store.whole:
            self._follow(eased=True, anew=True)  # equal views show equal maps
        else:
            self._keep_cursor()
        self._mark_anew()

    def _on_anchors(self, view: View) -> None:
        """Follow anchors that were put out of sight, as by a draw; never under the hand."""
        outside = (not self.viewport.contains(self.point_of_anchor(at)) for at in view.anchors)
        if self._store.whole or (any(outside) and not self._gestures.dragging):
            self._follow(eased=True, anew=self._store.whole)
        self.update()

    def _keep_cursor(self) -> None:
        """Follow a cursor that left a fitted map; under the hand the plane stays where it is."""
        view, idle = self._store.view, not self._gestures.dragging
        if idle and view.camera is None and not self.viewport.contains(view.cursor):
            self._follow(eased=True)

    def _on_hidden(self, view: View) -> None:
        self.content.cloud.hide(view.hidden)
        self._legend.show_hidden(view)
        self.legend_rows.show_hidden(view)
        self._follow(eased=True)

    def _on_moved(self) -> None:
        self._hover_anew()
        self._backdrop.move()
        self.update()
        self.framed.emit()

    def _on_travelled(self, points: NDArray[np.float32]) -> None:
        self.content.cloud.move(points)
        self.content.select()
        self._hover_anew()
        self.renew()

    def _show_legend(self) -> None:
        classes = self.content.classes
        self._legend.setHidden(self._bare or not classes)
        self.legend_rows.setHidden(not self._bare or not classes)

    def _follow(self, eased: bool, anew: bool = False) -> None:
        """Fit the camera and the hovered sample to points, or a cursor, that changed."""
        inset = 0 if self._legend.isHidden() else self._legend.width()
        self._framing.fit(self._to_show(), eased, anew, inset)
        self.content.points.set_fitted(self._framing.fitted_scale)
        self._hover_anew()
        self.renew()

    def _to_show(self) -> Bounds | None:
        """The box around points, cursor and anchors, as those were before the drag under way."""
        view = self._store.view
        if not self._gestures.dragging:
            self._kept = (view.cursor, *map(self.point_of_anchor, view.anchors))
        bounds = self.content.cloud.bounds or self._range
        return bounds and reduce(including, self._kept, bounds)

    # -- the mouse and the keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.pressed.emit()
        self._gestures.press(_pixel(event.position()), event.button(), event.modifiers())
        self._go_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or hover."""
        self._overlay.mouse = at = _pixel(event.position())
        self._gestures.move(at)
        if self.content.selection.outline:
            self.renew()
        self._go_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        self._gestures.release(event.button())
        self.update()
        self._keep_cursor()
        self._go_to(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fit; but two quick anchors are two anchors."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self._gestures.wheel(_pixel(event.position()), event.angleDelta().y())
        event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self._overlay.mouse = None
        self._hover_anew()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on a key, or leave it to the window."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._gestures.key(event.key(), shift):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
        self._shape_pointer()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not event.isAutoRepeat():
            self._gestures.key_up(event.key())
            self._shape_pointer()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who walk by keyboard."""
        self._ring = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        """Forget held keys."""
        self._ring = False
        self._gestures.abandon()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fit fitted, and the legend in its corner."""
        self._legend.fit_into(self.size())
        self._follow(eased=False, anew=True)
        self.framed.emit()

    def _go_to(self, position: QPointF) -> None:
        self._overlay.mouse = _pixel(position)
        self._shape_pointer()
        self._card.follow(position.toPoint())
        self._hover_anew()

    def _shape_pointer(self) -> None:
        if self._overlay.mouse is not None:
            self.setCursor(self._gestures.shape(self._overlay.mouse))

    def _hover_anew(self) -> None:
        """Find out what is under the mouse, which or under which something moved."""
        mouse = None if self._gestures.dragging else self._overlay.mouse
        sample = -1 if mouse is None else self.sample_at(mouse)
        if sample == self._overlay.hovered:
            return
        self._overlay.hovered = sample
        if sample < 0:
            self._card.hide()
        self.hovered.emit(sample)
        self.update()

    # -- painting

    def _mark_anew(self) -> None:
        """Paint anew where the cursor was and where it is."""
        if self._theme is not None:
            self.update(self._overlay.touched(self.viewport, self._theme, self.font()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map from the bottom up."""
        if self._theme is None:
            return
        with painting(self) as painter:
            if len(self.content.cloud) or self._range is not None:
                self._paint(painter, self.viewport, self._theme)
            else:
                self._paint_invitation(painter, self._theme)

    def _paint(self, painter: QPainter, viewport: Viewport, theme: Theme) -> None:
        painter.setFont(small(self.font()))
        self._backdrop.paint(painter, viewport, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._overlay.paint(painter, viewport, theme)
        if self._ring:
            painter.setPen(theme.pen(theme.accent, 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_invitation(self, painter: QPainter, theme: Theme) -> None:
        painter.fillRect(self.rect(), QColor(theme.ground))
        painter.setPen(QColor(theme.quiet))
        box = self.rect().adjusted(SPACES[4], SPACES[4], -SPACES[4], -SPACES[4])
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, self.content.empty)


def _pixel(position: QPointF) -> Point:
    return position.x(), position.y()


def _end(watches: Iterable[Callable[[], None]]) -> None:
    for end in watches:
        end()
