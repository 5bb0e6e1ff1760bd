"""The anomaly page in the real window: its numbers against scikit-learn's, its hands, its words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from sklearn.metrics import roc_auc_score, roc_curve

from aeviewer.app.flows.anomaly import scoring
from aeviewer.app.flows.anomaly.flow import AnomalyFlow
from aeviewer.app.look.theme import THEMES
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.anomaly.page import AnomalyPage
from aeviewer.app.views.anomaly.ranking import Ranking
from aeviewer.app.views.anomaly.verdicts import Counts, Groups, grouped
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.metrics.anomaly import components, curve, score
from aeviewer.training.metrics.components import principal
from aeviewer.training.metrics.encoding import fitted
from aeviewer.training.twins import Twins
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import find
from tests.app.conftest import BUNDLED, Desk, OpenDesk, subject_of
from tests.app.hands import child, click, press
from tests.app.making import CPU, data_set, save_trained, small_model

NORMAL = frozenset({3, 5})
ON_PAGE = View(page="anomaly", normal=NORMAL)


def page_of(desk: Desk) -> AnomalyPage:
    page = desk.parts.pages.views["anomaly"]
    assert isinstance(page, AnomalyPage)
    return page


def flow_of(desk: Desk) -> AnomalyFlow:
    return desk.flow(AnomalyFlow)


def said(desk: Desk) -> str:
    """All that the page's labels say."""
    return "\n".join(label.text() for label in page_of(desk).findChildren(QLabel))


@pytest.fixture
def page(bundle: Path, open_desk: OpenDesk) -> Desk:
    """The program, on the page, with two normal classes."""
    return open_desk(view=ON_PAGE)


def brute(desk: Desk) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Scores of all test images at once, and which are anomalies."""
    subject = subject_of(desk)
    assert subject.images is not None
    assert subject.labels is not None
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Autoencoder)
        found = score(model, subject.images.floats(slice(None))).numpy()
    return found, ~np.isin(subject.labels, list(NORMAL))


def test_the_areas_are_scikit_learn_s(page: Desk) -> None:
    scores, strange = brute(page)
    roc = page_of(page).roc
    assert roc.model is not None
    assert roc.baseline is not None
    assert roc.model.area == pytest.approx(roc_auc_score(strange, scores), abs=1e-6)
    data = open_data("digits")
    known = data.train.of_classes(sorted(NORMAL))
    with torch.no_grad():
        linear = score(fitted(known, 30, CPU), data.test.floats(slice(None)))
    assert roc.baseline.area == pytest.approx(roc_auc_score(strange, linear), abs=2e-3)


def test_the_threshold_proposed_is_youden_s(page: Desk) -> None:
    scores, strange = brute(page)
    false_alarms, caught, thresholds = roc_curve(strange, scores)
    best = int(np.argmax(caught - false_alarms))
    histogram = page_of(page).histogram
    assert histogram.threshold == pytest.approx(thresholds[best], rel=1e-5)
    assert page.view.threshold is None
    assert page_of(page).roc._point == pytest.approx((false_alarms[best], caught[best]))


def test_the_counts_are_those_at_the_threshold(page: Desk) -> None:
    scores, strange = brute(page)
    threshold = float(np.quantile(scores, 0.6))
    page.store.set(threshold=threshold)
    caught = int((scores[strange] >= threshold).sum())
    false_alarms = int((scores[~strange] >= threshold).sum())
    texts = page_of(page).counts()
    assert f"{caught} of {strange.sum()}" in texts[0]
    assert f"{100 * caught / strange.sum():.1f} % caught" in texts[0]
    assert f"{strange.sum() - caught} of {strange.sum()}" in texts[1]
    assert f"{false_alarms} of {(~strange).sum()}" in texts[2]


def test_a_drag_of_the_threshold_is_one_step_of_undo(page: Desk) -> None:
    histogram, before = page_of(page).histogram, page.view
    assert histogram.threshold is not None
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    plot = histogram.plot()
    xs = [round(plot.left() + share * plot.width()) for share in (0.2, 0.4, 0.5)]
    y = round(plot.center().y())
    QTest.mousePress(histogram, left, none, QPoint(xs[0], y))
    thresholds = [page.view.threshold]
    for x in xs[1:]:
        QTest.mouseMove(histogram, QPoint(x, y))
        thresholds.append(page.view.threshold)
    QTest.mouseRelease(histogram, left, none, QPoint(xs[-1], y))
    assert [histogram.x_of(value or 0) for value in thresholds] == pytest.approx(xs, abs=0.01)
    page.act("undo")
    assert page.view == before
    page.act("redo")
    assert page.view.threshold == thresholds[-1]


def assert_proposed(desk: Desk, threshold: float) -> None:
    assert desk.view.threshold is None
    assert page_of(desk).histogram.threshold == threshold


def test_keys_move_the_threshold_and_bring_the_proposal_back(page: Desk) -> None:
    histogram = page_of(page).histogram
    proposed = histogram.threshold
    assert proposed is not None
    press(histogram, Qt.Key.Key_Right)
    once = page.view.threshold
    assert once is not None
    assert once > proposed
    press(histogram, Qt.Key.Key_PageDown)
    assert page.view.threshold is not None
    assert page.view.threshold - once == pytest.approx(-10 * (once - proposed), rel=1e-3)
    page.act("undo")
    assert page.view.threshold == once
    press(histogram, Qt.Key.Key_Home)
    assert_proposed(page, proposed)
    press(histogram, Qt.Key.Key_Left)
    button = child(page_of(page), QPushButton, "Propose a threshold")
    assert button.isEnabled()
    button.click()
    assert_proposed(page, proposed)
    assert not button.isEnabled()


def test_keys_keep_the_threshold_on_the_axis(page: Desk) -> None:
    histogram = page_of(page).histogram
    press(histogram, *[Qt.Key.Key_PageDown] * 25)
    assert page.view.threshold == 0
    press(histogram, *[Qt.Key.Key_PageUp] * 25)
    assert page.view.threshold == pytest.approx(histogram._groups.highest, rel=0.03)


def test_toggles_choose_what_is_normal(page: Desk) -> None:
    toggle = child(page_of(page), QToolButton, "Normal: 7")
    assert not toggle.isChecked()
    before = page_of(page).roc.model
    toggle.click()
    assert page.view.normal == NORMAL | {7}
    page.quiet()
    assert toggle.isChecked()
    after = page_of(page).roc.model
    assert before is not None
    assert after is not None
    assert after.area != before.area
    page.act("undo")
    page.quiet()
    assert not toggle.isChecked()
    assert page.view.normal == NORMAL
    again = page_of(page).roc.model
    assert again is not None
    assert again.area == before.area


def test_the_ranking_is_in_order_and_shows_where_the_model_errs(page: Desk) -> None:
    scores, _ = brute(page)
    shelf = page_of(page).ranking._shelf
    order = np.argsort(-scores, kind="stable")
    assert [rated.sample for rated in shelf.worst] == order[:24].tolist()
    assert [rated.sample for rated in shelf.best] == order[::-1][:24].tolist()
    assert shelf.worst[0].score == pytest.approx(scores.max(), rel=1e-5)
    subject = subject_of(page)
    assert subject.images is not None
    x = subject.images.floats(torch.tensor([shelf.worst[0].sample]))
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Autoencoder)
        error = (x - model.decode(model.encode(x).mean)).square()[0, 0]
    brightest = divmod(int(error.argmax()), error.shape[1])
    image = shelf.worst[0].pictures[2]
    lights = [
        [image.pixelColor(column, row).lightness() for column in range(image.width())]
        for row in range(image.height())
    ]
    assert np.array(lights).max() == lights[brightest[0]][brightest[1]]


def test_a_click_in_the_ranking_looks_at_that_sample(page: Desk) -> None:
    ranking = page_of(page).ranking
    rated, where = ranking.places()[1]
    click(ranking, where.center())
    assert page.view.sample == rated.sample
    placed = subject_of(page).placed
    assert placed is not None
    assert page.view.cursor == pytest.approx(placed.points[rated.sample].tolist(), abs=1e-4)
    page.act("undo")
    assert page.view.sample is None


def test_keys_choose_in_the_ranking(page: Desk) -> None:
    ranking = page_of(page).ranking
    places = ranking.places()
    press(ranking, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert page.view.sample == places[1][0].sample
    assert str(places[1][0].sample) in ranking.accessibleDescription()
    press(ranking, *[Qt.Key.Key_Right] * 60, Qt.Key.Key_Space)
    assert page.view.sample == places[-1][0].sample


def test_a_click_beside_the_ranking_s_images_does_nothing(page: Desk) -> None:
    click(page_of(page).ranking, QPoint(3, 3))
    assert page.view.sample is None


def test_a_click_takes_more_than_two_dimensions_along(page: Desk) -> None:
    show(page, "vanilla", {"latent": 5}, data_set())
    ranking = page_of(page).ranking
    rated, where = ranking.places()[0]
    click(ranking, where.center())
    placed = subject_of(page).placed
    assert placed is not None
    assert page.view.base == pytest.approx(placed.latents[rated.sample].tolist())


def show(
    desk: Desk,
    variant: str,
    knobs: dict[str, object],
    data: DataSet,
    normal: frozenset[int] = frozenset(),
) -> None:
    shape = data.test.shape
    entry = find(variant)
    subject = Subject(
        title=f"{variant} · Small",
        twins=Twins(entry.build(shape, entry.configure(knobs))),
        classes=data.test.classes,
        labels=None if data.test.labels is None else data.test.labels.numpy(),
        placed=None,
        images=data.test,
        learned=data.train,
        normal=normal,
    )
    desk.engine.wiring.show(subject)
    desk.quiet()


def test_a_hidden_page_asks_for_nothing(desk: Desk) -> None:
    asked: list[str] = []
    desk.engine.wiring.answered.connect(asked.append)
    desk.store.set(normal=frozenset({1}))
    show(desk, "vanilla", {}, data_set())
    desk.train()
    desk.end()
    desk.quiet()
    assert asked
    assert not {scoring.SCORES, scoring.CURVE, scoring.BASELINE} & set(asked)
    desk.store.set(page="anomaly")
    desk.quiet()
    assert {scoring.SCORES, scoring.CURVE, scoring.BASELINE} <= set(asked)
    assert page_of(desk).roc.model is not None


def test_coming_back_asks_for_nothing_that_is_there(page: Desk) -> None:
    asked: list[str] = []
    page.store.set(page="map")
    page.quiet()
    page.engine.wiring.answered.connect(asked.append)
    page.store.set(page="anomaly")
    page.quiet()
    assert scoring.SCORES not in asked
    assert scoring.BASELINE not in asked


def test_moving_the_threshold_asks_for_nothing(page: Desk) -> None:
    asked: list[str] = []
    page.engine.wiring.answered.connect(asked.append)
    press(page_of(page).histogram, Qt.Key.Key_Right)
    page.quiet()
    assert not asked


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_view_shows_the_same_pixels(page: Desk, theme: str) -> None:
    page.store.set(theme=theme)
    page.quiet()  # frames may be thicker: the page is laid out anew,
    page.turn()  # and once more when the status bar is
    once = page_of(page).grab().toImage()
    page.store.set(normal=frozenset({1}), threshold=3.0)
    page.quiet()
    assert page_of(page).grab().toImage() != once
    page.store.set(normal=NORMAL, threshold=None)
    page.quiet()
    assert page_of(page).grab().toImage() == once


def test_with_no_class_chosen_the_page_invites(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=replace(ON_PAGE, normal=frozenset()))
    page = page_of(desk)
    assert "Choose which classes are normal" in said(desk)
    assert page.roc.model is None
    scores, _ = brute(desk)
    assert page.histogram.threshold == pytest.approx(np.quantile(scores, 0.95), rel=1e-5)
    assert len(page.counts()) == 1
    assert f"18 of {len(scores)}" in page.counts()[0]
    assert page.ranking.places()


def test_all_classes_being_normal_leaves_nothing_to_find(page: Desk) -> None:
    page.store.set(normal=frozenset(range(10)))
    page.quiet()
    assert page_of(page).roc.model is None
    assert "leave one out" in page_of(page).roc.accessibleDescription()


def test_images_without_labels_have_scores_and_no_roc(page: Desk) -> None:
    show(page, "vanilla", {}, data_set(labelled=False))
    shown = page_of(page)
    assert shown.roc.model is None
    assert "No labels" in shown.roc.accessibleDescription()
    assert not shown.normal.isVisible()
    assert shown.histogram.threshold is not None
    assert "called anomalies" in shown.counts()[0]
    assert shown.ranking.places()
    assert not shown.grab().isNull()
    press(shown.histogram, Qt.Key.Key_Right)
    assert page.view.threshold is not None


def test_a_model_without_an_encoder_says_so(page: Desk) -> None:
    show(page, "gan", {"width": 2, "latent": 4}, data_set(shape=(1, 8, 8)))
    empty = page_of(page).empty
    assert empty.isVisible()
    assert "no encoder" in empty.text


def test_in_place_of_a_model_without_an_encoder_one_of_images_at_hand_is_offered(
    page: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "gan.safetensors"
    save_trained(path, open_data("digits"), "gan", {"epochs": 1, "batch": 64}, latent=3, width=4)
    page.open(path)
    empty = page_of(page).empty
    assert "no encoder" in empty.text
    offer = child(empty, QPushButton)
    assert offer.text() == f"Open {BUNDLED}"
    with page.qtbot.waitSignal(page.engine.opened):
        click(offer)
    page.quiet()
    assert page.view.slots[0].model == BUNDLED
    assert not empty.isVisible()


def test_images_not_at_hand_are_asked_for(
    shelf_folder: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    save_trained(path, data_set("unheard-of"))
    desk = open_desk(str(path), view=ON_PAGE)
    empty = page_of(desk).empty
    assert empty.isVisible()
    assert "not at hand" in empty.text


def test_what_was_trained_on_some_classes_counts_them_as_normal(
    shelf_folder: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    path = tmp_path / "model.safetensors"
    save_trained(path, open_data("digits"), plan={"normal": "3,5", "epochs": 1}, hidden=(16,))
    desk = open_desk(str(path), view=replace(ON_PAGE, normal=frozenset()))
    assert flow_of(desk).normal == NORMAL
    assert desk.view.normal == frozenset()
    assert "trained on 3, 5 alone." in said(desk)
    assert child(page_of(desk), QToolButton, "Normal: 3").isChecked()
    child(page_of(desk), QToolButton, "Normal: 3").click()
    desk.quiet()
    assert desk.view.normal == {5}
    assert "Of the anomalies, 3 is known to it." in said(desk)
    child(page_of(desk), QToolButton, "Normal: 5").click()
    desk.quiet()
    assert flow_of(desk).normal == NORMAL
    assert child(page_of(desk), QToolButton, "Normal: 5").isChecked()


def test_a_model_of_all_classes_knows_the_anomalies(page: Desk) -> None:
    assert "trained on all classes: the anomalies are known to it" in said(page)


def test_the_baseline_says_what_it_is_fitted_to(page: Desk) -> None:
    train = open_data("digits").train
    assert train.labels is not None
    known = int(torch.isin(train.labels, torch.tensor([3, 5])).sum())
    assert f"PCA: 30 components, fitted to {known} normal training images" in said(page)


def test_without_training_images_there_is_no_baseline(page: Desk) -> None:
    flow, subject = flow_of(page), subject_of(page)
    assert subject.images is not None
    page.engine.wiring.show(replace(subject, images=replace(subject.images), learned=None))
    page.quiet()
    assert page_of(page).roc.model is not None
    assert page_of(page).roc.baseline is None
    assert flow._baseline is not None
    assert "No baseline" in said(page)


def test_a_training_renews_the_scores(page: Desk) -> None:
    before = flow_of(page)._scores
    page.train()
    page.end()
    page.quiet()
    scores, _ = brute(page)
    found = flow_of(page)._scores
    assert before is not found
    assert found is not None
    np.testing.assert_allclose(found, scores, rtol=1e-4)


def test_scores_asked_for_as_a_training_ends_come_all_the_same(page: Desk) -> None:
    with subject_of(page).twins.reading() as (model, _):
        subject = replace(subject_of(page), twins=Twins(model, 1))
    page.engine.wiring.show(replace(subject, live=True))
    assert flow_of(page)._scores is None
    page.engine.wiring.show(subject)  # the decoder drops what was asked a moment ago
    page.quiet()
    found, (scores, _) = flow_of(page)._scores, brute(page)
    assert found is not None
    np.testing.assert_allclose(found, scores, rtol=1e-4)
    assert page_of(page).roc.model is not None
    assert page_of(page).roc.baseline is not None


@pytest.mark.parametrize(
    ("variant", "knobs", "shape"),
    [
        ("vq", {"codes": 8, "channels": (4,)}, (1, 8, 8)),
        ("conv", {"channels": (4,), "hidden": (8,)}, (3, 6, 9)),
        ("cvae", {}, (3, 6, 9)),
        ("pca", {}, (2, 30, 40)),
    ],
)
def test_any_autoencoder_and_any_shape(
    page: Desk, variant: str, knobs: dict[str, object], shape: tuple[int, int, int]
) -> None:
    page.store.set(normal=frozenset({1}))
    show(page, variant, knobs, data_set(shape=shape))
    shown = page_of(page)
    assert shown.roc.model is not None
    assert shown.roc.baseline is not None
    assert not shown.grab().isNull()
    assert len(shown.ranking._shelf.worst) == 20
    assert len(shown.ranking._shelf.best) == 20


def test_a_threshold_counts_what_scores_as_high() -> None:
    scores = np.array([1, 2, 2, 3, 5], np.float32)
    groups = grouped(scores, np.array([False, True, False, True, True]))
    assert groups.at(2.0) == Counts(caught=3, missed=0, false_alarms=1, passed=1)
    assert groups.at(2.5) == Counts(caught=2, missed=1, false_alarms=0, passed=2)
    assert groups.at(9.0) == Counts(caught=0, missed=3, false_alarms=0, passed=2)
    assert groups.highest == 5
    assert Groups().at(1.0) == Counts(0, 0, 0, 0)
    assert not grouped(scores, None).told


def test_a_curve_is_scikit_learn_s() -> None:
    generator = torch.Generator().manual_seed(3)
    scores = torch.rand(300, generator=generator).mul(40).round()  # with ties
    strange = torch.rand(300, generator=generator) + scores / 60 > 0.7
    found = curve(scores, strange)
    false_alarms, caught, _ = roc_curve(strange, scores)
    np.testing.assert_array_equal(found.false_alarms, false_alarms)
    np.testing.assert_array_equal(found.caught, caught)
    assert found.area == roc_auc_score(strange, scores)
    gains = [
        float((scores[strange] >= t).float().mean() - (scores[~strange] >= t).float().mean())
        for t in range(41)
    ]
    assert gains[int(found.proposed)] == pytest.approx(max(gains))


def test_a_curve_without_any_merit_still_proposes_a_score() -> None:
    found = curve(torch.tensor([3.0, 2.0, 1.0]), torch.tensor([False, False, True]))
    assert found.area == 0
    assert np.isfinite(found.proposed)


def test_components_found_part_by_part_are_principal() -> None:
    data = open_data("digits")
    known = data.train.of_classes((3, 5))
    size = components(len(known), 64)
    exact = fitted(known, size, CPU)
    parts = list(principal(known, torch.arange(len(known)), size))
    found = parts[-1]
    assert found is not None
    assert parts[:-1] == [None] * (len(parts) - 1)
    x = data.test.floats(slice(None))
    torch.testing.assert_close(score(found, x), score(exact, x), rtol=1e-2, atol=1e-3)
    torch.testing.assert_close(found.spread, exact.spread, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(found.mean, exact.mean)


def test_the_baseline_takes_training_images_from_everywhere() -> None:
    numbers = torch.arange(30_000)
    taken = scoring._spread(numbers)
    assert len(taken) == 10_000
    assert taken[0] == 0
    assert taken[-1] == 29_999
    assert int(taken.diff().max()) <= 4
    assert scoring._spread(numbers[:50]) is not None
    assert len(scoring._spread(numbers[:50])) == 50


@pytest.fixture
def ranking() -> Iterator[Ranking]:
    widget = Ranking(Store())
    yield widget
    widget.close()
    widget.deleteLater()


def test_an_empty_ranking_takes_hands_and_paints_nothing(qtbot: object, ranking: Ranking) -> None:
    click(ranking, QPoint(200, 60))
    press(ranking, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert ranking.places() == []
    assert not ranking.grab().isNull()


def test_small_models_score_what_they_rebuild() -> None:
    model, images = small_model("vanilla"), data_set().test
    assert isinstance(model, Autoencoder)
    with torch.no_grad():
        slices = scoring.score_all("a", images).slices
        answers = [value for part in slices if (value := part(model)) is not None]
        expected = score(model, images.floats(slice(None)))
    assert isinstance(answers[0], scoring.Scored)
    np.testing.assert_allclose(answers[0].scores, expected.numpy(), rtol=1e-5)
