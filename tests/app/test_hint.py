"""The hint's button opens the model that it names."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.session.store import Store
from aeviewer.session.view import Camera, Slot, View
from tests.app.hands import child


def test_a_model_is_opened_by_a_look_of_its_own_and_one_undo_brings_the_other_back(
    qtbot: QtBot,
) -> None:
    before = View(
        slots=(Slot(model="old"),), base=(1.0, 2.0, 3.0), camera=Camera((1.0, 2.0), 3.0), moment=7
    )
    store, page = Store(before), QWidget()
    qtbot.addWidget(page)
    hint = Hint(parent=page)
    hint.wanted.connect(partial(open_model, store))
    hint.say("Something is missing.", "new")
    child(hint, QPushButton).click()
    view = store.view
    assert view.slots == (Slot(model="new"),)
    assert (view.base, view.camera, view.moment) == ((), None, None)
    assert view.cursor == before.cursor
    store.undo()
    assert store.view == before
