"""Images dropped on the window or pasted: they are read in the drawing's place."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from aeviewer.app.models import shelf
from aeviewer.app.pictures import picture
from aeviewer.data import own
from aeviewer.session.file import from_text, to_text
from aeviewer.session.view import Stroke
from aeviewer.zoo.contract import Autoencoder
from tests.app.conftest import Desk
from tests.app.hands import child, click, drop, of_files
from tests.app.making import data_set, resting, state_of
from tests.app.pictures import plain


def dropped(desk: Desk, data: QMimeData) -> bool:
    """Drop something on the window, and wait for what comes of it; say whether it was welcome."""
    welcome = drop(desk.window, data)
    desk.quiet()
    return welcome


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """Black on white, as one scans it."""
    paper = np.full((90, 120), 255, np.uint8)
    paper[20:28, 30:80] = 0
    for row in range(28, 80):
        paper[row, 74 - row // 2 : 82 - row // 2] = 0
    path = tmp_path / "seven.png"
    Image.fromarray(paper).save(path)
    return path


def expected(desk: Desk, path: Path, centred: bool = True) -> tuple[torch.Tensor, torch.Tensor]:
    """The input that the image makes, and its latent."""
    subject = desk.engine.wiring.subject
    assert subject is not None
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Autoencoder)
        x = own.as_input(own.pixels(own.read(path)), model.image_shape, centred)
        return x, model.encode(x[None]).mean.flatten()


def assert_read(desk: Desk, path: Path, centred: bool = True) -> None:
    x, latent = expected(desk, path, centred)
    assert desk.parts.draw._input.image == picture(x)
    assert desk.parts.draw._output.image is not None
    assert desk.view.cursor == pytest.approx(tuple(latent.tolist()), abs=1e-4)
    assert desk.picture() == desk.expected()


def test_a_dropped_image_moves_the_cursor_and_is_one_undo(desk: Desk, seven: Path) -> None:
    before = desk.view
    assert dropped(desk, of_files(seven))
    assert_read(desk, seven)
    assert desk.parts.draw._own.image is not None
    assert desk.parts.draw.isVisible()  # it came to the front
    assert from_text(to_text(desk.view), "here") == desk.view
    desk.act("undo")
    assert desk.view == before
    assert not desk.parts.draw._own.isVisible()
    desk.act("redo")
    desk.quiet()
    assert_read(desk, seven)


def test_it_takes_the_drawing_s_place_until_it_is_cleared(desk: Desk, seven: Path) -> None:
    desk.store.set(strokes=(Stroke(((0.2, 0.2), (0.8, 0.8))),))
    desk.quiet()
    dropped(desk, of_files(seven))
    assert desk.view.strokes == ()
    (clear,) = (b for b in desk.parts.draw.findChildren(QPushButton) if b.text() == "Clear")
    click(clear)
    assert desk.view.own == ""
    assert desk.parts.draw.pad.isVisible()
    assert desk.parts.draw._input.image is None


def test_it_can_be_taken_as_it_lies(desk: Desk, seven: Path) -> None:
    dropped(desk, of_files(seven))
    click(child(desk.parts.draw, QCheckBox))
    desk.quiet()
    assert_read(desk, seven, centred=False)


def test_ctrl_v_pastes_an_image(desk: Desk, seven: Path) -> None:
    QGuiApplication.clipboard().setImage(plain(20, 20).copy(0, 0, 20, 12))
    desk.parts.map.setFocus()
    QTest.keySequence(desk.window, QKeySequence(QKeySequence.StandardKey.Paste))
    desk.quiet()
    image = own.pixels(desk.view.own)
    assert image.shape == (3, 12, 20)
    assert image[0].min() == 1


def test_files_are_pasted_too_and_the_button_does_the_same(desk: Desk, seven: Path) -> None:
    QGuiApplication.clipboard().setMimeData(of_files(seven))
    desk.parts.draw.come_forward()
    (paste,) = (b for b in desk.parts.draw.findChildren(QPushButton) if b.text() == "Paste")
    click(paste)
    desk.quiet()
    assert_read(desk, seven)


def test_a_wrong_file_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    before = desk.view
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader")
    assert dropped(desk, of_files(path))
    desk.qtbot.waitUntil(lambda: "letter.txt is no image that can be read" in desk.message())
    assert desk.view == before


def test_nothing_to_paste_is_one_sentence(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("words")
    QTest.keySequence(desk.window, QKeySequence(QKeySequence.StandardKey.Paste))
    desk.qtbot.waitUntil(lambda: "no image on the clipboard" in desk.message())
    QGuiApplication.clipboard().setImage(plain(20, 20))
    QTest.keySequence(desk.window, QKeySequence(QKeySequence.StandardKey.Paste))
    desk.quiet()
    assert desk.view.own
    assert desk.message() == ""  # what was said of the one before holds no longer


def test_no_part_of_the_panel_takes_the_drop_away_from_the_window(desk: Desk) -> None:
    parts = [desk.parts.draw, *desk.parts.draw.findChildren(QWidget)]
    assert not any(part.acceptDrops() for part in parts)


@pytest.mark.parametrize(
    ("variant", "knobs", "shape"),
    [("gan", {"width": 2}, (1, 8, 8)), ("vanilla", {"latent": 5}, (3, 8, 6))],
)
def test_any_model_is_given_it(
    desk: Desk, seven: Path, variant: str, knobs: dict[str, Any], shape: tuple[int, int, int]
) -> None:
    data = data_set(shape=shape)
    state = state_of(data, variant, **knobs)
    desk.engine.wiring.show(shelf.finished(resting(state, data)))
    desk.quiet()
    dropped(desk, of_files(seven))
    panel = desk.parts.draw
    assert panel._input.image == picture(own.as_input(own.pixels(desk.view.own), shape, True))
    assert (panel._output.image is None) == (variant == "gan")
    assert not desk.store.can_redo
    desk.act("undo")
    assert desk.view.own == ""


def test_a_session_with_a_broken_image_says_so(desk: Desk) -> None:
    desk.store.set(own="bm8gaW1hZ2U=")
    desk.qtbot.waitUntil(lambda: "own image" in desk.message())
