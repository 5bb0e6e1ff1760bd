"""What stands in lines, and words below pictures, where there is little room."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.picture_row import Entry, PictureRow
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.views.features.row import FeatureRow, Tile
from tests.app.pictures import plain

GAP = 4


class Box(QWidget):
    """A widget that hints at a size."""

    def __init__(self, wide: int, high: int) -> None:
        super().__init__()
        self._hint = QSize(wide, high)

    def sizeHint(self) -> QSize:
        return self._hint


def boxes(qtbot: QtBot, *sizes: tuple[int, int]) -> tuple[QWidget, Wrapping, list[Box]]:
    parent = QWidget()
    qtbot.addWidget(parent)
    layout, made = Wrapping(parent, gap=GAP), [Box(*size) for size in sizes]
    for box in made:
        layout.addWidget(box)
        box.show()
    return parent, layout, made


@pytest.mark.parametrize(("width", "height"), [(300, 40), (100, 70), (40, 94), (10, 94)])
def test_items_stand_in_the_middle_of_their_lines(qtbot: QtBot, width: int, height: int) -> None:
    _parent, layout, made = boxes(qtbot, (40, 20), (50, 40), (60, 26))
    layout.setGeometry(QRect(10, 5, width, 200))
    assert layout.heightForWidth(width) == height
    places = [box.geometry() for box in made]
    assert all(place.size() == box.sizeHint() for place, box in zip(places, made, strict=True))
    assert places[0].topLeft().x() == 10
    assert max(place.bottom() for place in places) == 5 + height - 1
    if width == 300:
        assert [place.center().y() for place in places] == [24, 24, 24]
    elif width == 100:
        assert places[0].center().y() == places[1].center().y()
        assert places[2].top() == 5 + 40 + GAP


def test_without_items_there_are_no_lines(qtbot: QtBot) -> None:
    _parent, layout, _none = boxes(qtbot)
    assert layout.heightForWidth(100) == 0


def test_a_caption_too_long_for_a_line_takes_another(qtbot: QtBot) -> None:
    row = PictureRow()
    qtbot.addWidget(row)
    caption = "error of each pixel, the mean of all channels, from \N{MINUS SIGN}1 to +1"
    row.set_entries([Entry(caption, plain(8, 8), ("one", "two", "three"))] * 4)
    row.resize(300, 300)
    assert row.least_height(300) > row.least_height(4000)
    assert not row.grab().isNull()


def test_a_title_too_long_for_a_line_takes_another_and_pictures_stand_below(qtbot: QtBot) -> None:
    row = FeatureRow("Directions", single=True)
    qtbot.addWidget(row)
    row.resize(4000, 200)
    row.set_tiles("changes of the image that the latent answers to most", [Tile("1", plain(8, 8))])
    wide, high = row.places()[0].top(), row.heightForWidth(4000)
    row.resize(200, 200)
    assert row.places()[0].top() > wide
    assert row.heightForWidth(200) - high == row.places()[0].top() - wide
    assert row.places()[0].bottom() <= row.heightForWidth(200) + 1
