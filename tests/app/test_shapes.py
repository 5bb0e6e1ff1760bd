"""What the map paints where shapes are asked for instead of pixels: an SVG."""

from collections import Counter
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.look.theme import LIGHT
from aeviewer.app.views.map.cloud import Cloud
from aeviewer.app.views.map.grid import Scales
from aeviewer.app.views.map.points import Points
from aeviewer.app.views.map.shapes import in_shapes, paint_glyph
from aeviewer.app.views.map.stamps import FORMS, outline
from aeviewer.app.views.map.trails import Trails
from aeviewer.session.view import Camera

VIEWPORT = Viewport(Camera((0.0, 0.0), 2.0), 300, 200)


class Sheet:
    """An SVG that can be painted on, and parsed afterwards."""

    def __init__(self) -> None:
        self._buffer = QBuffer()
        self._buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        self._generator = QSvgGenerator()
        self._generator.setOutputDevice(self._buffer)
        self._generator.setSize(QSize(300, 200))
        self._generator.setViewBox(QRect(0, 0, 300, 200))
        self.painter = QPainter(self._generator)

    def counted(self) -> Counter[str]:
        self.painter.end()
        root = ET.fromstring(bytes(self._buffer.data().data()))
        return Counter(element.tag.rpartition("}")[2] for element in root.iter())


def cloud(count: int, classes: int, spread: float = 0.5) -> Cloud:
    made = Cloud()
    places = np.random.default_rng(0).uniform(-spread, spread, (count, 2)).astype(np.float32)
    made.place(places, np.arange(count) % classes, classes)
    return made


def test_a_widget_on_the_screen_is_painted_in_pixels(qapp: object) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        assert not in_shapes(painter)
    sheet = Sheet()
    assert in_shapes(sheet.painter)
    sheet.counted()


@pytest.mark.parametrize("count", [7, 2000])
def test_each_point_is_a_circle(qapp: object, count: int) -> None:
    points, sheet = Points(cloud(count, 5)), Sheet()
    points.set_classes(5)
    points.paint(sheet.painter, VIEWPORT, LIGHT)
    counted = sheet.counted()
    assert counted["circle"] == count
    assert counted["image"] == 0


def test_only_points_in_sight_are_written(qapp: object) -> None:
    shown, sheet = cloud(100, 1, spread=4.0), Sheet()
    points = Points(shown)
    points.paint(sheet.painter, VIEWPORT, LIGHT)
    inside = (np.abs(shown.x) < 1.5) & (np.abs(shown.y) < 1.0)
    beyond = (np.abs(shown.x) < 1.6) & (np.abs(shown.y) < 1.1)
    assert int(inside.sum()) <= sheet.counted()["circle"] <= int(beyond.sum()) < 100


@pytest.mark.parametrize("glyph", range(FORMS))
def test_a_glyph_covers_what_its_stamp_covers(qapp: object, glyph: int) -> None:
    image = QImage(48, 48, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_glyph(painter, QPointF(24, 24), 16.0, glyph, QColor("white"))
    wanted = outline(glyph, 48, 16.0)
    found = np.array([[image.pixelColor(x, y).redF() for x in range(48)] for y in range(48)])
    assert np.abs(found - wanted).mean() < 0.01
    assert found.sum() == pytest.approx(wanted.sum(), rel=0.03)


def test_numbers_of_the_scales_are_text(qapp: object) -> None:
    scales, sheet = Scales(), Sheet()
    scales.names = "z1", "z2"
    scales.paint(sheet.painter, VIEWPORT, LIGHT)
    counted = sheet.counted()
    assert counted["text"] >= 4
    assert counted["image"] == 0


def test_trails_are_lines(qapp: object) -> None:
    shown, sheet = cloud(6, 2), Sheet()
    trails = Trails(shown)
    earlier = [np.zeros((6, 2), np.float32), np.full((6, 2), 0.1, np.float32)]
    trails.show(earlier, np.arange(6))
    trails.paint(sheet.painter, VIEWPORT, LIGHT, 2, frozenset())
    counted = sheet.counted()
    assert counted["polyline"] + counted["line"] + counted["path"] >= 6 * 2
    assert counted["image"] == 0
