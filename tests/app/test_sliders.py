from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollBar, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.number import NumberField, narrow
from aeviewer.app.look import dressing, theme
from aeviewer.app.models.placed import Placed
from aeviewer.app.views.probe.dimension import by_kl, by_spread
from aeviewer.app.views.probe.sliders import LatentSliders
from aeviewer.training.bundled import bundled
from aeviewer.training.checkpoint import load
from tests.app.hands import child, click, press, retype, turn_wheel

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


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "1e999", "-1e14"])
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


@pytest.mark.parametrize("count", [0, 2])
def test_what_is_half_typed_goes_with_its_dimension(
    panel: LatentSliders, qtbot: QtBot, count: int
) -> None:
    shown(panel, 3)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    line = number(panel, 3)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "1.2")
    with qtbot.assertNotEmitted(panel.moved):
        shown(panel, count)
    assert visible(panel) == ["Latent dimension 1", "Latent dimension 2"][:count]


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
    assert number(panel, 2).text() == "nan"
    with qtbot.assertNotEmitted(panel.moved):
        press(slider(panel, 1), Qt.Key.Key_Right)
    panel.set_latent([], [])
    assert visible(panel) == []


# In the order of what they tell


def shown_ranked(panel: LatentSliders, kl: list[float]) -> None:
    panel.set_latent([0.5] * len(kl), [(-2.0, 2.0)] * len(kl), by_kl(np.array(kl)))


def in_order(panel: LatentSliders) -> list[str]:
    sliders = [found for found in panel.findChildren(QSlider) if found.isVisible()]
    sliders.sort(key=lambda found: found.mapTo(panel, found.rect().topLeft()).y())
    return [found.accessibleName().removeprefix("Latent dimension ") for found in sliders]


def words(panel: LatentSliders) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_the_dimension_that_tells_most_is_first(panel: LatentSliders, qtbot: QtBot) -> None:
    shown_ranked(panel, [0.5, 3.25, 1.0])
    assert in_order(panel) == ["2", "3", "1"]
    assert words(panel) == ["z2", "3.25 nat", "z3", "1.00 nat", "z1", "0.500 nat"]
    with qtbot.waitSignal(panel.moved) as caught:
        press(slider(panel, 2), Qt.Key.Key_Home)
    assert caught.args == [1, -2.0]  # the dimension, not the row


def test_collapsed_ones_are_marked_and_folded_at_the_end(panel: LatentSliders) -> None:
    shown_ranked(panel, [0.0099, 2.0, 0.0, 0.01])
    fold = child(panel, QToolButton)
    assert in_order(panel) == ["2", "4"]
    assert fold.text() == "Show 2 collapsed"
    click(fold)
    assert in_order(panel) == ["2", "4", "1", "3"]
    assert words(panel)[4:] == [
        "z1 \N{WHITE CIRCLE}",
        "collapsed",
        "z3 \N{WHITE CIRCLE}",
        "collapsed",
    ]
    assert "0.00990 nat" in slider(panel, 1).toolTip()
    click(fold)
    assert in_order(panel) == ["2", "4"]


def test_where_all_have_collapsed_none_is_folded(panel: LatentSliders) -> None:
    shown_ranked(panel, [0.001, 0.002])
    assert in_order(panel) == ["2", "1"]
    assert not child(panel, QToolButton).isVisible()


def test_rows_do_not_change_places_under_the_finger(panel: LatentSliders) -> None:
    shown_ranked(panel, [1.0, 2.0])
    slider(panel, 1).setSliderDown(True)
    shown_ranked(panel, [3.0, 2.0])
    assert in_order(panel) == ["2", "1"]
    slider(panel, 1).setSliderDown(False)
    shown_ranked(panel, [3.0, 2.0])
    assert in_order(panel) == ["1", "2"]


def test_without_a_posterior_the_widest_is_first(panel: LatentSliders) -> None:
    panel.set_latent([0.0, 0.0], [(-1, 1)] * 2, by_spread(np.array([0.5, 12.3])))
    assert words(panel) == ["z2", "std 12.3", "z1", "std 0.500"]


def test_64_dimensions_scroll_and_keep_their_numbers(panel: LatentSliders) -> None:
    shown_ranked(panel, [1 + place / 64 for place in range(64)])
    assert in_order(panel) == [str(64 - place) for place in range(12)]
    child(panel, QScrollBar).setValue(52)
    assert in_order(panel)[-1] == "1"
    assert "z1" in words(panel)


def test_the_kl_is_that_of_torch_distributions() -> None:
    generator = torch.Generator().manual_seed(0)
    mean, std = torch.randn(50, 3, generator=generator), torch.rand(50, 3, generator=generator)
    std[:, 1], mean[:, 1] = 1.0, 0.0
    normal = torch.distributions.Normal
    kl = torch.distributions.kl_divergence(normal(mean, std), normal(0.0, 1.0)).mean(0)
    ranked = Placed.of(mean, stds=std).dimensions
    assert [found.number for found in ranked] == kl.argsort(descending=True).tolist()
    assert ranked[0].worth == f"{kl.max():#.3g} nat"
    assert [found.collapsed for found in ranked] == [False, False, True]
    assert Placed.of(mean).dimensions[0].worth.startswith("std ")
    assert [found.number for found in Placed.of(mean[:0]).dimensions] == [0, 1, 2]


def test_a_vae_of_40_dimensions_has_collapsed_ones() -> None:
    checkpoint = load(Path(bundled()["mnist-vae-40d"]))
    found = Placed.of(checkpoint.latents["mean"].float(), stds=checkpoint.latents["std"].float())
    active = sum(not dimension.collapsed for dimension in found.dimensions)
    assert active == checkpoint.header.figures["active_units"]


# The number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.000161, "-1.61e-4"),
        (-1.2e-5, "-1.20e-5"),
        (-1.23456e-12, "-1.2e-12"),
        (-0.00161, "-0.00161"),
        (123456.0, "123456"),
        (-1234567.0, "-1.23e6"),
        (0.0, "0.00"),
        (float("-inf"), "-inf"),
    ],
)
def test_a_number_is_never_cut_off(qtbot: QtBot, value: float, text: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.styleSheet()
    dressing.apply(app, theme.LIGHT)
    field = NumberField()
    qtbot.addWidget(field)
    field.show()
    field.show_number(value)
    assert field.text() == text == narrow(value, 8)
    field.setAlignment(Qt.AlignmentFlag.AlignLeft)
    field.end(False)
    assert field.cursorRect().right() <= field.width() - 4  # the border and its padding
    app.setStyleSheet(before)


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.0795, "-0.080"), (-0.00123, "-0.001"), (0.000161, "1.6e-4"), (-2.67, "-2.67")],
)
def test_few_digits_are_better_than_an_exponent(value: float, text: str) -> None:
    assert narrow(value, 6) == text
