"""Anomalies: what is scored, how it is judged, and training on the normal classes alone."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.events import Step
from aeviewer.training.loop import train
from aeviewer.training.metrics.anomaly import score
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.training.plan import Plan
from aeviewer.training.run import read_config, resume
from aeviewer.training.state import TrainingState
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import find
from tests.training import small


def _weights(state: TrainingState) -> dict[str, torch.Tensor]:
    return dict(state.model.state_dict())


def _same(first: TrainingState, second: TrainingState) -> bool:
    there = _weights(second)
    return all(torch.equal(value, there[name]) for name, value in _weights(first).items())


def test_the_score_is_each_image_s_squared_error() -> None:
    model, x = small.state("vae").model, small.images(5).floats(slice(None))
    assert isinstance(model, Autoencoder)
    rebuilt = model.decode(model.encode(x).mean)
    by_hand = [(x[n] - rebuilt[n]).square().sum().item() for n in range(5)]
    assert score(model, x).tolist() == pytest.approx(by_hand, rel=1e-5)


def test_auroc_is_the_chance_that_an_anomaly_scores_higher() -> None:
    model, of = small.state("vanilla").model, small.data()
    assert isinstance(model, Autoencoder)
    of = replace(of, test=small.images(40, seed=2))
    scores, labels = score(model, of.test.floats(slice(None))), of.test.labels
    assert labels is not None
    higher = (scores[labels != 1][:, None] > scores[labels == 1]).float()
    assert evaluate(model, of, normal=(1,))["auroc"] == pytest.approx(higher.mean().item())
    assert "auroc" not in evaluate(model, of)


def _halves() -> DataSet:
    """Class 0 is noise in the upper half, class 1 in the lower one: 15 pixels each."""
    images = small.images(60)
    images.pixels[::2, :, 3:] = 0
    images.pixels[1::2, :, :3] = 0
    images = replace(images, labels=torch.arange(60) % 2, classes=("upper", "lower"))
    return DataSet("halves", images, images)


@pytest.mark.parametrize("normal", [0, 1])
def test_what_is_unlike_the_normal_class_is_found_by_model_and_baseline(normal: int) -> None:
    of, training = _halves(), small.state("pca", normal=str(normal))
    list(train(training, of.train))
    found = evaluate(training.model, of, normal=(normal,))
    assert found["auroc"] == found["auroc_pca"] == 1


@pytest.mark.parametrize("variant", ["vae", "vanilla", "pca"])
def test_training_on_some_classes_is_training_on_their_images(variant: str) -> None:
    of, some = small.data(), small.state(variant, normal="0,2")
    events = small.steps(train(some, of.train))
    chosen = of.train.of_classes((2, 0))
    assert len(chosen) == 15
    assert set(torch.unique(chosen.labels).tolist()) == {0, 2}
    alone, all_of_them = small.state(variant), small.state(variant)
    assert [step.total for step in events] == [
        step.total for step in small.steps(train(alone, chosen))
    ]
    list(train(all_of_them, of.train))
    assert _same(some, alone)
    assert not _same(some, all_of_them)


def test_a_run_on_some_classes_goes_on_with_them(tmp_path: Path) -> None:
    of = small.data()
    whole, cut = small.state(normal="1,2"), small.state(normal="1,2")
    small.finish(tmp_path / "whole", whole, of)
    with contextlib.closing(small.recorded(tmp_path / "cut", cut, of)) as events:
        for event in events:
            if isinstance(event, Step) and event.number == 5:
                break
    assert read_config(tmp_path / "cut").plan["normal"] == [1, 2]
    saved = checkpoint.load(tmp_path / "cut" / small.FILE)
    assert saved.header.plan["normal"] == [1, 2]
    taken = resume(tmp_path / "cut", of, small.CPU)
    assert (taken.step, taken.plan.normal) == (5, (1, 2))
    small.finish(tmp_path / "cut", taken, of)
    assert _same(taken, whole)


@pytest.mark.parametrize("text", ["-1", "x", "1.5", "3;5", "10000", "nan"])
def test_class_numbers_are_read_or_refused(text: str) -> None:
    demand = "it must be class numbers from 0 to 9999, separated by commas, such as 3,5"
    with pytest.raises(UserError, match=f"^plan.normal is {text}; {demand}$"):
        Plan.make("plan", {"normal": text})


@pytest.mark.parametrize(
    ("text", "numbers"), [("3,5", (3, 5)), ("0", (0,)), (" 1, 0 ,", (1, 0)), ("", ()), ([2], (2,))]
)
def test_class_numbers_have_a_spelling(text: object, numbers: tuple[int, ...]) -> None:
    plan = Plan.make("plan", {"normal": text})
    assert plan.normal == numbers
    assert Plan.make("plan", plan.model_dump(mode="json")) == plan
    assert next(knob for knob in Plan.knobs() if knob.name == "normal").kind == "classes"


def test_sizes_of_layers_are_no_classes() -> None:
    kinds = {knob.name: knob.kind for knob in find("vae").knobs.knobs()}
    assert kinds["hidden"] == "sizes"
    with pytest.raises(UserError, match="whole numbers from 1 up"):
        find("vae").configure({"hidden": "0"})


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("3", "normal is 3, but there is no image of class 3; choose from 0 to 2"),
        ("1,7,8", "normal is 1,7,8, but there is no image of class 7; choose from 0 to 2"),
        ("0,1,2", "normal is 0,1,2, which are all classes there are; leave some out, or"),
    ],
)
def test_classes_that_are_not_there_are_one_sentence(numbers: str, sentence: str) -> None:
    with pytest.raises(UserError, match=f"^{sentence}"):
        next(train(small.state(normal=numbers), small.images(23)))


def test_without_labels_no_class_can_be_chosen() -> None:
    bare = replace(small.images(23), labels=None)
    with pytest.raises(UserError, match=r"^normal is 1, but this data set has no labels; leave it"):
        next(train(small.state(normal="1"), bare))


def test_classes_with_gaps_are_listed() -> None:
    images = replace(small.images(3), labels=torch.tensor([1, 4, 9]))
    with pytest.raises(UserError, match=r"choose from 1, 4, 9$"):
        images.of_classes((2,))


def test_where_all_test_images_are_of_a_kind_there_is_nothing_to_tell() -> None:
    of = small.data()
    alike = replace(of, test=of.test.of_classes((1,)))
    assert "auroc" not in evaluate(small.state().model, alike, normal=(1,))
    assert "auroc" not in evaluate(small.state().model, alike, normal=(0, 2))


def test_factors_go_with_their_images() -> None:
    images = replace(small.images(6), factors={"size": torch.arange(6)})
    assert images.of_classes((2,)).factors["size"].tolist() == [2, 5]


def test_counting_the_chosen_copies_none_and_agrees() -> None:
    images = small.data().train
    for normal in ((), (1,), (0, 2)):
        plan = Plan(normal=normal)
        assert plan.count(images) == len(plan.chosen(images))
