"""Likelihoods, against torch.distributions in double precision and against exact numbers."""

import math
from typing import get_args

import pytest
import torch
from torch import Tensor
from torch.distributions import Bernoulli, ContinuousBernoulli, Distribution, Normal

from aeviewer.zoo.likelihood import Kind, Likelihood

LOGITS = torch.tensor([-40, -15, -4, -1, -0.31, -0.29, -1e-3, 0, 1e-6, 0.1, 0.3, 2, 14.0])
GREY = torch.linspace(0, 1, len(LOGITS))
KINDS = get_args(Kind)


def row(values: Tensor) -> Tensor:
    """As images of one pixel."""
    return values.reshape(-1, 1, 1, 1)


def nats(kind: Kind, logits: Tensor, x: Tensor, sigma: float = 0.2) -> Tensor:
    return Likelihood(kind, sigma).negative_log(row(logits), row(x))


def oracle(distribution: Distribution, x: Tensor) -> Tensor:
    found: Tensor = distribution.log_prob(x.double())
    return -found.float()


def test_continuous_bernoulli_is_that_of_distributions() -> None:
    usual = LOGITS.abs() < 14.5  # beyond, theirs clamps the probability
    logits, x = LOGITS[usual], GREY[usual]
    expected = oracle(ContinuousBernoulli(logits=logits.double()), x)
    torch.testing.assert_close(nats("continuous", logits, x), expected, rtol=1e-5, atol=1e-5)


def test_continuous_bernoulli_has_the_mean_of_distributions() -> None:
    usual = LOGITS.abs() < 14.5
    found = Likelihood("continuous").mean(row(LOGITS[usual])).flatten()
    expected = ContinuousBernoulli(logits=LOGITS[usual].double()).mean.float()
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("logit", [-30.0, -3.0, -0.3, -1e-4, 0.0, 0.2999, 0.3001, 8.0])
def test_a_density_of_grey_integrates_to_one(logit: float) -> None:
    x = (torch.arange(20_000) + 0.5) / 20_000
    density = (-nats("continuous", torch.full_like(x, logit), x)).double().exp()
    assert density.mean().item() == pytest.approx(1, abs=2e-4)
    mean = Likelihood("continuous").mean(torch.full((1, 1, 1, 1), logit)).item()
    assert (density * x).mean().item() == pytest.approx(mean, abs=2e-4)


def test_the_normaliser_at_one_half_is_two() -> None:
    uniform = nats("continuous", torch.zeros(3), torch.tensor([0.0, 0.3, 1.0]))
    torch.testing.assert_close(uniform, torch.zeros(3))


def test_the_gradient_is_the_mean_less_the_pixel() -> None:
    """Of an exponential family in its natural parameter; it has no jump where the series begins."""
    logits = LOGITS.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(nats("continuous", logits, GREY).sum(), logits)
    mean = Likelihood("continuous").mean(row(LOGITS)).flatten()
    torch.testing.assert_close(gradient, mean - GREY, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("logit", [-1e4, -90.0, 0.0, 90.0, 1e4])
def test_any_logit_has_a_finite_mean_loss_and_slope(kind: Kind, logit: float) -> None:
    likelihood = Likelihood(kind)
    logits = torch.full((2, 1, 1, 1), logit, requires_grad=True)
    mean, cost = likelihood.mean(logits), likelihood.negative_log(logits, row(torch.arange(2.0)))
    assert ((mean >= 0) & (mean <= 1)).all()
    assert torch.isfinite(cost).all()
    (slope,) = torch.autograd.grad(mean.sum() + cost.sum(), logits)
    assert torch.isfinite(slope).all()


@pytest.mark.parametrize("kind", KINDS)
def test_half_precision_logits_lose_nothing_more(kind: Kind) -> None:
    likelihood, logits = Likelihood(kind), row(LOGITS).bfloat16()
    torch.testing.assert_close(
        likelihood.negative_log(logits, row(GREY)),
        likelihood.negative_log(logits.float(), row(GREY)),
    )


@pytest.mark.parametrize("sigma", [1e-4, 0.05, 1.0, 10.0])
def test_a_gaussian_of_any_width_is_its_log_prob(sigma: float) -> None:
    expected = oracle(Normal(torch.sigmoid(LOGITS).double(), sigma), GREY)
    torch.testing.assert_close(
        nats("gaussian", LOGITS, GREY, sigma), expected, rtol=1e-5, atol=1e-5
    )


def test_the_best_learned_sigma_is_the_root_mean_squared_error() -> None:
    likelihood = Likelihood("learned")
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(50, 1, 6, 5, generator=generator)
    x = torch.rand(50, 1, 6, 5, generator=generator)
    rmse = (torch.sigmoid(logits) - x).square().mean().sqrt()
    costs, slopes = zip(
        *(_cost_at(likelihood, logits, x, f * rmse) for f in (0.9, 1, 1.1)), strict=True
    )
    assert slopes[0] < -1 < 1 < slopes[2]
    assert slopes[1] == pytest.approx(0, abs=1e-3)
    assert costs[1] == min(costs)
    least = 30 * (0.5 + math.log(rmse) + 0.5 * math.log(2 * math.pi))
    assert costs[1] == pytest.approx(least, rel=1e-4)


def _cost_at(
    likelihood: Likelihood, logits: Tensor, x: Tensor, sigma: Tensor
) -> tuple[float, float]:
    """Cost of a width, and the slope along its logarithm."""
    assert likelihood.log_sigma is not None
    likelihood.log_sigma.data = sigma.log()
    cost = likelihood.negative_log(logits, x).mean()
    (slope,) = torch.autograd.grad(cost, likelihood.log_sigma)
    return cost.item(), slope.item()


def test_only_a_learned_sigma_is_a_parameter() -> None:
    assert {kind: len(list(Likelihood(kind).parameters())) for kind in KINDS} == {
        **dict.fromkeys(KINDS, 0),
        "learned": 1,
    }


def test_binary_pixels_are_drawn_from_the_generator_at_their_grey() -> None:
    x = torch.full((1, 1, 200, 200), 0.3)
    first, again = (
        Likelihood("binary").targets(x, torch.Generator().manual_seed(4)) for _ in range(2)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, Likelihood("binary").targets(x, torch.Generator().manual_seed(5)))
    assert set(first.flatten().tolist()) == {0, 1}
    assert first.mean().item() == pytest.approx(0.3, abs=0.01)
    expected = oracle(Bernoulli(logits=LOGITS.double()), GREY.round())
    torch.testing.assert_close(nats("binary", LOGITS, GREY.round()), expected)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "binary"])
def test_grey_pixels_stay_as_they_are_and_draw_nothing(kind: Kind) -> None:
    generator, x = torch.Generator().manual_seed(1), row(GREY)
    before = generator.get_state()
    assert Likelihood(kind).targets(x, generator) is x
    assert torch.equal(generator.get_state(), before)


def test_nats_are_summed_over_all_pixels() -> None:
    logits, x = torch.randn(4, 3, 2, 5), torch.rand(4, 3, 2, 5)
    for kind in KINDS:
        single = Likelihood(kind).negative_log(logits.reshape(-1, 1, 1, 1), x.reshape(-1, 1, 1, 1))
        torch.testing.assert_close(
            Likelihood(kind).negative_log(logits, x), single.reshape(4, -1).sum(1)
        )
