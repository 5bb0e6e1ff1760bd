"""The path through the anchors: where on it one is, its shape, and a walk there and back."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QIcon,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSlider,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.theme import LIGHT, SPACES, TYPE, Theme, monospaced
from aeviewer.app.views.marks import letter
from aeviewer.app.views.painting import painting
from aeviewer.app.views.pixels import paint, place
from aeviewer.app.views.strip import Strip
from aeviewer.app.wheel import calm
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Point, View

_STEPS = 1000
_PERIOD = 33  # ms, 30 pictures a second
_WALK = 3000  # ms from one anchor to the next
_NARROWEST = 312  # pixels, in which the last of the looks has room
_WORDS = 76  # pixels of the button, as wide for either word
_SIGN = 16
_PLAY = (((3, 1), (14, 8), (3, 15)),)
_PAUSE = ((3, 2), (6, 2), (6, 14), (3, 14)), ((10, 2), (13, 2), (13, 14), (10, 14))
_INVITATIONS = (
    "Shift+click two samples or more, and walk from A to B here.",
    "A is set. Shift+click another sample to set B.",
)
_PATHS: tuple[tuple[Literal["lerp", "slerp", "geodesic"], str], ...] = (
    ("lerp", "Straight"),
    ("slerp", "Arc"),
    ("geodesic", "Geodesic"),
)


@dataclass(frozen=True)
class _Look:
    """What the bar shows in the room that it has.

    Attributes:
        side: of the thumbnails, in pixels.
        letter: pixels for the letter beside a thumbnail.
        spacing: pixels between the controls.
        slider: pixels that the slider has at least.
        words: whether Play says so in words.
        number: whether t is written out.
        strip: whether pictures stand above the slider.
    """

    side: int
    letter: int
    spacing: int
    slider: int
    words: bool
    number: bool
    strip: bool


_LOOKS = (
    _Look(60, SPACES[3], SPACES[1], 120, words=True, number=True, strip=True),
    _Look(60, SPACES[2], SPACES[1], 80, words=False, number=True, strip=True),
    _Look(32, SPACES[2], SPACES[0], 40, words=False, number=False, strip=False),
)


class PathBar(QWidget):
    """Moves t of the view along the path; each gesture is one step of undo.

    Attributes:
        strip: the pictures along it.
    """

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._direction = 1
        self._invitation = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._controls = QWidget()
        self._row = QHBoxLayout(self._controls)
        self._ends = _End(left=True), _End(left=False)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self.strip = Strip()
        self._number = QLabel()
        self._play = QPushButton()
        self._path = QComboBox()
        self._loop = QCheckBox("Loop")
        self._timer = QTimer(self, interval=_PERIOD)
        self._pages = QStackedLayout(self)
        self._look = _LOOKS[0]
        self._theme = LIGHT
        self._signs = QIcon(), QIcon()
        self._build()
        self._connect()
        self.set_theme(LIGHT)
        for show in (self._show_anchors, self._show_t, self._show_path):
            show(store.view)
        store.watch(self._show_anchors, "anchors", "closed")
        store.watch(self._show_t, "t")
        store.watch(self._show_path, "path")

    def set_thumbnails(self, a: QImage | None, b: QImage | None) -> None:
        """Show the pictures at both ends."""
        for end, image in zip(self._ends, (a, b), strict=True):
            end.set_image(image)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the anchors, and of the signs on the button."""
        self._theme = theme
        self.strip.set_theme(theme)
        self._ends[0].set_colour(theme.anchor_a)
        self._show_anchors(self._store.view)
        self._signs = _sign(_PLAY, theme.text), _sign(_PAUSE, theme.text)
        self._show_walk()

    def stop(self) -> None:
        """End the walk where it is."""
        self._play.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing walks unseen."""
        self.stop()
        super().hideEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the last of the looks can be, whichever is on show."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():  # a look has a height of its own
            self._choose_look()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style needs other room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._choose_look()

    def _choose_look(self) -> None:
        for look in _LOOKS:
            self._take(look)
            if self._row.minimumSize().width() <= self.width():
                break
        self._row.activate()  # before the next frame

    def _take(self, look: _Look) -> None:
        self._look = look
        for end in self._ends:
            end.set_size(look.side, look.letter)
        margin = look.spacing + SPACES[0]
        self._row.setContentsMargins(margin, SPACES[0], margin, SPACES[0])
        self._row.setSpacing(look.spacing)
        self._slider.setMinimumWidth(look.slider)
        self.strip.setVisible(look.strip)
        self._number.setVisible(look.number)
        self._show_walk()
        self._row.invalidate()
        self.updateGeometry()

    def _show_anchors(self, view: View) -> None:
        count = len(view.anchors)
        ready = count >= 2
        if not ready:
            self.stop()
            self._invitation.setText(_INVITATIONS[count])
        else:
            last = 0 if view.is_loop else count - 1
            self._ends[0].say(letter(0), view.anchors[0])
            self._ends[1].say(letter(last), view.anchors[last])
            self._ends[1].set_colour(self._theme.anchor_b if last else self._theme.anchor_a)
        self._loop.setVisible(count > 2)
        self._loop.setChecked(view.closed)
        self._choose_look()
        self._controls.setEnabled(ready)
        self._pages.setCurrentIndex(1 if ready else 0)

    def _show_t(self, view: View) -> None:
        self._slider.setValue(_position(view.t))
        self.strip.set_t(view.t)
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

    def _on_loop_clicked(self, on: bool) -> None:
        self._store.set(closed=on)
        self._store.settle()

    def _on_play_toggled(self, on: bool) -> None:
        self._show_walk()
        if on:
            self._timer.start()
        else:
            self._timer.stop()
            self._store.settle()

    def _show_walk(self) -> None:
        """Say on the button what it does next."""
        on = self._play.isChecked()
        word = "Pause" if on else "Play"
        self._play.setText(word if self._look.words else "")
        self._play.setIcon(QIcon() if self._look.words else self._signs[on])
        self._play.setMinimumWidth(_WORDS if self._look.words else 0)
        self._play.setToolTip(f"{word}: walk from A to B and back")

    def _on_ticked(self) -> None:
        if self._slider.isSliderDown():
            return  # the finger leads
        view = self._store.view
        legs = max(1, len(view.anchors) - 1)
        t = view.t + self._direction * _PERIOD / (_WALK * legs)
        if view.is_loop:
            t %= 1.0
        if not 0 <= t <= 1:
            self._direction = -self._direction
        self._store.set(t=min(max(t, 0.0), 1.0))

    def _connect(self) -> None:
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(self._store.settle)
        self._path.activated.connect(self._on_path_activated)
        self._loop.clicked.connect(self._on_loop_clicked)
        self._play.toggled.connect(self._on_play_toggled)
        self._timer.timeout.connect(self._on_ticked)

    def _build(self) -> None:
        self._slider.setRange(0, _STEPS)
        self._slider.setSingleStep(10)
        self._slider.setPageStep(100)
        calm(self._slider)
        self._number.setFont(monospaced())
        self._play.setCheckable(True)
        for name, words in _PATHS:
            self._path.addItem(words, name)
        calm(self._path)
        self._invitation.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._invitation.setTextFormat(Qt.TextFormat.PlainText)
        self._invitation.setWordWrap(True)
        self._say()
        self._lay_out()

    def _say(self) -> None:
        self.setAccessibleName("Path through the anchors")
        self._slider.setAccessibleName("Place on the path, from its first anchor to its last")
        self._slider.setToolTip("The place t on the path: 0 at A, 1 at its end")
        self._loop.setAccessibleName("Closed loop")
        self._loop.setToolTip("Lead the path back to A")
        self._path.setAccessibleName("Shape of the path")
        self._path.setToolTip(
            "Straight through latent space (lerp), an arc that keeps the distance from 0 (slerp), "
            "or the way on which the picture changes least (geodesic)"
        )
        self._play.setAccessibleName("Walk there and back")

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.strip)
        middle.addWidget(self._slider)
        self._row.addWidget(self._ends[0])
        self._row.addLayout(middle, 1)
        self._row.addWidget(self._ends[1])
        self._row.addWidget(self._number)
        self._row.addWidget(self._play)
        self._row.addWidget(self._path)
        self._row.addWidget(self._loop)
        self._pages.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # see minimumSizeHint
        self._pages.addWidget(self._invitation)
        self._pages.addWidget(self._controls)


class _End(QWidget):
    """An end of the path: its letter, and the picture there in a frame of the anchor's colour."""

    def __init__(self, left: bool) -> None:
        super().__init__()
        self._letter, self._left = "", left
        self._letter_room, self._room = QRectF(), QRectF()
        self._colour = QColor()
        self._image: QImage | None = None
        self.setAccessibleName("Picture at an end of the path")

    def set_size(self, side: int, letter: int) -> None:
        """Take room for a picture of this side, and for the letter, in pixels."""
        self._letter_room = QRectF(0 if self._left else side, 0, letter, side)
        self._room = QRectF(letter if self._left else 0, 0, side, side).adjusted(2, 2, -2, -2)
        self.setFixedSize(letter + side, side)
        self.update()

    def say(self, letter: str, anchor: Anchor) -> None:
        """Say what the picture is, to those who cannot see it or who wonder."""
        self._letter = letter
        text = f"{letter}: {_words(anchor)}"
        self.setAccessibleName(text)
        self.setToolTip(text)

    def set_image(self, image: QImage | None) -> None:
        """Show the picture there."""
        self._image = image
        self.update()

    def set_colour(self, colour: str) -> None:
        """Take the anchor's colour."""
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint letter, picture and frame."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
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


def _position(t: float) -> int:
    return round(t * _STEPS)


def _words(anchor: Anchor) -> str:
    """What is decoded at an anchor."""
    if anchor.sample is not None:
        return f"reconstruction of sample {anchor.sample:,}"
    x, y = (f"{value:.2f}".replace("-", "\N{MINUS SIGN}") for value in anchor.point)
    return f"decoded from the point ({x}, {y}) of the map"


def _sign(shapes: tuple[tuple[Point, ...], ...], colour: str) -> QIcon:
    """Draw polygons in a square of 16, sharp on any screen."""
    picture = QPixmap(_SIGN * 4, _SIGN * 4)
    picture.setDevicePixelRatio(4)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for shape in shapes:
            painter.drawPolygon([QPointF(*corner) for corner in shape])
    return QIcon(picture)
