"""Three ways to sparsity: the penalties written out, the dictionary, and exactly k units."""

import math
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.distributions import Bernoulli, kl_divergence

from aeviewer.zoo.capabilities import Sparse
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.registry import find
from aeviewer.zoo.sparse import SparseAutoencoder
from aeviewer.zoo.sparse_kl import SparseKL
from aeviewer.zoo.sparse_topk import SparseTopK

SHAPE = (1, 4, 5)
NAMES = ("sparse", "sparse-kl", "sparse-topk")


def model(name: str, **knobs: Any) -> Any:
    entry = find(name)
    return entry.build(SHAPE, entry.configure({"latent": 12, **knobs}), seed=1)


def images(count: int = 64) -> Tensor:
    return torch.rand(count, *SHAPE, generator=torch.Generator().manual_seed(1))


def batch(progress: float = 1.0) -> Batch:
    return Batch(images(), None, progress, torch.Generator().manual_seed(9))


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_adds_its_entry_of_the_dictionary(name: str) -> None:
    made = model(name)
    assert issubclass(type(made), Sparse)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.mul_(0.1)
        made.decoder.bias.fill_(0.5)  # far from the clamp
    one = torch.eye(12)
    torch.testing.assert_close(made.decode(one) - made.decode(0 * one), made.dictionary())


@pytest.mark.parametrize("name", NAMES)
def test_all_of_a_batch_weighs_as_one_image(name: str) -> None:
    made, x = model(name), images(1)
    of_one, of_many = (
        made.loss(Batch(part, None, 1.0, torch.Generator())).total
        for part in (x, x.repeat(9, 1, 1, 1))
    )
    torch.testing.assert_close(of_one, of_many)


@pytest.mark.parametrize("name", NAMES)
def test_autocast_costs_a_percent_at_most(name: str) -> None:
    expected = model(name).loss(batch())
    with torch.autocast("cpu", torch.bfloat16):
        found = model(name).loss(batch())
    for term, value in expected.terms.items():
        assert found.terms[term].dtype == torch.float32
        torch.testing.assert_close(found.terms[term], value, rtol=0.01, atol=0)


def test_the_l1_penalty_is_weighted_by_the_norms() -> None:
    made = model("sparse", lam=0.7)
    x, loss = images(), made.loss(batch())
    h = torch.relu(x.flatten(1) @ made.encoder.weight.T + made.encoder.bias)
    rebuilt = h @ made.decoder.weight.T + made.decoder.bias
    penalty = sum(h[:, j].mean() * made.decoder.weight[:, j].norm() for j in range(12))
    error = (x.flatten(1) - rebuilt).square().sum(1).mean()
    torch.testing.assert_close(loss.terms["sparsity"], penalty)
    torch.testing.assert_close(loss.total, error + 0.7 * penalty)


def test_small_units_with_large_entries_cost_as_much() -> None:
    made = model("sparse")
    assert isinstance(made, SparseAutoencoder)
    before = made.loss(batch()).total
    with torch.no_grad():
        made.encoder.weight.mul_(0.01)
        made.encoder.bias.mul_(0.01)
        made.decoder.weight.mul_(100)
    torch.testing.assert_close(made.loss(batch()).total, before)


@pytest.mark.parametrize(("progress", "warmup", "share"), [(0, 0.2, 0), (0.1, 0.2, 0.5), (0, 0, 1)])
def test_the_l1_penalty_grows_in(progress: float, warmup: float, share: float) -> None:
    loss = model("sparse", lam=2, warmup=warmup).loss(batch(progress))
    weighed = loss.terms["reconstruction"] + share * 2 * loss.terms["sparsity"]
    torch.testing.assert_close(loss.total, weighed)


def test_the_l1_prior_is_what_the_penalty_says() -> None:
    made = model("sparse", lam=2)
    drawn = made.prior(40_000, torch.Generator().manual_seed(0))
    expected = 1 / (2 * made.decoder.weight.norm(dim=0))
    torch.testing.assert_close(drawn.mean(0), expected, rtol=0.05, atol=0)


@pytest.mark.parametrize("rho", [0.001, 0.05, 0.5])
def test_the_kl_is_that_of_two_coins(rho: float) -> None:
    made = model("sparse-kl", rho=rho, beta=0.5)
    assert isinstance(made, SparseKL)
    loss = made.loss(batch())
    activation = made.encode(images()).mean.mean(0)
    expected = kl_divergence(Bernoulli(torch.tensor(rho)), Bernoulli(activation)).sum()
    torch.testing.assert_close(loss.terms["sparsity"], expected, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(loss.total, loss.terms["reconstruction"] + 0.5 * expected)


def test_the_kl_is_none_at_rho_and_finite_at_the_ends() -> None:
    made = model("sparse-kl", rho=0.05)
    assert made.divergence(torch.tensor([0.05])).item() == pytest.approx(0, abs=1e-6)
    assert torch.isfinite(made.divergence(torch.tensor([0.0, 1.0]))).all()


@pytest.mark.parametrize(("k", "expected"), [(1, 1), (5, 5), (12, 12), (40, 12)])
def test_top_k_leaves_exactly_k_and_those_the_largest(k: int, expected: int) -> None:
    made, x = model("sparse-topk", k=k), images()
    z = made.encode(x).mean
    units = made.encoder(x.flatten(1))
    assert ((z != 0).sum(1) == expected).all()
    assert torch.equal(z[z != 0], units[z != 0])
    assert (units.masked_fill(z != 0, -math.inf).amax(1) <= z.masked_fill(z == 0, 9).amin(1)).all()
    assert ((made.prior(7, torch.Generator()) != 0).sum(1) == expected).all()


def test_k_falls_to_its_value_over_the_first_half() -> None:
    made = model("sparse-topk", k=2)
    assert isinstance(made, SparseTopK)
    assert [made.kept(p) for p in (0, 0.25, 0.5, 0.75, 1)] == [8, 5, 2, 2, 2]
    assert model("sparse-topk", k=2, annealing=0).kept(0) == 2
    early, late = made.loss(batch(0)).total, made.loss(batch(1)).total
    torch.testing.assert_close(early, model("sparse-topk", k=8, start=1).loss(batch()).total)
    assert not torch.equal(early, late)
