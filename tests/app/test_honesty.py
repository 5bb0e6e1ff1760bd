"""The honesty of the path: its curves, what they say of a model, and when they are asked for."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from torch import Tensor
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.map.hover import HoverCard
from aeviewer.app.views.path.honesty import NAMES, HonestyRows, Measure, written
from aeviewer.app.views.path.profile import Profile
from aeviewer.app.views.path.strip import fitting
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View
from aeviewer.training.twins import Twins
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk, subject_of
from tests.app.hands import child, click
from tests.app.making import data_set
from tests.app.pictures import plain

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
THREE = (Anchor((0.0, 0.0), 3), Anchor((0.0, 0.0), 50), Anchor((0.4, -0.3)))


@pytest.fixture
def profile(qtbot: QtBot) -> Profile:
    made = Profile()
    qtbot.addWidget(made)
    made.resize(340, 30)
    made.show()
    return made


def rows_of(desk: Desk) -> HonestyRows:
    return desk.parts.path.honesty


def values(desk: Desk) -> dict[str, np.ndarray]:
    return {name: row.profile._values for name, row in rows_of(desk).rows.items()}


def unfold(desk: Desk, **changes: object) -> dict[str, np.ndarray]:
    """Lead a path through three anchors, and unfold how honest it is."""
    desk.store.set(**({"anchors": THREE, "honest": True} | changes))
    desk.store.settle()
    desk.quiet()
    return values(desk)


def walked(desk: Desk, count: int) -> Tensor:
    found = subject_of(desk).path(desk.view, torch.linspace(0, 1, count))
    assert found is not None
    return found


def show_model(desk: Desk, variant: str, *, encoded: bool = True, **knobs: object) -> None:
    """Put an untrained model on show; encoded, with its samples."""
    data = data_set(shape=(1, 8, 8))
    entry = find(variant)
    model = entry.build((1, 8, 8), entry.configure(knobs))
    images = data.test if encoded else None
    subject = Subject(variant, Twins(model), data.test.classes, None, None, images)
    if not encoded:
        subject = subject.with_placed(Placed.of(torch.zeros(0, math.prod(model.latent_shape))))
    desk.engine.wiring.show(subject)
    desk.quiet()


def log_normal(z: Tensor) -> Tensor:
    """log N(z; 0, I), (K,)."""
    return -0.5 * (z.square() + math.log(2 * math.pi)).sum(1)


def unfolded(desk: Desk) -> bool:
    return desk.view.honest


def shown(label: QLabel) -> str:
    return label.text().replace("\n", " ")


# One curve


@pytest.mark.parametrize("width", [60, 120, 340, 2000])
def test_a_place_stands_below_the_middle_of_its_picture(profile: Profile, width: int) -> None:
    profile.resize(width, 30)
    count = fitting(width)
    for number in range(count):
        middle = (number + 0.5) * width / count
        assert profile.pixel(number / (count - 1)) == pytest.approx(middle)
        assert profile.place(middle) == pytest.approx(number / (count - 1))
    assert (profile.place(-5), profile.place(width + 5)) == (0, 1)


def test_between_two_numbers_it_says_what_is_between(profile: Profile) -> None:
    assert math.isnan(profile.value(0.5))
    profile.show_values(np.array([1.0, 3.0, 2.0]), 0.0)
    assert [profile.value(t) for t in (0, 0.25, 0.5, 1)] == [1, 2, 3, 2]
    assert [*profile.bounds] == [0, 3]
    profile.show_values(np.array([-1.0, 3.0]), None)
    assert [*profile.bounds] == [-1, 3]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_mark_is_where_the_path_s_slider_is(profile: Profile, theme: Theme) -> None:
    profile.set_theme(theme)
    profile.show_values(np.linspace(0, 1, 33), 0.0)
    for t in (0.0, 0.5, 1.0):
        profile.set_t(t)
        picture = profile.grab().toImage()
        row = [picture.pixelColor(x, 1) for x in range(340)]
        reddest = max(range(340), key=lambda x: row[x].red() - row[x].green())
        assert abs(reddest + 0.5 - profile.pixel(t)) <= 1


def test_the_curve_rises_where_its_numbers_do(profile: Profile) -> None:
    profile.show_values(np.array([0.0, 0.0, 1.0, 1.0]), 0.0)
    profile.set_t(0.5)
    assert profile._y(0.0) > profile._y(1.0) > 0
    picture = profile.grab().toImage()
    low, high = (profile.pixel(t) for t in (0.1, 0.9))
    veiled = picture.pixelColor(round(high), 15)
    bare = picture.pixelColor(round(low), 15)
    assert veiled != bare


def test_what_is_no_number_is_a_gap(profile: Profile) -> None:
    profile.show_values(np.array([1.0, 2.0, math.nan, 4.0, math.inf, 0.0]), 0.0)
    assert [*profile.bounds] == [0, 4]
    assert [len(run) for run in profile._runs()] == [2, 1, 1]
    profile.show_values(np.full(5, math.nan), 0.0)
    assert profile._runs() == []
    profile.grab()


# The rows


@pytest.fixture
def store() -> Store:
    return Store(View(t=0.5))


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def rows(store: Store, host: QWidget) -> HonestyRows:
    made = HonestyRows(store, host)
    made.add_to(QGridLayout(host), 0)
    made.set_look(shown=True, titles=True)
    host.resize(600, 150)
    host.show()
    return made


def measure(name: str, *numbers: float) -> Measure:
    return Measure(name, f"how {name}", "symbol, unit", np.array(numbers))


def test_the_value_is_that_at_the_slider(rows: HonestyRows, store: Store) -> None:
    rows.show_measures([measure("speed", 0.0, -12.345, 4.0)])
    row = rows.rows["speed"]
    assert row.value.text() == "\N{MINUS SIGN}12.3"
    assert shown(row.title) == "how speed symbol, unit"
    store.set(t=0.75)
    assert row.value.text() == written((-12.345 + 4) / 2)
    assert "how speed" in row.value.accessibleName()
    assert "from \N{MINUS SIGN}12.3 to 4.00" in row.profile.toolTip()


def test_what_is_missing_is_said(rows: HonestyRows) -> None:
    lack = replace(measure("return"), lack="No encoder.")
    rows.show_measures([lack])
    row = rows.rows["return"]
    assert row.profile._lack == "No encoder."
    assert row.value.text() == "\N{EN DASH}"
    assert "No encoder." in row.value.accessibleName()


def test_a_sentence_is_broken_before_it_is_cut_off(profile: Profile) -> None:
    sentence, metrics = "No encoder that could read it.", profile.fontMetrics()
    profile.show_lack(sentence)
    profile.resize(metrics.horizontalAdvance("No encoder that could"), 2 * metrics.lineSpacing())
    assert profile.said(metrics) == ["No encoder that could", "read it."]
    profile.resize(profile.width(), metrics.lineSpacing())
    assert profile.said(metrics)[0].startswith("No encoder")
    assert len(profile.said(metrics)) == 1


def test_a_drag_over_a_curve_moves_t_and_is_one_undo(rows: HonestyRows, store: Store) -> None:
    curve = rows.rows["nearest"].profile
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def at(t: float) -> QPoint:
        return QPointF(curve.pixel(t), 10).toPoint()

    QTest.mousePress(curve, left, none, at(0.2))
    assert store.view.t == pytest.approx(0.2, abs=0.01)
    QTest.mouseMove(curve, at(0.9))
    QTest.mouseRelease(curve, left, none, at(0.9))
    assert store.view.t == pytest.approx(0.9, abs=0.01)
    store.undo()
    assert store.view.t == 0.5


def test_the_nearest_sample_is_shown_beside_the_mouse(
    rows: HonestyRows, host: QWidget, qtbot: QtBot
) -> None:
    rows.show_measures([measure("nearest", 1.0, 2.0, 4.0)])
    rows.set_nearest(np.array([7, 8, 9]))
    curve = rows.rows["nearest"].profile
    with qtbot.waitSignal(rows.pointed) as caught:
        QTest.mouseMove(curve, QPointF(curve.pixel(1.0), 10).toPoint())
    assert caught.args == [9]
    rows.set_preview(8, plain(), "another")
    assert not host.findChildren(HoverCard)
    rows.set_preview(9, plain(), "class · sample 9")
    card = child(host, HoverCard)
    assert card.isVisible()
    assert card._caption == "class · sample 9\nat a distance of 4.00"
    curve.leaveEvent(None)
    assert not card.isVisible()


# What is measured


def test_measures_are_those_of_the_book(desk: Desk) -> None:
    found = unfold(desk)
    z, subject = walked(desk, 97), subject_of(desk)
    assert {name: len(numbers) for name, numbers in found.items()} == dict.fromkeys(NAMES, 97)
    known = subject.placed
    assert known is not None
    assert known.stds is not None
    posteriors = Independent(Normal(known.latents.double(), known.stds.double()), 1)
    mixture = MixtureSameFamily(Categorical(torch.ones(len(known.latents)).double()), posteriors)
    prior = log_normal(z.double())
    density = mixture.log_prob(z.double()) - prior  # type: ignore[no-untyped-call]
    np.testing.assert_allclose(found["density"], density.numpy(), rtol=1e-5, atol=1e-5)
    apart = torch.cdist(z.double(), known.latents.double())
    np.testing.assert_allclose(found["nearest"], apart.amin(1).numpy(), atol=1e-6)
    assert rows_of(desk)._nearest.tolist() == apart.argmin(1).tolist()
    assert found["nearest"][[0, 48]].max() < 1e-6  # A and B sit on samples
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Autoencoder)
        pictures = model.decode(z)
        back = (model.encode(pictures).mean - z).norm(dim=1)
    np.testing.assert_allclose(found["return"], back.numpy(), rtol=1e-4, atol=1e-5)
    steps = (pictures[1:] - pictures[:-1]).flatten(1).norm(dim=1).numpy() * 96
    expected = [steps[0], *((a + b) / 2 for a, b in pairwise(steps)), steps[-1]]
    np.testing.assert_allclose(found["speed"], expected, rtol=1e-3)


def test_they_follow_the_path_and_its_shape(desk: Desk) -> None:
    straight = unfold(desk)["nearest"]
    curved = unfold(desk, path="slerp")["nearest"]
    assert not np.allclose(straight, curved)
    closed = unfold(desk, path="lerp", closed=True)["nearest"]
    assert len(closed) == 97
    assert closed[-1] == 0
    relaxed = unfold(desk, path="geodesic", closed=False)["speed"]
    assert relaxed.std() < unfold(desk, path="lerp")["speed"].std()


def test_each_leg_of_a_long_path_has_places_of_its_own(desk: Desk) -> None:
    many = tuple(Anchor((0.0, 0.0), number) for number in range(12))
    found = unfold(desk, anchors=many)["nearest"]
    assert len(found) == 11 * 12 + 1
    assert found[::12].max() < 1e-6 < found.max()


def test_folded_nothing_is_asked(desk: Desk) -> None:
    asked: list[str] = []
    desk.engine.wiring.answered.connect(asked.append)
    found = unfold(desk, honest=False)
    assert "strip" in asked
    assert "honesty" not in asked
    assert all(len(numbers) == 0 for numbers in found.values())
    assert all(row.profile.isHidden() for row in rows_of(desk).rows.values())
    click(child(desk.parts.path, QToolButton, "Honesty of the path"))
    desk.quiet()
    assert unfolded(desk)
    assert "honesty" in asked
    assert all(row.profile.isVisible() for row in rows_of(desk).rows.values())
    assert all(len(numbers) == 97 for numbers in values(desk).values())
    desk.act("undo")
    assert not unfolded(desk)
    assert all(row.profile.isHidden() for row in rows_of(desk).rows.values())


def test_the_curves_stand_below_the_strip(desk: Desk) -> None:
    unfold(desk)
    bar = desk.parts.path
    for row in rows_of(desk).rows.values():
        corner = row.profile.mapTo(bar, QPoint(0, 0))
        assert corner.x() == bar.strip.mapTo(bar, QPoint(0, 0)).x()
        assert row.profile.width() == bar.strip.width()
    slider = bar._track.slider
    middle = slider.mapTo(bar, QPoint(8, 0)).x()
    curve = rows_of(desk).rows["speed"].profile
    assert abs(middle - curve.mapTo(bar, QPoint(round(curve.pixel(0)), 0)).x()) <= 1


def test_the_mouse_over_a_curve_shows_the_sample_itself(desk: Desk) -> None:
    unfold(desk)
    rows, subject = rows_of(desk), subject_of(desk)
    curve = rows.rows["nearest"].profile
    QTest.mouseMove(curve, QPointF(curve.pixel(0.0), 12).toPoint())
    card = rows._card
    assert card is not None
    assert card.isVisible()
    assert card._caption.splitlines() == [subject.caption(3, "sample"), "at a distance of 0.00"]
    assert card._image is not None


@pytest.mark.parametrize(
    ("variant", "knobs", "encoded", "symbol", "lacking"),
    [
        ("vanilla", {"hidden": (8,), "latent": 3}, True, "kernels", set()),
        ("vanilla", {"hidden": (8,), "latent": 1}, True, "kernels", set()),
        ("vanilla", {"hidden": (8,)}, False, "log p(z)", {"density", "nearest"}),
        ("vae", {"hidden": (8,), "latent": 64}, True, "log q(z) \N{MINUS SIGN} log p(z)", set()),
        ("vae", {"hidden": (8,)}, False, "log p(z)", {"nearest"}),
        ("gan", {}, False, "log p(z)", {"nearest", "return"}),
        ("vq", {"codes": 8, "channels": (4,)}, True, "kernels", set()),
        ("vq", {"codes": 8, "channels": (4,)}, False, "log p(z)", {"density", "nearest"}),
    ],
)
def test_each_model_says_what_it_can(
    desk: Desk,
    variant: str,
    knobs: dict[str, object],
    encoded: bool,
    symbol: str,
    lacking: set[str],
) -> None:
    show_model(desk, variant, encoded=encoded, **knobs)
    found = unfold(desk, anchors=(Anchor((0.5, 0.0), 3 if encoded else None), THREE[2]))
    rows = rows_of(desk).rows
    assert {name for name, row in rows.items() if row.profile._lack} == lacking
    for name, numbers in found.items():
        assert len(numbers) == (0 if name in lacking else 97)
        assert np.isfinite(numbers).all()
    assert symbol in shown(rows["density"].title)
    texts = {name: row.value.text() for name, row in rows.items()}
    for name in set(NAMES) - lacking:
        expected = three_digits(float(found[name][0])).replace("-", "\N{MINUS SIGN}", 1)
        assert texts[name] == expected


def test_without_samples_the_density_is_the_prior_s(desk: Desk) -> None:
    show_model(desk, "gan", encoded=False)
    found = unfold(desk, anchors=(Anchor((0.5, 0.0)), Anchor((-1.0, 2.0))))
    expected = log_normal(walked(desk, 97))
    np.testing.assert_allclose(found["density"], expected.numpy(), rtol=1e-5)
