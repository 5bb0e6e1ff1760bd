"""Drawing: the pad, what the model reads, and the cursor that goes along."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton

from aeviewer.app.models import shelf
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.views.pad import Pad
from aeviewer.data.drawing import as_digit, as_picture
from aeviewer.session.file import from_text, to_text
from aeviewer.session.view import Stroke
from aeviewer.training.twins import Twins
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk
from tests.app.hands import child, click, press
from tests.app.making import data_set, resting, state_of


def pad_of(desk: Desk) -> Pad:
    return desk.parts.draw.pad


def button(desk: Desk, text: str) -> QPushButton:
    buttons = desk.parts.draw.findChildren(QPushButton)
    return next(found for found in buttons if found.text() == text)


def stroke(desk: Desk, *points: tuple[float, float], rub: bool = False) -> None:
    """Draw through points of the sheet, from 0 to 1."""
    pad, none = pad_of(desk), Qt.KeyboardModifier.NoModifier
    sheet = pad._sheet()
    pixels = [
        QPoint(round(sheet.x() + x * sheet.width()), round(sheet.y() + y * sheet.height()))
        for x, y in points
    ]
    button = Qt.MouseButton.RightButton if rub else Qt.MouseButton.LeftButton
    QTest.mousePress(pad, button, none, pixels[0])
    for pixel in pixels[1:]:
        QTest.mouseMove(pad, pixel)
    QTest.mouseRelease(pad, button, none, pixels[-1])
    desk.quiet()


def expected(desk: Desk, centred: bool = True) -> tuple[torch.Tensor, torch.Tensor]:
    """The input that the drawing makes, and its latent."""
    subject = desk.engine.wiring.subject
    assert subject is not None
    make = as_digit if centred else as_picture
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Autoencoder)
        x = make(torch.from_numpy(pad_of(desk).ink()), model.image_shape)
        return x, model.encode(x[None]).mean.flatten()


def test_the_cursor_goes_where_the_model_puts_the_drawing(desk: Desk) -> None:
    stroke(desk, (0.4, 0.2), (0.5, 0.5), (0.4, 0.8))
    x, latent = expected(desk)
    assert desk.view.cursor == pytest.approx(tuple(latent.tolist()), abs=1e-4)
    panel = desk.parts.draw
    assert panel._input.image == picture(x)
    assert panel._output.image is not None
    assert desk.picture() == desk.expected()


def test_a_stroke_with_its_way_is_one_undo(desk: Desk) -> None:
    stroke(desk, (0.2, 0.2), (0.8, 0.2))
    once = desk.view
    stroke(desk, (0.8, 0.2), (0.4, 0.9))
    assert desk.view.cursor != once.cursor
    desk.act("undo")
    assert desk.view == once
    desk.act("undo")
    assert desk.view.strokes == ()


def test_an_undo_under_the_pen_leaves_earlier_strokes_alone(desk: Desk) -> None:
    stroke(desk, (0.2, 0.2), (0.8, 0.2))
    first = desk.view.strokes
    pad, left, none = pad_of(desk), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(pad, left, none, QPoint(20, 60))
    QTest.mouseMove(pad, QPoint(60, 60))
    desk.act("undo")
    QTest.mouseMove(pad, QPoint(90, 90))
    QTest.mouseRelease(pad, left, none, QPoint(90, 90))
    desk.quiet()
    assert desk.view.strokes == first


def test_ink_is_where_it_was_drawn_and_the_right_button_rubs_it_out(desk: Desk) -> None:
    stroke(desk, (0.1, 0.5), (0.9, 0.5))
    ink = pad_of(desk).ink()
    assert ink[70, 20:120].min() > 0.9
    assert ink[20].max() == 0
    stroke(desk, (0.5, 0.3), (0.5, 0.7), rub=True)
    assert pad_of(desk).ink()[70, 70] == 0
    assert pad_of(desk).ink()[70, 30] > 0.9


def test_the_button_lets_the_left_one_rub_out(desk: Desk) -> None:
    click(button(desk, "Rub out"))
    stroke(desk, (0.1, 0.5), (0.9, 0.5))
    assert desk.view.strokes[0].rub


def test_a_click_is_a_dot(desk: Desk) -> None:
    stroke(desk, (0.5, 0.5))
    assert pad_of(desk).ink()[70, 70] > 0.9


def test_clear_wipes_the_sheet_and_is_undone(desk: Desk) -> None:
    stroke(desk, (0.1, 0.5), (0.9, 0.5))
    before = desk.view.strokes
    click(button(desk, "Clear"))
    assert desk.view.strokes == ()
    assert desk.parts.draw._input.image is None
    desk.act("undo")
    desk.quiet()
    assert desk.view.strokes == before
    assert desk.parts.draw._input.image is not None


def test_a_drawing_can_be_taken_as_it_lies(desk: Desk) -> None:
    stroke(desk, (0.1, 0.1), (0.3, 0.1))
    box = child(desk.parts.draw, QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    desk.quiet()
    assert not desk.view.centred
    x, latent = expected(desk, centred=False)
    assert desk.parts.draw._input.image == picture(x)
    assert desk.view.cursor == pytest.approx(tuple(latent.tolist()), abs=1e-4)


@pytest.mark.parametrize(
    ("variant", "knobs", "shape"),
    [("gan", {"width": 2}, (1, 8, 8)), ("vanilla", {"latent": 5}, (3, 8, 6))],
)
def test_any_model_says_what_it_makes_of_a_drawing(
    desk: Desk, variant: str, knobs: dict[str, Any], shape: tuple[int, int, int]
) -> None:
    data = data_set(shape=shape)
    state = state_of(data, variant, **knobs)
    desk.engine.wiring.show(shelf.finished(resting(state, data)))
    desk.quiet()
    stroke(desk, (0.4, 0.2), (0.5, 0.8))
    panel = desk.parts.draw
    assert panel._input.image is not None
    assert (panel._output.image is None) == (variant == "gan")
    if variant == "gan":
        assert "No encoder" in panel._output.accessibleDescription()


@pytest.mark.parametrize(
    ("variant", "knobs"),
    [
        ("vae", {"latent": 2}),
        ("vanilla", {"latent": 5}),
        ("vq", {"latent": 3, "codes": 8, "channels": (4,)}),
    ],
)
def test_a_path_leads_from_drawing_to_drawing(
    desk: Desk, variant: str, knobs: dict[str, Any]
) -> None:
    data, entry = data_set(shape=(1, 8, 8)), find(variant)
    model = entry.build((1, 8, 8), entry.configure(knobs))
    labels = torch.arange(40).numpy() % 3
    desk.engine.wiring.show(Subject("x", Twins(model), data.test.classes, labels, None, data.test))
    desk.quiet()
    drawn = []
    for points in (((0.4, 0.2), (0.5, 0.8)), ((0.2, 0.2), (0.8, 0.3), (0.5, 0.9))):
        desk.store.set(strokes=())
        stroke(desk, *points)
        drawn.append(expected(desk)[1])
        press(desk.parts.map, Qt.Key.Key_Return)
    desk.quiet()
    subject = desk.engine.wiring.subject
    assert subject is not None
    ends = [subject.anchor(anchor) for anchor in desk.view.anchors]
    for end, latent in zip(ends, drawn, strict=True):
        torch.testing.assert_close(end, latent)
    middle = subject.path(desk.view, torch.tensor([0.5]))
    torch.testing.assert_close(middle, (drawn[0] + drawn[1])[None] / 2)
    press(desk.parts.map, Qt.Key.Key_Delete)
    assert len(desk.view.anchors) == 1


def test_a_drawing_is_part_of_the_view(desk: Desk) -> None:
    desk.store.set(strokes=(Stroke(((0.25, 0.5), (0.75, 0.5))), Stroke(((0.5, 0.5),), rub=True)))
    desk.quiet()
    assert from_text(to_text(desk.view), "here") == desk.view
    assert pad_of(desk).ink()[70, 50] > 0.9


def test_a_view_says_itself_where_the_cursor_is(desk: Desk) -> None:
    stroke(desk, (0.1, 0.5), (0.9, 0.5))
    moved = replace(desk.view, cursor=(0.25, -0.5))
    desk.store.set(strokes=(), cursor=(0.0, 0.0))
    desk.quiet()
    desk.store.adopt(moved)
    desk.quiet()
    assert desk.view == moved
    assert desk.parts.draw._output.image is not None


def test_to_centre_it_or_not_is_one_undo(desk: Desk) -> None:
    stroke(desk, (0.1, 0.1), (0.3, 0.1))
    before = desk.view
    QTest.keyClick(child(desk.parts.draw, QCheckBox), Qt.Key.Key_Space)
    desk.quiet()
    assert desk.view.cursor != before.cursor
    desk.act("undo")
    desk.quiet()
    assert desk.view == before
