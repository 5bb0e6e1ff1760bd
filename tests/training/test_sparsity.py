"""Sparsity is counted right on latents that are known."""

import pytest
import torch

from aeviewer.data.images import DataSet, Images
from aeviewer.training.metrics.encoding import Subject
from aeviewer.training.metrics.sparsity import hoyer, measure
from aeviewer.zoo.registry import find


def test_hoyer_of_one_unit_is_1_and_of_equal_ones_0() -> None:
    latents = torch.stack([torch.eye(9)[3] * 7, torch.full((9,), 0.4), torch.zeros(9)])
    torch.testing.assert_close(hoyer(latents), torch.tensor([1.0, 0, 0]), atol=1e-6, rtol=0)
    assert not hoyer(torch.ones(2, 1)).any()


def test_hoyer_forgets_sign_and_scale() -> None:
    latents = torch.randn(5, 8)
    torch.testing.assert_close(hoyer(latents), hoyer(-30 * latents))
    half = hoyer(torch.tensor([[1.0, 1, 0, 0]])).item()
    assert half == pytest.approx(2 - 2**0.5)


def data() -> DataSet:
    """Four images of five pixels: 0, 1 or 2 of them white, the last never."""
    pixels = torch.tensor([[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 1, 1, 0]])
    images = Images((255 * pixels).to(torch.uint8).reshape(4, 1, 1, 5))
    return DataSet("known", images, images)


def test_active_units_are_counted() -> None:
    entry = find("sparse")
    model = entry.build((1, 1, 5), entry.configure({"latent": 5}))
    with torch.no_grad():
        model.load_state_dict(
            {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
            | {"encoder.weight": 2 * torch.eye(5)}
        )
        found = measure(Subject(model, data()))
    assert found["l0"] == pytest.approx(5 / 4)
    assert found["dead"] == pytest.approx(1 / 5)
    assert found["mean_activation"] == pytest.approx(2 * 5 / 20)
    two = (5**0.5 - 2**0.5) / (5**0.5 - 1)
    assert found["hoyer"] == pytest.approx((0 + 1 + 2 * two) / 4)
