"""Copied as Python, page by page: the script finds the numbers and pictures that the page shows."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sklearn.metrics  # noqa: F401 - else the first look at the page of anomalies waits for it
import torch
import torchmetrics  # noqa: F401 - and that at other pages for this
from PySide6.QtGui import QImage

from aeviewer.app.pictures import picture
from aeviewer.app.views.anomaly.page import AnomalyPage
from aeviewer.app.views.codebook.page import CodebookPage
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.app.views.features.page import FeaturesPage
from aeviewer.app.views.mix.page import MixPage
from aeviewer.app.views.traversal.page import TraversalPage
from aeviewer.session.view import Anchor, Features, Painting, Slot, Stroke, View
from tests.app.conftest import Desk, OpenDesk, placed_of, subject_of
from tests.app.kinds import COLOUR, GREY, Kind, save
from tests.app.scripts import Pixels, alike, copied, drawn, joined, pixels, run, turn


def open_model(open_desk: OpenDesk, model: str, **view: Any) -> Desk:
    desk = open_desk(view=View(slots=(Slot(model=model),), **view), saved=True)
    desk.quiet()
    return desk


def open_kind(open_desk: OpenDesk, kind: Kind, folder: Path, **view: Any) -> Desk:
    """Show a model that comes without its images."""
    path = folder / "kind.safetensors"
    save(kind, path)
    return open_model(open_desk, str(path), **view)


def page_of(desk: Desk, kind: type[Any]) -> Any:
    (found,) = (page for page in desk.parts.pages.views.values() if isinstance(page, kind))
    return found


def assert_drawn(folder: Path, name: str, found: Pixels) -> None:
    assert found.std() > 1, name  # it shows something
    assert alike(drawn(folder, name), found), name


def signed(changes: np.ndarray[Any, Any], together: bool = False) -> list[QImage]:
    """Changes (N, C, H, W) of a picture, as a script shows them."""
    largest = np.abs(changes).max(None if together else (1, 2, 3), keepdims=True)
    return [picture(torch.from_numpy(change)) for change in 0.5 + 0.5 * changes / largest]


def test_anomaly(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_model(open_desk, "digits-vae-2d")
    untold = turn(desk, "anomaly")
    page = page_of(desk, AnomalyPage)
    strange, called = page.histogram.threshold, page.counts()[0]
    first = turn(desk, "anomaly", normal=frozenset({3, 5}))
    proposed, roc, groups = page.histogram.threshold, page.roc, page._groups
    second = turn(desk, "anomaly", threshold=0.8 * proposed)
    none, one, two = run(tmp_path, untold, first, second)
    assert "roc" not in none  # where nobody says what is normal
    assert none["threshold"] == pytest.approx(strange, rel=1e-5)
    assert f"{int(none['called'].sum())} of 360" in called
    assert one["roc"].area == pytest.approx(roc.model.area, abs=1e-5)
    assert one["baseline"].area == pytest.approx(roc.baseline.area, abs=1e-5)
    assert one["threshold"] == pytest.approx(proposed, rel=1e-5)
    scores = np.sort(np.concatenate([groups.normal, groups.others]))
    np.testing.assert_allclose(one["scores"].sort().values, scores, rtol=1e-5)
    counts = groups.at(0.8 * proposed)
    assert (int(two["caught"]), int(two["false_alarms"])) == (counts.caught, counts.false_alarms)
    shelf = page.ranking._shelf
    for name, rated in (("strangest", shelf.worst), ("least_strange", shelf.best)):
        both = [each.pictures[row] for row in (0, 1) for each in rated]
        assert_drawn(tmp_path, name, joined(both, len(rated)))
    assert (tmp_path / "roc.png").exists()


@pytest.mark.parametrize("model", ["digits-vq", "digits-rvq", ""])
def test_codebook(model: str, open_desk: OpenDesk, tmp_path: Path) -> None:
    kind = Kind("rvq", 4, COLOUR, True, "latents")
    desk = open_model(open_desk, model) if model else open_kind(open_desk, kind, tmp_path)
    turn(desk, "codebook", by_use=bool(model), stages=2)
    page = page_of(desk, CodebookPage)
    cells = ((0, 1, 0, 5), (0, 0, 1, 2), (0, 9, 9, 1))  # the last one lies outside
    painting = Painting(desk.view.slots[0].model, page._looked.sample, cells)
    (made,) = run(tmp_path, turn(desk, "codebook", painted=painting))
    looked, use = page._looked, page._use
    assert looked.touched
    assert made["codes"][0, looked.stage].tolist() == looked.codes.tolist()
    assert [count.tolist() for count in made["counts"]] == [each.tolist() for each in use.counts]
    assert made["perplexities"] == pytest.approx(use.perplexities, rel=1e-5)
    shelf = [looked.picture] if page._rebuilt is None else page._rebuilt.pictures
    inputs = [] if looked.input is None else [looked.input]
    assert_drawn(tmp_path, "stages", joined([*inputs, *shelf], len(shelf) + len(inputs)))
    seen = [code for code in page.entries.order if code in page.entries.pictures]
    places = [page.entries.order.index(code) for code in seen]
    sheet, (high, wide, _channels) = drawn(tmp_path, "entries"), pixels(looked.picture).shape
    columns = sheet.shape[1] // wide
    assert len(seen) >= 6
    for place, code in zip(places, seen, strict=True):
        y, x = place // columns * high, place % columns * wide
        found = pixels(page.entries.pictures[code])
        assert alike(sheet[y : y + high, x : x + wide], found), code


@pytest.mark.parametrize("kind", ["deterministic", "latents", "nothing"])
def test_traversal(kind: str, open_desk: OpenDesk, tmp_path: Path) -> None:
    choices: dict[str, Any] = {"cursor": (0.3, -0.2), "reach": "samples"}
    if kind == "deterministic":
        desk = open_model(open_desk, "digits-vanilla-2d", **{**choices, "reach": "prior"})
    elif kind == "latents":
        told = {**choices, "condition": 1, "base": (0.7, -1.1, 0.4, 0.2)}
        desk = open_kind(open_desk, Kind("cvae", 4, COLOUR, True, "latents"), tmp_path, **told)
    else:
        desk = open_kind(open_desk, Kind("gan", 3, GREY, True, "nothing"), tmp_path, **choices)
    (made,) = run(tmp_path, turn(desk, "traversal"))
    sheet = page_of(desk, TraversalPage).sheet
    shown = [line.dimension.number for line in sheet.shown]
    first = [each.number for each in placed_of(desk).dimensions].index(shown[0])
    assert made["order"].tolist()[first : first + len(shown)] == shown
    rows = [image for number in shown for image in sheet.pictures(number)]
    assert_drawn(tmp_path, "traversal", joined(rows, sheet.columns))


def test_a_traversal_wants_a_latent_without_places(open_desk: OpenDesk) -> None:
    desk = open_model(open_desk, "digits-rvq")
    assert not turn(desk, "traversal")
    assert "no script" in desk.message()
    assert "places" in desk.message()


@pytest.mark.parametrize(
    ("model", "jacobian"),
    [
        ("digits-vae-2d", "encoder"),
        ("digits-sparse-topk", "decoder"),
        ("digits-conv-16d", "encoder"),
        ("digits-pca-2d", "decoder"),
        ("", "decoder"),
    ],
)
def test_features(model: str, jacobian: Any, open_desk: OpenDesk, tmp_path: Path) -> None:
    first = jacobian == "encoder"
    chosen = Features(
        unit=None if first else 1,
        order="strength" if first else "use",
        at="mean" if first else "cursor",
        jacobian=jacobian,
    )
    kind = Kind("tcvae", 3, COLOUR, True, "latents")
    view: dict[str, Any] = {"features": chosen, "cursor": (0.4, 0.1)}
    desk = (
        open_model(open_desk, model, **view)
        if model
        else open_kind(open_desk, kind, tmp_path, **view)
    )
    (made,) = run(tmp_path, turn(desk, "features"))
    page = page_of(desk, FeaturesPage)
    atoms = page._atoms
    assert made["order"] == page.sheet.order
    values = atoms.values[made["order"]]
    assert_drawn(tmp_path, "atoms", joined(signed(values), min(len(values), 16)))
    for row, name in ((page.most, "most_active"), (page.least, "least_active")):
        if tiles := row._tiles:
            assert_drawn(tmp_path, name, joined([tile.picture for tile in tiles], len(tiles)))
    rebuilt, rest, *parts, whole = page.recipe._tiles
    assert_drawn(tmp_path, "recipe", joined([each.picture for each in (rebuilt, rest, whole)], 3))
    parts = [tile.picture for tile in parts if tile.number is not None]
    both = drawn(tmp_path, "parts")
    found = joined(signed(np.stack(parts), together=True), len(parts))
    assert alike(both[:, : found.shape[1]], found)
    stretched = np.array(page.spectrum._values)
    np.testing.assert_allclose(
        made["singular_values"].numpy(), stretched, rtol=1e-4, atol=1e-5 * stretched[0]
    )
    told = [tile.picture for tile in page.directions._tiles]
    assert_drawn(tmp_path, "directions", joined(signed(np.stack(told)), len(told)))


def test_compared_models(open_desk: OpenDesk, tmp_path: Path) -> None:
    """Told a class, with codes, with active units, with places, and one that is PCA itself."""
    names = ("cvae-2d", "vq", "sparse-topk", "conv-16d", "pca-2d")
    others = tuple(f"digits-{name}" for name in names)
    chosen = {"cursor": (0.4, -0.3), "others": others, "condition": 3}
    desk = open_model(open_desk, "digits-vae-2d", **chosen)
    script = turn(desk, "compare")
    page = page_of(desk, ComparePage)
    run(tmp_path, script)
    assert list(page.cells) == ["", *others]
    for name, cell in page.cells.items():
        given = desk_input(desk)
        images = [cell.decoded, given, *(rebuilt.image for rebuilt in cell.rebuilt)]
        assert len(images) >= 3
        assert_drawn(tmp_path, name or "digits-vae-2d", joined(images, len(images)))


def desk_input(desk: Desk) -> QImage:
    """The sample nearest to the cursor, which all models are given."""
    subject = subject_of(desk)
    sample = subject.nearest(desk.view.cursor)
    assert subject.images is not None
    assert sample is not None
    return picture(subject.images.floats(slice(sample, sample + 1))[0])


def test_compared_models_without_images(open_desk: OpenDesk, tmp_path: Path) -> None:
    kinds = {
        "first": Kind("vae", 4, COLOUR, True, "latents"),
        "other": Kind("cvae", 3, COLOUR, True, "latents"),
        "blind": Kind("gan", 5, COLOUR, True, "nothing"),
    }
    folder = Path.home() / "compared"
    folder.mkdir()
    for name, kind in kinds.items():
        save(kind, folder / f"{name}.safetensors")
    names = tuple(str(folder / f"{name}.safetensors") for name in kinds)
    desk = open_model(open_desk, names[0], cursor=(0.2, 0.3), others=names[1:], aligned=False)
    script = turn(desk, "compare")
    assert str(Path.home()) not in script
    run(tmp_path, script)
    for name, cell in zip(kinds, page_of(desk, ComparePage).cells.values(), strict=True):
        images = [
            image for image in (cell.decoded, *(each.image for each in cell.rebuilt)) if image
        ]
        assert len(images) == (1 if name == "blind" else 2)
        assert_drawn(tmp_path, name, joined(images, len(images)))


def test_rates(open_desk: OpenDesk, tmp_path: Path) -> None:
    others = ("digits-cvae-2d", "digits-rvq", "digits-sparse-topk")
    desk = open_model(open_desk, "digits-vae-2d", others=others, comparing="rates")
    desk.store.set(page="compare")
    view = page_of(desk, ComparePage).rates
    ready = 4 + 1 + 2 * 2  # models, PCA, and two kinds of files, each whole and its own part
    desk.qtbot.waitUntil(lambda: len(view.series) == ready)
    (made,) = run(tmp_path, copied(desk))
    found = [(bits, ratio) for _name, _choice, bits, ratio in made["points"]]
    shown = [(spot.bits, spot.psnr) for each in view.series for spot in each.spots]
    assert len(found) == len(shown) > 50
    np.testing.assert_allclose(sorted(found), sorted(shown), rtol=1e-4)


def test_an_attribute(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_model(open_desk, "digits-vae-2d", cursor=(0.4, -0.3), mixing="attribute")
    labels = subject_of(desk).labels
    assert labels is not None
    threes = tuple(np.flatnonzero(labels == 3).tolist())
    script = turn(desk, "mix", groups=(threes, (4, 8, 15, 16)), strength=0.75)
    assert "latents[labels == 3]" in script
    run(tmp_path, script)
    view = page_of(desk, MixPage).attribute
    images = [item.image for group in view.groups for item in group.middle.items]
    assert_drawn(tmp_path, "groups", joined(images, 2))
    assert_drawn(tmp_path, "attribute", joined([item.image for item in view.row.items], 9))
    assert_drawn(tmp_path, "added", joined([view._added.before, view._added.after], 2))


def test_what_has_no_script_says_why(open_desk: OpenDesk) -> None:
    desk = open_model(open_desk, "digits-vae-2d")
    drawing = {"given": "drawing", "strokes": (Stroke(((0.1, 0.2),)),)}
    told: list[tuple[str, dict[str, Any], str]] = [
        ("codebook", {}, "no codebook"),
        ("mix", {"mixing": "attribute"}, "two groups"),
        ("mix", {"mixing": "grid", "anchors": (Anchor((0.0, 0.0)),)}, "4 anchors"),
        ("compare", drawing, "drawing"),
    ]
    for page, view, words in told:
        assert not turn(desk, page, **view), page
        assert words in desk.message()
