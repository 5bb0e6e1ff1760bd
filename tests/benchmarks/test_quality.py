"""The script of the gates, on a few images and a step each: it holds all gates of the zoo."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from aeviewer.data.images import DataSet, Images
from aeviewer.training.metrics import samples
from aeviewer.zoo.registry import variants
from aeviewer.zoo.target import Target
from tests.benchmarks import trainings
from tests.benchmarks.quality import GATES
from tests.benchmarks.trainings import Gate, gates
from tests.training import small

_SHAPE = (1, 28, 28)


def _images(count: int, seed: int) -> Images:
    digits = torch.arange(count) % 10
    return replace(small.images(count, _SHAPE, seed), labels=digits, classes=tuple("0123456789"))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Noise that goes by the name of MNIST, and budgets of an image."""
    data = DataSet("mnist", _images(200, 0), _images(20, 1))
    monkeypatch.setattr(trainings, "open_data", lambda _: data)
    monkeypatch.setattr(trainings, "_scale", 1e-9)
    monkeypatch.setattr(samples, "COUNT", 20)
    for kept in (trainings.mnist, trainings._trained):
        kept.cache_clear()
    yield
    for kept in (trainings.mnist, trainings._trained):
        kept.cache_clear()


@pytest.mark.usefixtures("few")
def test_the_gates_are_those_of_the_table() -> None:
    held = [gate for proof in GATES.values() for gate in proof()]
    told = [
        (name, target)
        for name, entry in variants().items()
        for target in entry.targets
        if target.samples
    ]
    assert sorted(map(str, told)) == sorted(str((gate.variant, gate.target)) for gate in held)
    assert len({gate.what for gate in held}) == len(told) - 2  # two have a bound on both sides


def test_a_gate_is_held_to_its_target() -> None:
    (gate,) = gates("vanilla", 12_000_000, {"sse": 1.9}, latent=30, hidden="1000,500,250")
    assert gate.holds
    assert not Gate("vanilla", gate.target, 2.1).holds
    assert gate.what == "vanilla, latent 30, hidden (1000, 500, 250), 12,000,000 images: sse"


def test_a_gate_says_what_it_is_of() -> None:
    assert Gate("rvq", Target("sse_2", "< 1", 10, over="sse_1"), 0.0).what.endswith(
        "rvq, 10 images: sse_2 / sse_1"
    )
    told = Gate("wae", Target("mmd", "< 3", 10, way="of latents"), 0.0).what
    assert told == "wae, 10 images: mmd (of latents)"


@pytest.mark.parametrize(("images", "latent"), [(12_000_001, 30), (12_000_000, 31)])
def test_what_has_no_gate_is_refused(images: int, latent: int) -> None:
    with pytest.raises(LookupError, match="vanilla has no gate at"):
        list(gates("vanilla", images, {"sse": 1.0}, latent=latent, hidden="1000,500,250"))
