"""The neighbours of the cursor: which they are, what is shown of them, and where a click leads."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from aeviewer.app.flows.map.neighbours import COUNT, nearest
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.picture_grid import PictureGrid, Small
from aeviewer.app.models.placed import Placed, unplaced
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.latent.plane import Plane
from aeviewer.training.bundled import bundled
from aeviewer.training.checkpoint import load
from aeviewer.training.twins import Twins
from tests.app.conftest import Desk, subject_of
from tests.app.hands import child, click, press
from tests.app.making import images, small_model
from tests.app.pictures import plain


def look(desk: Desk, **changes: object) -> PictureGrid:
    desk.store.set(beside="neighbours", **changes)
    desk.store.settle()
    desk.quiet()
    return desk.parts.probe.neighbours


def expected(desk: Desk, hidden: frozenset[int] = frozenset()) -> list[tuple[float, int]]:
    """All samples, one by one."""
    subject = subject_of(desk)
    assert subject.placed is not None
    latent = subject.latent(desk.view.cursor, desk.view.base)
    assert latent is not None
    latents, z = subject.placed.latents.double().numpy(), latent.double().numpy()
    found = []
    for number, row in enumerate(latents):
        if subject.labels is None or int(subject.labels[number]) not in hidden:
            found.append((float(np.sqrt(((row - z) ** 2).sum())), number))
    return sorted(found)[:COUNT]


def assert_all_right(desk: Desk, grid: PictureGrid, hidden: frozenset[int] = frozenset()) -> None:
    subject, found = subject_of(desk), expected(desk, hidden)
    assert len(grid.entries) == len(found) > 0
    for entry, (distance, number) in zip(grid.entries, found, strict=True):
        label = str(number) if subject.labels is None else subject.classes[subject.labels[number]]
        assert entry.lines == (label, three_digits(distance))
        if subject.images is not None:
            assert entry.image == pictures(subject.images.pixels[number : number + 1])[0]


def test_they_are_those_of_brute_force(desk: Desk) -> None:
    grid = look(desk, cursor=(0.5, -0.75))
    assert_all_right(desk, grid)
    assert len(grid.entries) == 8
    desk.store.set(cursor=(-1.0, 0.25))
    desk.quiet()
    assert_all_right(desk, grid)


def test_hidden_classes_have_none(desk: Desk) -> None:
    hidden = frozenset({0, 1, 2, 3, 4})
    assert_all_right(desk, look(desk, hidden=hidden), hidden)
    grid = look(desk, hidden=frozenset(range(10)))
    assert not grid.entries
    assert "hidden" in grid.accessibleDescription()


def test_a_click_puts_the_cursor_on_one(desk: Desk) -> None:
    grid = look(desk, cursor=(0.5, -0.75))
    before, number = desk.view, expected(desk)[5][1]
    click(grid, grid.cell(5).center().toPoint())
    desk.quiet()
    placed_ = subject_of(desk).placed
    assert placed_ is not None
    assert desk.view.cursor == pytest.approx(tuple(placed_.latents[number].tolist()), abs=1e-5)
    assert grid.entries[0].lines[1] == "0.00"
    assert desk.parts.probe._nearest.text().endswith(f"sample {number}")
    desk.act("undo")
    assert desk.view == before


def test_keys_choose_one(qtbot: QtBot) -> None:
    grid = PictureGrid("Pictures", columns=4, rows=2, lines=1)
    qtbot.addWidget(grid)
    grid.set_entries([Small(plain(4, 4), f"picture {number}") for number in range(6)])
    with qtbot.waitSignal(grid.chosen) as caught:
        press(grid, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert caught.args == [3]
    assert grid.accessibleDescription() == "picture 3"
    press(grid, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert grid.accessibleDescription() == "picture 5"
    press(grid, *[Qt.Key.Key_Left] * 9)
    assert grid.accessibleDescription() == "picture 0"


def test_the_box_chooses_what_is_shown_and_only_that_is_asked_for(desk: Desk) -> None:
    panel = desk.parts.probe
    assert not panel.neighbours.entries
    box = child(panel, QComboBox, "Shown below")
    box.setFocus()
    press(box, Qt.Key.Key_Down)
    box.activated.emit(box.currentIndex())
    desk.quiet()
    assert desk.view.beside == "neighbours"
    assert panel.neighbours.isVisible()
    assert not panel._input.isVisible()
    assert_all_right(desk, panel.neighbours)
    desk.act("undo")
    assert panel._input.isVisible()


@pytest.mark.parametrize("latent", [1, 3, 16])
@pytest.mark.parametrize("labelled", [True, False])
def test_any_latent_with_labels_or_without(desk: Desk, latent: int, labelled: bool) -> None:
    data = images(labelled=labelled)
    model = small_model("vae", latent=latent)
    labels = None if data.labels is None else data.labels.numpy()
    desk.engine.wiring.show(Subject("vae", Twins(model), data.classes, labels, None, data))
    desk.quiet()
    assert_all_right(desk, look(desk))
    told = {label.text() for label in desk.parts.probe.findChildren(QLabel)}
    below = "class" if labelled else "number"
    assert {words for words in told if "and distance in" in words} == {
        f"{below}, and distance in latent space"
    }


def test_without_images_there_are_reconstructions(desk: Desk) -> None:
    model, data = small_model("vae", latent=2), images()
    latents = torch.randn(20, 2, generator=torch.Generator().manual_seed(3))
    subject = Subject("vae", Twins(model), (), None, Placed.of(latents), None)
    desk.engine.wiring.show(subject)
    grid = look(desk)
    assert_all_right(desk, grid)
    with subject.twins.reading() as (twin, _), torch.no_grad():
        numbers = [number for _, number in expected(desk)]
        assert [entry.image for entry in grid.entries] == pictures(twin.decode(latents[numbers]))
    assert "reconstruction" in grid.entries[0].said
    assert len(data)


def test_a_gan_says_what_is_missing(desk: Desk) -> None:
    look(desk)
    model = small_model("gan", latent=4, width=2)
    desk.engine.wiring.show(Subject("gan", Twins(model), (), None, unplaced(model), images()))
    grid = look(desk)
    assert not grid.entries
    assert "no encoder" in grid.accessibleDescription()
    assert not any("distance" in label.text() for label in desk.parts.probe.findChildren(QLabel))


@pytest.mark.parametrize("name", ["mnist-vae-40d", "mnist-vq"])
def test_bundled_latents_agree_with_brute_force(name: str) -> None:
    latents = load(Path(bundled()[name])).latents["mean"].float().flatten(1)
    allowed = torch.arange(len(latents)) % 3 > 0
    z = latents[1] + 0.1
    numbers, distances = nearest(latents, z, allowed, 8)
    brute = (latents.double() - z.double()).square().sum(1).sqrt().masked_fill(~allowed, torch.inf)
    assert numbers.tolist() == brute.argsort()[:8].tolist()
    np.testing.assert_allclose(distances, brute.sort().values[:8], rtol=1e-5)


def test_fewer_samples_than_wanted() -> None:
    numbers, distances = nearest(torch.eye(3), torch.zeros(3), torch.tensor([True, False, True]), 8)
    assert sorted(numbers.tolist()) == [0, 2]
    assert distances.tolist() == [1, 1]


def test_the_nearest_sample_is_the_first_of_them(desk: Desk) -> None:
    model, data = small_model("vae", latent=5), images()
    desk.engine.wiring.show(Subject("vae", Twins(model), data.classes, None, None, data))
    desk.quiet()
    subject = subject_of(desk)
    assert subject.placed is not None
    agreed = []
    for cursor in subject.placed.points[:5].tolist():
        look(desk, cursor=tuple(cursor))
        sample = expected(desk)[0][1]
        assert desk.parts.probe._nearest.text() == f"Nearest: {subject.caption(sample, 'sample')}"
        on_map = np.linalg.norm(subject.placed.points - np.array(cursor), axis=1).argmin()
        agreed.append(on_map == sample)
    assert not all(agreed)  # else the map would do, and this show nothing


@pytest.mark.parametrize("size", [1, 2, 3, 64])
def test_the_nearest_of_many_is_that_of_brute_force(size: int) -> None:
    generator = torch.Generator().manual_seed(size)
    latents = 100 + torch.randn(3000, size, generator=generator)
    latents[50] = torch.nan
    found = Placed(latents, Plane.of_axes(size), np.empty((3000, 2), np.float32))
    hidden = np.arange(3000) % 3 == 0
    for number in range(40, 60):
        latent = latents[number].nan_to_num(100) + 0.1
        distance = (latents - latent).double().norm(dim=1).numpy()
        distance[hidden] = np.nan
        assert found.nearest(latent, hidden) == np.nanargmin(distance)
    assert found.nearest(latents[77]) == 77
    assert found.nearest(latents[0], np.ones(3000, np.bool_)) is None
