"""The plane is a chart: there and back is where one was."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from aeviewer.latent.plane import Plane

SIZES = (1, 2, 3, 16, 64)
seeds = st.integers(0, 2**31 - 1)
sizes = st.sampled_from(SIZES)


def cloud(size: int, seed: int, count: int = 40) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    spread = torch.rand(size, generator=generator) * 3 + 0.1
    return torch.randn(count, size, generator=generator) * spread + torch.randn(
        size, generator=generator
    )


def plane(size: int, seed: int) -> Plane:
    """Now one of the axes, now the one that fits the cloud."""
    axes = (seed % size, (seed // 7) % size)
    return Plane.fit(cloud(size, seed), axes if seed % 3 == 0 and axes[0] != axes[1] else None)


def points(size: int, seed: int) -> Tensor:
    drawn = 5 * torch.randn(9, 2, generator=torch.Generator().manual_seed(seed + 1))
    return drawn * torch.tensor([1.0, float(size > 1)])  # one dimension has no second axis


@given(sizes, seeds)
def test_what_is_lifted_projects_to_where_it_came_from(size: int, seed: int) -> None:
    chart, p = plane(size, seed), points(size, seed)
    torch.testing.assert_close(chart.project(chart.lift(p)), p, atol=1e-4, rtol=1e-5)


@given(sizes, seeds)
def test_a_latent_lifted_over_itself_is_itself(size: int, seed: int) -> None:
    chart = plane(size, seed)
    for z in cloud(size, seed + 2, 5):
        back = chart.lift(chart.project(z[None]), base=z)[0]
        torch.testing.assert_close(back, z, atol=1e-4, rtol=1e-5)


@given(sizes, seeds)
def test_a_base_moves_no_point_and_keeps_what_the_plane_cannot_say(size: int, seed: int) -> None:
    chart, p, base = plane(size, seed), points(size, seed), cloud(size, seed + 3, 1)[0]
    z = chart.lift(p, base)
    torch.testing.assert_close(chart.project(z), p, atol=1e-4, rtol=1e-5)
    off = z - chart.lift(chart.project(z))
    expected = base - chart.lift(chart.project(base[None]))[0]
    torch.testing.assert_close(off, expected.expand_as(off), atol=1e-3, rtol=1e-4)


@given(st.sampled_from((3, 16, 64)), seeds)
def test_the_directions_are_orthonormal(size: int, seed: int) -> None:
    basis = plane(size, seed).basis
    torch.testing.assert_close(basis @ basis.T, torch.eye(2), atol=1e-4, rtol=0)


@pytest.mark.parametrize("size", [3, 16, 64])
def test_the_plane_shows_the_largest_variance(size: int) -> None:
    z = cloud(size, 0, 500)
    found = Plane.fit(z).project(z).var(0)
    largest = torch.linalg.eigvalsh(z.T.cov())[-2:].flip(0)
    torch.testing.assert_close(found, largest, rtol=1e-3, atol=0)


@pytest.mark.parametrize("size", [3, 16, 64])
def test_signs_stay_when_the_latents_move_a_little(size: int) -> None:
    z = cloud(size, 4, 300) * torch.linspace(3, 0.5, size)
    nudge = 1e-3 * torch.randn(z.shape, generator=torch.Generator().manual_seed(5))
    first, second = Plane.fit(z).basis, Plane.fit(z + nudge).basis
    assert ((first * second).sum(1) > 0.9).all()


def test_the_same_latents_give_the_same_plane_and_leave_the_generator_alone() -> None:
    z, before = cloud(16, 1), torch.get_rng_state()
    assert torch.equal(Plane.fit(z).basis, Plane.fit(z.clone()).basis)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("size", SIZES)
def test_too_few_latents_for_a_fit_are_shown_by_axes(size: int, count: int) -> None:
    chart = Plane.fit(torch.zeros(count, size))
    assert chart.project(torch.zeros(1, size)).tolist() == [[0, 0]]


def test_equal_latents_make_a_plane_all_the_same() -> None:
    chart = Plane.fit(torch.ones(20, 5))
    assert torch.isfinite(chart.basis).all()
    assert torch.isfinite(chart.lift(torch.ones(3, 2))).all()
    p = torch.tensor([[1.0, 2.0]])
    torch.testing.assert_close(chart.project(chart.lift(p)), p)


def test_axes_are_those_asked_for_and_named() -> None:
    chart = Plane.fit(cloud(5, 0), (3, 1))
    assert chart.names == ("z4", "z2")
    assert chart.project(torch.arange(5.0)[None]).tolist() == [[3, 1]]


def test_axes_that_are_not_there_are_passed_over() -> None:
    assert Plane.fit(cloud(5, 0), (3, 7)).names == ("component 1", "component 2")
    assert Plane.fit(cloud(1, 0)).names == ("z1", "")
