"""The state as text: copied, pasted, dropped, and opened again."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aeviewer.session import file
from aeviewer.session.view import Anchor, Slot, View
from tests.app.conftest import Desk, OpenDesk
from tests.app.pictures import plain

COPY, PASTE = QKeySequence("Ctrl+Shift+C"), QKeySequence("Ctrl+V")
LOOK = {"cursor": (0.5, -0.25), "t": 0.5, "selection": (1, 2), "page": "denoise"}


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def key(desk: Desk, keys: QKeySequence) -> None:
    """Press keys on the map, and wait for what comes of it."""
    desk.parts.map.setFocus()
    QTest.keySequence(desk.window, keys)
    desk.quiet()


def drop(desk: Desk, data: QMimeData) -> bool:
    """Drag something over the window, and drop it there; say whether it was welcome."""
    doing, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left, at = Qt.MouseButton.LeftButton, QPoint(300, 300)
    enter = QDragEnterEvent(at, doing, data, left, none)
    enter.ignore()
    QApplication.sendEvent(desk.window, enter)
    if enter.isAccepted():
        fall = QDropEvent(QPointF(at), doing, data, left, none, QEvent.Type.Drop)
        QApplication.sendEvent(desk.window, fall)
        desk.quiet()
    return enter.isAccepted()


def of_file(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_what_is_copied_is_the_view(desk: Desk) -> None:
    desk.store.set(**LOOK)
    key(desk, COPY)
    assert file.from_text(clipboard(), "the clipboard") == desk.view
    assert desk.parts.status.currentMessage().startswith("State copied")


def test_what_is_pasted_is_one_step_of_undo(desk: Desk) -> None:
    before = desk.view
    after = replace(before, **LOOK)
    copy(file.to_text(after))
    key(desk, PASTE)
    assert desk.view == after
    assert desk.picture() == desk.expected()
    desk.act("undo")
    assert desk.view == before
    assert not desk.store.can_undo
    desk.act("redo")
    assert desk.view == after


def test_pasting_brings_its_model(desk: Desk, shelf_folder: Path, digits_file: Path) -> None:
    copyfile(digits_file, shelf_folder / "other.safetensors")
    before = desk.view
    copy(file.to_text(replace(before, slots=(Slot(model="other"),), **LOOK, variant="vanilla")))
    with desk.qtbot.waitSignal(desk.engine.opened):
        key(desk, PASTE)
    desk.quiet()
    assert desk.engine.shown == "other"
    assert desk.view == replace(before, slots=(Slot(model="other"),), **LOOK, variant="vanilla")
    with desk.qtbot.waitSignal(desk.engine.opened):
        desk.act("undo")
    assert desk.view == before


def test_a_file_of_a_state_can_be_dropped(desk: Desk, tmp_path: Path) -> None:
    after = replace(desk.view, **LOOK)
    file.save(after, tmp_path / "state.JSON")
    assert drop(desk, of_file(tmp_path / "state.JSON"))
    assert desk.view == after
    desk.act("undo")
    copied = of_file(tmp_path / "state.JSON")  # as a file manager copies it
    QGuiApplication.clipboard().setMimeData(copied)
    key(desk, PASTE)
    assert desk.view == after


def test_a_text_is_not_taken_when_it_is_dropped(desk: Desk) -> None:
    data = QMimeData()
    data.setText(file.to_text(View(t=0.5)))
    assert not drop(desk, data)


def test_an_image_still_goes_to_the_drawing(desk: Desk) -> None:
    QGuiApplication.clipboard().setImage(plain(20, 20))
    key(desk, PASTE)
    assert desk.view.own
    assert "state" not in desk.parts.status.currentMessage().lower()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "what was pasted is not a saved view: the text: "),
        ('{"t": "high"}', "what was pasted is not a saved view: t: "),
        ('{"hologram": 1}', "what was pasted is of a later version, or not a saved view: hologram"),
        ('{"slots": [{"model": "gone"}]}', "what was pasted cannot be opened: there is no checkpo"),
        ('{"slots": [{"model": ""}]}', "what was pasted is of a model that was in training"),
        ('{"slots": []}', "what was pasted names no model"),
        ("nothing of ours", "there is no image on the clipboard"),
    ],
)
def test_what_cannot_be_opened_changes_nothing(desk: Desk, text: str, sentence: str) -> None:
    desk.store.set(anchors=(Anchor((0.0, 0.0)),))
    before = desk.view
    copy(text)
    key(desk, PASTE)
    desk.qtbot.waitUntil(lambda: sentence in desk.message())
    assert desk.view == before
    assert desk.engine.shown == before.slots[0].model


def test_a_model_in_training_is_looked_at_as_before(bundle: Path, open_desk: OpenDesk) -> None:
    knobs = (("hidden", "16"), ("plan.epochs", 2), ("plan.batch", 128))
    desk = open_desk(view=View(knobs=knobs, device="cpu"))
    desk.train()
    key(desk, COPY)
    assert "until the model in training is kept" in desk.parts.status.currentMessage()
    copied = file.from_text(clipboard(), "the clipboard")
    desk.store.set(t=1.0, cursor=(1.0, 1.0))
    key(desk, PASTE)
    assert desk.view == copied
    assert desk.message() == ""
    desk.wait_for_end()


def test_a_saved_view_keeps_what_it_would_train(bundle: Path, open_desk: OpenDesk) -> None:
    """A model that is opened by name brings its own family; a state has chosen one."""
    view = View(variant="vanilla", data="digits", knobs=(("vanilla.latent", 3),), t=0.5)
    desk = open_desk(view=view, saved=True)
    assert desk.view == view
    assert not desk.store.can_undo
