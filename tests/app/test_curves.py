import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.numbers import amount, in_powers, short_count, three_digits
from aeviewer.app.lessons.terms import Values
from aeviewer.app.look.theme import DARK, LIGHT
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.app.views.curves.plot import Plot
from aeviewer.app.views.curves.trace import Trace
from tests.app.hands import child, click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def curves(qtbot: QtBot) -> LossCurves:
    made = LossCurves()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def drawn(curves: LossCurves, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not curves._timer.isActive())


def plot(curves: LossCurves) -> Plot:
    assert curves._plot is not None
    return curves._plot


def texts(curves: LossCurves) -> set[str]:
    return {label.text() for label in curves._legend.findChildren(QLabel)}


@given(st.lists(st.floats(-1e6, 1e6), max_size=200))
def test_a_trace_keeps_mean_and_order(values: list[float]) -> None:
    trace = Trace(room=8)
    for place, value in enumerate(values):
        trace.append(place, value)
    x, y = trace.points()
    assert len(x) == len(y) <= 9
    assert np.all(np.diff(x) > 0)
    if values:
        assert trace.last == values[-1]
        assert min(values) - 1e-6 <= y.min() <= y.max() <= max(values) + 1e-6


def test_a_million_values_are_two_thousand_points() -> None:
    trace = Trace()
    for step in range(1_000_000):
        trace.append(step, step)
    x, y = trace.points()
    assert 1000 <= len(x) <= 2049
    assert np.allclose(x, y)
    assert x[-1] > 999_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (98.2961, "98.3"),
        (0.012, "0.0120"),
        (100.0, "100"),
        (999.7, "1000"),
        (123456.7, "123457"),
        (2.5e6, "2.50e+06"),
        (-3.14159, "-3.14"),
        (0.0, "0.00"),
        (math.nan, "not finite"),
        (math.inf, "not finite"),
    ],
)
def test_numbers_have_three_significant_digits(value: float, text: str) -> None:
    assert three_digits(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (24.41, "24.4"),
        (0.00012, "0.000120"),
        (8e-08, "0.0000"),
        (-8e-08, "0.0000"),
        (0.0, "0.00"),
        (math.nan, "not finite"),
    ],
)
def test_a_tiny_amount_is_nothing_to_a_reader(value: float, text: str) -> None:
    assert amount(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.345, "12.3"),
        (3.2e-05, "3.20\N{MULTIPLICATION SIGN}10⁻⁵"),
        (-8e-12, "-8.00\N{MULTIPLICATION SIGN}10⁻¹²"),
        (1.5e7, "1.50\N{MULTIPLICATION SIGN}10⁷"),
        (math.nan, "not finite"),
    ],
)
def test_an_exponent_is_written_as_people_do(value: float, text: str) -> None:
    assert in_powers(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (500, "500"), (1000, "1k"), (1_440_000, "1.44M"), (2.5e9, "2.5G")],
)
def test_counts_are_written_short(value: float, text: str) -> None:
    assert short_count(value) == text


def test_each_term_has_a_curve_and_its_value(curves: LossCurves, qtbot: QtBot) -> None:
    for seen in range(0, 1280, 128):
        curves.append(seen, {"reconstruction": 200 - seen / 100, "kl": 5.0})
    drawn(curves, qtbot)
    assert {"reconstruction", "188", "kl", "5.00"} <= texts(curves)
    assert curves.accessibleDescription() == "reconstruction 188, kl 5.00"
    x, y = plot(curves).curves["kl"].getData()
    assert list(x) == list(range(0, 1280, 128))
    assert set(y) == {5.0}


def test_a_tiny_term_is_written_by_a_power_of_ten(curves: LossCurves, qtbot: QtBot) -> None:
    curves.append(1, {"contraction": 3.2e-05})
    drawn(curves, qtbot)
    assert "3.20\N{MULTIPLICATION SIGN}10⁻⁵" in texts(curves)


def test_many_values_cost_one_repaint(
    curves: LossCurves, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    monkeypatch.setattr(curves._legend, "show_values", lambda *_: shown.append(1))
    for seen in range(1000):
        curves.append(seen, {"total": 1.0})
    drawn(curves, qtbot)
    assert len(shown) == 1


def test_a_term_keeps_its_colour_in_each_theme(curves: LossCurves, qtbot: QtBot) -> None:
    curves.append(1, {"kl": 5.0})
    drawn(curves, qtbot)
    for theme in (DARK, LIGHT):
        curves.set_theme(theme)
        assert plot(curves).curves["kl"].opts["pen"].color().name() == theme.terms["kl"]


def test_values_that_are_not_finite_leave_a_gap(curves: LossCurves, qtbot: QtBot) -> None:
    for seen, value in enumerate([3.0, math.nan, math.inf, 2.0]):
        curves.append(seen, {"total": value})
    drawn(curves, qtbot)
    _, y = plot(curves).curves["total"].getData()
    assert np.isfinite(y).tolist() == [True, False, False, True]
    curves.append(5, {"total": math.nan})
    drawn(curves, qtbot)
    assert "not finite" in texts(curves)
    curves.grab()


def test_the_log_scale_shows_what_is_positive(curves: LossCurves, qtbot: QtBot) -> None:
    switch = child(curves, QCheckBox, "Log")
    curves.append(0, {"total": -1.0})
    drawn(curves, qtbot)
    assert not switch.isEnabled()
    curves.append(1, {"total": 100.0})
    drawn(curves, qtbot)
    click(switch)
    assert switch.isChecked()
    curves.grab()
    _, y = plot(curves).curves["total"].getData()
    assert y[-1] == pytest.approx(2)


def test_cleared_curves_invite_again_and_start_anew(curves: LossCurves, qtbot: QtBot) -> None:
    invitation = curves.accessibleDescription()
    curves.append(1, {"kl": 5.0})
    curves.clear()
    assert curves.accessibleDescription() == invitation
    assert curves._pages.currentIndex() == 0
    curves.append(1, {"total": 7.0})
    drawn(curves, qtbot)
    assert curves.accessibleDescription() == "total 7.00"


def test_a_right_click_brings_no_menu(curves: LossCurves, qtbot: QtBot) -> None:
    curves.append(1, {"kl": 5.0})
    drawn(curves, qtbot)
    view = plot(curves).viewport()
    QTest.mouseClick(view, Qt.MouseButton.RightButton)
    assert QApplication.activePopupWidget() is None
    assert plot(curves).scene().contextMenu == []


def test_one_value_is_no_curve(curves: LossCurves, qtbot: QtBot) -> None:
    curves.append(1437, {"reconstruction": 9.5})
    drawn(curves, qtbot)
    assert "9.50" in texts(curves)
    assert curves._pages.currentIndex() == 0
    curves.append(2874, {"reconstruction": 9.25})
    drawn(curves, qtbot)
    assert curves._pages.currentIndex() == 1


@pytest.mark.parametrize("unit", ["nats per image", "each term in its own unit"])
@pytest.mark.parametrize("names", [("reconstruction", "kl"), ("kl", "mutual_information", "total")])
def test_title_terms_and_switch_fit_the_narrowest_panel(
    curves: LossCurves, qtbot: QtBot, unit: str, names: tuple[str, ...]
) -> None:
    """Beside the panel's margins and its scroll bar 240 pixels are left."""
    curves.set_unit(unit)
    for seen in (1, 2):
        curves.append(seen, dict.fromkeys(names, -0.001234))
    drawn(curves, qtbot)
    curves.show()
    curves.resize(240, 240)
    assert curves.width() == 240
    shown = [part for part in curves.findChildren(QLabel) if part.isVisible()]
    for part in (*shown, child(curves, QCheckBox, "Log")):
        place = QRect(part.mapTo(curves, QPoint(0, 0)), part.size())
        assert curves.rect().contains(place), part
        assert part.width() >= part.minimumSizeHint().width()


def test_terms_stand_side_by_side_where_there_is_room(curves: LossCurves, qtbot: QtBot) -> None:
    curves.append(1, {"generator": 1.0, "adversary": 2.0})
    drawn(curves, qtbot)
    curves.show()
    first, second = curves._legend._entries.values()
    curves.resize(500, 240)
    qtbot.waitUntil(lambda: second.x() > first.x() and second.y() == first.y())
    curves.resize(240, 240)
    qtbot.waitUntil(lambda: second.x() == first.x() and second.y() > first.y())


def test_a_line_marks_the_moment_looked_at(curves: LossCurves, qtbot: QtBot) -> None:
    for seen in range(0, 1000, 100):
        curves.append(seen, {"total": 1000.0 - seen})
    drawn(curves, qtbot)
    before = plot(curves).getViewBox().viewRange()
    curves.mark(400, "step 4")
    line = plot(curves).line
    assert line is not None
    assert line.value() == 400
    assert "step 4" in curves._title.text()
    across, up = plot(curves).getViewBox().viewRange()
    assert across == before[0]
    assert up == pytest.approx(before[1], abs=5)  # the title may take a second line
    curves.mark(None)
    assert plot(curves).line is None
    assert curves._title.text() == "Loss, nats per image"


def test_a_term_in_nats_is_written_without_an_exponent_a_penalty_with_one() -> None:
    values = Values({"kl": 8e-08, "contraction": 8e-08}, {"kl": "nats"}, "")
    assert values.said("kl") == ("0.0000", "nats")
    assert values.said("contraction") == ("8.00\N{MULTIPLICATION SIGN}10⁻⁸", "")
