"""Copied as Python: the script, run by itself, draws what the window shows, pixel by pixel."""

from pathlib import Path

import numpy as np
import torchmetrics  # noqa: F401 - else the first look at the page Denoise waits for it
from PIL import Image, ImageColor
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from aeviewer.app.flows.map.flow import MapLayers
from aeviewer.app.views.adversary.page import AdversaryPage
from aeviewer.app.views.denoise.page import DenoisePage
from aeviewer.app.views.map.tiles import SIDE, Tile, level_for
from aeviewer.app.views.mix.analogy import AnalogyView
from aeviewer.app.views.mix.corner_grid import CornerGrid
from aeviewer.session.view import Anchor, Slot, Spoil, View
from tests.app.conftest import Desk, OpenDesk, placed_of, subject_of
from tests.app.hands import child
from tests.app.kinds import COLOUR, GREY, Kind, save
from tests.app.scripts import Pixels, alike, copied, drawn, joined, pixels, run, turn


def manifold_of(desk: Desk) -> Pixels:
    """The cells in sight, from the tiles that the map paints."""
    flow = desk.flow(MapLayers)
    viewport, tiles = desk.parts.map.viewport, flow.manifold._tiles
    level = level_for(viewport, flow.manifold.pixels)
    left, bottom, right, top = (int(bound // 2.0**level) for bound in viewport.bounds)

    def cell(column: int, row: int) -> Pixels:
        whole = pixels(tiles[Tile(level, column // SIDE, row // SIDE)].image)
        side = len(whole) // SIDE
        x, y = column % SIDE * side, (SIDE - 1 - row % SIDE) * side
        return whole[y : y + side, x : x + side]

    columns, rows = range(left, right + 1), range(top, bottom - 1, -1)
    return np.concatenate([np.concatenate([cell(x, y) for x in columns], 1) for y in rows])


def strip_of(desk: Desk) -> Pixels:
    strip = desk.parts.path.strip
    return joined(strip._images, strip.count)


def denoised_of(desk: Desk) -> Pixels:
    page = desk.parts.pages.views["denoise"]
    assert isinstance(page, DenoisePage)
    return joined([entry.image for entry in page.pictures.entries[:3]], 3)


def samples_of(desk: Desk) -> Pixels:
    page = desk.parts.pages.views["adversary"]
    assert isinstance(page, AdversaryPage)
    return joined(page.samples.images, 6)


def test_a_bundled_model_with_its_data(open_desk: OpenDesk, tmp_path: Path) -> None:
    anchors = (Anchor((0.0, 0.0), 7), Anchor((1.0, -0.5)), Anchor((-1.0, 0.3), 30), Anchor((2, 0)))
    view = View(
        slots=(Slot(model="digits-vae-2d"),),
        cursor=(0.37, -0.81),
        layers=("manifold", "points"),
        anchors=anchors,
        path="slerp",
        closed=True,
    )
    desk = open_desk(view=view, saved=True)
    scripts = [turn(desk, "map")]
    found = {"cursor": pixels(desk.picture()), "path": strip_of(desk)}
    found["manifold"] = manifold_of(desk)
    spoil = Spoil("salt-pepper", 0.2, 3)
    rubbed = ((0.31, 0.42), (0.6, 0.61))
    scripts.append(turn(desk, "denoise", spoil=spoil, rubbed=rubbed, sample=11, repeats=2))
    found["denoised"] = denoised_of(desk)
    scripts.append(turn(desk, "adversary", noise=5))
    found["samples"] = samples_of(desk)
    scripts.append(turn(desk, "mix", mixing="grid", side=5))
    image = child(desk.window, CornerGrid)._image
    assert image is not None
    found["grid"] = pixels(image)
    scripts.append(turn(desk, "mix", mixing="analogy"))
    found["analogy"] = joined(child(desk.window, AnalogyView)._images, 4)
    run(tmp_path, *scripts)
    for name, picture in found.items():
        assert picture.std() > 5, name  # it shows something
        assert alike(drawn(tmp_path, name), picture), name


def dots_of(desk: Desk, folder: Path) -> dict[int, bool]:
    """Whether each sample in sight has its colour of the map in the script's picture."""
    canvas, drawn_by = desk.parts.map, desk.parts.map.content.points
    with Image.open(folder / "points.png") as image:
        assert image.size == (2 * canvas.width(), 2 * canvas.height())
        found: dict[int, bool] = {}
        for sample in range(len(canvas.content.cloud)):
            point = canvas.point_of(sample)
            if point is None or not canvas.viewport.contains(point):
                continue
            place = [int(2 * at) for at in canvas.viewport.to_pixel(point)]
            pixel = image.getpixel((place[0], place[1]))
            found[sample] = pixel == ImageColor.getrgb(drawn_by.colour_of(sample))
    return found


def digits_desk(open_desk: OpenDesk) -> Desk:
    return open_desk(view=View(slots=(Slot(model="digits-vae-2d"),)), saved=True)


def test_the_samples_lie_where_the_map_has_them(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = digits_desk(open_desk)
    run(tmp_path, turn(desk, "map", layers=("points",)))
    dots = dots_of(desk, tmp_path)
    assert len(dots) > 300
    assert sum(dots.values()) > 0.8 * len(dots)  # the others are below these


def test_classes_that_are_hidden_are_so_in_the_script(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = digits_desk(open_desk)
    script = turn(desk, "map", layers=("points",), hidden=frozenset({3, 7}))
    assert "HIDDEN = [3, 7]" in script
    run(tmp_path, script)
    labels = subject_of(desk).labels
    assert labels is not None
    for sample, seen in dots_of(desk, tmp_path).items():
        assert not (seen and labels[sample] in {3, 7})
    assert "points.png" not in turn(desk, "map", layers=("density",))


def test_a_file_at_home_without_its_data(open_desk: OpenDesk, tmp_path: Path) -> None:
    """Of three dimensions and three colours, told a class; the cursor lies off the plane."""
    path = Path.home() / "models" / "mine.safetensors"
    path.parent.mkdir()
    save(Kind("cvae", 3, COLOUR, True, "latents"), path)
    anchors = (Anchor((0.0, 0.0), 2), Anchor((0.4, -0.5), None, (0.1, 0.25, -0.7)))
    view = View(
        slots=(Slot(model=str(path)),),
        cursor=(0.3, -0.2),
        base=(0.7, -1.1, 0.4),
        condition=1,
        anchors=anchors,
        path="geodesic",
    )
    desk = open_desk(view=view, saved=True)
    desk.quiet()
    scripts = [turn(desk, "map")]
    found = {"cursor": pixels(desk.picture()), "path": strip_of(desk)}
    scripts.append(turn(desk, "denoise"))
    found["denoised"] = denoised_of(desk)
    scripts.append(turn(desk, "adversary", condition=None))
    found["samples"] = samples_of(desk)
    assert not any(str(Path.home()) in script for script in scripts)
    run(tmp_path, *scripts)
    for name, picture in found.items():
        assert alike(drawn(tmp_path, name), picture), name


def test_a_model_that_places_nothing(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = tmp_path / "gan.safetensors"
    save(Kind("gan", 16, GREY, True, "nothing"), path)
    view = View(slots=(Slot(model=str(path)),), cursor=(0.3, 0.6), axes=(4, 9))
    desk = open_desk(view=view, saved=True)
    assert not len(placed_of(desk).latents)
    found = {}
    scripts = [turn(desk, "map")]
    found["cursor"] = pixels(desk.picture())
    scripts.append(turn(desk, "adversary"))
    found["samples"] = samples_of(desk)
    run(tmp_path, *scripts)
    for name, picture in found.items():
        assert alike(drawn(tmp_path, name), picture), name


def test_the_keys_copy_and_the_status_bar_says_so(desk: Desk) -> None:
    QGuiApplication.clipboard().clear()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(desk.parts.map, Qt.Key.Key_C, keys)
    assert "save(decode(z)" in QGuiApplication.clipboard().text()
    assert "script copied" in desk.parts.status.currentMessage().lower()


def test_a_model_in_training_has_no_script(desk: Desk) -> None:
    desk.store.set(data="digits", knobs=(("plan.epochs", 100_000),))
    desk.train()
    assert not copied(desk)
    assert "in training" in desk.message()
    desk.end()
