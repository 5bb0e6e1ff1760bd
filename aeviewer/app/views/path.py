"""The path from anchor A to anchor B: where on it one is, its shape, and a walk there and back."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QStackedLayout,
    QWidget,
)

from aeviewer.app.theme import LIGHT, SPACES, TYPE, Theme, monospaced
from aeviewer.app.views.pixels import paint, place
from aeviewer.app.wheel import calm
from aeviewer.session.store import Store
from aeviewer.session.view import View

_STEPS = 1000
_PERIOD = 33  # ms, 30 pictures a second
_THUMBNAIL = 60
_WALK = 3000  # ms from one end to the other
_INVITATIONS = (
    "Shift+click two samples, and walk from A to B here.",
    "A is set. Shift+click another sample to set B.",
)
_PATHS: tuple[tuple[Literal["lerp", "slerp"], str], ...] = (
    ("lerp", "Straight"),
    ("slerp", "Arc"),
)


class PathBar(QWidget):
    """Moves t of the view along the path; each gesture is one step of undo."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._direction = 1
        self._invitation = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._controls = QWidget()
        self._ends = _End("A", left=True), _End("B", left=False)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._number = QLabel()
        self._play = QPushButton("Play")
        self._path = QComboBox()
        self._timer = QTimer(self, interval=_PERIOD)
        self._pages = QStackedLayout(self)
        self._build()
        self._connect()
        self.set_theme(LIGHT)
        for show in (self._show_anchors, self._show_t, self._show_path):
            show(store.view)
        store.watch(self._show_anchors, "anchors")
        store.watch(self._show_t, "t")
        store.watch(self._show_path, "path")

    def set_thumbnails(self, a: QImage | None, b: QImage | None) -> None:
        """Show the pictures at both ends."""
        for end, image in zip(self._ends, (a, b), strict=True):
            end.set_image(image)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the anchors."""
        for end, colour in zip(self._ends, (theme.anchor_a, theme.anchor_b), strict=True):
            end.set_colour(colour)

    def stop(self) -> None:
        """End the walk where it is."""
        self._play.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing walks unseen."""
        self.stop()
        super().hideEvent(event)

    def _show_anchors(self, view: View) -> None:
        ready = len(view.anchors) == 2
        if not ready:
            self.stop()
            self._invitation.setText(_INVITATIONS[len(view.anchors)])
        self._controls.setEnabled(ready)
        self._pages.setCurrentIndex(1 if ready else 0)

    def _show_t(self, view: View) -> None:
        self._slider.setValue(_position(view.t))
        self._number.setText(f"{view.t:.2f}")

    def _show_path(self, view: View) -> None:
        self._path.setCurrentIndex(self._path.findData(view.path))

    def _on_slider_changed(self, position: int) -> None:
        if position == _position(self._store.view.t):
            return  # it only follows t
        self._store.set(t=position / _STEPS)
        if not self._slider.isSliderDown():
            self._store.settle()

    def _on_path_activated(self, _index: int) -> None:
        self._store.set(path=self._path.currentData())
        self._store.settle()

    def _on_play_toggled(self, on: bool) -> None:
        self._play.setText("Pause" if on else "Play")
        if on:
            self._timer.start()
        else:
            self._timer.stop()
            self._store.settle()

    def _on_ticked(self) -> None:
        if self._slider.isSliderDown():
            return  # the finger leads
        t = self._store.view.t + self._direction * _PERIOD / _WALK
        if not 0 <= t <= 1:
            self._direction = -self._direction
        self._store.set(t=min(max(t, 0.0), 1.0))

    def _connect(self) -> None:
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self._store.settle)
        self._path.activated.connect(self._on_path_activated)
        self._play.toggled.connect(self._on_play_toggled)
        self._timer.timeout.connect(self._on_ticked)

    def _build(self) -> None:
        self._slider.setRange(0, _STEPS)
        self._slider.setSingleStep(10)
        self._slider.setPageStep(100)
        self._slider.setMinimumWidth(80)
        calm(self._slider)
        self._number.setFont(monospaced())
        self._play.setCheckable(True)
        self._play.setMinimumWidth(76)  # as wide for either word
        for name, words in _PATHS:
            self._path.addItem(words, name)
        calm(self._path)
        self._invitation.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._invitation.setTextFormat(Qt.TextFormat.PlainText)
        self._say()
        self._lay_out()

    def _say(self) -> None:
        self.setAccessibleName("Path from A to B")
        self._slider.setAccessibleName("Place on the path, from A to B")
        self._slider.setToolTip("The place t on the path: 0 at A, 1 at B")
        self._path.setAccessibleName("Shape of the path")
        self._path.setToolTip(
            "Straight through latent space (lerp), or an arc that keeps the distance from 0 (slerp)"
        )
        self._play.setAccessibleName("Walk there and back")
        self._play.setToolTip("Walk from A to B and back")

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self._controls)
        layout.setContentsMargins(SPACES[2], SPACES[0], SPACES[2], SPACES[0])
        layout.setSpacing(SPACES[1])
        layout.addWidget(self._ends[0])
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._ends[1])
        layout.addWidget(self._number)
        layout.addWidget(self._play)
        layout.addWidget(self._path)
        self._pages.addWidget(self._invitation)
        self._pages.addWidget(self._controls)


class _End(QWidget):
    """An end of the path: its letter, and the picture there in a frame of the anchor's colour."""

    def __init__(self, letter: str, left: bool) -> None:
        super().__init__()
        self._letter = letter
        side = _THUMBNAIL
        self._letter_room = QRectF(0 if left else side, 0, SPACES[3], side)
        self._room = QRectF(SPACES[3] if left else 0, 0, side, side).adjusted(2, 2, -2, -2)
        self._colour = QColor()
        self._image: QImage | None = None
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(f"Picture at {letter}")

    def set_image(self, image: QImage | None) -> None:
        """Show the picture there."""
        self._image = image
        self.update()

    def set_colour(self, colour: str) -> None:
        """Take the anchor's colour."""
        self._colour = QColor(colour)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a digit at its own size or twice it, and the letter."""
        return QSize(SPACES[3] + _THUMBNAIL, _THUMBNAIL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint letter, picture and frame."""
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(TYPE[1])
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._colour)
        painter.drawText(self._letter_room, Qt.AlignmentFlag.AlignCenter, self._letter)
        where = self._room
        if self._image is not None and not self._image.isNull():
            where = place(self._image.size(), self._room, self.devicePixelRatioF())
            paint(painter, self._image, where, self._colour)
        painter.setPen(QPen(self._colour, 2))
        painter.drawRect(where.adjusted(-1, -1, 1, 1))
        painter.end()


def _position(t: float) -> int:
    return round(t * _STEPS)
