"""Judges, and what is measured with them."""

import math
from pathlib import Path
from typing import Any

import pytest
import torch

from aeviewer.data.images import DataSet, Images
from aeviewer.errors import UserError
from aeviewer.training import bundled, judge
from aeviewer.training.judge import FEATURES, judge_of, weights_path
from aeviewer.training.metrics import samples
from aeviewer.training.metrics.encoding import Subject
from aeviewer.training.metrics.samples import frechet, measure, shares, spread
from aeviewer.zoo.registry import find
from tests.training import small

SHAPE = (1, 28, 28)
JUDGED = ("mnist", "fashion-mnist")


def data(name: str = "mnist", shape: tuple[int, int, int] = SHAPE) -> DataSet:
    return DataSet(name, small.images(40, shape), small.images(30, shape, seed=1))


def normal(count: int, width: int, seed: int) -> torch.Tensor:
    return torch.randn(count, width, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("name", JUDGED)
def test_a_judge_is_small_and_calm(name: str) -> None:
    found = judge_of(data(name))
    assert found is not None
    assert weights_path(name).stat().st_size < 300_000
    assert not found.training
    assert not any(value.requires_grad for value in found.parameters())
    features = found.features(torch.rand(3, *SHAPE))
    assert features.shape == (3, FEATURES)
    assert torch.equal(
        found(torch.zeros(2, *SHAPE)), found.classes(found.features(torch.zeros(2, *SHAPE)))
    )


@pytest.mark.parametrize("of", [data("kmnist"), data("mnist", (1, 8, 8))])
def test_other_data_has_no_judge(of: DataSet) -> None:
    assert judge_of(of) is None


def test_loading_a_judge_draws_nothing() -> None:
    before = torch.get_rng_state()
    judge_of(data())
    assert torch.equal(before, torch.get_rng_state())


def test_a_damaged_judge_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "folder", lambda: tmp_path)
    path = tmp_path / "judges" / "mnist.safetensors"
    assert judge_of(data()) is None
    path.parent.mkdir()
    whole = (bundled.folder() / "judges" / "fashion-mnist.safetensors").read_bytes()
    for content in (b"", b"x" * 100, whole[:-7]):
        path.write_bytes(content)
        with pytest.raises(UserError, match="is damaged: "):
            judge_of(data())


def test_a_set_lies_at_no_distance_from_itself() -> None:
    features = normal(500, 8, 0)
    assert frechet(features, features) == pytest.approx(0, abs=1e-6)


def test_the_distance_is_gaussians_closed_form() -> None:
    """Diagonal covariances commute: |m - m'|^2 + sum (s - s')^2, of the sets' own moments."""
    made = normal(400, 1, 0)
    real = 3 * made + 5
    mean, std = made.mean().item(), made.std().item()
    expected = (3 * mean + 5 - mean) ** 2 + (3 * std - std) ** 2
    assert frechet(made, real) == pytest.approx(expected, rel=1e-5)


def test_the_distance_of_a_shift_is_its_square() -> None:
    features, shift = normal(500, 8, 0), torch.arange(8.0)
    assert frechet(features + shift, features) == pytest.approx(140, rel=1e-5)


def test_the_distance_of_samples_nears_that_of_their_gaussians() -> None:
    made, real = 2 * normal(20_000, 3, 0), normal(20_000, 3, 1) + 1
    assert frechet(made, real) == pytest.approx(3 + 3, rel=0.03)


def test_coverage_counts_classes_above_their_share() -> None:
    chosen = torch.tensor([0] * 900 + [1] * 85 + [2] * 15)  # 1.5 % is not more than that
    probabilities = torch.full((1000, 4), 0.1)
    probabilities[torch.arange(1000), chosen] = 0.7
    found = spread(probabilities)
    assert found == {
        "coverage": 2,
        "largest_class": pytest.approx(0.9),
        "confidence": pytest.approx(0.7),
    }


def state_of(name: str, **knobs: Any) -> Any:
    entry = find(name)
    return entry.build(SHAPE, entry.configure(knobs)).eval()


@pytest.mark.parametrize(("name", "knobs"), [("gan", {"width": 2}), ("vanilla", {"hidden": (8,)})])
def test_any_model_is_measured(
    name: str, knobs: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "COUNT", 70)
    monkeypatch.setattr(samples, "CHUNK", 32)
    model = state_of(name, **knobs)
    found = measure(Subject(model, data()))
    keys = {"frechet", "frechet_train", "coverage", "largest_class", "confidence"}
    assert set(found) == keys
    assert all(math.isfinite(value) for value in found.values())
    assert measure(Subject(model, data())) == found
    assert measure(Subject(model, data("kmnist"))) == {}


def test_the_shares_are_those_of_the_classes_the_judge_chooses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(samples, "COUNT", 70)
    monkeypatch.setattr(samples, "CHUNK", 32)
    model, judged = state_of("gan", width=2), judge_of(data())
    assert judged is not None
    found = shares(model, data(), 3)
    made = torch.cat(list(samples.samples(model, 70, 3)))
    chosen = judged(made).argmax(1).tolist()
    assert found == pytest.approx([chosen.count(number) / 70 for number in range(10)])
    assert max(found) == pytest.approx(measure(Subject(model, data(), 3))["largest_class"])
    assert shares(model, data("kmnist"), 3) == []


def test_samples_come_in_parts_to_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "CHUNK", 32)
    parts = list(samples.samples(state_of("gan", width=2), 70, 0))
    assert [len(part) for part in parts] == [32, 32, 6]


def test_training_images_are_judged_as_samples_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "COUNT", 70)
    same, model = small.images(50, SHAPE), state_of("gan", width=2)
    other = Images(255 - same.pixels)
    alike, unlike = (
        measure(Subject(model, DataSet("mnist", same, test)))["frechet_train"]
        for test in (same, other)
    )
    assert alike == pytest.approx(0, abs=1e-4)
    assert unlike > 1
