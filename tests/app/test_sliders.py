import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QScrollBar, QSlider
from pytestqt.qtbot import QtBot

from aeviewer.app.views.sliders import LatentSliders
from tests.app.hands import child, press, retype, turn_wheel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def panel(qtbot: QtBot) -> LatentSliders:
    made = LatentSliders()
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def shown(panel: LatentSliders, count: int) -> None:
    panel.set_latent([0.0] * count, [(-2.0, 2.0)] * count)


def slider(panel: LatentSliders, place: int) -> QSlider:
    return child(panel, QSlider, f"Latent dimension {place}")


def number(panel: LatentSliders, place: int) -> QLineEdit:
    return child(panel, QLineEdit, f"Value of latent dimension {place}")


def visible(panel: LatentSliders) -> list[str]:
    return [item.accessibleName() for item in panel.findChildren(QSlider) if item.isVisible()]


def test_a_row_stands_for_each_dimension(panel: LatentSliders, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.moved):
        panel.set_latent([1.0, -2.0], [(-2, 2), (-2, 2)])
    assert visible(panel) == ["Latent dimension 1", "Latent dimension 2"]
    assert slider(panel, 1).value() == 750
    assert slider(panel, 2).value() == 0
    assert number(panel, 2).text() == "-2.00"


def test_keys_and_drags_tell_of_the_value(panel: LatentSliders, qtbot: QtBot) -> None:
    shown(panel, 2)
    with qtbot.waitSignal(panel.released), qtbot.waitSignal(panel.moved) as caught:
        press(slider(panel, 2), Qt.Key.Key_Right)
    assert caught.args == pytest.approx([1, 0.04])
    slider(panel, 1).setSliderDown(True)
    with qtbot.waitSignal(panel.moved), qtbot.assertNotEmitted(panel.released):
        slider(panel, 1).setSliderPosition(1000)
    assert number(panel, 1).text() == "2.00"
    with qtbot.waitSignal(panel.released):
        slider(panel, 1).setSliderDown(False)


def test_a_slider_under_the_finger_is_left_alone(panel: LatentSliders) -> None:
    shown(panel, 2)
    slider(panel, 1).setSliderDown(True)
    slider(panel, 1).setSliderPosition(900)
    shown(panel, 2)  # a late echo
    assert slider(panel, 1).value() == 900
    slider(panel, 1).setSliderDown(False)


def test_a_number_is_typed_exactly_even_beyond_the_slider(
    panel: LatentSliders, qtbot: QtBot
) -> None:
    shown(panel, 2)
    with qtbot.waitSignal(panel.moved) as caught:
        retype(number(panel, 1), "3,75")
    assert caught.args == [0, 3.75]
    assert slider(panel, 1).value() == 1000


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1e999"])
def test_what_is_no_number_changes_nothing(panel: LatentSliders, qtbot: QtBot, text: str) -> None:
    panel.set_latent([1.5], [(-2, 2)])
    with qtbot.assertNotEmitted(panel.moved):
        retype(number(panel, 1), text)
    assert number(panel, 1).text() == "1.50"


def test_a_number_being_typed_is_not_overwritten(panel: LatentSliders) -> None:
    shown(panel, 1)
    line = number(panel, 1)
    line.selectAll()
    QTest.keyClicks(line, "1.2")
    shown(panel, 1)
    assert line.text() == "1.2"


def test_a_dozen_rows_serve_512_dimensions(panel: LatentSliders, qtbot: QtBot) -> None:
    panel.set_latent([place / 100 for place in range(512)], [(0, 6)] * 512)
    assert len(panel.findChildren(QSlider)) == 12
    assert len(visible(panel)) == 12
    child(panel, QScrollBar).setValue(500)
    assert number(panel, 512).text() == "5.11"
    with qtbot.waitSignal(panel.moved) as caught:
        press(slider(panel, 512), Qt.Key.Key_Home)
    assert caught.args == [511, 0.0]
    shown(panel, 3)
    assert visible(panel) == [f"Latent dimension {place}" for place in (1, 2, 3)]


def test_the_wheel_scrolls_the_dimensions(panel: LatentSliders) -> None:
    shown(panel, 40)
    turn_wheel(slider(panel, 12), -1)
    assert visible(panel)[0] == "Latent dimension 4"
    assert number(panel, 12).text() == "0.00"


def test_a_small_panel_shows_what_fits(panel: LatentSliders) -> None:
    shown(panel, 40)
    panel.resize(300, 100)
    assert len(visible(panel)) == 3
    assert child(panel, QScrollBar).isVisible()


def test_an_empty_range_and_odd_numbers_are_shown(panel: LatentSliders, qtbot: QtBot) -> None:
    panel.set_latent([1.0, float("nan"), 1e30], [(1, 1), (-2, 2), (-2, 2)])
    assert number(panel, 2).text() == "not finite"
    with qtbot.assertNotEmitted(panel.moved):
        press(slider(panel, 1), Qt.Key.Key_Right)
    panel.set_latent([], [])
    assert visible(panel) == []
