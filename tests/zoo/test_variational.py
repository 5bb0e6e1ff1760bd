"""The variational family: each paper's own terms, against sums written out by hand."""

import itertools
import math
from typing import Any, TypeVar

import pytest
import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from aeviewer.zoo.contract import Batch
from aeviewer.zoo.cvae import CVAE
from aeviewer.zoo.hierarchical import HierarchicalVAE
from aeviewer.zoo.posterior import Posterior, charged, log_prior, warm_up
from aeviewer.zoo.registry import Model, find
from aeviewer.zoo.tcvae import TCVAE, _log_weights, decompose
from aeviewer.zoo.wae import WAE, mmd

SHAPE = (1, 4, 5)
M = TypeVar("M", bound=Model)


def make(kind: type[M], name: str, **knobs: Any) -> M:
    entry = find(name)
    config = entry.configure({"latent": 3, "hidden": (8,), **knobs})
    model = entry.build(SHAPE, config, seed=1)
    assert isinstance(model, kind)
    return model


def images(count: int = 6) -> Tensor:
    return torch.rand(count, *SHAPE, generator=torch.Generator().manual_seed(1))


def batch(labels: Tensor | None = None, progress: float = 1.0) -> Batch:
    return Batch(images(), labels, progress, torch.Generator().manual_seed(9))


def normal(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def toy(count: int = 5, size: int = 3) -> tuple[Posterior, Tensor]:
    posterior = Posterior(normal(count, size), 0.2 + normal(count, size, seed=1).abs())
    return posterior, posterior.sample(torch.Generator().manual_seed(2))


def test_warm_up_and_free_bits() -> None:
    assert [warm_up(p, 0.2) for p in (0.0, 0.1, 0.2, 0.9)] == [0, 0.5, 1, 1]
    assert warm_up(0.0, 0.0) == 1
    assert charged(torch.tensor([0.1, 2.0]), 0.5).item() == 2.5
    assert charged(torch.tensor([0.1, 2.0]), 0.0).item() == pytest.approx(2.1)


def test_the_prior_s_density_is_that_of_distributions() -> None:
    z = normal(4, 3)
    torch.testing.assert_close(log_prior(z), Normal(0.0, 1.0).log_prob(z).sum(1))  # type: ignore[no-untyped-call]


# beta-TC-VAE


@pytest.mark.parametrize("count", [5, 60_000])
def test_the_three_parts_are_the_sampled_kl(count: int) -> None:
    posterior, z = toy()
    sampled = (posterior.log_prob(z) - log_prior(z)).mean()
    torch.testing.assert_close(sum(decompose(posterior, z, count), torch.tensor(0.0)), sampled)


def density(z: Tensor, mean: Tensor, std: Tensor) -> float:
    """Of a diagonal Gaussian, pixel by pixel in plain numbers."""
    each = [
        math.exp(-(((a - m) / s) ** 2) / 2) / (s * math.sqrt(2 * math.pi))
        for a, m, s in zip(z.tolist(), mean.tolist(), std.tolist(), strict=True)
    ]
    return float(math.prod(each))


def test_where_the_batch_is_all_the_data_the_parts_are_exact() -> None:
    posterior, z = toy()
    mean, std = posterior.mean, posterior.std
    assert std is not None
    expected = [0.0, 0.0, 0.0]
    for i in range(5):
        own = density(z[i], mean[i], std[i])
        joint = sum(density(z[i], mean[k], std[k]) for k in range(5)) / 5
        product = math.prod(
            sum(density(z[i, j : j + 1], mean[k, j : j + 1], std[k, j : j + 1]) for k in range(5))
            / 5
            for j in range(3)
        )
        prior = density(z[i], torch.zeros(3), torch.ones(3))
        parts = (math.log(own / joint), math.log(joint / product), math.log(product / prior))
        expected = [total + part / 5 for total, part in zip(expected, parts, strict=True)]
    for part, value in zip(decompose(posterior, z, 5), expected, strict=True):
        assert part.item() == pytest.approx(value, rel=1e-4)


def test_batches_stand_for_all_the_data_on_average() -> None:
    """The weighted density of a sample, over all batches of 2 of 5, is that of the whole."""
    posterior, z = toy()
    mean, std = posterior.mean, posterior.std
    assert std is not None
    each = torch.tensor([density(z[0], mean[k], std[k]) for k in range(5)])
    weights = _log_weights(2, 5, z.device).exp()
    estimates = [(weights[0] * each[[0, other]]).sum() for other in range(1, 5)]
    torch.testing.assert_close(torch.stack(estimates).mean(), each.mean())


def test_weighted_sampling_is_n_as_large_as_the_batch() -> None:
    """Eq. 3's weights 1 / (N B) differ from ours for N = B by a constant: the slopes are equal."""
    posterior, z = toy()
    mean = posterior.mean.clone().requires_grad_()
    assert posterior.std is not None
    each = Normal(mean, posterior.std).log_prob(z[:, None])  # type: ignore[no-untyped-call]
    weight = -math.log(60_000 * 5)
    theirs = ((weight + each.sum(2)).logsumexp(1) - (weight + each).logsumexp(1).sum(1)).mean()
    ours = decompose(Posterior(mean, posterior.std), z, 5)[1]
    torch.testing.assert_close(*(torch.autograd.grad(value, mean)[0] for value in (ours, theirs)))


def test_independent_dimensions_have_no_total_correlation() -> None:
    count = 1000
    free = Posterior(normal(count, 2), torch.full((count, 2), 0.3))
    bound = Posterior(free.mean[:, :1].expand(-1, 2), torch.full((count, 2), 0.3))
    drawn = [
        decompose(each, each.sample(torch.Generator().manual_seed(3)), count)[1].item()
        for each in (free, bound)
    ]
    assert abs(drawn[0]) < 0.05
    correlation = 1 / 1.09
    assert drawn[1] == pytest.approx(-0.5 * math.log(1 - correlation**2), abs=0.1)


def test_beta_weighs_the_total_correlation_alone() -> None:
    loss = make(TCVAE, "tcvae", beta=4.0).loss(batch())
    terms = loss.terms
    expected = (
        terms["reconstruction"]
        + terms["mutual_information"]
        + 4 * terms["total_correlation"]
        + terms["dimension_wise"]
    )
    torch.testing.assert_close(loss.total, expected)


# Conditional


def test_a_share_of_the_classes_is_blank() -> None:
    labels = torch.arange(6) % 3
    for share, same_as in ((0.0, labels), (1.0, None)):
        model = make(CVAE, "cvae", classes=3, blank=share)
        given = model.loss(batch(labels)).terms["reconstruction"]
        x = images()
        generator = torch.Generator().manual_seed(9)
        torch.rand(6, generator=generator)
        told = torch.full((6,), -1) if same_as is None else same_as
        posterior = model.encode_as(x, told)
        nats = model.negative_log_likelihood_as(x, posterior.sample(generator), told)
        torch.testing.assert_close(given, nats.mean())


def test_no_class_and_a_class_too_many_are_blank() -> None:
    model, x, z = make(CVAE, "cvae", classes=3), images(), normal(6, 3)
    for odd in (-1, 3, 1000):
        labels = torch.full((6,), odd)
        torch.testing.assert_close(model.encode_as(x, labels).mean, model.encode(x).mean)
        torch.testing.assert_close(model.decode_as(z, labels), model.decode(z))
        torch.testing.assert_close(
            model.negative_log_likelihood_as(x, z, labels), model.negative_log_likelihood(x, z)
        )


def test_it_learns_to_do_as_it_is_told() -> None:
    """Black images are class 0, white ones class 1; z need not say which."""
    model = make(CVAE, "cvae", latent=1, classes=2, warmup=0.0)
    labels = torch.arange(64) % 2
    x = labels[:, None, None, None].expand(-1, *SHAPE).float()
    generator = torch.Generator().manual_seed(0)
    weights = list(model.parameters())
    for _ in range(100):
        total = model.loss(Batch(x, labels, 1.0, generator)).total
        with torch.no_grad():
            for weight, slope in zip(weights, torch.autograd.grad(total, weights), strict=True):
                weight.sub_(0.02 * slope)
    black, white = model.decode_as(torch.zeros(2, 1), torch.tensor([0, 1])).flatten(1).mean(1)
    assert black < 0.3
    assert white > 0.7
    untold = model.decode(torch.zeros(1, 1)).mean()
    assert black + 0.2 < untold < white - 0.2


# Hierarchical


def two_levels(**knobs: Any) -> HierarchicalVAE:
    return make(HierarchicalVAE, "hierarchical", top=2, width=7, free_bits=0.0, **knobs)


def test_residual_coordinates_have_the_kl_of_the_two_levels() -> None:
    """KL(q(bottom) || p(bottom | top)) of the Gaussians themselves, Vahdat & Kautz's left side."""
    model, x = two_levels(), images()
    posterior, z = model.draw(x, torch.Generator().manual_seed(0))
    assert posterior.std is not None
    prior = Posterior.read(model.bottom_prior(z[:, :2]))
    assert prior.std is not None
    mean = prior.mean + prior.std * posterior.mean[:, 2:]
    bottom = Normal(mean, prior.std * posterior.std[:, 2:])
    expected = kl_divergence(bottom, Normal(prior.mean, prior.std))
    torch.testing.assert_close(posterior.kl()[:, 2:], expected, rtol=1e-4, atol=1e-5)


def test_the_hierarchy_s_loss_is_reconstruction_and_both_kls() -> None:
    model = two_levels()
    loss = model.loss(batch())
    posterior, z = model.draw(images(), torch.Generator().manual_seed(9))
    nats = model.negative_log_likelihood(images(), z).mean()
    torch.testing.assert_close(loss.terms["reconstruction"], nats)
    torch.testing.assert_close(loss.terms["kl"], posterior.kl().sum(1).mean())
    torch.testing.assert_close(loss.total, loss.terms["reconstruction"] + loss.terms["kl"])


def test_the_bottom_is_drawn_given_the_top_that_was_drawn() -> None:
    model, x = two_levels(), images(2)
    (first, z), (second, other) = (
        model.draw(x, torch.Generator().manual_seed(seed)) for seed in (0, 1)
    )
    torch.testing.assert_close(first.mean[:, :2], second.mean[:, :2])
    assert not torch.allclose(first.mean[:, 2:], second.mean[:, 2:])
    assert not torch.allclose(z[:, :2], other[:, :2])
    torch.testing.assert_close(model.encode(x).mean[:, :2], first.mean[:, :2])


def test_the_top_moves_the_image_through_the_bottom_s_prior() -> None:
    model, z = two_levels(), torch.zeros(2, 5)
    z[1, :2] = 1.0
    first, second = model.decode(z)
    assert not torch.allclose(first, second)
    assert model.decoder[0].in_features == 3  # which sees the bottom alone


# Wasserstein


def test_the_discrepancy_is_its_sum_written_out() -> None:
    z, drawn = normal(4, 3), normal(4, 3, seed=1)

    def kernel(a: Tensor, b: Tensor) -> float:
        distance = sum((p - q) ** 2 for p, q in zip(a.tolist(), b.tolist(), strict=True))
        widths = [6 * scale for scale in (0.1, 0.2, 0.5, 1, 2, 5, 10)]
        return float(sum(width / (width + distance) for width in widths))

    pairs = list(itertools.permutations(range(4), 2))
    own = sum(kernel(z[i], z[j]) + kernel(drawn[i], drawn[j]) for i, j in pairs) / 12
    cross = sum(kernel(a, b) for a in z for b in drawn) / 16
    assert mmd(z, drawn).item() == pytest.approx(own - 2 * cross, abs=1e-5)


def test_equal_distributions_have_none_and_others_some() -> None:
    equal = [mmd(normal(200, 4, seed=s), normal(200, 4, seed=s + 50)).item() for s in range(30)]
    centre, spread = sum(equal) / 30, torch.tensor(equal).std().item()
    assert abs(centre) < 3 * spread / math.sqrt(30)  # unbiased
    assert min(equal) < 0
    prior = normal(200, 4, seed=99)
    for other in (0.5 * normal(200, 4), normal(200, 4) + 0.5, 3 * normal(200, 4)):
        assert mmd(other, prior).item() > 10 * spread


def test_far_latents_are_still_pulled() -> None:
    shift = torch.tensor(30.0, requires_grad=True)
    (slope,) = torch.autograd.grad(mmd(normal(16, 4) + shift, normal(16, 4, seed=1)), shift)
    assert slope > 1e-3


def test_one_latent_has_a_discrepancy_too() -> None:
    assert torch.isfinite(mmd(normal(1, 2), normal(1, 2, seed=1)))


def test_lam_weighs_the_discrepancy() -> None:
    loss = make(WAE, "wae", lam=7.0).loss(batch())
    torch.testing.assert_close(loss.total, loss.terms["reconstruction"] + 7 * loss.terms["mmd"])
    x, model = images(), make(WAE, "wae")
    error = (x - model.decode(model.encode(x).mean)).square().flatten(1).sum(1).mean()
    torch.testing.assert_close(loss.terms["reconstruction"], error)
