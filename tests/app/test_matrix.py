"""Every view with every kind of model: each has something to show, or says what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from aeviewer.app.flows.map import fields
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.views.map.layer_table import LAYERS
from aeviewer.session.view import Anchor, Camera, View
from aeviewer.zoo.capabilities import Adversarial, Discrete, Variational
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model, variants
from tests.app.conftest import Desk, Offer, OpenDesk
from tests.app.fit import misfits
from tests.app.kinds import COLOUR, GREY, KINDS, SAMPLES, Kind, save
from tests.app.making import data_set

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

SIZE = 1024, 768
ALL = tuple(entry.name for entry in LAYERS)
FOUR = ((-1.0, 0.5), (0.5, 1.0), (1.0, -0.5), (-0.5, -1.0))


def test_the_kinds_cover_the_zoo_and_all_pairs() -> None:
    assert {kind.variant for kind in KINDS} == set(variants())
    assert {kind.latent for kind in KINDS} >= {1, 2, 3, 16, 64}
    choices = (GREY, COLOUR), (True, False), ("images", "latents", "nothing")
    met = [(kind.shape, kind.labelled, kind.stock) for kind in KINDS]
    for one, other in combinations(range(3), 2):
        pairs = {(chosen[one], chosen[other]) for chosen in met}
        assert pairs == set(product(choices[one], choices[other]))


@dataclass
class Walk:
    """A window with one kind of model on show, and all that went wrong in it."""

    desk: Desk = field(repr=False)
    kind: Kind
    model: Model = field(repr=False)
    faults: list[str]

    def look(self, page: str = "map", **changes: object) -> Any:
        """Look at a page until it is quiet: nothing goes wrong, and all fits."""
        self.desk.store.set(page=page, **changes)
        self.desk.store.settle()
        self.desk.quiet()
        told = self.desk.message()
        assert not self.faults, (changes, self.faults)
        assert "error" not in told, (changes, told)
        assert (self.desk.window.width(), self.desk.window.height()) == SIZE
        assert list(misfits(self.desk.window)) == [], (page, changes)
        return self.desk.parts.pages.views.get(page)

    def decoded(self) -> QImage:
        """What lies at the cursor."""
        latent = self.subject.latent(self.desk.view.cursor, self.desk.view.base)
        assert latent is not None
        with self.subject.twins.reading() as (model, _), torch.no_grad():
            return picture(model.decode(latent.reshape(1, *model.latent_shape))[0])

    @property
    def subject(self) -> Subject:
        subject = self.desk.engine.wiring.subject
        assert subject is not None
        return subject

    @property
    def encodes(self) -> bool:
        return isinstance(self.model, Autoencoder)

    @property
    def discrete(self) -> bool:
        return isinstance(self.model, Discrete)

    @property
    def sampled(self) -> bool:
        """Whether samples lie on the map."""
        return self.encodes and self.kind.stock != "nothing"

    @property
    def widths(self) -> bool:
        """Whether their posteriors have widths."""
        return self.subject.placed is not None and self.subject.placed.stds is not None


@pytest.fixture
def walk(
    request: pytest.FixtureRequest, shelf_folder: Path, offer: Offer, open_desk: OpenDesk
) -> Walk:
    kind: Kind = request.param
    model = save(kind, shelf_folder / "made.safetensors")
    if kind.stock == "images":
        offer("made", data_set("made", kind.shape, kind.labelled))
    known = kind.stock != "nothing" and isinstance(model, Autoencoder)
    anchors = tuple(Anchor(at, sample if known else None) for sample, at in enumerate(FOUR))
    desk = open_desk("made", view=View(anchors=anchors))
    faults: list[str] = []
    desk.engine.failed.connect(lambda error: faults.append(repr(error)))
    desk.window.resize(*SIZE)
    desk.turn()
    return Walk(desk, kind, model, faults)


def is_told(text: str) -> bool:
    """Whether someone is told something, in a sentence or half of one."""
    return len(text.split()) >= 3


def shows_or_says(page: Any, lacks: bool, content: object) -> None:
    """Either there is something on a page, or a sentence in its place, as the model has it."""
    text = page.empty.text
    assert bool(text) == lacks == page.empty.isVisible()
    if lacks:
        assert is_told(text)
        assert text.endswith(".")
    else:
        assert content


@pytest.mark.parametrize("walk", KINDS, ids=str, indirect=True)
def test_each_view_shows_something_or_says_what_is_missing(walk: Walk) -> None:
    assert (walk.subject.images is not None) == (walk.kind.stock == "images")
    for visit in VISITS:
        visit(walk)


def the_map(walk: Walk) -> None:
    walk.look(layers=ALL)
    walk.look(camera=Camera((0.3, 0.2), 1.5))
    walk.look(camera=None)
    canvas, lacks = walk.desk.parts.map, fields.missing(walk.subject)
    assert ("posteriors" in lacks) != (walk.sampled and walk.widths)
    assert ("classes" in lacks) != (walk.sampled and walk.kind.labelled)
    assert ("pull" in lacks) != walk.encodes
    assert ("holes" in lacks) != (walk.sampled and not walk.discrete)
    for action in walk.desk.parts.layers.actions():
        assert action.isEnabled() == (action.data() not in lacks)
        assert lacks.get(action.data(), "") in action.text()
    assert len(canvas.content.cloud) == (SAMPLES if walk.sampled else 0)
    assert walk.sampled or is_told(canvas.content.empty)
    walk.look(layers=("points",))


def the_path(walk: Walk) -> None:
    if walk.kind.stock == "nothing":  # relaxing a string takes its time
        four = walk.desk.view.anchors
        walk.look(path="geodesic", anchors=four[:2], t=0.3)
        page = walk.look("mix", mixing="grid")  # of four corners
        assert is_told(page.corners._empty.text())
        walk.look(path="lerp", anchors=four)
    walk.look(path="slerp", closed=True, t=0.3, honest=True)
    bar = walk.desk.parts.path
    assert bar.strip._images
    lacks = set() if walk.sampled else {"nearest"}
    if not walk.encodes:
        lacks.add("return")
    if not walk.sampled and walk.encodes and not isinstance(walk.model, Variational):
        lacks.add("density")
    rows = bar.honesty.rows
    assert {name for name, row in rows.items() if row.profile._lack} == lacks
    assert all(is_told(rows[name].profile._lack) for name in lacks)
    assert all(len(rows[name].profile._values) for name in rows.keys() - lacks)
    walk.look(honest=False)


def the_probe(walk: Walk) -> None:
    probe = walk.desk.parts.probe
    for beside in ("neighbours", "posterior", "nearest"):
        walk.look(beside=beside)
    assert walk.desk.picture() == walk.decoded()
    pad, eight = probe.posterior.pad, probe.neighbours
    assert len(eight.entries) == (8 if walk.sampled else 0)
    assert (pad.oval is not None) == (walk.sampled and walk.widths)
    assert is_told(eight.accessibleDescription())
    assert pad.oval is not None or is_told(pad.accessibleDescription())


def a_drawing(walk: Walk) -> None:
    panel, before = walk.desk.parts.draw, walk.desk.view.cursor
    panel.come_forward()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = panel.pad.rect().center()
    QTest.mousePress(panel.pad, left, none, middle)
    QTest.mouseMove(panel.pad, middle + QPoint(5, 30))
    QTest.mouseRelease(panel.pad, left, none, middle + QPoint(5, 30))
    walk.look()
    given = panel._input.image
    assert given is not None
    assert (given.width(), given.height()) == walk.kind.shape[:0:-1]
    assert (panel._output.image is not None) == walk.encodes
    assert (walk.desk.view.cursor != before) == walk.encodes
    assert walk.encodes or is_told(panel._output.accessibleDescription())


def denoise(walk: Walk) -> None:
    page = walk.look("denoise")
    shows_or_says(page, not walk.sampled, page.pictures.entries and page.samples.rows)


def anomaly(walk: Walk) -> None:
    page = walk.look("anomaly", normal=frozenset({0}))
    scored = walk.encodes and walk.kind.stock == "images"
    shows_or_says(page, not scored, page.ranking.places())
    if scored:
        assert is_told(page.roc.accessibleDescription())
        assert ("area" in page.roc.accessibleDescription()) == walk.kind.labelled


def adversary(walk: Walk) -> None:
    page = walk.look("adversary", starts=2, searching=True)
    judged = isinstance(walk.model, Adversarial)
    assert page.scores.isVisible() == judged
    assert page.note.text if not judged else page.words[0]
    assert page.samples.accessibleDescription() != "0 samples"
    found = walk.kind.stock != "nothing" and not walk.discrete
    assert bool(page.search.strip._images) == found
    assert found or is_told(page.search.said)
    walk.look("adversary", searching=False)


def codebook(walk: Walk) -> None:
    page = walk.look("codebook", stages=2, by_use=True)
    shows_or_says(page, not walk.discrete, page.entries.pictures)
    walk.look("codebook", stages=1)


def traversal(walk: Walk) -> None:
    for reach in ("prior", "samples"):
        page = walk.look("traversal", reach=reach)
    content = page.sheet.shown and page.sheet.pictures(page.sheet.shown[0].dimension.number)
    shows_or_says(page, walk.discrete, content)


def features(walk: Walk) -> None:
    page = walk.look("features")
    shows_or_says(page, walk.discrete, page.sheet.order)
    if not walk.discrete:
        assert len(page.sheet.order) == walk.model.latent_shape[0]
        assert is_told(page.note.text) != walk.sampled


def mix(walk: Walk) -> None:
    page = walk.look("mix", mixing="grid", side=5)
    assert page.corners.grid._image is not None
    walk.look("mix", mixing="analogy")
    assert len(page.analogy.pictures.items) == 4
    walk.look("mix", mixing="attribute", groups=((0, 1), (2, 3)), strength=1.0)
    shows_or_says(page.attribute, not walk.sampled, page.attribute.pair.items)


def compare(walk: Walk) -> None:
    page = walk.look("compare", given="nearest")
    assert page.cells[""].decoded == walk.desk.picture()
    assert bool(page.cells[""].rebuilt) == walk.sampled
    assert walk.sampled or is_told(page.lack)
    walk.look("compare", comparing="rates")
    assert page.rates.series or is_told(page.rates.missing)


VISITS: tuple[Callable[[Walk], None], ...] = (
    the_map,
    the_path,
    the_probe,
    a_drawing,
    denoise,
    anomaly,
    adversary,
    codebook,
    traversal,
    features,
    mix,
    compare,
)
