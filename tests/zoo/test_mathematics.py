"""The losses, against torch.distributions and against formulas written out by hand."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.distributions import Bernoulli, Distribution, Normal, kl_divergence

from aeviewer.zoo.contract import Autoencoder, Batch
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import find
from aeviewer.zoo.vae import VAE

SHAPE = (1, 4, 5)


def vae(**knobs: Any) -> VAE:
    entry = find("vae")
    config = entry.configure({"latent": 3, "hidden": (8,), **knobs})
    model = entry.build(SHAPE, config, seed=1)
    assert isinstance(model, VAE)
    return model


def images(count: int = 6) -> Tensor:
    return torch.rand(count, *SHAPE, generator=torch.Generator().manual_seed(1))


def batch(progress: float = 1.0) -> Batch:
    return Batch(images(), None, progress, torch.Generator().manual_seed(9))


def log_prob(distribution: Distribution, x: Tensor) -> Tensor:
    """Summed over the pixels, (B,)."""
    each: Tensor = distribution.log_prob(x)
    return each.flatten(1).sum(1)


def test_kl_equals_that_of_distributions() -> None:
    mean, std = torch.randn(7, 3), torch.rand(7, 3) + 0.01
    expected = kl_divergence(Normal(mean, std), Normal(torch.zeros(7, 3), torch.ones(7, 3)))
    torch.testing.assert_close(Posterior(mean, std).kl(), expected)


def test_kl_of_a_point_is_none_and_its_sample_itself() -> None:
    point = Posterior(torch.randn(4, 2))
    assert not point.kl().any()
    assert point.sample(torch.Generator()) is point.mean


def test_samples_have_the_posterior_s_moments() -> None:
    posterior = Posterior(torch.full((20_000, 1), 3.0), torch.full((20_000, 1), 0.5))
    drawn = posterior.sample(torch.Generator().manual_seed(0))
    assert drawn.mean().item() == pytest.approx(3, abs=0.02)
    assert drawn.std().item() == pytest.approx(0.5, abs=0.02)


def test_bernoulli_of_binary_pixels_is_its_log_prob() -> None:
    model, z = vae(), torch.randn(6, 3)
    x = images().round()
    expected = -log_prob(Bernoulli(model.decode(z)), x)
    torch.testing.assert_close(model.negative_log_likelihood(x, z), expected)


def test_bernoulli_of_grey_pixels_is_the_cross_entropy() -> None:
    model, z, x = vae(), torch.randn(6, 3), images()
    p = model.decode(z)
    expected = -(x * p.log() + (1 - x) * (1 - p).log()).flatten(1).sum(1)
    torch.testing.assert_close(model.negative_log_likelihood(x, z), expected)


@pytest.mark.parametrize("sigma", [0.05, 0.2, 1.0])
def test_gaussian_is_its_log_prob(sigma: float) -> None:
    model, z, x = vae(likelihood="gaussian", sigma=sigma), torch.randn(6, 3), images()
    expected = -log_prob(Normal(model.decode(z), sigma), x)
    torch.testing.assert_close(model.negative_log_likelihood(x, z), expected)


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_the_loss_is_the_negative_elbo_written_out(likelihood: str) -> None:
    model, x = vae(likelihood=likelihood), images()
    loss = model.loss(batch())
    mean, log_variance = model.encoder(x).chunk(2, dim=1)
    noise = torch.randn(mean.shape, generator=torch.Generator().manual_seed(9))
    z = mean + (log_variance / 2).exp() * noise
    kl = -0.5 * (1 + log_variance - mean**2 - log_variance.exp()).sum(1).mean()
    reconstruction = model.negative_log_likelihood(x, z).mean()
    torch.testing.assert_close(loss.terms["kl"], kl)
    torch.testing.assert_close(loss.terms["reconstruction"], reconstruction)
    torch.testing.assert_close(loss.total, reconstruction + kl)


@pytest.mark.parametrize("beta", [0.0, 0.5, 4.0])
def test_beta_weighs_the_kl_and_not_the_term_shown(beta: float) -> None:
    loss = vae(beta=beta).loss(batch())
    expected = loss.terms["reconstruction"] + beta * loss.terms["kl"]
    torch.testing.assert_close(loss.total, expected)
    torch.testing.assert_close(loss.terms["kl"], vae().loss(batch()).terms["kl"])


def test_the_mean_over_the_pixels_is_a_beta_as_large_as_their_number() -> None:
    pixels = images()[0].numel()
    mean, sum_ = vae(pixels="mean").loss(batch()), vae(beta=float(pixels)).loss(batch())
    assert mean.terms == sum_.terms
    torch.testing.assert_close(mean.total * pixels, sum_.total)


@pytest.mark.parametrize("draws", ["mean + std noise", "mean", "(mean + std) noise"])
def test_a_slip_in_the_draw_takes_the_same_noise(draws: str) -> None:
    model, x, drawn = vae(draws=draws), images(), torch.Generator().manual_seed(9)
    posterior = model.encode(x)
    assert posterior.std is not None
    noise = torch.randn(posterior.mean.shape, generator=drawn)
    z = {
        "mean + std noise": posterior.mean + posterior.std * noise,
        "mean": posterior.mean,
        "(mean + std) noise": (posterior.mean + posterior.std) * noise,
    }[draws]
    asked = batch()
    reconstruction = model.loss(asked).terms["reconstruction"]
    torch.testing.assert_close(reconstruction, model.negative_log_likelihood(x, z).mean())
    assert asked.generator.get_state().equal(drawn.get_state())  # what follows is the same, too


@pytest.mark.parametrize(
    ("progress", "warmup", "weight"),
    [(0, 0.1, 0), (0.05, 0.1, 0.5), (0.1, 0.1, 1), (0.7, 0.1, 1), (0, 0, 1), (0.25, 1, 0.25)],
)
def test_the_kl_grows_in(progress: float, warmup: float, weight: float) -> None:
    loss = vae(warmup=warmup).loss(batch(progress))
    expected = loss.terms["reconstruction"] + weight * loss.terms["kl"]
    torch.testing.assert_close(loss.total, expected)


def test_free_bits_cost_nothing_below_and_all_above() -> None:
    each = vae().encode(images()).kl().mean(0)
    budget = each.median().item()  # of three dimensions, one lies below and one above
    loss = vae(free_bits=budget).loss(batch())
    charged = sum(max(budget, value) for value in each.tolist())
    assert (loss.total - loss.terms["reconstruction"]).item() == pytest.approx(charged, rel=1e-3)
    torch.testing.assert_close(loss.terms["kl"], each.sum())


def test_free_bits_stop_the_gradient_of_a_collapsed_dimension() -> None:
    mean = torch.full((5, 1), 0.01, requires_grad=True)
    kl = Posterior(mean, torch.ones(5, 1)).kl().mean(0)
    torch.autograd.backward(kl.clamp(min=0.5).sum())
    assert mean.grad is not None
    assert not mean.grad.any()


def test_extreme_log_variances_stay_finite() -> None:
    model = vae()
    with torch.no_grad():
        for parameter in model.encoder.parameters():
            parameter.mul_(1e6)
    posterior = model.encode(images())
    assert posterior.std is not None
    assert torch.isfinite(posterior.kl()).all()
    assert posterior.std.min() >= math.exp(-6) * 0.999
    assert posterior.std.max() <= math.exp(3) * 1.001


def test_the_vanilla_loss_is_the_squared_error_of_an_image() -> None:
    entry = find("vanilla")
    model = entry.build(SHAPE, entry.configure({"latent": 2, "hidden": (8,)}))
    assert isinstance(model, Autoencoder)
    x = images()
    rebuilt = model.decode(model.encode(x).mean)
    expected = ((x - rebuilt) ** 2).flatten(1).sum(1).mean()
    torch.testing.assert_close(model.loss(batch()).total, expected)
