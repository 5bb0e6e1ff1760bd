"""The adversary page: samples, scores, losses, steps alone, and the search for a latent."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton
from sklearn.metrics import roc_auc_score
from torch import Tensor

from aeviewer.app.flows.adversary import flow as adversary
from aeviewer.app.flows.adversary import scoring as adversary_scoring
from aeviewer.app.flows.adversary import words as adversary_words
from aeviewer.app.flows.adversary.flow import AdversaryFlow
from aeviewer.app.flows.adversary.inversion import ITERATIONS, Progress
from aeviewer.app.flows.adversary.scoring import JUDGED, SHOWN
from aeviewer.app.look.theme import THEMES
from aeviewer.app.models.placed import Placed, unplaced
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.requests import decoded
from aeviewer.app.views.adversary.page import AdversaryPage
from aeviewer.app.views.adversary.plane import Ways, WaysPlane
from aeviewer.app.views.adversary.scores import Verdicts
from aeviewer.app.views.adversary.search import MOST_STARTS
from aeviewer.data import own
from aeviewer.data.drawing import as_digit
from aeviewer.data.sources import open_data
from aeviewer.session import file
from aeviewer.session.view import Slot, Stroke, View
from aeviewer.training.judge import judge_of
from aeviewer.training.twins import Twins
from aeviewer.zoo.aae import AAE
from aeviewer.zoo.capabilities import Adversarial
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model, find, variants
from tests.app.conftest import Desk, OpenDesk
from tests.app.hands import child, click, press, retype
from tests.app.making import Shape, data_set, save_trained
from tests.app.pictures import of_ones_own

LINE = Stroke(((0.3, 0.2), (0.6, 0.8)))


@pytest.fixture(scope="module")
def gan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gans") / "gan.safetensors"
    plan = {"samples": 2000, "batch": 64}
    save_trained(path, open_data("digits"), "gan", plan, latent=3, width=4)
    return path


@pytest.fixture
def gan_desk(desk: Desk, gan_file: Path) -> Desk:
    """The program with a small GAN of digits on show."""
    desk.open(gan_file)
    return desk


def page_of(desk: Desk) -> AdversaryPage:
    view = desk.parts.pages.views["adversary"]
    assert isinstance(view, AdversaryPage)
    return view


def look(desk: Desk, **changes: object) -> AdversaryPage:
    """Turn to the page, with these fields of the view."""
    desk.store.set(page="adversary", **changes)
    desk.store.settle()
    desk.quiet()
    return page_of(desk)


def progress_of(desk: Desk) -> Progress:
    flow = desk.flow(AdversaryFlow)
    progress = flow._search._progress
    assert isinstance(progress, Progress)
    return progress


def model_of(desk: Desk) -> Model:
    subject = desk.engine.wiring.subject
    assert subject is not None
    with subject.twins.reading() as (model, _):
        return model


def drawn(model: Model, seed: int = 0) -> Tensor:
    return model.prior(JUDGED, torch.Generator().manual_seed(seed))


def show_model(
    desk: Desk,
    variant: str,
    shape: Shape = (1, 8, 8),
    knobs: Mapping[str, object] | None = None,
    with_images: bool = True,
) -> Model:
    """Put an untrained model on show."""
    data = data_set(shape=shape)
    entry = find(variant)
    torch.manual_seed(4)
    model = entry.build(shape, entry.configure(knobs or {}))
    images = data.test if with_images else None
    subject = Subject(variant, Twins(model), data.test.classes, None, None, images)
    if not with_images:
        subject = subject.with_placed(unplaced(model))
    desk.engine.wiring.show(subject)
    desk.quiet()
    return model


# Samples and scores


def test_samples_asked_for_as_a_training_ends_come_all_the_same(gan_desk: Desk) -> None:
    page, subject = look(gan_desk), gan_desk.engine.wiring.subject
    assert subject is not None
    model = model_of(gan_desk)
    subject = replace(subject, twins=Twins(model, 1))
    gan_desk.engine.wiring.show(replace(subject, live=True))
    assert not page.samples.images
    gan_desk.engine.wiring.show(subject)  # the decoder drops what was asked a moment ago
    gan_desk.quiet()
    assert page.samples.images == pictures(model.decode(drawn(model)[:SHOWN]))


@torch.no_grad()
def test_samples_are_those_of_the_noise(gan_desk: Desk) -> None:
    page, model = look(gan_desk), model_of(gan_desk)
    for seed in (0, 5):
        page = look(gan_desk, noise=seed)
        assert page.samples.images == pictures(model.decode(drawn(model, seed)[:SHOWN]))
    retype(child(page, QLineEdit, "Noise"), "0")
    gan_desk.quiet()
    assert page.samples.images == pictures(model.decode(drawn(model)[:SHOWN]))
    gan_desk.act("undo")
    gan_desk.quiet()
    assert gan_desk.view.noise == 5
    assert page.samples.images == pictures(model.decode(drawn(model, 5)[:SHOWN]))


@torch.no_grad()
def test_scores_are_the_adversarys(gan_desk: Desk) -> None:
    page, model = look(gan_desk), model_of(gan_desk)
    assert isinstance(model, Adversarial)
    subject = gan_desk.engine.wiring.subject
    assert subject is not None
    assert subject.images is not None
    index = torch.linspace(0, len(subject.images) - 1, JUDGED).long()
    real = model.realness(subject.images.floats(index)).sigmoid()
    made = model.realness(model.decode(drawn(model))).sigmoid()
    verdicts = page.scores.verdicts
    np.testing.assert_allclose(verdicts.real, real, atol=1e-6)
    np.testing.assert_allclose(verdicts.made, made, atol=1e-6)
    right = 50 * ((real > 0.5).float().mean() + (made < 0.5).float().mean()).item()
    assert f"tells {right:.0f} % right" in page.words[0]
    low, high = verdicts.span
    assert low + high == pytest.approx(1)
    assert low <= min(real.min(), made.min())
    assert "real images" in page.scores.accessibleDescription()


def test_the_area_is_that_of_scikit_learn() -> None:
    scores = np.random.default_rng(3).normal(size=(2, 50)).round(1).astype(np.float32)
    found = Verdicts(scores[0] + 1, scores[1], probable=False).area
    expected = roc_auc_score([1] * 50 + [0] * 50, np.concatenate([scores[0] + 1, scores[1]]))
    assert found == pytest.approx(expected)
    assert Verdicts(scores[0]).area is None
    assert Verdicts(scores[0], np.array([np.nan], np.float32)).area is None


@pytest.mark.parametrize(("shift", "off"), [(0.0, False), (-0.45, True), (-0.6, True)])
def test_a_threshold_that_is_off_is_told(desk: Desk, shift: float, off: bool) -> None:
    show_model(desk, "gan", knobs={"latent": 3, "width": 4})
    subject = desk.engine.wiring.subject
    assert subject is not None
    real, made = np.linspace(0.6, 0.9, 40), np.linspace(0.1, 0.55, 40)
    real, made = (np.clip(kind + shift, 0, 1) for kind in (real, made))
    verdicts = Verdicts(real.astype(np.float32), made.astype(np.float32))
    words = adversary_words.of_verdicts(subject, verdicts)
    assert ("but not by one half" in words) is off
    assert ("in 100 % of all pairs" in words) is (shift > -0.5)


@pytest.mark.parametrize(
    ("scores", "span"),
    [([0.49, 0.515], (0.48, 0.52)), ([0.3, 0.6], (0.3, 0.7)), ([0.0, 1.0], (0.0, 1.0))],
)
def test_the_axis_is_around_a_half(scores: list[float], span: tuple[float, float]) -> None:
    found = Verdicts(np.array(scores, np.float32), np.array([0.5], np.float32)).span
    assert found == pytest.approx(span, abs=1e-6)


def test_a_critic_has_scores_without_a_unit(desk: Desk) -> None:
    model = show_model(desk, "gan", knobs={"latent": 3, "width": 4, "loss": "wasserstein"})
    page = look(desk)
    assert isinstance(model, Adversarial)
    verdicts = page.scores.verdicts
    assert not verdicts.probable
    with torch.no_grad():
        expected = model.realness(model.decode(drawn(model)))
    np.testing.assert_allclose(verdicts.made, expected, atol=1e-5)
    assert "no unit" in page.words[0]
    assert verdicts.span[0] < verdicts.made.min() < verdicts.made.max() < verdicts.span[1]


@pytest.mark.parametrize("variant", [name for name, entry in variants().items()
                                     if isinstance(entry.model, type)
                                     and issubclass(entry.model, Adversarial)])  # fmt: skip
def test_every_adversary_is_asked(desk: Desk, variant: str) -> None:
    show_model(desk, variant)
    page = look(desk)
    assert page.scores.isVisible()
    assert len(page.scores.verdicts.made) == JUDGED
    assert len(page.scores.verdicts.real) == 40
    assert ("looks at latents" in page.note.text) == (variant == "aae")
    assert ("% right" in page.words[0]) == (variant != "aae")


def test_without_images_the_samples_alone_are_judged(desk: Desk) -> None:
    show_model(desk, "gan", knobs={"latent": 3, "width": 4}, with_images=False)
    page = look(desk)
    assert not len(page.scores.verdicts.real)
    assert "No real images" in page.words[0]
    assert "No images are at hand" in page.search.said
    assert not child(page, QToolButton, "Search").isEnabled()
    look(desk, goal="made")
    assert page.search.said == ""
    assert child(page, QToolButton, "Search").isEnabled()
    assert page.search.plane.isVisible()


def test_an_adversary_of_latents_judges_those_that_came_with_the_model(desk: Desk) -> None:
    model = show_model(desk, "aae", knobs={"latent": 3}, with_images=False)
    assert isinstance(model, AAE)
    page = look(desk)
    assert not len(page.scores.verdicts.real)
    subject = desk.engine.wiring.subject
    assert subject is not None
    latents = torch.randn(500, 3, generator=torch.Generator().manual_seed(1))
    desk.engine.wiring.show(subject.with_placed(Placed.of(latents)))
    desk.quiet()
    with torch.no_grad():
        expected = model.verdict(latents[torch.linspace(0, 499, JUDGED).long()]).sigmoid()
    np.testing.assert_allclose(page.scores.verdicts.real, expected, atol=1e-6)
    assert len(page.scores.verdicts.made) == JUDGED
    assert "No real images" not in page.words[0]


def test_a_model_without_adversary_says_so_and_offers_one(
    desk: Desk, shelf_folder: Path, gan_file: Path
) -> None:
    copyfile(gan_file, shelf_folder / "digits-gan.safetensors")
    page = look(desk)
    assert "no adversary" in page.note.text
    assert "digits-gan" in page.note.text
    assert not page.scores.isVisible()
    assert len(page.samples.images) == SHOWN
    with desk.qtbot.waitSignal(desk.engine.rested):
        click(child(page.note, QPushButton))
    desk.quiet()
    assert desk.view.slots == (Slot(model="digits-gan"),)
    assert page.scores.isVisible()
    assert page.note.text == ""


def test_nothing_is_asked_while_another_page_is_on_show(gan_desk: Desk) -> None:
    heard: list[str] = []
    gan_desk.engine.wiring.answered.connect(heard.append)
    gan_desk.store.set(noise=3, goal="made", searching=True)
    gan_desk.quiet()
    assert not {"adversary", "inversion"} & set(heard)
    look(gan_desk)
    assert {"adversary", "inversion"} <= set(heard)


@pytest.mark.parametrize("count", [10])
def test_kinds_are_counted_by_the_judge(count: int) -> None:
    data = data_set(shape=(1, 28, 28))
    entry = find("vae")
    model = entry.build((1, 28, 28), entry.configure({"hidden": (8,)})).eval()
    judge = judge_of(type(data)("mnist", data.train, data.test))
    if judge is None:
        pytest.skip("the judges are not here")
    parts = adversary_scoring.judge("a", 1, adversary_scoring.Real(), None, "mnist").slices
    with torch.no_grad():
        *_, judged = (part(model) for part in parts)
        chosen = judge(model.decode(drawn(model, 1))).argmax(1)
    assert isinstance(judged, adversary_scoring.Judged)
    expected = torch.bincount(chosen, minlength=count) / JUDGED
    assert judged.shares == pytest.approx(expected.tolist())


def test_the_judge_is_that_of_the_data_of_the_model() -> None:
    def judge_for(data: str, shape: Shape = (1, 28, 28)) -> str:
        entry = find("vae")
        twins = Twins(entry.build(shape, entry.configure({"hidden": (8,)})))
        return adversary._judge_of(Subject("x · Fashion-MNIST", twins, (), None, None, None, data))

    assert judge_for("mnist") == "mnist"
    assert judge_for("fashion-mnist") == "fashion-mnist"
    assert judge_for("mnist", (1, 8, 8)) == ""
    assert judge_for("kmnist") == judge_for("") == judge_for("../judges/mnist") == ""


def test_missed_kinds_are_named() -> None:
    said = adversary_words.of_kinds([0.7, 0.29, 0.01], ("ant", "bee", "fly"), 0.015)
    assert "2 of 3 classes" in said
    assert "ant most often, in 70 %" in said
    assert "hardly any fly" in said
    assert adversary_words.of_kinds([], (), 0.015) == ""


# The search


def searched(desk: Desk, **changes: object) -> Progress:
    look(desk, searching=True, **changes)
    progress = progress_of(desk)
    assert progress.found.iteration == progress.found.total == ITERATIONS
    return progress


@torch.no_grad()
def test_the_search_finds_what_it_says(gan_desk: Desk) -> None:
    page = look(gan_desk, sample=7)
    click(child(page, QToolButton, "Search"))
    assert gan_desk.view.searching
    gan_desk.quiet()
    progress, model = progress_of(gan_desk), model_of(gan_desk)
    subject = gan_desk.engine.wiring.subject
    assert subject is not None
    assert subject.images is not None
    x = subject.images.floats(slice(7, 8))
    ends = progress.ways[-1]
    assert torch.equal(progress.ways[0], drawn(model)[SHOWN : SHOWN + 8])
    errors = (decoded(model, ends) - x).square().flatten(1).sum(1)
    assert progress.found.errors == pytest.approx(sorted(errors.tolist()), rel=1e-4)
    assert progress.best == int(errors.argmin())
    assert (
        progress.found.errors[0]
        < (decoded(model, progress.ways[0]) - x).square().sum((1, 2, 3)).min()
    )
    image, found = page.search.pictures.entries
    assert image.image == picture(x[0])
    assert found.image == picture(model.decode(ends[progress.best][None])[0])
    assert progress.found.strip[0] == picture(
        model.decode(progress.ways[0, progress.best][None])[0]
    )
    assert progress.found.strip[-1] == found.image
    assert progress.found.length == pytest.approx(ends[progress.best].norm().item(), rel=1e-5)
    click(child(page, QPushButton, "Put the cursor there"))
    gan_desk.quiet()
    assert gan_desk.picture() == found.image
    gan_desk.act("undo")
    assert gan_desk.view.searching


def test_a_sample_of_the_model_is_found_again(gan_desk: Desk) -> None:
    page = look(gan_desk, searching=True)
    click(page.samples, page.samples.place(10).center().toPoint())
    assert (gan_desk.view.goal, gan_desk.view.made) == ("made", 10)
    gan_desk.quiet()
    progress = progress_of(gan_desk)
    assert progress.found.target == page.samples.images[10]
    assert progress.found.errors[0] < 0.02


def test_no_search_starts_from_a_sample_that_is_shown(gan_desk: Desk) -> None:
    progress = searched(gan_desk, goal="made", made=2, starts=MOST_STARTS)
    starts, shown = progress.ways[0], drawn(model_of(gan_desk))[:SHOWN]
    assert len(starts) == MOST_STARTS
    assert torch.cdist(starts, shown).min() > 1e-3
    assert 0 < progress.found.errors[0] < 0.02  # and yet it is found


def test_a_drawing_is_searched_for(gan_desk: Desk) -> None:
    page = look(gan_desk, goal="drawing", searching=True)
    assert "Nothing is drawn" in page.search.said
    progress = searched(gan_desk, goal="drawing", strokes=(LINE,))
    ink = torch.from_numpy(gan_desk.parts.draw.pad.ink())
    assert progress.found.target == picture(as_digit(ink, (1, 8, 8)))
    assert page.search.said == ""


def test_an_own_image_is_searched_for_in_its_place(gan_desk: Desk) -> None:
    look(gan_desk, goal="drawing")
    progress = searched(gan_desk, goal="drawing", own=of_ones_own())
    x = own.as_input(own.pixels(of_ones_own()), (1, 8, 8), centred=True)
    assert progress.found.target == picture(x)
    assert page_of(gan_desk).search.said == ""


def test_of_reconstructions_is_said_where_an_image_is_searched_for_alone(desk: Desk) -> None:
    subject = desk.engine.wiring.subject
    assert subject is not None
    subject = replace(subject, images=None)
    view = replace(desk.view, goal="sample")
    assert "reconstructions" in adversary_words.of_search(subject, view)
    assert adversary_words.of_search(subject, replace(view, goal="made")) == ""


def test_it_is_compared_with_the_encoder(desk: Desk) -> None:
    page = look(desk, sample=4)
    captions = [entry.caption for entry in page.search.pictures.entries]
    assert captions == ["image", "by the encoder"]
    progress = searched(desk)
    model = model_of(desk)
    assert isinstance(model, Autoencoder)
    with torch.no_grad():
        subject = desk.engine.wiring.subject
        assert subject is not None
        assert subject.images is not None
        x = subject.images.floats(slice(4, 5))
        mean = model.encode(x).mean
        error = (model.decode(mean) - x).square().sum().item()
    assert progress.found.rebuilt_error == pytest.approx(error, rel=1e-4)
    assert progress.encoded is not None
    torch.testing.assert_close(progress.encoded, mean[0])
    ways = page.search.plane.ways
    assert len(ways.ways) == 8
    assert subject.placed is not None
    expected = subject.placed.plane.project(progress.ways[:, 3]).numpy()
    np.testing.assert_allclose(ways.ways[3], expected)
    assert ways.encoded == pytest.approx(subject.point(mean[0]))


def test_switched_off_it_stops_and_keeps_what_it_found(gan_desk: Desk) -> None:
    page = look(gan_desk)

    def begun() -> bool:
        entries = page.search.pictures.entries
        return len(entries) > 1

    click(child(page, QToolButton, "Search"))
    gan_desk.qtbot.waitUntil(begun)
    click(child(page, QToolButton, "Search"))
    gan_desk.quiet()
    reached = progress_of(gan_desk).found.iteration
    assert begun()
    look(gan_desk, starts=3)  # nothing to do while it is off
    assert progress_of(gan_desk).found.iteration == reached
    look(gan_desk, sample=9)
    assert not begun()
    progress = searched(gan_desk)
    assert progress.ways.shape[1] == 3


def test_buttons_write_the_view(desk: Desk) -> None:
    page = look(desk)
    click(child(page, QToolButton, "Next image"))
    assert desk.view.sample == 1
    click(child(page, QToolButton, "One start less"))
    assert desk.view.starts == 7
    retype(child(page, QLineEdit, "Starts"), "99")
    assert desk.view.starts == 16
    subject = desk.engine.wiring.subject
    assert subject is not None
    assert subject.placed is not None
    x, y = subject.placed.points[30].tolist()
    desk.store.set(cursor=(x, y))
    click(child(page, QPushButton, "Nearest"))
    assert desk.view.sample == subject.nearest((x, y))
    combo = child(page, QComboBox, "Image whose latent is searched for")
    combo.activated.emit(1)
    assert desk.view.goal == "drawing"
    desk.act("undo")
    assert page.search.pictures.isVisible()
    assert combo.currentIndex() == 0


def test_the_first_of_a_selection_is_taken(gan_desk: Desk) -> None:
    look(gan_desk, selection=(12, 15))
    subject = gan_desk.engine.wiring.subject
    assert subject is not None
    assert subject.images is not None
    expected = picture(subject.images.pixels[12])
    assert page_of(gan_desk).search.pictures.entries[0].image == expected


def test_the_grid_is_reached_by_keys(gan_desk: Desk) -> None:
    page = look(gan_desk)
    page.samples.setFocus()
    press(page.samples, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert (gan_desk.view.goal, gan_desk.view.made) == ("made", 6)
    press(page.samples, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Space)
    assert gan_desk.view.made == 0


@pytest.mark.parametrize("variant", ["vq", "rvq"])
def test_codes_have_no_slope(desk: Desk, variant: str) -> None:
    show_model(desk, variant)
    page = look(desk, searching=True)
    assert "made of codes" in page.search.said
    assert not child(page, QToolButton, "Search").isEnabled()
    assert not page.search.plane.isVisible()
    assert len(page.samples.images) == SHOWN


@pytest.mark.parametrize(
    ("size", "shape"), [(1, (1, 8, 8)), (3, (3, 6, 9)), (16, (1, 8, 8)), (64, (3, 9, 6))]
)
def test_any_latent_and_image(desk: Desk, size: int, shape: Shape) -> None:
    show_model(desk, "gan", shape, {"latent": size, "width": 2})
    progress = searched(desk, goal="made", made=20, starts=2)
    assert progress.ways.shape == (ITERATIONS + 1, 2, size)
    page = page_of(desk)
    assert len(page.search.plane.ways.ways) == 2
    click(child(page, QPushButton, "Put the cursor there"))
    desk.quiet()
    assert desk.picture() == page.search.pictures.entries[1].image


@pytest.mark.parametrize("variant", ["conv", "cvae", "hierarchical", "sparse-topk", "vaegan"])
def test_models_of_other_kinds_are_inverted(desk: Desk, variant: str) -> None:
    show_model(desk, variant)
    progress = searched(desk, goal="made", made=9, starts=2)
    first = progress.ways[0]
    assert math.isfinite(progress.found.errors[0])
    assert not torch.equal(progress.ways[-1], first)


def test_latents_stand_for_images_that_are_not_at_hand(desk: Desk) -> None:
    model = show_model(desk, "vae", knobs={"hidden": (8,)}, with_images=False)
    subject = desk.engine.wiring.subject
    assert subject is not None
    latents = torch.randn(5, *model.latent_shape)
    desk.engine.wiring.show(subject.with_placed(Placed.of(latents)))
    page = look(desk, sample=3)
    with torch.no_grad():
        expected = picture(model.decode(latents[3:4])[0])
    assert page.search.pictures.entries[0].image == expected
    assert "are reconstructions here" in page.search.said


def test_the_same_view_shows_the_same_pixels(gan_desk: Desk) -> None:
    view = look(gan_desk, noise=2, goal="made", made=5, starts=4, searching=True)
    once = view.grab().toImage()
    text = file.to_text(gan_desk.view)
    look(gan_desk, noise=0, goal="sample", starts=8, searching=False)
    assert view.grab().toImage() != once
    fields = vars(file.from_text(text, "a session"))
    look(gan_desk, **{name: fields[name] for name in ("noise", "goal", "made", "starts")})
    look(gan_desk, searching=True)
    assert view.grab().toImage() == once


def test_both_themes_are_painted(gan_desk: Desk) -> None:
    page = look(gan_desk, searching=True)
    found = []
    for theme in THEMES.values():
        page.set_theme(theme)
        found.append(page.grab().toImage())
    assert found[0] != found[1]


def test_both_axes_of_the_plane_have_one_scale(gan_desk: Desk) -> None:
    plane = WaysPlane(gan_desk.window)
    plane.resize(300, 150)
    ways = [np.array([[-1.0, 0.0], [3.0, 1.0]], np.float32)]
    plane.set_ways(Ways(ways))
    origin, right, up = (plane.place(point) for point in ((0, 0), (1, 0), (0, 1)))
    assert right.x() - origin.x() == pytest.approx(origin.y() - up.y())
    for point in ways[0].tolist():
        assert plane.rect().contains(plane.place(point).toPoint())
    plane.deleteLater()


# A training


def test_a_training_is_watched_and_stepped_apart(bundle: Path, open_desk: OpenDesk) -> None:
    del bundle
    knobs = (("latent", 3), ("width", 4), ("plan.epochs", 10_000), ("plan.batch", 32))
    desk = open_desk(view=View(page="adversary"))
    desk.store.set(variant="gan", data="digits", knobs=knobs)
    training, page = desk.train(), page_of(desk)
    first = page.samples.images

    def moved() -> bool:
        return page.samples.images != first and bool(first or page.samples.images)

    desk.qtbot.waitUntil(moved)
    terms = page.curves._traces
    desk.qtbot.waitUntil(
        lambda: all(len(trace) > 1 for trace in terms.values()) and len(terms) == 2
    )
    assert set(terms) == {"generator", "adversary"}
    assert page.curves.isVisible()
    assert not page.scores.isHidden()
    desk.act("pause")
    settle(desk)
    for player, moves in (("adversary", False), ("generator", True)):
        before, scores = page.samples.images, page.scores.verdicts.made
        stands = training.state.step
        click(child(page, QPushButton, f"Step the {player} alone"))
        desk.qtbot.waitUntil(lambda at=stands: training.twins.step == at + 1)  # type: ignore[misc]
        settle(desk)
        assert (page.samples.images != before) == moves
        assert not np.array_equal(page.scores.verdicts.made, scores)
        assert desk.phase() == "paused"
    desk.end()
    desk.quiet()
    assert not [
        b for b in page.findChildren(QPushButton) if "alone" in b.accessibleName() and b.isVisible()
    ]
    assert page.curves.isVisible()
    desk.open("mnist-vae-2d")
    assert page.curves.isHidden()


def settle(desk: Desk) -> None:
    """Wait until a paused training stands, and the page shows the weights it stands at."""
    wiring, trainer = desk.engine.wiring, desk.studio._trainer
    subject = wiring.subject
    assert subject is not None
    assert trainer is not None
    desk.qtbot.waitUntil(lambda: trainer.stands and wiring._pace._step == subject.twins.step)
    desk.quiet()


def test_an_autoencoder_in_training_has_no_steps_alone(desk: Desk) -> None:
    desk.store.set(page="adversary")
    desk.store.set(variant="vae", data="digits", knobs=(("hidden", "8"), ("plan.epochs", 10_000)))
    desk.train()
    names = [button.accessibleName() for button in page_of(desk).findChildren(QPushButton)]
    assert not [name for name in names if "alone" in name]
    assert page_of(desk).curves.isHidden()
    desk.end()


def test_every_control_has_a_name_and_a_tip(gan_desk: Desk) -> None:
    page = look(gan_desk)
    for kind in (QPushButton, QToolButton, QComboBox, QLineEdit):
        for widget in page.findChildren(kind):
            if widget.isVisible():
                assert widget.accessibleName() or widget.property("text")
                assert widget.toolTip(), widget.accessibleName()
                assert widget.height() >= 28


def test_the_tool_tip_says_the_score(gan_desk: Desk) -> None:
    page = look(gan_desk)
    where = page.samples.place(3)
    assert page.samples._at(where.center()) == 3
    assert page.samples._at(QPointF(where.right() + 2, where.center().y())) is None


def test_words_wrap_on_a_narrow_page(gan_desk: Desk) -> None:
    page = look(gan_desk, searching=True)
    gan_desk.window.resize(1024, 768)
    gan_desk.quiet()
    for label in page.findChildren(QLabel):
        if label.isVisible():
            assert label.mapTo(page, label.rect().topRight()).x() <= page.width(), label.text()


def test_bars_have_the_colour_that_samples_have_in_the_histogram(desk: Desk) -> None:
    show_model(desk, "gan", knobs={"latent": 3, "width": 4})
    page = look(desk)
    bars = next(found for found in page.findChildren(QLabel) if found.text().startswith("Bars"))
    assert bars.isVisible()
    for theme in THEMES.values():
        page.set_theme(theme)
        seen, scores = page.samples.grab().toImage(), page.scores.grab().toImage()
        below = page.samples.place(2)  # around the first lies the frame of what is chosen
        bar = seen.pixelColor(round(below.left()) + 1, round(below.bottom()) + 2)
        assert bar.name() == theme.term("generator")
        assert any(
            scores.pixelColor(x, y).name() == bar.name()
            for x in range(scores.width())
            for y in range(scores.height())
        )
    show_model(desk, "vae", knobs={"latent": 3, "hidden": (8,)})
    look(desk)
    assert not bars.isVisible()


def test_figures_take_no_room_before_there_are_any(gan_desk: Desk) -> None:
    page = look(gan_desk, sample=7)
    before = page.search.sizeHint().height()
    searched(gan_desk, sample=7)
    assert page.search.figures
    assert page.search.sizeHint().height() > before
    button = child(page, QPushButton, "Put the cursor there")
    starts = child(page, QToolButton, "Search")
    assert abs(button.geometry().center().y() - starts.geometry().center().y()) <= 40
