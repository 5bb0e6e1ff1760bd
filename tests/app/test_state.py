"""The state as text: copied, pasted, dropped, and opened again with the same pixels."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDockWidget, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.pages import PAGES
from aeviewer.app.start.run import open_window
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.layer_table import LAYERS
from aeviewer.data.sources import open_data
from aeviewer.session import file
from aeviewer.session.view import (
    Anchor,
    Camera,
    Features,
    Held,
    Painting,
    Slot,
    Spoil,
    Stroke,
    View,
)
from aeviewer.training import checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.recording import record
from aeviewer.training.run import describe
from aeviewer.training.state import begin
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk, Offer, OpenDesk, bring_up, shut
from tests.app.hands import child, drop, of_files
from tests.app.making import CPU, data_set, state_of
from tests.app.pictures import plain

COPY, PASTE = QKeySequence("Ctrl+Shift+C"), QKeySequence("Ctrl+V")
LOOK: dict[str, Any] = {"cursor": (0.5, -0.25), "t": 0.5, "selection": (1, 2), "page": "denoise"}


def dropped(desk: Desk, data: QMimeData) -> bool:
    """Drop something on the window, and wait for what comes of it; say whether it was welcome."""
    welcome = drop(desk.window, data)
    desk.quiet()
    return welcome


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def key(desk: Desk, keys: QKeySequence) -> None:
    """Press keys on the map, and wait for what comes of it."""
    desk.parts.map.setFocus()
    QTest.keySequence(desk.window, keys)
    desk.quiet()


def test_what_is_copied_is_the_view(desk: Desk) -> None:
    desk.store.set(**LOOK)
    key(desk, COPY)
    found = file.from_text(clipboard(), "the clipboard")
    assert replace(found, camera=None) == desk.view
    assert desk.parts.status.currentMessage().startswith("State copied")


def test_a_fit_that_stayed_is_copied_as_a_camera(desk: Desk) -> None:
    """The map follows a cursor that is led out of sight, and stays where it is on the way back."""
    desk.store.set(cursor=(3.0, 0.0))
    desk.store.set(cursor=(0.0, 0.0))
    desk.qtbot.waitUntil(lambda: desk.parts.map.still)
    key(desk, COPY)
    camera = file.from_text(clipboard(), "the clipboard").camera
    assert camera == desk.parts.map.viewport.camera
    desk.act("fit")
    key(desk, COPY)
    assert file.from_text(clipboard(), "the clipboard").camera is None


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
    assert dropped(desk, of_files(tmp_path / "state.JSON"))
    assert desk.view == after
    desk.act("undo")
    copied = of_files(tmp_path / "state.JSON")  # as a file manager copies it
    QGuiApplication.clipboard().setMimeData(copied)
    key(desk, PASTE)
    assert desk.view == after


def test_a_text_is_not_taken_when_it_is_dropped(desk: Desk) -> None:
    data = QMimeData()
    data.setText(file.to_text(View(t=0.5)))
    assert not dropped(desk, data)


def test_what_was_told_outlasts_the_hints_of_what_the_pointer_crosses(desk: Desk) -> None:
    window, button, status = desk.window, desk.parts.bar.button("start"), desk.parts.status
    here = [button.mapTo(window, button.rect().center()), window.rect().center()]
    for place in here:
        QTest.mouseMove(window.windowHandle(), place)
        desk.turn()
    QTest.keySequence(window, COPY)
    told = status.currentMessage()
    assert told.startswith("State copied")
    for place in here:
        QTest.mouseMove(window.windowHandle(), place)
        desk.turn()
        assert status.currentMessage() == told
    status.clearMessage()
    QTest.mouseMove(window.windowHandle(), here[0])
    desk.qtbot.waitUntil(lambda: status.currentMessage() == button.statusTip())


def test_an_empty_clipboard_is_one_sentence(desk: Desk) -> None:
    QGuiApplication.clipboard().clear()
    QTest.keySequence(desk.window, PASTE)
    desk.qtbot.waitUntil(lambda: "there is no image on the clipboard" in desk.message())


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


def test_a_good_state_ends_what_was_said_of_a_bad_one(desk: Desk) -> None:
    for bad in ("{", "nothing of ours"):
        copy(bad)
        key(desk, PASTE)
        desk.qtbot.waitUntil(lambda: desk.message() != "")
        copy(file.to_text(replace(desk.view, t=desk.view.t + 0.25)))
        key(desk, PASTE)
        assert desk.message() == ""
    assert desk.view.t == 0.5


def test_a_good_state_hides_no_save_that_failed(desk: Desk, tmp_path: Path) -> None:
    desk.program._states.save(tmp_path / "missing" / "state.json", None)
    said = desk.message()
    assert "cannot write" in said
    copy(file.to_text(replace(desk.view, t=0.5)))
    key(desk, PASTE)
    assert desk.view.t == 0.5
    assert desk.message() == said


def test_a_model_in_training_is_looked_at_as_before(bundle: Path, open_desk: OpenDesk) -> None:
    knobs = (("hidden", "16"), ("plan.epochs", 100_000), ("plan.batch", 128))
    desk = open_desk(view=View(knobs=knobs, device="cpu"))
    desk.train()
    desk.act("pause")
    desk.qtbot.waitUntil(lambda: desk.phase() == "paused")
    desk.parts.map.fit()
    key(desk, COPY)
    assert "until the model in training is kept" in desk.parts.status.currentMessage()
    copied = file.from_text(clipboard(), "the clipboard")
    desk.store.set(t=1.0, cursor=(1.0, 1.0))
    key(desk, PASTE)
    assert desk.view == copied
    assert desk.message() == ""
    desk.end()


def test_a_saved_view_keeps_what_it_would_train(bundle: Path, open_desk: OpenDesk) -> None:
    """A model that is opened by name brings its own family; a state has chosen one."""
    view = View(variant="vanilla", data="digits", knobs=(("vanilla.latent", 3),), t=0.5)
    desk = open_desk(view=view, saved=True)
    assert desk.view == view
    assert not desk.store.can_undo


SHAPE = (1, 8, 8)
KNOBS: Mapping[str, Mapping[str, Any]] = {
    "vae": {"latent": 2, "hidden": (8,)},
    "conv": {"latent": 16, "channels": (4,), "hidden": (8,)},
    "vq": {"latent": 4, "codes": 8, "channels": (4,)},
    "gan": {"latent": 8, "width": 4},
    "cvae": {"latent": 2, "hidden": (8,), "classes": 3},
}
ALL_LAYERS = tuple(layer.name for layer in LAYERS)
LINE = Stroke(((0.2, 0.2), (0.7, 0.3), (0.5, 0.8)))
RUBBER = Stroke(((0.5, 0.2), (0.5, 0.4)), rub=True)
TWO = (Anchor((0.0, 0.0), 3), Anchor((1.0, 0.5)))
FOUR = (*TWO, Anchor((0.0, 0.0), 8), Anchor((0.3, -1.0)))

# What all states below have in common, so that each differs from a fresh window in many fields.
COMMON: Mapping[str, Any] = {
    "variant": "vanilla",
    "knobs": (("latent", 3),),
    "cursor": (0.4, -0.3),
    "camera": Camera((0.2, 0.1), 3.0),
    "selection": (1, 4, 7, 9, 12),
    "hidden": frozenset({2}),
    "anchors": FOUR,
    "t": 0.4,
    "sample": 5,
    "strokes": (LINE, RUBBER),
    "theme": "light",
}


def honest(**changes: Any) -> dict[str, Any]:
    return {"page": "map", "layers": ALL_LAYERS, "honest": True, **changes}


STATES: Mapping[str, tuple[dict[str, Any], ...]] = {
    "vae": (
        honest(closed=True, beside="neighbours"),
        {"page": "map", "anchors": TWO, "path": "geodesic", "layers": ("manifold", "points")},
        {"page": "map", "camera": None, "cursor": (9.0, -8.0)},
        {"page": "map", "camera": None},
        {"page": "denoise", "spoil": Spoil("gaussian", 0.7, 3), "rubbed": ((0.5, 0.5), (0.6, 0.5))},
        {"page": "denoise", "repeats": 5, "theme": "dark"},
        {"page": "anomaly", "normal": frozenset({0}), "threshold": 3.0},
        {"page": "mix", "side": 5, "spot": (0.25, 0.75)},
        {"page": "compare", "others": ("other",), "aligned": False, "given": "drawing"},
        {"page": "compare", "others": ("other",), "comparing": "rates", "given": "selected"},
        {"page": "compare", "others": ("other",), "camera": None, "cursor": (9.0, -8.0)},
    ),
    "conv": (
        honest(axes=(2, 1), path="slerp", base=tuple(i / 10 for i in range(16))),
        {"page": "map", "beside": "posterior", "held": Held((0.1,) * 16, (0.5,) * 16, 4)},
        {"page": "traversal", "reach": "prior", "base": tuple(i / 10 for i in range(16))},
        {"page": "features", "features": Features(1, "use", "cursor", "decoder")},
        {"page": "mix", "mixing": "attribute", "groups": ((1, 2, 3), (4, 5)), "strength": 1.5},
    ),
    "vq": (
        honest(path="geodesic"),
        {"page": "codebook", "code": 3, "by_use": True},
        {"page": "denoise"},
    ),
    "gan": (
        honest(),
        {"page": "adversary", "noise": 5, "goal": "made", "made": 3, "starts": 4},
        {"page": "adversary", "goal": "drawing", "starts": 2, "searching": True},
    ),
    "cvae": (
        honest(condition=1, beside="posterior", draws=3),
        {"page": "mix", "mixing": "analogy", "condition": 2},
        {"page": "traversal", "condition": 2, "tool": "lasso"},
    ),
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a checkpoint of each kind of model that has learned a little."""
    folder, data = tmp_path_factory.mktemp("trained"), data_set("small", SHAPE)
    plan = Plan.make("plan", {"epochs": 1, "batch": 20, "precision": "fp32"})
    for variant, knobs in KNOBS.items():
        state = begin(variant, find(variant).configure(knobs), plan, data.train.shape, CPU)
        for _ in train(state, data.train):
            pass
        found = describe(state, data, with_latents=True)
        kept = Checkpoint(found.header, found.weights, {}, found.latents)
        checkpoint.save(kept, folder / f"{variant}.safetensors")
    return folder


@pytest.fixture
def offered(trained: Path, shelf_folder: Path, offer: Offer) -> None:
    """The models are bundled, and their data is at hand."""
    offer("small", data_set("small", SHAPE))
    for path in trained.iterdir():
        copyfile(path, shelf_folder / path.name)
    copyfile(trained / "vae.safetensors", shelf_folder / "other.safetensors")


def pixels(desk: Desk) -> dict[str, QImage]:
    """All that is looked at, as it is painted.

    Left out is what is no state: the window's size (the same here), which of two docks that share
    a place is in front (each is brought there), where the focus is (nowhere), the message bar and
    the status bar (what happened just now), and what can be undone.
    """
    if focused := desk.window.focusWidget():
        focused.clearFocus()
    parts = desk.parts
    shown: dict[str, QWidget] = {"page": parts.pages, "time": parts.time}
    open_ones = (
        d for d in desk.window.findChildren(QDockWidget) if d.toggleViewAction().isChecked()
    )
    for dock in open_ones:
        dock.raise_()
        shown[dock.objectName()] = dock.widget()
    for name in ("Model", "Data"):
        shown[name] = child(parts.bar, QComboBox, name)
    desk.turn()  # a dock that came to the front is laid out
    desk.quiet()
    desk.qtbot.waitUntil(lambda: parts.map.still and all_rest(parts.pages))
    return {name: widget.grab().toImage() for name, widget in shown.items()}


def all_rest(pages: QWidget) -> bool:
    """Whether no map glides to what it fits."""
    stopped = Framing.State.Stopped
    return all(framing.state() == stopped for framing in pages.findChildren(Framing))


@contextmanager
def second(qtbot: QtBot, text: str) -> Iterator[Desk]:
    """Another window, opened from a copied state alone."""
    view = file.from_text(text, "the state")
    desk = Desk(qtbot, open_window([], view, saved=True))
    try:
        bring_up(desk)
        yield desk
    finally:
        shut(desk)
        QApplication.sendPostedEvents(desk.window, QEvent.Type.DeferredDelete.value)


def look(desk: Desk, view: View) -> tuple[str, dict[str, QImage]]:
    """Turn a window that has looked at other things to this; copy it, and see what it shows."""
    desk.store.adopt(view)
    desk.store.set(theme=view.theme, tool=view.tool)
    desk.quiet()
    assert desk.view == view  # nothing follows: the cursor is where the view has it
    assert desk.message() == ""
    desk.act("copy")
    return clipboard(), pixels(desk)


def assert_same(found: dict[str, QImage], wanted: dict[str, QImage]) -> None:
    assert found.keys() == wanted.keys()
    assert [name for name in found if found[name] != wanted[name]] == []


def test_every_page_is_among_the_states() -> None:
    known = {state["page"] for states in STATES.values() for state in states}
    assert known == {"map", *(page.name for page in PAGES)}


@pytest.mark.parametrize("model", STATES)
def test_a_copied_state_opened_again_has_the_same_pixels(
    model: str, offered: None, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    desk = open_desk(model)
    before = pixels(desk)
    for changes in STATES[model]:
        view = View(slots=(Slot(model=model),), **{**COMMON, **changes})
        text, wanted = look(desk, view)
        assert wanted["page"] != before["page"]
        with second(qtbot, text) as other:
            assert other.view == view
            assert_same(pixels(other), wanted)
            assert other.message() == ""
        before = wanted


def test_a_page_that_fits_by_itself_is_copied_without_the_map_s_camera(desk: Desk) -> None:
    desk.store.set(cursor=(3.0, 0.0))
    desk.store.set(cursor=(0.0, 0.0))
    desk.qtbot.waitUntil(lambda: desk.parts.map.still)
    assert desk.parts.map.camera is not None  # a new fit would show less
    for page in ("map", "compare"):
        desk.store.set(page=page)
        desk.quiet()
        desk.act("copy")
        copied = file.from_text(clipboard(), "the clipboard")
        assert copied == replace(desk.view, camera=desk.parts.map.camera if page == "map" else None)


def test_painted_codes(offered: None, open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk("vq")
    bare = View(slots=(Slot(model="vq"),), **{**COMMON, "page": "codebook"})
    subject = desk.engine.wiring.subject
    assert subject is not None
    sample = subject.nearest(bare.cursor, bare.hidden)  # whose codes the page shows
    cells = tuple((0, row, column, 3) for row in range(2) for column in range(2))
    _, before = look(desk, bare)
    text, wanted = look(desk, replace(bare, painted=Painting("vq", sample, cells)))
    assert wanted["page"] != before["page"]
    with second(qtbot, text) as other:
        assert_same(pixels(other), wanted)


def test_a_model_without_its_images(trained: Path, shelf_folder: Path, open_desk: OpenDesk) -> None:
    copyfile(trained / "vae.safetensors", shelf_folder / "alone.safetensors")
    desk = open_desk("alone")
    view = View(slots=(Slot(model="alone"),), **{**COMMON, **honest()})
    text, wanted = look(desk, view)
    with second(desk.qtbot, text) as other:
        assert_same(pixels(other), wanted)


def test_a_moment_of_a_run(tmp_path: Path, shelf_folder: Path, open_desk: OpenDesk) -> None:
    data = open_data("digits")
    plan = {"epochs": 2, "batch": 128, "precision": "fp32", "seed": 0}
    state = state_of(data, "vae", plan, hidden=(16,))
    for _ in record(tmp_path / "run", state, data, "digits", train(state, data.train)):
        pass
    run = str(tmp_path / "run")
    desk = open_desk(run)
    desk.store.set(moment=0)
    desk.quiet()
    view = View(slots=(Slot(model=run),), **{**COMMON, "moment": 11, "anchors": TWO})
    text, wanted = look(desk, view)
    assert desk.parts.time.isVisible()
    with second(desk.qtbot, text) as other:
        assert_same(pixels(other), wanted)
