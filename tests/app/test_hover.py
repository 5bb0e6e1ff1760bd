import pytest
from PySide6.QtCore import QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.look.theme import LIGHT
from aeviewer.app.views.map.hover import HoverCard, enlarged, placed

CANVAS = QRect(0, 0, 400, 300)
CARD = QSize(130, 150)


@pytest.mark.parametrize(
    ("size", "ratio", "wanted"),
    [
        ((28, 28), 1.0, (112, 112)),
        ((8, 8), 1.0, (112, 112)),
        ((32, 16), 1.0, (128, 64)),
        ((28, 28), 1.5, (112, 112)),
        ((28, 28), 1.25, (112, 112)),
        ((64, 64), 1.0, (128, 128)),
        ((1, 300), 1.0, (0.7466, 224)),
        ((513, 513), 1.0, (224, 224)),
    ],
)
def test_pictures_are_large_and_of_whole_factors(
    size: tuple[int, int], ratio: float, wanted: tuple[float, float]
) -> None:
    got = enlarged(QSize(*size), ratio)
    assert (got.width(), got.height()) == pytest.approx(wanted, abs=1e-3)
    factor = got.width() * ratio / size[0]
    assert factor < 1 or factor == pytest.approx(round(factor))


@pytest.mark.parametrize("x", range(0, 401, 50))
@pytest.mark.parametrize("y", range(0, 301, 50))
def test_the_card_stays_on_the_canvas_and_off_the_point(x: int, y: int) -> None:
    at = QPoint(x, y)
    card = QRect(placed(CARD, at, CANVAS), CARD)
    assert CANVAS.contains(card)
    assert not card.contains(at)


def test_a_card_too_large_for_the_canvas_begins_at_its_corner() -> None:
    assert placed(QSize(900, 900), QPoint(100, 100), CANVAS) == CANVAS.topLeft()


def test_the_card_shows_hard_pixels_and_a_plain_caption(qtbot: QtBot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    card = HoverCard(canvas)
    card.set_theme(LIGHT)
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    image.setPixelColor(1, 0, QColor("white"))
    card.show_sample(image, "<b>input</b>\nsample 3", QPoint(10, 10))
    assert not card.isHidden()
    shot = card.grab().toImage()
    left = (card.width() - 112) // 2
    assert shot.pixelColor(left + 55, 12) == QColor("black")
    assert shot.pixelColor(left + 56, 12) == QColor("white")
    assert QSizeF(card.size()).height() > 112 + 2 * 8


def test_a_card_without_anything_to_show_hides(qtbot: QtBot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    card = HoverCard(canvas)
    card.show_sample(None, "", QPoint(0, 0))
    assert card.isHidden()
    card.show_sample(None, "no picture at hand", QPoint(0, 0))
    assert not card.isHidden()
