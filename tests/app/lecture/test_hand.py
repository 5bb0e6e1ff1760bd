"""The pointer, the tools at it, and the black screen, over a window of coloured halves."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.lecture.cover import Curtain, Overlay
from aeviewer.app.lecture.hand import Hand, Name
from aeviewer.app.lecture.pointer import IDLE
from aeviewer.app.lecture.senses import Senses
from aeviewer.app.lecture.sight import Sight
from aeviewer.app.lecture.tools import FACTORS, Loupe
from aeviewer.app.look.theme import LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
SIZE = 600


class Sheet(QWidget):
    """Counts what it paints: blue at the left, yellow at the right, chequered by single pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = QRegion()
        self.heard: list[str] = []
        self.colour = "#0000ff"

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted = self.painted.united(event.region())
        with QPainter(self) as painter:
            half = self.width() // 2
            painter.fillRect(0, 0, half, self.height(), QColor(self.colour))
            painter.fillRect(half, 0, half, self.height(), QColor("#ffff00"))

    def mousePressEvent(self, _event: object) -> None:
        self.heard.append("press")

    def wheelEvent(self, _event: object) -> None:
        self.heard.append("wheel")


class Hall:
    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.sheet = QMainWindow(), Sheet()
        qtbot.addWidget(self.window)
        self.window.setCentralWidget(self.sheet)
        self.window.resize(SIZE, SIZE)
        self.overlay, self.curtain = Overlay(self.window, LIGHT), Curtain(self.window)
        self.hand = Hand(self.window, self.overlay)
        self.sight = Sight(self.window, self.overlay, (self.overlay, self.curtain))
        self.sight.seen.connect(self.overlay.set_below)
        self.senses = Senses(self.window)
        moves = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Leave)
        self.senses.tell(self.hand.hear_mouse, moves)
        self.senses.tell(self.hand.hear_wheel, (QEvent.Type.Wheel,))
        self.senses.tell(self.sight.hear, (QEvent.Type.Paint,))
        self.qtbot = qtbot
        self.window.show()
        qtbot.waitExposed(self.window)

    def painted(self) -> None:
        """Wait until all that is to be painted anew is."""
        for _ in range(2):
            timer = QTimer(singleShot=True, interval=0)
            with self.qtbot.waitSignal(timer.timeout):
                timer.start()

    def move(self, x: int, y: int) -> None:
        QTest.mouseMove(self.window.windowHandle(), QPoint(x, y))

    def wheel(self, notches: int, modifiers: Qt.KeyboardModifier | None = None) -> None:
        held = modifiers or Qt.KeyboardModifier.NoModifier
        where, turn = QPoint(300, 300), QPoint(0, 120 * notches)
        QTest.wheelEvent(self.window.windowHandle(), where, turn, stateKey=held)

    def seen(self) -> QImage:
        return self.window.grab().toImage()


@pytest.fixture
def hall(qtbot: QtBot) -> Iterator[Hall]:
    made = Hall(qtbot)
    made.senses.listen()
    made.hand.begin()
    made.move(5, 5)  # a move to where the pointer was in the last test would be none
    yield made
    made.senses.rest()
    made.hand.end()
    made.sight.want(False)


def test_the_spotlight_dims_all_but_a_circle(hall: Hall) -> None:
    hall.move(150, 300)
    hall.hand.toggle("spotlight")
    seen = hall.seen()
    assert seen.pixelColor(150, 300).name() == "#0000ff"
    dim = seen.pixelColor(500, 300)
    assert 0 < dim.red() < 128  # still to be made out
    hall.move(450, 300)
    seen = hall.seen()
    assert seen.pixelColor(450, 300).name() == "#ffff00"
    assert 0 < seen.pixelColor(150, 300).blue() < 128


def test_a_tool_is_put_down_by_its_own_key_and_changed_by_another(hall: Hall) -> None:
    names: list[Name] = []
    for name in ("laser", "loupe", "loupe", "spotlight"):
        hall.hand.toggle(name)
        names.append(hall.hand.name)
    assert names == ["laser", "loupe", "", "spotlight"]
    hall.hand.toggle("spotlight")
    assert hall.seen().pixelColor(500, 300).name() == "#ffff00"


@pytest.mark.parametrize("tool", ["spotlight", "loupe", "laser"])
def test_a_tool_lets_the_mouse_through(hall: Hall, tool: Name) -> None:
    hall.hand.toggle(tool)
    QTest.mouseClick(
        hall.window.windowHandle(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(100, 100),
    )
    assert hall.sheet.heard == ["press"]


@pytest.mark.parametrize("tool", ["spotlight", "loupe", "laser"])
def test_a_move_paints_no_more_than_where_the_tool_was_and_is(hall: Hall, tool: Name) -> None:
    hall.move(200, 200)
    hall.hand.toggle(tool)
    hall.painted()
    before = hall.overlay._bounds()
    hall.sheet.painted = QRegion()
    hall.move(206, 203)
    hall.painted()
    allowed = QRegion(before.united(hall.overlay._bounds()))
    assert not hall.sheet.painted.isEmpty()
    assert hall.sheet.painted.subtracted(allowed).isEmpty()


def test_the_wheel_changes_the_circle_and_not_the_window(hall: Hall) -> None:
    hall.move(300, 300)
    hall.hand.toggle("spotlight")
    first = hall.hand.tool
    assert first is not None
    hall.wheel(2)
    larger = hall.hand.tool
    assert larger is not None
    assert larger.radius > first.radius
    hall.wheel(-40)
    smallest = hall.hand.tool
    assert smallest is not None
    assert 0 < smallest.radius < first.radius
    assert not hall.sheet.heard
    hall.hand.toggle("laser")
    hall.wheel(1)
    assert hall.sheet.heard == ["wheel"]  # a dot has one size
    hall.hand.toggle("spotlight")
    assert hall.hand.tool == smallest  # as it was left


def test_shift_and_the_wheel_magnify_by_whole_factors(hall: Hall) -> None:
    hall.move(300, 300)
    hall.hand.toggle("loupe")
    factors = []
    for notches in (1, 1, 1, -1, -1, -1):
        hall.wheel(notches, Qt.KeyboardModifier.ShiftModifier)
        assert isinstance(hall.hand.tool, Loupe)
        factors.append(hall.hand.tool.factor)
    assert factors == [3, 4, 4, 3, 2, 2]
    assert set(factors) == set(FACTORS)


def test_the_loupe_shows_each_pixel_as_a_square(hall: Hall) -> None:
    below = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    below.fill(QColor("#ffffff"))
    below.setPixelColor(300, 300, QColor("#000000"))
    hall.hand.toggle("loupe")
    hall.move(300, 300)
    hall.overlay.set_below(QPixmap.fromImage(below))
    seen = hall.seen()
    dark = [
        (x, y)
        for x in range(290, 312)
        for y in range(290, 312)
        if seen.pixelColor(x, y).name() != "#ffffff"
    ]
    assert dark == [(300, 300), (300, 301), (301, 300), (301, 301)]
    assert all(seen.pixelColor(*at).name() == "#000000" for at in dark)


def test_the_loupe_looks_once_and_again_after_a_change(hall: Hall, qtbot: QtBot) -> None:
    hall.hand.toggle("loupe")
    hall.sight.want(True)
    hall.move(120, 300)
    hall.window.repaint()
    taken = hall.sight.taken
    for x in range(121, 140):
        hall.move(x, 300)
        hall.window.repaint(hall.overlay._bounds())
    assert hall.sight.taken <= taken + 1  # not for each move
    assert hall.seen().pixelColor(139, 300).name() == "#0000ff"
    hall.sheet.colour = "#00ff00"
    with qtbot.waitSignal(hall.sight.seen):
        hall.sheet.update()
    assert hall.seen().pixelColor(139, 300).name() == "#00ff00"


def test_a_window_at_rest_is_not_looked_at(hall: Hall, qtbot: QtBot) -> None:
    hall.sight.want(True)
    with qtbot.waitSignal(hall.sight.seen):
        hall.sheet.update()
    assert not hall.sight.timer.isActive()
    hall.sight.want(False)
    hall.window.repaint()
    assert not hall.sight.timer.isActive()


def test_what_is_seen_is_seen_without_the_tool_and_the_curtain(hall: Hall) -> None:
    pictures: list[QPixmap] = []
    hall.sight.seen.connect(pictures.append)
    hall.move(150, 300)
    hall.hand.toggle("spotlight")
    hall.curtain.lay()
    hall.sight.take()
    assert pictures[0].toImage().pixelColor(500, 300).name() == "#ffff00"
    assert hall.seen().pixelColor(500, 300).name() == "#000000"
    hall.curtain.hide()


def test_the_pointer_hides_when_idle_and_returns_on_a_move(hall: Hall) -> None:
    pointer = hall.hand.pointer
    assert (pointer.timer.interval(), pointer.timer.isSingleShot()) == (IDLE, True)
    assert IDLE == 2000
    hall.move(10, 10)
    assert pointer.timer.isActive()
    pointer.timer.timeout.emit()
    cursor = QApplication.overrideCursor()
    assert cursor is not None
    assert cursor.shape() == Qt.CursorShape.BlankCursor
    hall.move(12, 10)
    assert QApplication.overrideCursor() is None
    pointer.timer.timeout.emit()
    hall.hand.end()
    assert QApplication.overrideCursor() is None


def test_the_dot_stands_in_the_pointers_place(hall: Hall) -> None:
    hall.move(150, 300)
    hall.hand.toggle("laser")
    hidden = [hall.hand.pointer.hidden]
    assert hall.seen().pixelColor(150, 300).red() == 255
    hall.hand.point(QPointF(400, 300))  # by the mirror: there the pointer is to be seen
    assert [*hidden, hall.hand.pointer.hidden] == [True, False]
    assert hall.seen().pixelColor(150, 300).name() == "#0000ff"
    hall.hand.point(None)
    assert hall.hand.at is None


def test_a_click_on_the_black_screen_is_no_click_on_the_window(hall: Hall, qtbot: QtBot) -> None:
    hall.curtain.lay()
    with qtbot.waitSignal(hall.curtain.clicked):
        QTest.mouseClick(hall.curtain, Qt.MouseButton.LeftButton)
    assert not hall.sheet.heard


def test_covers_follow_the_window(hall: Hall) -> None:
    for cover in (hall.curtain, hall.overlay):
        cover.lay()
    hall.window.resize(700, 500)
    assert hall.curtain.geometry() == hall.overlay.geometry() == hall.window.rect()
    hall.curtain.hide()
    hall.window.resize(600, 400)
    hall.curtain.lay()
    assert hall.curtain.geometry() == hall.window.rect()
