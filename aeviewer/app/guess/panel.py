"""What is asked, beside the map: one picture or four, what came of the guess, and the score."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aeviewer.app.kit.image import ImageView
from aeviewer.app.look.fonts import resized
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.words import N_, _

_WIDE = 1.4  # times its height: a panel in which all pictures stand in one row
_FRAME = 3  # pixels at 100 %
_BY_KEYS = N_("Or lead a cross there by the arrow keys, with Shift farther, and press Enter")


class Choice(ImageView):
    """A picture to be chosen, with its number; framed once it is known whether it was right.

    Attributes:
        chosen: it was clicked: its number, from 0.
    """

    chosen = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._frame = number, ""
        self.setAccessibleName(_("Picture {number}").format(number=number + 1))
        self.set_numbered(False)

    def set_numbered(self, numbered: bool) -> None:
        """Say by its number that it is one of several to choose from, and how."""
        self._numbered = numbered
        words = _("Choose this picture (click it, or press {number})")
        self.setToolTip(words.format(number=self._number + 1) if numbered else "")
        self.update()

    def set_frame(self, colour: str) -> None:
        """Frame it in a colour; or not at all."""
        self._frame = colour
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._number)

    def _paint(self, painter: QPainter) -> None:
        super()._paint(painter)
        if self._frame:
            painter.setPen(QPen(QColor(self._frame), px(_FRAME)))
            half = px(_FRAME) // 2 + 1
            painter.drawRect(self.rect().adjusted(half, half, -half - 1, -half - 1))
        if self._numbered:
            self._paint_number(painter)

    def _paint_number(self, painter: QPainter) -> None:
        painter.setFont(resized(self.font(), TYPE[3]))
        box = self.rect().adjusted(px(_FRAME) + 1, px(_FRAME) + 1, 0, 0)
        side = painter.fontMetrics().height()
        box.setSize(QSize(side, side))
        painter.fillRect(box, self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number + 1))


class GuessPanel(QWidget):
    """Shows a question and its answer.

    Attributes:
        chosen: a picture was chosen: its number, from 0.
        next: goes on.
        end: ends the guessing.
    """

    chosen = Signal(int)

    def __init__(self, choices: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._count, self._score = _line(TYPE[1]), _line(TYPE[1])
        self._asked, self._said = _line(TYPE[2]), _line(TYPE[3], bold=True)
        self.pictures = [Choice(number) for number in range(choices)]
        self.next, self.end = QPushButton(_("Next")), QPushButton(_("End"))
        self._lay_out()
        self._connect()
        self.setAccessibleName(_("Guess"))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End, by the key that ends it on the map."""
        if event.key() == Qt.Key.Key_Escape:
            self.end.click()
        else:
            super().keyPressEvent(event)

    def ask(self, count: str, score: str, words: str, pictures: int) -> None:
        """Ask something, of one picture or of several, which are still to come."""
        self._count.setText(count)
        self._score.setText(score)
        self._asked.setText(words)
        self._asked.setToolTip("" if pictures > 1 else _(_BY_KEYS))
        self._said.setText("")
        for number, picture in enumerate(self.pictures):
            picture.set_image(None)
            picture.set_invitation("")
            picture.set_caption("")
            picture.set_frame("")
            picture.set_numbered(pictures > 1)
            picture.setVisible(number < pictures)
        self.next.setEnabled(False)

    def show_pictures(self, images: Sequence[QImage]) -> None:
        """Show what is asked about."""
        for picture, image in zip(self.pictures, images, strict=False):
            picture.set_image(image)

    def answer(self, words: str, score: str, names: Sequence[str], onwards: str) -> None:
        """Say what came of it, and what each picture is."""
        self._said.setText(words)
        self._score.setText(score)
        for picture, name in zip(self.pictures, names, strict=False):
            picture.set_caption(name)
        self.next.setText(onwards)
        self.next.setAccessibleName(onwards)
        self.next.setEnabled(True)

    def mark(self, right: int, chosen: int) -> None:
        """Frame the picture that was right, and the one that was chosen."""
        self.pictures[chosen].set_frame(self._theme.accent)
        self.pictures[right].set_frame(self._theme.cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pictures into one row where that makes them larger, as below the map."""
        super().resizeEvent(event)
        across = len(self.pictures) if self.width() > _WIDE * self.height() else 2
        if across != self._across:
            self._arrange(across)

    def _arrange(self, across: int) -> None:
        """Put so many pictures side by side."""
        self._across = across
        for number, picture in enumerate(self.pictures):
            self._grid.addWidget(picture, number // across, number % across)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._count, 1)
        top.addWidget(self._score)
        self._grid = grid = QGridLayout()
        grid.setSpacing(SPACES[1])
        self._arrange(2)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACES[1])
        buttons.addWidget(self.end)
        buttons.addWidget(self.next, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACES[2], SPACES[1], SPACES[2], SPACES[2])
        column.setSpacing(SPACES[1])
        column.addLayout(top)
        column.addWidget(self._asked)
        column.addLayout(grid, 1)
        column.addWidget(self._said)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for button, words in (
            (self.next, _("Go on (Enter, or a click on the map)")),
            (self.end, _("End the guessing; the view is as it was (Esc)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(button.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys on the map
        for picture in self.pictures:
            picture.chosen.connect(self.chosen)


def _line(size: int, *, bold: bool = False) -> QLabel:
    """Words in letters of so many pixels at 100 %."""
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    sized(label, _bold if bold else _plain, size)
    return label


def _plain(label: QLabel, pixels: int) -> None:
    _write(label, pixels, bold=False)


def _bold(label: QLabel, pixels: int) -> None:
    _write(label, pixels, bold=True)


def _write(label: QLabel, pixels: int, *, bold: bool) -> None:
    font = label.font()
    font.setPixelSize(pixels)
    font.setBold(bold)
    label.setFont(font)
