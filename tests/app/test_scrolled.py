from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.scrolled import Scrolled


def content(high: int, wide: int = 50) -> tuple[QWidget, QLabel]:
    whole, end = QWidget(), QLabel("the end")
    column = QVBoxLayout(whole)
    words = QLabel("words that wrap " * 4)
    words.setWordWrap(True)
    block = QWidget()
    block.setMinimumSize(wide, high)
    for part in (words, block, end):
        column.addWidget(part)
    return whole, end


def shown(qtbot: QtBot, room: QSize, inside: QWidget, *, sideways: bool = False) -> Scrolled:
    made = Scrolled(inside, sideways=sideways)
    qtbot.addWidget(made)
    made.resize(room)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_where_there_is_room_it_fills_it(qtbot: QtBot) -> None:
    inside, _ = content(100)
    made = shown(qtbot, QSize(300, 400), inside)
    assert inside.size() == QSize(300, 400)
    assert not made.verticalScrollBar().isVisible()
    assert not made.horizontalScrollBar().isVisible()


def test_where_there_is_none_all_can_be_reached(qtbot: QtBot) -> None:
    inside, end = content(500)
    made = shown(qtbot, QSize(300, 400), inside)
    qtbot.waitUntil(made.verticalScrollBar().isVisible)
    assert inside.width() <= made.viewport().width()  # nothing is cut off at the side
    made.ensureWidgetVisible(end)
    bottom = end.mapTo(made.viewport(), QPoint(0, end.height() - 1))
    assert made.viewport().rect().contains(bottom)


def test_sideways_it_may_be_narrower_than_its_content(qtbot: QtBot) -> None:
    inside, _ = content(100, wide=500)
    made = shown(qtbot, QSize(300, 400), inside, sideways=True)
    assert inside.width() >= 500
    assert made.minimumSizeHint().width() < 300
    made.resize(700, 400)
    qtbot.waitUntil(lambda: inside.width() == 700)


def test_it_follows_what_the_content_needs(qtbot: QtBot) -> None:
    inside, end = content(100)
    made = shown(qtbot, QSize(300, 400), inside)
    end.setMinimumHeight(600)
    qtbot.waitUntil(lambda: inside.height() >= 700)
    end.setMinimumHeight(0)
    qtbot.waitUntil(lambda: inside.height() == made.viewport().height())
