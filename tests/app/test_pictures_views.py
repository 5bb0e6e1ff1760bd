import pytest
from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.image import ImageView
from aeviewer.app.kit.pixels import enlargement, place
from aeviewer.app.kit.sheet import ImageSheet, arrange
from tests.app.pictures import chequered, plain


@pytest.mark.parametrize(
    ("size", "room", "ratio", "factor"),
    [
        ((28, 28), (300, 290), 1, 10),
        ((28, 28), (28, 28), 1, 1),
        ((28, 28), (29, 29), 2, 1),
        ((28, 28), (43, 43), 2, 1.5),  # three pixels of the screen for each of the picture's
        ((28, 28), (14, 14), 1, 0.5),
        ((64, 32), (200, 40), 1, 1),
        ((0, 28), (100, 100), 1, 0),
        ((28, 28), (0, 100), 1, 0),
    ],
)
def test_pictures_are_enlarged_by_whole_factors(
    size: tuple[int, int], room: tuple[int, int], ratio: float, factor: float
) -> None:
    assert enlargement(QSizeF(*size), QSizeF(*room), ratio) == pytest.approx(factor)


def test_a_picture_stands_in_the_middle_on_whole_pixels() -> None:
    assert place(QSize(28, 28), QRectF(10, 20, 101, 101), 1) == QRectF(18, 28, 84, 84)


def test_the_view_shows_every_pixel_hard(qtbot: QtBot) -> None:
    view = ImageView()
    qtbot.addWidget(view)
    view.resize(200, 220)
    view.set_image(chequered())
    view.set_caption("input")
    shot = view.grab().toImage()
    where = view.picture().toRect()
    side = where.width() // 4
    assert where.width() == 4 * side
    for x, y in [(0, 0), (1, 0), (3, 3)]:
        expected = QColor("#ffffff" if (x + y) % 2 else "#000000")
        corners = [(1, 1), (side - 2, side - 2)]
        for right, down in corners:
            found = shot.pixelColor(where.x() + x * side + right, where.y() + y * side + down)
            assert found == expected


def test_an_empty_view_invites_and_says_so(qtbot: QtBot) -> None:
    view = ImageView()
    qtbot.addWidget(view)
    view.set_invitation("Open a model.")
    assert view.accessibleDescription() == "Open a model."
    view.grab()
    view.set_image(plain())
    view.set_caption("<b>sample</b>")
    assert view.accessibleDescription() == "<b>sample</b>"
    view.set_image(None)
    assert view.picture().isEmpty()
    view.grab()


def test_a_null_picture_and_a_tiny_widget_are_painted(qtbot: QtBot) -> None:
    view = ImageView()
    qtbot.addWidget(view)
    view.set_image(QImage())
    view.grab()
    view.set_image(plain(4000, 3000))
    view.setMinimumSize(1, 1)
    view.resize(1, 1)
    view.grab()


def test_rows_keep_their_columns_aligned(qtbot: QtBot) -> None:
    sheet = ImageSheet()
    qtbot.addWidget(sheet)
    sheet.set_rows([("input", [plain()] * 5), ("reconstruction", [plain()] * 5)])
    sheet.resize(310, sheet.heightForWidth(310))
    inputs, reconstructions = sheet.places()
    assert [rect.x() for rect in inputs] == [rect.x() for rect in reconstructions]
    assert inputs[0].bottom() < reconstructions[0].top()
    assert inputs[0].width() == 2 * 28
    assert reconstructions[-1].right() <= 310
    assert reconstructions[-1].bottom() <= sheet.height()
    assert sheet.accessibleDescription() == "5 x input, 5 x reconstruction"
    sheet.grab()


def test_a_lone_row_wraps_into_a_grid(qtbot: QtBot) -> None:
    sheet = ImageSheet()
    qtbot.addWidget(sheet)
    sheet.set_rows([("sample", [plain()] * 16)])
    sheet.resize(250, 270)
    (places,) = sheet.places()
    assert places[0].width() == 2 * 28
    assert len({rect.y() for rect in places}) == 4
    assert sheet.hasHeightForWidth()


def test_a_sheet_without_pictures_invites(qtbot: QtBot) -> None:
    sheet = ImageSheet()
    qtbot.addWidget(sheet)
    sheet.set_invitation("Press Start.")
    sheet.set_rows([("sample", [])])
    assert sheet.places() == []
    assert sheet.accessibleDescription() == "Press Start."
    sheet.grab()


def test_pictures_too_many_for_the_room_are_shrunk_not_lost() -> None:
    grid = arrange([8, 8], QSizeF(224, 224), QSizeF(300, 200), 1)
    assert grid.columns == 8
    assert 8 * (grid.cell.width() + 4) <= 300.001


def test_a_grid_that_cannot_fit_is_still_a_grid() -> None:
    assert arrange([64], QSizeF(28, 28), QSizeF(50, 20), 1).columns == 64
