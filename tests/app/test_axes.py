from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.axes import AxesChoice
from aeviewer.app.models.placed import Placed
from aeviewer.session.store import Store
from aeviewer.session.view import View
from tests.app.conftest import BUNDLED, OpenDesk, subject_of
from tests.app.hands import child, click, press
from tests.app.making import data_set, save_trained

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


def _choose(box: QComboBox, entry: str) -> None:
    index = box.findText(entry)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)  # as after a click


def _buttons(choice: AxesChoice) -> Iterator[str]:
    return (button.text() for button in choice.findChildren(QPushButton) if not button.isHidden())


def test_nothing_to_choose_in_a_plane(qtbot: QtBot) -> None:
    choice, _, _ = _choice(qtbot, Store(), 2)
    assert choice.isHidden()


def test_any_two_axes_and_back(qtbot: QtBot) -> None:
    store = Store()
    choice, first, second = _choice(qtbot, store, 5)
    assert not choice.isHidden()
    assert not second.isEnabled()
    _choose(first, "z4")
    _choose(second, "z1")
    assert store.view.axes == (3, 0)
    _choose(first, "PCA")
    assert store.view.axes is None


def test_the_axes_differ(qtbot: QtBot) -> None:
    store = Store()
    _, first, second = _choice(qtbot, store, 3)
    _choose(first, "z3")
    _choose(second, "z3")
    assert store.view.axes == (2, 0)


def test_axes_that_the_latent_does_not_have(qtbot: QtBot) -> None:
    _, first, second = _choice(qtbot, Store(View(axes=(0, 9))), 4)
    assert first.currentText() == "PCA"
    assert not second.isEnabled()


def test_an_undone_choice_is_shown(qtbot: QtBot) -> None:
    store = Store()
    _, first, _ = _choice(qtbot, store, 4)
    _choose(first, "z2")
    store.undo()
    assert first.currentText() == "PCA"


def test_a_chart_that_must_be_fitted_is_asked_for_and_not_in_the_view_yet(qtbot: QtBot) -> None:
    store = Store()
    choice, first, second = _choice(qtbot, store, 4)
    with qtbot.waitSignal(choice.chosen) as caught:
        _choose(first, "t-SNE")
    assert caught.args == ["tsne", None]
    assert store.view == View()
    assert first.currentText() == "PCA"
    choice.set_awaited("tsne", 0.25)
    assert first.currentText() == "t-SNE"
    assert list(_buttons(choice)) == ["Stop"]
    assert second.isHidden()
    assert "25 %" in child(choice, QPushButton, "Stop the fit of the map").toolTip()


def test_the_buttons_of_a_fit(qtbot: QtBot) -> None:
    store = Store(View(chart="tsne", chart_seed=3))
    choice, _, _ = _choice(qtbot, store, 4)
    choice.show()
    assert list(_buttons(choice)) == ["Again"]
    again = child(choice, QPushButton, "Fit the map again")
    assert "seed 3" in again.toolTip()
    with qtbot.waitSignal(choice.again):
        click(again)
    choice.set_awaited("tsne")
    stop = child(choice, QPushButton, "Stop the fit of the map")
    with qtbot.waitSignal(choice.stopped):
        press(stop, Qt.Key.Key_Space)
    choice.set_awaited(None)
    store.set(chart="pca")
    assert not list(_buttons(choice))


def test_a_view_brings_its_axes_to_a_model_without_its_images(
    shelf_folder: Path, open_desk: OpenDesk
) -> None:
    save_trained(shelf_folder / f"{BUNDLED}.safetensors", data_set("far"), latent=4)
    desk = open_desk(view=View(axes=(3, 1)))
    subject = subject_of(desk)
    assert subject.images is None
    assert subject.placed is not None
    assert subject.placed.plane.names == ("z4", "z2")
    latents = subject.placed.latents
    assert torch.equal(torch.from_numpy(subject.placed.points), latents[:, [3, 1]])
    desk.store.set(axes=None)
    desk.quiet()
    found = subject_of(desk).placed
    assert found is not None
    np.testing.assert_allclose(Placed.of(latents).points, found.points, atol=1e-5)


def test_from_a_fitted_chart_to_axes_the_cursor_is_taken_along(qtbot: QtBot) -> None:
    store = Store(View(chart="umap"))
    choice, first, _ = _choice(qtbot, store, 4)
    assert first.currentText() == "UMAP"
    with qtbot.waitSignal(choice.chosen) as caught:
        _choose(first, "z2")
    assert caught.args == ["pca", (1, 2)]


def test_what_is_missing_stands_in_the_list(qtbot: QtBot) -> None:
    choice, first, _ = _choice(qtbot, Store(), 4)
    choice.set_missing({"umap": "not here"})
    place = first.findText("UMAP (not here)")
    flags = first.model().flags(first.model().index(place, 0))
    assert not flags & Qt.ItemFlag.ItemIsEnabled
    choice.set_missing({})
    place = first.findText("UMAP")
    assert first.model().flags(first.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_no_state_is_wider_than_the_panel(qtbot: QtBot) -> None:
    store = Store()
    choice, _, _ = _choice(qtbot, store, 64)
    choice.show()
    widths = [choice.minimumSizeHint().width()]
    choice.set_awaited("tsne", 0.5)
    widths.append(choice.minimumSizeHint().width())
    choice.set_awaited(None)
    store.set(chart="umap")
    widths.append(choice.minimumSizeHint().width())
    assert max(widths) <= 216


def test_what_was_missing_before_there_was_a_list(qtbot: QtBot) -> None:
    choice = AxesChoice(Store())
    qtbot.addWidget(choice)
    choice.set_missing({"tsne": "no samples"})
    choice.set_size(4)
    box = child(choice, QComboBox, "Horizontal axis of the map")
    assert box.findText("t-SNE (no samples)") >= 0
