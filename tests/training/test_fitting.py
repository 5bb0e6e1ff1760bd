"""Which bundled model is offered, of a folder of headers without weights."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from aeviewer.training import bundled, checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.fitting import fitting
from aeviewer.training.header import Header
from aeviewer.zoo.capabilities import Adversarial, Denoising, Discrete
from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.gan import GAN

SHAPE, OTHER = (1, 6, 5), (3, 6, 5)
AB, XY = ("a", "b"), ("x", "y")
Ship = Callable[..., None]


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ship:
    """Put a model of a variant into the folder of bundled ones, empty at first."""
    monkeypatch.setattr(bundled, "folder", lambda: tmp_path)

    def shipped(
        name: str, variant: str, shape: ImageShape = SHAPE, classes: Sequence[str] = AB
    ) -> None:
        header = Header(
            variant=variant, knobs={}, image_shape=shape, data="x", classes=tuple(classes)
        )
        checkpoint.save(Checkpoint(header, {}), tmp_path / f"{name}.safetensors")

    return shipped


def test_nothing_fits_where_nothing_is_bundled(ship: Ship) -> None:
    assert fitting(SHAPE, AB, Discrete) == ""
    ship("plain", "vae")
    assert fitting(SHAPE, AB, Discrete) == ""


def test_the_images_count_for_more_than_the_classes(ship: Ship) -> None:
    ship("a", "vq", OTHER, XY)
    assert fitting(SHAPE, AB, Discrete) == "a"  # better than none
    ship("b", "rvq", OTHER, AB)
    assert fitting(SHAPE, AB, Discrete) == "b"
    ship("c", "vq", SHAPE, XY)
    assert fitting(SHAPE, AB, Discrete) == "c"
    ship("d", "rvq", SHAPE, AB)
    assert fitting(SHAPE, list(AB), Discrete) == "d"
    ship("e", "vq", SHAPE, AB)
    assert fitting(SHAPE, AB, Discrete) == "d"  # the first of equals
    assert fitting(OTHER, XY, Discrete) == "a"


def test_of_equals_the_kind_that_is_named_first_is_taken(ship: Ship) -> None:
    ship("a", "aae")
    ship("b", "gan")
    ship("c", "denoising")
    assert fitting(SHAPE, AB, GAN, Adversarial) == "b"
    assert fitting(SHAPE, AB, Adversarial) == "a"
    assert fitting(SHAPE, AB, Denoising, GAN, Adversarial) == "c"
    ship("d", "gan", SHAPE, XY)
    assert fitting(SHAPE, XY, GAN, Adversarial) == "d"


def test_damaged_and_unknown_ones_are_not_offered(ship: Ship, tmp_path: Path) -> None:
    ship("a", "of tomorrow")
    (tmp_path / "b.safetensors").write_bytes(b"no checkpoint")
    assert fitting(SHAPE, AB, Discrete, Adversarial) == ""
    ship("c", "vq")
    assert fitting(SHAPE, AB, Discrete, Adversarial) == "c"
