"""The aggregate posterior is the plain sum of its Gaussians, only faster."""

import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.distributions import Distribution, MultivariateNormal, Normal

from aeviewer.latent.aggregate import (
    Aggregate,
    by_class,
    density,
    levels,
    log_ratio,
)
from aeviewer.latent.field import Grid
from aeviewer.latent.mixture import Mixture
from aeviewer.latent.plane import Plane

WIDE = Grid((-12.0, -10.0, 12.0, 10.0), columns=96, rows=80)
COARSE = Grid((-4.0, -3.0, 4.0, 3.5), columns=13, rows=11)
seeds = st.integers(0, 2**31 - 1)


def posteriors(size: int, seed: int = 0, count: int = 50) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    means = torch.randn(count, size, generator=generator)
    return means, 0.1 + torch.rand(count, size, generator=generator)


def principal(size: int, seed: int = 1) -> Plane:
    spread = torch.linspace(2, 0.5, size)
    latents = torch.randn(200, size, generator=torch.Generator().manual_seed(seed)) * spread
    turn = torch.linalg.qr(torch.randn(size, size, generator=torch.Generator().manual_seed(seed)))
    return Plane.of_largest_variance(latents @ turn.Q + 0.3)


def charts(size: int) -> list[Plane]:
    return [Plane.of_axes(size), Plane.of_axes(size, size - 1, 0), principal(size)]


def log_prob(distribution: Distribution, points: Tensor) -> Tensor:
    each: Tensor = distribution.log_prob(points)
    return each


def close(found: Tensor, expected: Tensor) -> None:
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-20)


def gaussians(means: Tensor, stds: Tensor, plane: Plane, grid: Grid) -> Tensor:
    """Each posterior's marginal by the book and in float64, (N, rows, columns)."""
    origin, basis = plane.origin.double(), plane.basis.double()
    places = (means.double() - origin) @ basis.T
    covariances = basis @ torch.diag_embed(stds.double().square()) @ basis.T
    found = MultivariateNormal(places, covariances)
    each = log_prob(found, grid.points.double()[:, None]).exp()  # (cells, N)
    return each.T.reshape(-1, grid.rows, grid.columns)


@pytest.mark.parametrize("size", [2, 3, 16])
@pytest.mark.parametrize("chart", range(3))
def test_it_is_the_sum_by_the_book(size: int, chart: int) -> None:
    plane, (means, stds) = charts(size)[chart], posteriors(size)
    found = density(Mixture.in_plane(means, stds, plane), COARSE)
    expected = gaussians(means, stds, plane, COARSE).mean(0)
    assert found.dtype == torch.float32
    close(found.double(), expected)


@settings(max_examples=30, deadline=None)
@given(seeds, st.sampled_from((2, 3, 16)), st.integers(0, 2))
def test_wherever_the_samples_lie(seed: int, size: int, chart: int) -> None:
    plane, (means, stds) = charts(size)[chart], posteriors(size, seed, 7)
    found = density(Mixture.in_plane(means, stds, plane), COARSE).double()
    expected = gaussians(means, stds, plane, COARSE).mean(0)
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-9)
    # far out, an exponent of 60 has 24 bits, too
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-25)


def test_a_gaussian_narrow_across_the_axes_keeps_its_digits() -> None:
    turned = replace(Plane.of_axes(2), basis=torch.tensor([[0.8, 0.6], [-0.6, 0.8]]))
    means, stds = torch.tensor([[0.3, -0.2]]), torch.tensor([[1.0, 0.02]])
    near = Grid((-0.2, -0.8, 0.8, 0.2), 20, 20)
    found = density(Mixture.in_plane(means, stds, turned), near).double()
    expected = gaussians(means, stds, turned, near)[0]
    torch.testing.assert_close(found, expected, rtol=2e-4, atol=1e-6)


def test_only_a_turned_plane_needs_slopes() -> None:
    means, stds = posteriors(5)
    before = Plane.of_axes(5)
    assert Mixture.in_plane(means, stds, before).slopes is None
    assert Mixture.in_plane(means, stds, before.turned_like(before)).slopes is None
    assert Mixture.in_plane(means, None, principal(5)).slopes is None
    assert Mixture.in_plane(means, stds, principal(5)).slopes is not None


@pytest.mark.parametrize("stds", [True, False])
@pytest.mark.parametrize("chart", range(3))
def test_it_integrates_to_one(chart: int, stds: bool) -> None:
    plane, (means, widths) = charts(3)[chart], posteriors(3)
    found = density(Mixture.in_plane(means, widths + 0.1 if stds else None, plane), WIDE)
    assert found.sum().item() * math.prod(WIDE.cell) == pytest.approx(1, abs=2e-3)


def test_without_stds_it_is_the_kernel_density_of_scott() -> None:
    means, _ = posteriors(2)
    means = means * torch.tensor([1.0, 3.0])
    found = density(Mixture.in_plane(means, None, Plane.of_axes(2)), COARSE)
    widths = (means.std(0) * len(means) ** (-1 / 6)).expand(len(means), 2)
    expected = gaussians(means, widths, Plane.of_axes(2), COARSE).mean(0)
    close(found.double(), expected)


@pytest.mark.parametrize("chart", range(3))
def test_parts_make_up_the_whole(chart: int) -> None:
    means, stds = posteriors(3, count=3000)
    mixture = Mixture.in_plane(means, stds, charts(3)[chart])
    grid = Grid((-4.0, -4.0, 4.0, 4.0), 600, 4)
    parts = list(mixture.parts(grid))
    assert len(parts) > 1
    assert torch.equal(torch.cat([part.means for part in parts]), mixture.means)
    found = Aggregate(grid)
    for part in parts:
        found.add(part)
    one = Aggregate(grid)
    one.add(mixture)
    close(found.density, one.density)
    close(found.density, density(mixture, grid))


@pytest.mark.parametrize("chart", range(3))
def test_classes_share_the_density(chart: int) -> None:
    plane, (means, stds) = charts(3)[chart], posteriors(3)
    labels = torch.arange(50) % 3 + 1  # neither 0 nor 4 is there
    mixture = Mixture.in_plane(means, stds, plane, labels)
    shares = by_class(mixture, COARSE, 5)
    expected = gaussians(means, stds, plane, COARSE)
    for index in range(5):
        share = expected[labels == index].sum(0) / 50
        close(shares[index].double(), share)
    close(shares.sum(0), density(mixture, COARSE))


def test_what_has_no_class_is_in_the_density_alone() -> None:
    means, stds = posteriors(2)
    labels = torch.arange(50) % 4 - 1  # -1 stands for none, 2 for one too many
    labelled = Mixture.in_plane(means, stds, Plane.of_axes(2), labels)
    whole = Aggregate(COARSE, 2)
    whole.add(labelled)
    close(whole.density, density(labelled, COARSE))
    within = (labels == 0) | (labels == 1)
    expected = density(labelled.taken(within), COARSE) * within.sum() / 50
    close(whole.shares.sum(0), expected)
    unlabelled = Mixture.in_plane(means, stds, Plane.of_axes(2))
    assert not by_class(unlabelled, COARSE, 2).any()


def test_samples_that_are_nowhere_are_left_out() -> None:
    means, stds = posteriors(3)
    labels = torch.arange(50) % 2
    plane = principal(3)
    kept = Mixture.in_plane(means[3:], stds[3:], plane, labels[3:])
    means[0, 0], means[1, 1], stds[2, 2] = math.nan, math.inf, math.nan
    found = Mixture.in_plane(means, stds, plane, labels)
    assert len(found) == 47
    assert torch.equal(by_class(found, COARSE, 2), by_class(kept, COARSE, 2))
    without = Mixture.in_plane(means[:2], None, plane)
    assert len(without) == 0


@pytest.mark.parametrize("stds", [True, False])
@pytest.mark.parametrize("chart", range(3))
@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_samples(count: int, chart: int, stds: bool) -> None:
    plane, (means, widths) = charts(3)[chart], posteriors(3, count=count)
    mixture = Mixture.in_plane(means, widths if stds else None, plane, torch.zeros(count).long())
    shares = by_class(mixture.softened(WIDE), WIDE, 2)
    assert torch.isfinite(shares).all()
    mass = shares.sum().item() * math.prod(WIDE.cell)
    assert mass == pytest.approx(min(1, count), abs=0.03)
    assert torch.isfinite(log_ratio(shares.sum(0), WIDE, plane)).all()
    assert torch.isfinite(levels(shares.sum(0))).all()


@pytest.mark.parametrize("stds", [None, 0.0, 1e-3])
def test_all_samples_at_one_place(stds: float | None) -> None:
    means = torch.full((20, 3), 0.5)
    widths = None if stds is None else torch.full((20, 3), stds)
    mixture = Mixture.in_plane(means, widths, principal(3))
    assert torch.isfinite(density(mixture, COARSE)).all()
    softened = density(mixture.softened(COARSE), COARSE)
    assert softened.sum().item() * math.prod(COARSE.cell) == pytest.approx(1, abs=0.03)
    expected = principal(3).project(means[:1])[0]
    nearest = (COARSE.points - expected).norm(dim=1).argmin()
    assert softened.flatten().argmax() == nearest


@pytest.mark.parametrize("chart", range(3))
def test_softened_is_a_blur_by_half_a_cell(chart: int) -> None:
    plane, (means, stds) = charts(3)[chart], posteriors(3)
    found = density(Mixture.in_plane(means, stds, plane).softened(COARSE), COARSE)
    basis = plane.basis.double()
    half = torch.tensor(COARSE.cell, dtype=torch.float64) / 2
    covariances = basis @ torch.diag_embed(stds.double().square()) @ basis.T
    covariances = covariances + torch.diag(half.square())
    book = MultivariateNormal(plane.project(means).double(), covariances)
    expected = log_prob(book, COARSE.points.double()[:, None]).exp().mean(1)
    close(found.double().flatten(), expected)


def test_of_one_dimension_the_second_axis_follows_the_prior() -> None:
    means, stds = posteriors(1)
    for widths in (stds, None):
        mixture = Mixture.in_plane(means, widths, Plane.of_axes(1))
        ratio = log_ratio(density(mixture, COARSE), COARSE)
        torch.testing.assert_close(ratio, ratio[:1].expand_as(ratio), rtol=0, atol=1e-4)
    found = density(Mixture.in_plane(means, stds, Plane.of_axes(1)), COARSE)
    q = log_prob(Normal(means[:, 0], stds[:, 0]), COARSE.xs[:, None])
    p = log_prob(Normal(0.0, 1.0), COARSE.xs)
    expected = q.exp().mean(1).log() - p
    torch.testing.assert_close(log_ratio(found, COARSE)[4], expected, rtol=1e-4, atol=1e-4)


def test_the_prior_s_own_posterior_leaves_no_hole() -> None:
    """Samples of N(0, I - s^2) blurred by s are of N(0, I) again: the ratio is 0."""
    std = 0.4
    generator = torch.Generator().manual_seed(2)
    means = torch.randn(20_000, 2, generator=generator) * math.sqrt(1 - std**2)
    mixture = Mixture.in_plane(means, torch.full_like(means, std), Plane.of_axes(2))
    inside = Grid((-1.5, -1.5, 1.5, 1.5), 31, 31)
    ratio = log_ratio(density(mixture, inside), inside)
    assert ratio.abs().max() < 0.15
    assert ratio.mean().abs() < 0.02


def test_a_wider_posterior_is_above_the_prior_outside_as_theory_says() -> None:
    one = Mixture.in_plane(torch.zeros(1, 2), torch.full((1, 2), 2.0), Plane.of_axes(2))
    squares = COARSE.points.square().sum(1).reshape(COARSE.rows, COARSE.columns)
    expected = -2 * math.log(2) + squares * (0.5 - 0.125)
    torch.testing.assert_close(
        log_ratio(density(one, COARSE), COARSE), expected, rtol=1e-5, atol=1e-5
    )


def test_a_hole_is_strongly_negative_and_finite() -> None:
    far = Mixture.in_plane(torch.full((5, 2), 9.0), torch.full((5, 2), 0.01), Plane.of_axes(2))
    ratio = log_ratio(density(far, COARSE), COARSE)
    assert torch.isfinite(ratio).all()
    assert ratio[5, 6] < -60


def test_the_prior_is_around_the_latent_zero_of_the_plane() -> None:
    plane = principal(6)
    draws = torch.randn(20_000, 6, generator=torch.Generator().manual_seed(3))
    means, stds = 0.9 * draws, torch.full((20_000, 6), math.sqrt(1 - 0.81))
    assert plane.project(torch.zeros(1, 6)).norm() > 0.2
    inside = Grid((-1.0, -1.0, 1.0, 1.0), 9, 9)
    ratio = log_ratio(density(Mixture.in_plane(means, stds, plane), inside), inside, plane)
    assert ratio.abs().max() < 0.15


def test_levels_hold_the_mass_they_say() -> None:
    means, stds = posteriors(2)
    found = density(Mixture.in_plane(means, stds + 0.2, Plane.of_axes(2)), WIDE)
    masses = (0.5, 0.8, 0.95, 1.0)
    for mass, level in zip(masses, levels(found, masses), strict=True):
        within = found >= level
        assert found[within].sum() / found.sum() >= mass - 1e-5
        assert found[found > level].sum() / found.sum() <= mass
    assert levels(found).shape == (3,)


def test_levels_of_a_gaussian_are_those_of_its_radii() -> None:
    one = Mixture.in_plane(torch.zeros(1, 2), torch.ones(1, 2), Plane.of_axes(2))
    fine = Grid((-6.0, -6.0, 6.0, 6.0), 400, 400)
    masses = torch.tensor([0.5, 0.8, 0.95])
    expected = (1 - masses) / (2 * math.pi)  # the mass within a radius is 1 - exp(-r^2 / 2)
    torch.testing.assert_close(levels(density(one, fine)), expected, rtol=5e-3, atol=0)


def test_levels_of_nothing_are_zero() -> None:
    assert levels(torch.zeros(3, 4)).tolist() == [0, 0, 0]
