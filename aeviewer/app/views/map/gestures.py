"""What hands mean on the map: mouse and keys become intents for the store."""

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.scale import px
from aeviewer.app.views.map.selection import Lasso
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Point

Drag = Callable[[Point], None]

MOST_ANCHORS = 26
"""One for each letter."""

_ON = 1.0  # pixel: nearer to a sample, the cursor lies on it
_HANDLE = 12.0  # pixels from an anchor's middle within which it is grasped
_STEP, _LEAP = 0.01, 0.1  # of the view, for an arrow key without and with Shift
_KEY_ZOOM = 1.25
_WHEEL_DOUBLES = 480  # eighths of a degree that enlarge twofold: four notches

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class Surface(Protocol):
    """What gestures need to know of the map they are made on."""

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies."""

    def sample_at(self, pixel: Point) -> int:
        """Number of the sample in front at a pixel, or -1."""

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies."""

    def lasso(self, start: Point, *, box: bool, kept: tuple[int, ...]) -> Lasso:
        """Begin to select, at a point of the plane."""

    def point_of_anchor(self, anchor: Anchor) -> Point:
        """Where an anchor lies, its sample having moved or not."""


class Gestures:
    """Turns presses, moves and keys into changes of the store; a whole gesture is one undo.

    Args:
        store: takes what is meant.
        surface: what is under the hand.
        fit_all: fits the camera anew, unless the person has chosen one.
    """

    def __init__(self, store: Store, surface: Surface, fit_all: Callable[[], None]) -> None:
        self._store = store
        self._surface, self._fit_all = surface, fit_all
        self._drag: Drag | None = None
        self._lasso: Lasso | None = None
        self._at: Point | None = None  # where the mouse was last
        self._button = Qt.MouseButton.NoButton
        self._panning = self._space = False

    @property
    def dragging(self) -> bool:
        """Whether a button is held."""
        return self._drag is not None

    @property
    def placing(self) -> bool:
        """Whether a drag puts something somewhere in the plane."""
        return self.dragging and not self._panning

    def shape(self, pixel: Point) -> Qt.CursorShape:
        """Which mouse pointer says what a press would do here."""
        if self._panning:
            return Qt.CursorShape.ClosedHandCursor
        if self._space or self._anchor_at(pixel) is not None:
            return Qt.CursorShape.OpenHandCursor
        return Qt.CursorShape.CrossCursor

    def press(self, pixel: Point, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        """Begin a drag: of the plane, of an anchor, or of the cursor."""
        if self.dragging:  # a second button changes nothing
            return
        self._store.settle()  # what the wheel or the keys did was a gesture of its own
        self._button = button
        self._drag = self._begin(pixel, button, modifiers)

    def move(self, pixel: Point) -> None:
        """Go on with the drag, if there is one."""
        self._at = pixel
        if self._drag:
            self._drag(pixel)

    def release(self, button: Qt.MouseButton) -> None:
        """End the drag, if it is this button's."""
        if button != self._button:
            return
        if self._lasso:
            self._lasso.close()
        self._drag, self._lasso, self._panning = None, None, False
        self._store.settle()

    def wheel(self, pixel: Point, turn: float) -> None:
        """Zoom about the mouse; `turn` in eighths of a degree, away from the hand is positive."""
        self._zoom(2.0 ** (turn / _WHEEL_DOUBLES), pixel)

    def fit(self) -> None:
        """Show everything."""
        self._store.settle()
        self._store.set(camera=None)
        self._fit_all()  # the store is silent where no camera was chosen
        self._store.settle()

    def key(self, key: int, shift: bool) -> bool:
        """Act on a key, and say whether it meant anything."""
        view = self._surface.viewport
        if key in _ARROWS:
            self._nudge(*_ARROWS[Qt.Key(key)], _LEAP if shift else _STEP)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self._zoom(_KEY_ZOOM, (view.width / 2, view.height / 2))
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self._zoom(1 / _KEY_ZOOM, (view.width / 2, view.height / 2))
        elif key in {Qt.Key.Key_F, Qt.Key.Key_Home}:
            self.fit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._drop(self._at_cursor())
            self._store.settle()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._store.view.anchors:
            self._remove()
        elif key == Qt.Key.Key_Escape and self._store.view.selection:
            self._store.set(selection=())
        elif key == Qt.Key.Key_Space:
            self._space = True
        else:
            return False
        return True

    def key_up(self, key: int) -> None:
        """A key held down is one gesture, and it ends here."""
        if key == Qt.Key.Key_Space:
            self._space = False
        elif not self.dragging:
            self._store.settle()

    def abandon(self) -> None:
        """The keyboard went elsewhere: no key counts as held."""
        self._space = False

    def _begin(
        self, pixel: Point, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier
    ) -> Drag | None:
        if self._space or button in {Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton}:
            return self._begin_pan(pixel)
        if button != Qt.MouseButton.LeftButton:
            return None
        held = self._anchor_at(pixel)
        if held is None and self._selects(modifiers):
            return self._begin_lasso(pixel, modifiers)
        if held is None and modifiers & Qt.KeyboardModifier.ShiftModifier:
            held = self._drop(self._anchor(pixel))
        if held is not None:
            return lambda at: self._put(held, self._anchor(at))
        self._point_at(pixel)
        return self._point_at

    def _begin_pan(self, start: Point) -> Drag:
        self._panning = True
        before = self._surface.viewport  # from the start, so that rounding does not add up

        def pan(at: Point) -> None:
            camera = before.panned(at[0] - start[0], at[1] - start[1])
            self._store.set(camera=camera)

        return pan

    def _selects(self, modifiers: Qt.KeyboardModifier) -> bool:
        with_control = modifiers & Qt.KeyboardModifier.ControlModifier
        return bool(with_control) or self._store.view.tool != "cursor"

    def _begin_lasso(self, pixel: Point, modifiers: Qt.KeyboardModifier) -> Drag:
        more = modifiers & Qt.KeyboardModifier.ShiftModifier
        kept = self._store.view.selection if more else ()
        start, box = self._surface.viewport.to_plane(pixel), self._store.view.tool != "lasso"
        self._lasso = lasso = self._surface.lasso(start, box=box, kept=kept)
        return lambda at: lasso(self._surface.viewport.to_plane(at))

    def _point_at(self, pixel: Point) -> None:
        self._store.set(cursor=self._surface.viewport.to_plane(pixel))

    def _nudge(self, right: int, up: int, share: float) -> None:
        x, y = self._store.view.cursor
        step = self._surface.viewport.camera.span * share
        self._store.set(cursor=(x + right * step, y + up * step))

    def _zoom(self, factor: float, pixel: Point) -> None:
        self._store.set(camera=self._surface.viewport.zoomed(factor, pixel))

    def _anchor_at(self, pixel: Point) -> int | None:
        """Which handle lies under the mouse; B lies over A."""
        for index in reversed(range(len(self._store.view.anchors))):
            if math.dist(pixel, self._pixel_of(index)) <= px(_HANDLE):
                return index
        return None

    def _pixel_of(self, index: int) -> Point:
        anchor = self._store.view.anchors[index]
        return self._surface.viewport.to_pixel(self._surface.point_of_anchor(anchor))

    def _drop(self, anchor: Anchor) -> int:
        """Put the next anchor; when the alphabet is used up, the nearest one moves here."""
        index = len(self._store.view.anchors)
        if index == MOST_ANCHORS:
            pixel = self._surface.viewport.to_pixel(anchor.point)
            index = min(range(index), key=lambda i: math.dist(pixel, self._pixel_of(i)))
        self._put(index, anchor)
        return index

    def _remove(self) -> None:
        """Take away the anchor under the mouse, or else the last one."""
        anchors = self._store.view.anchors
        under = None if self._at is None else self._anchor_at(self._at)
        index = len(anchors) - 1 if under is None else under
        self._store.set(anchors=anchors[:index] + anchors[index + 1 :])

    def _put(self, index: int, anchor: Anchor) -> None:
        anchors = list(self._store.view.anchors)
        anchors[index : index + 1] = [anchor]
        self._store.set(anchors=tuple(anchors))

    def _anchor(self, pixel: Point) -> Anchor:
        """An anchor on the sample in front, or on the bare plane: what is decoded there."""
        free = Anchor(self._surface.viewport.to_plane(pixel), base=self._store.view.base)
        sample = self._surface.sample_at(pixel)
        point = self._surface.point_of(sample)
        return free if point is None else Anchor(point, sample)

    def _at_cursor(self) -> Anchor:
        """An anchor on the cursor's own latent, as a drawing's; on a sample, if it lies on one."""
        view, to_pixel = self._store.view, self._surface.viewport.to_pixel
        near = self._anchor(to_pixel(view.cursor))
        apart = math.dist(to_pixel(near.point), to_pixel(view.cursor))
        on = near.sample is not None and apart < _ON and not view.base
        return near if on else Anchor(view.cursor, base=view.base)
