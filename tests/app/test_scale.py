"""One factor scales all text and what holds it, and leaves nothing behind when it goes."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.look import scale, style
from aeviewer.app.look.dressing import apply
from aeviewer.app.look.fonts import caption_font, monospaced, write_small
from aeviewer.app.look.scale import LARGEST, LEAST, STEPS, px, sized, step
from aeviewer.app.look.theme import LIGHT, TYPE
from aeviewer.app.views.probe.slider_row import HEIGHT
from aeviewer.app.views.probe.sliders import LatentSliders

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> Iterator[None]:
    before = qapp.styleSheet(), qapp.font(), qapp.palette()
    apply(qapp, LIGHT)
    yield
    apply(qapp, LIGHT)
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])
    qapp.setPalette(before[2])


@pytest.mark.parametrize("factor", [0.75, 1.0, 1.65, 3.0])
def test_all_fonts_have_the_factor(qapp: QApplication, factor: float) -> None:
    apply(qapp, LIGHT, factor)
    small, control, panel = (round(size * factor) for size in TYPE[:3])
    assert qapp.font().pixelSize() == control
    assert caption_font(qapp.font()).pixelSize() == small
    assert monospaced().pixelSize() == control
    assert monospaced(TYPE[0]).pixelSize() == small
    assert f"font-size: {panel}px" in qapp.styleSheet()


def test_at_100_percent_all_sizes_are_as_they_are_written(qapp: QApplication) -> None:
    assert [px(size) for size in range(200)] == list(range(200))
    written = re.findall(r"min-height: ([0-9]+)u", style._STYLE.template)
    made = re.findall(r"min-height: ([0-9]+)px", qapp.styleSheet())
    assert made == written
    assert not re.search(r"[0-9]u\b", qapp.styleSheet())


@pytest.mark.parametrize("asked", [0.0, 0.5, 7.0])
def test_the_factor_has_bounds(qapp: QApplication, asked: float) -> None:
    apply(qapp, LIGHT, asked)
    assert scale.factor() == min(max(asked, LEAST), LARGEST)


def test_what_was_sized_follows_and_what_is_deleted_is_forgotten(
    qapp: QApplication, qtbot: QtBot
) -> None:
    kept, gone = QWidget(), QWidget()
    qtbot.addWidget(kept)
    for widget in (kept, gone):
        sized(widget, QWidget.setFixedHeight, 20)
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    apply(qapp, LIGHT, 1.5)
    assert kept.height() == 30


def test_widgets_on_show_follow_live(qapp: QApplication, qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    label, button, sliders = QLabel("std"), QPushButton("Sample"), LatentSliders()
    column = QVBoxLayout(whole)
    for part in (label, button, sliders):
        column.addWidget(part)
    write_small(label)
    sliders.set_latent([0.5, -0.25], [(-3.0, 3.0)] * 2)
    whole.resize(400, 300)
    whole.show()
    qtbot.waitExposed(whole)
    before, high = _laid_out(whole), button.sizeHint().height()
    apply(qapp, LIGHT, 2.0)
    assert label.font().pixelSize() == 2 * TYPE[0]
    assert button.sizeHint().height() >= 2 * high - 8  # frame and padding stay
    assert sliders.minimumSizeHint().height() == 2 * 2 * HEIGHT
    apply(qapp, LIGHT, 1.0)
    whole.resize(400, 300)
    qtbot.waitUntil(lambda: _laid_out(whole) == before)


def _laid_out(whole: QWidget) -> list[tuple[object, ...]]:
    parts = whole.findChildren(QWidget)
    return [(part.geometry(), part.font().pixelSize(), part.isVisible()) for part in parts]


@pytest.mark.parametrize(
    ("now", "by", "then"),
    [
        (1.0, 1, 1.1),
        (1.0, -1, 0.9),
        (1.3, 1, 1.5),
        (1.3, -1, 1.25),
        (3.0, 1, 3.0),
        (0.75, -1, 0.75),
    ],
)
def test_keys_go_from_step_to_step(now: float, by: int, then: float) -> None:
    assert step(now, by) == then
    assert step(now, by) in STEPS
