from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aeviewer.app.forms.form import KnobForm
from aeviewer.app.forms.knob_text import read, stops, write
from aeviewer.errors import UserError
from aeviewer.zoo.blocks import Sizes
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.registry import variants
from tests.app.hands import child, click, press, retype, turn_wheel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


class Some(Knobs):
    latent: int = knob(2, "Size of <b>z</b>", ge=1, le=512)
    hidden: Sizes = knob((512, 256), "Widths")
    beta: float = knob(1.0, "Weight", ge=0, le=1000)
    lr: float = knob(2e-3, "Rate", gt=0, le=10, log=True)
    part: float = knob(0.1, "Part", ge=0, le=1)
    likelihood: Literal["bernoulli", "gaussian"] = knob("bernoulli", "Which")
    warp: bool = knob(True, "Warp")
    samples: int | None = knob(None, "Budget", ge=1)
    seed: int = knob(0, "Seed", ge=0, le=2**31 - 1, rare=True)


KNOBS = {each.name: each for each in Some.knobs()}


@pytest.fixture
def form(qtbot: QtBot) -> KnobForm:
    made = KnobForm("vae", Some.knobs())
    qtbot.addWidget(made)
    made.show()
    return made


def line(form: KnobForm, said: str) -> QLineEdit:
    return child(form, QLineEdit, said)


def slider(form: KnobForm, said: str) -> QSlider:
    return child(form, QSlider, said)


@pytest.mark.parametrize("name", ["latent", "beta", "lr", "part"])
def test_stops_are_round_values_within_the_bounds(name: str) -> None:
    declared = KNOBS[name]
    found = stops(declared)
    assert list(found) == sorted(set(found))
    assert 50 <= len(found) <= 110
    assert declared.default in found
    assert found[-1] == declared.high
    assert all(read("vae", declared, write(value)) == value for value in found)


def test_what_nothing_bounds_has_no_stops() -> None:
    assert stops(KNOBS["samples"]) == stops(KNOBS["seed"]) == stops(KNOBS["hidden"]) == ()


def test_every_knob_of_the_zoo_can_be_written_and_read() -> None:
    for variant in variants().values():
        for declared in variant.knobs.knobs():
            text = write(declared.default)
            assert write(read(variant.name, declared, text)) == text


@given(st.floats(1e-9, 10))
def test_numbers_keep_every_digit(value: float) -> None:
    assert read("vae", KNOBS["lr"], write(value)) == value


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("latent", "0", "vae.latent is 0; it must lie in [1, 512]"),
        ("latent", "1.5", "vae.latent is 1.5; it must lie in [1, 512]"),
        ("latent", "9" * 50, f"vae.latent is {'9' * 37}...; it must lie in [1, 512]"),
        ("latent", "", "vae.latent is empty; it must lie in [1, 512]"),
        ("lr", "0", "vae.lr is 0; it must lie in (0, 10]"),
        ("lr", "nan", "vae.lr is nan; it must lie in (0, 10]"),
        ("beta", "inf", "vae.beta is inf; it must lie in [0, 1000]"),
        (
            "likelihood",
            "cauchy",
            "vae.likelihood is cauchy; it must be one of: bernoulli, gaussian",
        ),
        ("warp", "2", "vae.warp is 2; it must be true or false"),
        (
            "hidden",
            "512,0",
            "vae.hidden is 512,0; it must " + KNOBS["hidden"].demand,
        ),
    ],
)
def test_a_fault_is_one_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        read("vae", KNOBS[name], text)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("lr", "0,5", 0.5),
        ("lr", " 1e-3 ", 0.001),
        ("hidden", "64, 32", "64,32"),
        ("hidden", "", ""),
        ("samples", "", None),
        ("samples", "7", 7),
    ],
)
def test_values_are_read_as_people_write_them(name: str, text: str, value: object) -> None:
    assert read("vae", KNOBS[name], text) == value


def test_a_new_form_holds_the_defaults(form: KnobForm) -> None:
    assert form.values() == {}
    assert form.faults() == []
    assert line(form, "Learning rate").text() == "0.002"
    assert line(form, "Hidden").text() == "512,256"


def test_typing_gives_the_exact_value(form: KnobForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.changed):
        retype(line(form, "Latent"), "333")
    assert form.values() == {"latent": 333}
    assert Some.make("vae", form.values()).latent == 333


def test_a_wrong_number_is_marked_and_reported_not_clamped(form: KnobForm) -> None:
    field = line(form, "Latent")
    retype(field, "1000")
    assert form.faults() == ["vae.latent is 1000; it must lie in [1, 512]"]
    assert field.text() == "1000"
    assert field.property("wrong")
    assert "must lie in" in field.toolTip()
    assert "must lie in" in field.accessibleDescription()
    with pytest.raises(UserError, match=r"vae\.latent is 1000"):
        Some.make("vae", form.values())
    retype(field, "10")
    assert form.faults() == []
    assert not field.property("wrong")


@pytest.mark.parametrize("said", ["Latent", "Beta", "Learning rate", "Part"])
def test_the_slider_moves_the_number_and_the_number_the_slider(
    form: KnobForm, qtbot: QtBot, said: str
) -> None:
    knob_slider, field = slider(form, said), line(form, said)
    before = knob_slider.value()
    with qtbot.waitSignal(form.changed):
        press(knob_slider, Qt.Key.Key_Right)
    assert knob_slider.value() == before + 1
    moved = field.text()
    press(knob_slider, Qt.Key.Key_End)
    assert (
        float(field.text()) == {"Latent": 512, "Beta": 1000, "Learning rate": 10, "Part": 1}[said]
    )
    retype(field, moved)
    assert knob_slider.value() == before + 1


def test_the_latent_slider_gives_room_to_small_sizes(form: KnobForm) -> None:
    retype(line(form, "Latent"), "20")
    latent = slider(form, "Latent")
    assert 0.2 < latent.value() / latent.maximum() < 0.6


def test_arrow_keys_step_in_the_line(form: KnobForm) -> None:
    field = line(form, "Latent")
    press(field, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down)
    assert field.text() == "3"


def test_choices_and_switches(form: KnobForm, qtbot: QtBot) -> None:
    box = child(form, QCheckBox, "Warp")
    with qtbot.waitSignal(form.changed):
        click(box)
    combo = child(form, QComboBox, "Likelihood")
    with qtbot.waitSignal(form.changed):
        press(combo, Qt.Key.Key_Down)
    assert form.values() == {"likelihood": "gaussian", "warp": False}


def test_showing_values_is_silent_and_spares_the_caret(form: KnobForm, qtbot: QtBot) -> None:
    values: dict[str, Any] = {"latent": 7, "hidden": (64, 32), "warp": False, "lr": 0.0123456789}
    with qtbot.assertNotEmitted(form.changed):
        form.set_values(values | {"unknown": 1})
    assert form.values() == values | {"hidden": "64,32"}
    field = line(form, "Beta")
    field.selectAll()
    QTest.keyClicks(field, "2.0")
    form.set_values(form.values())
    assert field.text() == "2.0"
    form.set_values({})
    assert form.values() == {}


def test_a_faulty_text_survives_being_shown_again(form: KnobForm) -> None:
    retype(line(form, "Latent"), "0")
    values = form.values()
    form.set_values({})
    form.set_values(values)
    assert form.faults() == ["vae.latent is 0; it must lie in [1, 512]"]


def test_rare_knobs_wait_under_more(form: KnobForm) -> None:
    more = child(form, QToolButton)
    assert not line(form, "Seed").isVisible()
    press(more, Qt.Key.Key_Space)
    assert line(form, "Seed").isVisible()


def test_the_wheel_scrolls_the_page_and_changes_nothing_in_passing(qtbot: QtBot) -> None:
    page, form = QScrollArea(), KnobForm("vae", Some.knobs())
    qtbot.addWidget(page)
    page.setWidget(form)
    page.resize(300, 120)
    page.show()
    qtbot.waitExposed(page)
    latent = slider(form, "Latent")
    for control in (latent, child(form, QComboBox, "Likelihood")):
        page.ensureWidgetVisible(control)
        control.clearFocus()
        before = page.verticalScrollBar().value()
        turn_wheel(control, 1 if before else -1)
        assert page.verticalScrollBar().value() != before
    assert form.values() == {}
    page.ensureWidgetVisible(latent)
    latent.setFocus()
    qtbot.waitUntil(latent.hasFocus)
    turn_wheel(latent, 1)
    assert form.values() != {}


def test_every_control_says_what_it_is_and_text_is_never_html(form: KnobForm) -> None:
    for kind in (QLineEdit, QSlider, QComboBox, QCheckBox, QToolButton):
        controls: list[QWidget] = list(form.findChildren(kind))
        for control in controls:
            assert control.accessibleName()
            assert control.toolTip()
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "&lt;b&gt;" in line(form, "Latent").toolTip()
    assert line(form, "Latent").accessibleDescription() == "Size of <b>z</b>"
