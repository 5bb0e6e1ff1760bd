"""The script that makes the judges, on a few images."""

from pathlib import Path
from types import ModuleType

import pytest
import torch

from aeviewer.data.images import DataSet, Images
from aeviewer.training import judge
from aeviewer.training.judge import judge_of, weights_path
from aeviewer.training.metrics import samples
from aeviewer.training.metrics.encoding import Subject
from aeviewer.zoo.registry import find
from tests.training import small

_SHAPE = (1, 28, 28)


@pytest.fixture
def data(judging: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataSet:
    """Forty images that go by the name of MNIST, and a folder of their own for its judge."""
    monkeypatch.setattr(judge, "folder", lambda: tmp_path)
    images = small.images(40, _SHAPE)
    found = DataSet("mnist", images, images)
    monkeypatch.setattr(judging, "open_data", lambda _: found)
    return found


def test_a_judge_is_made_with_its_card(judging: ModuleType, data: DataSet, tmp_path: Path) -> None:
    path = judging.make("mnist")
    assert path == weights_path("mnist") == tmp_path / "judges" / "mnist.safetensors"
    found = judge_of(data)
    assert found is not None
    accuracy = (found(data.test.floats(slice(None))).argmax(1) == data.test.labels).float().mean()
    card = path.with_suffix(".md").read_text()
    assert f"| accuracy on the test images | {accuracy.item():.4f} |" in card
    assert "python pretrained/judge.py mnist" in card
    assert str(tmp_path) not in card


def test_a_judge_learns(judging: ModuleType) -> None:
    pixels = torch.zeros(400, *_SHAPE, dtype=torch.uint8)
    pixels[::2] = 255
    halves = Images(pixels, torch.arange(400) % 2, ("white", "black"))
    learned = judge.Judge()
    learned.load_state_dict(judging._trained(DataSet("halves", halves, halves), 0.0))
    assert judging.accuracy(learned, halves) == 1


def test_the_distance_is_that_which_models_are_measured_beside(
    judging: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "COUNT", 30)
    monkeypatch.setattr(judging, "COUNT", 30)
    data = DataSet("mnist", small.images(40, _SHAPE), small.images(20, _SHAPE, seed=1))
    found, entry = judge_of(data), find("vanilla")
    assert found is not None
    model = entry.build(_SHAPE, entry.configure({"hidden": "8"})).eval()
    expected = samples.measure(Subject(model, data))["frechet_train"]
    assert expected > 0.1
    assert judging.distance(found, data) == pytest.approx(expected, rel=1e-4)
