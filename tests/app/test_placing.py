"""Samples are placed in slices: those on the decoder's thread find what is found at once."""

from collections.abc import Mapping

import numpy as np
import pytest
import torch

from aeviewer.app.flows.map import charting
from aeviewer.app.models.placed import Placed
from aeviewer.latent.tally import Tally
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model, find
from tests.app.making import Shape, images


def build(variant: str, shape: Shape, knobs: Mapping[str, object]) -> Model:
    entry = find(variant)
    return entry.build(shape, entry.configure(knobs), seed=1).eval()


@torch.no_grad()
def sliced(model: Model, shape: Shape, count: int = 600) -> tuple[Placed, int]:
    """Where a model puts images, and by how many slices that was found."""
    made = [part(model) for part in charting.place("a", images(count, shape), None).slices]
    assert all(part is None for part in made[:-1])
    assert isinstance(made[-1], Placed)
    return made[-1], len(made)


KINDS = pytest.mark.parametrize(
    ("variant", "shape", "knobs"),
    [
        ("vae", (1, 6, 5), {"latent": 2, "hidden": (8,)}),
        ("vae", (3, 6, 5), {"latent": 40, "hidden": (8,)}),
        ("vanilla", (1, 6, 5), {"latent": 3, "hidden": (8,)}),
        ("vq", (1, 32, 32), {"latent": 3, "channels": (4, 4), "codes": 8}),
    ],
)


@KINDS
def test_slices_find_what_is_found_at_once(
    variant: str, shape: Shape, knobs: dict[str, object]
) -> None:
    model = build(variant, shape, knobs)
    found, count = sliced(model, shape)
    assert isinstance(model, Autoencoder)
    with torch.no_grad():
        posterior = model.encode(images(600, shape).floats(slice(None)))
    stds = None if posterior.std is None else posterior.std.flatten(1)
    whole = Placed.of(posterior.mean.flatten(1), stds=stds)
    torch.testing.assert_close(found.latents, whole.latents, atol=1e-4, rtol=1e-4)
    assert found.plane.names == whole.plane.names
    np.testing.assert_allclose(found.points, whole.points, atol=1e-3)
    if stds is None:
        assert found.stds is None
    else:
        assert found.stds is not None
        torch.testing.assert_close(found.stds, stds, atol=1e-4, rtol=1e-4)
    assert found.dimensions == Placed.of(found.latents, stds=found.stds).dimensions
    np.testing.assert_allclose(found.ranges, whole.ranges, atol=1e-4)
    encoding = 600 / 125  # that many at once are a frame's half for a convolutional encoder
    assert count > encoding + 2 + 2 * (found.latents.shape[1] > 128)


@KINDS
def test_nothing_is_left_for_the_window_to_work_out(
    variant: str, shape: Shape, knobs: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = sliced(build(variant, shape, knobs), shape)
    size = found.latents.shape[1]
    monkeypatch.setattr(Tally, "of", None)  # it would go through all latents
    assert len(found.dimensions) == len(found.ranges) == size


def test_a_model_that_cannot_encode_places_nothing() -> None:
    found, _ = sliced(build("gan", (1, 8, 8), {"latent": 3, "width": 2}), (1, 8, 8))
    assert len(found.points) == 0
    assert len(found.dimensions) == 3
