"""The bounds, on a model whose log p(x) is known: the linear Gaussian one of factor analysis."""

import math
from dataclasses import dataclass

import pytest
import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from aeviewer.data.images import DataSet, Images
from aeviewer.training.metrics import bound
from aeviewer.training.metrics.encoding import Subject
from aeviewer.zoo.registry import find
from aeviewer.zoo.vae import VAE
from tests.training import small

SIGMA = 0.3
PIXELS, LATENT = 4, 2


class _Shifted(torch.nn.Module):
    """x to the mean and log-variance of q(z|x): the true posterior, or one beside it."""

    gain: Tensor

    def __init__(self, mixing: Tensor, off: float):
        super().__init__()
        precision = torch.eye(LATENT) + mixing.T @ mixing / SIGMA**2
        self.register_buffer("gain", torch.linalg.inv(precision) @ mixing.T / SIGMA**2)
        self.log_variance = -precision.diagonal().log()
        self.off = off

    def forward(self, x: Tensor) -> Tensor:
        mean = (x.flatten(1) - 0.5) @ self.gain.T + self.off
        return torch.cat([mean, self.log_variance.expand_as(mean)], 1)


class _Linear(torch.nn.Module):
    """z to the logit of 1/2 + W z, which the likelihood's sigmoid undoes."""

    def __init__(self, mixing: Tensor):
        super().__init__()
        self.mixing = mixing

    def forward(self, z: Tensor) -> Tensor:
        return (0.5 + z @ self.mixing.T).logit().reshape(-1, 1, 2, 2)


@dataclass
class Known:
    """A model, images, and the images' mean -log p(x)."""

    model: VAE
    images: Images
    truth: float


def known(off: float = 0.0) -> Known:
    """W has orthogonal columns, so that the true posterior is diagonal too."""
    entry = find("vae")
    knobs = {"latent": LATENT, "hidden": (4,), "likelihood": "gaussian", "sigma": SIGMA}
    model = entry.build((1, 2, 2), entry.configure(knobs))
    assert isinstance(model, VAE)
    mixing = 0.05 * torch.tensor([[1.0, 1], [1, -1], [1, 1], [1, -1]])
    mixing = mixing * torch.tensor([1.0, 0.6])
    model.encoder, model.decoder = _Shifted(mixing, off), _Linear(mixing)  # type: ignore[assignment]
    pixels = torch.randint(
        0, 256, (40, 1, 2, 2), generator=torch.Generator().manual_seed(0), dtype=torch.uint8
    )
    images = Images(pixels)
    covariance = SIGMA**2 * torch.eye(PIXELS) + mixing @ mixing.T
    marginal = MultivariateNormal(torch.full((PIXELS,), 0.5), covariance)
    nats = -marginal.log_prob(images.floats(slice(None)).flatten(1))  # type: ignore[no-untyped-call]
    return Known(model, images, nats.mean().item())


def test_with_the_true_posterior_one_draw_is_exact() -> None:
    """p(x|z) p(z) / q(z|x) is p(x), whatever z."""
    at = known()
    for draws in (1, 7):
        assert bound.iw_bound(at.model, at.images, draws) == pytest.approx(at.truth, abs=1e-4)


def test_with_another_it_lies_above_and_comes_down_to_it() -> None:
    at = known(off=1.0)
    few, more, many = (bound.iw_bound(at.model, at.images, draws) for draws in (1, 10, 2000))
    assert few > more > many > at.truth - 0.02
    assert few - at.truth > 0.5
    assert many == pytest.approx(at.truth, abs=0.03)


def test_one_draw_is_the_negative_elbo_but_for_the_kl_s_noise() -> None:
    at = known(off=0.5)
    single = sum(bound.iw_bound(at.model, at.images, 1, seed) for seed in range(50)) / 50
    found = bound.measure(Subject(at.model, DataSet("known", at.images, at.images), draws=3))
    assert single == pytest.approx(found["negative_elbo"], abs=0.1)
    assert found["iw_bound"] == bound.iw_bound(at.model, at.images, 3)
    assert found["negative_elbo"] == found["reconstruction"] + found["kl"]


def test_kl_per_dimension_is_the_posterior_s() -> None:
    at = known(off=0.5)
    found = bound.kl_per_dimension(at.model, at.images)
    expected = at.model.encode(at.images.floats(slice(None))).kl().mean(0)
    torch.testing.assert_close(found, expected)


def test_chunks_change_nothing_but_the_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    at = known()
    whole = bound.iw_bound(at.model, at.images, 2)
    monkeypatch.setattr("aeviewer.training.metrics.encoding.CHUNK", 7)
    assert bound.iw_bound(at.model, at.images, 2) == pytest.approx(whole, rel=1e-5)


def test_a_class_that_is_known_is_told() -> None:
    entry = find("cvae")
    model = entry.build(small.SHAPE, entry.configure({"hidden": (8,), "classes": 3}))
    images = small.images(20)
    assert images.labels is not None
    bare = Images(images.pixels)
    wrong = Images(images.pixels, (images.labels + 1) % 3, images.classes)
    figures = [bound.iw_bound(model, each, 5) for each in (images, bare, wrong)]  # type: ignore[arg-type]
    assert len(set(figures)) == 3
    assert all(math.isfinite(figure) for figure in figures)


def test_levels_are_drawn_one_by_one() -> None:
    """The importance weights are of the draws' own posterior: of a wrong one there is no bound."""
    entry = find("hierarchical")
    knobs = {"latent": 2, "top": 1, "hidden": (8,), "width": 6}
    model = entry.build(small.SHAPE, entry.configure(knobs), seed=2)
    images = small.images(30)
    few, many = (bound.iw_bound(model, images, draws) for draws in (5, 400))  # type: ignore[arg-type]
    assert many < few
    assert bound.kl_per_dimension(model, images).shape == (3,)  # type: ignore[arg-type]
    prior = _by_the_prior(model, images)  # type: ignore[arg-type]
    assert many == pytest.approx(prior, abs=0.1)


def _by_the_prior(model: VAE, images: Images) -> float:
    """-log of the mean of p(x|z) over 20,000 draws of the prior: with three dimensions it does."""
    generator = torch.Generator().manual_seed(0)
    total = 0.0
    with torch.no_grad():
        z = model.prior(20_000, generator)
        for x in images.floats(slice(None)):
            nats = model.negative_log_likelihood(x.expand(len(z), *x.shape), z)
            total -= ((-nats).logsumexp(0) - math.log(len(z))).item()
    return total / len(images)


def test_binary_pixels_are_drawn_once_from_the_seed() -> None:
    entry = find("vae")
    model = entry.build(
        small.SHAPE, entry.configure({"hidden": (8,), "likelihood": "binary"}), seed=1
    )
    assert isinstance(model, VAE)
    images = small.images(20)
    first, again, other = (bound.iw_bound(model, images, 300, seed) for seed in (0, 0, 1))
    assert first == again
    assert abs(first - other) > 0.01  # other pixels
    soft = entry.build(small.SHAPE, entry.configure({"hidden": (8,)}), seed=1)
    black = Images((images.pixels > 127).to(torch.uint8) * 255)  # nothing to draw
    assert bound.iw_bound(model, black, 5) == bound.iw_bound(soft, black, 5)  # type: ignore[arg-type]
