import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from aeviewer.app.views.axes import AxesChoice
from aeviewer.session.store import Store
from aeviewer.session.view import View
from tests.app.hands import child

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has none


def _choice(qtbot: QtBot, store: Store, size: int) -> tuple[AxesChoice, QComboBox, QComboBox]:
    choice = AxesChoice(store)
    qtbot.addWidget(choice)
    choice.set_size(size)
    return (
        choice,
        child(choice, QComboBox, "Horizontal axis of the map"),
        child(choice, QComboBox, "Vertical axis of the map"),
    )


def _choose(box: QComboBox, index: int) -> None:
    box.setCurrentIndex(index)
    box.activated.emit(index)  # as after a click


def test_nothing_to_choose_in_a_plane(qtbot: QtBot) -> None:
    choice, _, _ = _choice(qtbot, Store(), 2)
    assert choice.isHidden()


def test_any_two_axes_and_back(qtbot: QtBot) -> None:
    store = Store()
    choice, first, second = _choice(qtbot, store, 5)
    assert not choice.isHidden()
    assert not second.isEnabled()
    _choose(first, 4)  # z4: the first entry is the plane
    _choose(second, 0)
    assert store.view.axes == (3, 0)
    _choose(first, 0)
    assert store.view.axes is None


def test_the_axes_differ(qtbot: QtBot) -> None:
    store = Store()
    _, first, second = _choice(qtbot, store, 3)
    _choose(first, 3)
    _choose(second, 2)
    assert store.view.axes == (2, 0)


def test_axes_that_the_latent_does_not_have(qtbot: QtBot) -> None:
    _, first, second = _choice(qtbot, Store(View(axes=(0, 9))), 4)
    assert first.currentIndex() == 0
    assert not second.isEnabled()


def test_an_undone_choice_is_shown(qtbot: QtBot) -> None:
    store = Store()
    _, first, _ = _choice(qtbot, store, 4)
    _choose(first, 2)
    store.undo()
    assert first.currentIndex() == 0
