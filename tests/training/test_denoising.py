"""Gains in dB are against the clean image, and averaged over images."""

import pytest
import torch
from scipy import ndimage  # type: ignore[import-untyped]
from torch import Tensor

from aeviewer.training.metrics.denoising import gain, measure, median, psnr
from aeviewer.training.metrics.encoding import Subject
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.noise import Noise
from aeviewer.zoo.pca import PCA, PCAKnobs
from aeviewer.zoo.registry import find
from tests.training.small import SHAPE, data, images


def identity() -> PCA:
    """A model that returns what it is given."""
    model = PCA(SHAPE, PCAKnobs(latent=30))
    model.components.copy_(torch.eye(30))
    return model


def x() -> Tensor:
    return images(5).floats(slice(None))


def test_psnr_is_of_each_image() -> None:
    clean = torch.zeros(3, 1, 4, 4)
    spoilt = torch.stack([torch.full((1, 4, 4), value) for value in (1.0, 0.1, 0.0)])
    assert psnr(spoilt, clean).tolist() == pytest.approx([0, 20, 58.92], abs=0.01)


@pytest.mark.parametrize("kind", ["gaussian", "mask", "blur"])
def test_the_identity_gains_nothing(kind: str) -> None:
    found = gain(identity(), Noise.usual(kind), x(), 0)
    torch.testing.assert_close(found, torch.zeros(5), atol=1e-4, rtol=0)


def test_the_gain_is_over_the_noisy_image_towards_the_clean() -> None:
    noise = Noise("gaussian", 0.3)
    grey = PCA(SHAPE, PCAKnobs(latent=1))
    grey.mean.fill_(0.5)
    noisy = noise(x(), torch.Generator().manual_seed(4))
    expected = psnr(torch.full_like(x(), 0.5), x()) - psnr(noisy, x())
    torch.testing.assert_close(gain(grey, noise, x(), 4), expected)


def test_the_median_is_scipy_s() -> None:
    expected = ndimage.median_filter(x().numpy(), (1, 1, 3, 3), mode="nearest")
    assert torch.equal(median(x()), torch.from_numpy(expected))


def test_measure_averages_the_gains_of_the_test_images() -> None:
    entry = find("denoising")
    model = entry.build(SHAPE, entry.configure({"latent": 2, "hidden": (8,), "noise": "mask"}))
    assert isinstance(model, Autoencoder)
    clean = data().test.floats(slice(None))
    found = measure(Subject(model, data(), 3))
    expected = gain(model, Noise.usual("mask"), clean, 3).mean().item()
    assert found["denoising_gain_db"] == pytest.approx(expected, abs=1e-4)
    noisy = Noise.usual("mask")(clean, torch.Generator().manual_seed(3))
    of_filter = (psnr(median(noisy), clean) - psnr(noisy, clean)).mean().item()
    assert found["denoising_gain_median_db"] == pytest.approx(of_filter, abs=1e-4)
