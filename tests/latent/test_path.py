"""Paths begin and end where they are told to, whatever the ends are."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from aeviewer.latent.path import PATHS, chain, lerp, slerp

T = torch.linspace(0, 1, 21)
seeds = st.integers(0, 2**31 - 1)
sizes = st.sampled_from((1, 2, 3, 16, 64))


def ends(size: int, seed: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    a, b = torch.randn(2, size, generator=generator)
    return a * (0.1 + seed % 5), b


@given(sizes, seeds, st.sampled_from(sorted(PATHS)))
def test_ends_are_exact(size: int, seed: int, name: str) -> None:
    a, b = ends(size, seed)
    walked = PATHS[name](a, b, T)
    assert walked.shape == (21, size)
    assert torch.equal(walked[0], a)
    assert torch.equal(walked[-1], b)
    assert torch.isfinite(walked).all()


@given(sizes, seeds)
def test_lerp_is_the_line(size: int, seed: int) -> None:
    a, b = ends(size, seed)
    torch.testing.assert_close(lerp(a, b, T), a + T[:, None] * (b - a))


@given(st.sampled_from((2, 3, 16, 64)), seeds)
def test_the_length_goes_evenly_from_one_end_s_to_the_other_s(size: int, seed: int) -> None:
    a, b = ends(size, seed)
    cosine = torch.cosine_similarity(a, b, 0).abs()
    if cosine > 0.999:
        return
    lengths = slerp(a, b, T).norm(dim=1)
    torch.testing.assert_close(lengths, torch.lerp(a.norm(), b.norm(), T), rtol=2e-3, atol=1e-4)
    steps = lengths.diff() * (b.norm() - a.norm()).sign()
    assert (steps >= -1e-4 * lengths.max()).all()


def test_the_direction_turns_evenly() -> None:
    walked = slerp(torch.tensor([2.0, 0.0]), torch.tensor([0.0, 5.0]), T)
    turned = torch.atan2(walked[:, 1], walked[:, 0])
    torch.testing.assert_close(turned, T * torch.pi / 2, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([1.0, 0.0], [-2.0, 0.0]),  # opposite
        ([1.0, 1.0], [2.0, 2.0]),  # parallel
        ([1.0, 1.0], [1.0, 1.0]),  # the same
        ([0.0, 0.0], [3.0, 1.0]),  # from zero
        ([3.0, 1.0], [0.0, 0.0]),  # to zero
        ([0.0, 0.0], [0.0, 0.0]),
        ([1e-30, 0.0], [0.0, 1e-30]),  # the product of the lengths is below all floats
        ([1e-3, 0.0], [1e3, 1.0]),
    ],
)
def test_without_an_arc_the_path_is_finite_and_its_ends_exact(
    a: list[float], b: list[float]
) -> None:
    start, end = torch.tensor(a), torch.tensor(b)
    walked = slerp(start, end, T)
    assert torch.isfinite(walked).all()
    assert torch.equal(walked[0], start)
    assert torch.equal(walked[-1], end)


@pytest.mark.parametrize("factor", [-2.0, 0.0, 3.0])
def test_without_an_arc_it_is_the_line(factor: float) -> None:
    a = torch.tensor([1.0, -1.0, 2.0])
    assert torch.equal(slerp(a, factor * a, T), lerp(a, factor * a, T))


def test_no_place_gives_no_latent() -> None:
    a, b = ends(4, 0)
    assert all(path(a, b, torch.zeros(0)).shape == (0, 4) for path in PATHS.values())


@given(st.integers(2, 6), sizes, seeds, st.sampled_from(sorted(PATHS)), st.booleans())
def test_a_chain_is_at_each_anchor_when_its_time_comes(
    count: int, size: int, seed: int, name: str, closed: bool
) -> None:
    anchors = torch.randn(count, size, generator=torch.Generator().manual_seed(seed))
    legs = count if closed else count - 1
    places = torch.arange(legs + 1) / legs
    walked = chain(anchors, places, name, closed=closed)
    stops = torch.cat([anchors, anchors[:1]]) if closed else anchors
    torch.testing.assert_close(walked, stops, atol=1e-5, rtol=1e-4)
    assert torch.equal(walked[0], stops[0])
    assert torch.equal(walked[-1], stops[-1])


def test_a_chain_of_two_is_the_path_between_them() -> None:
    a, b = ends(16, 3)
    for name, path in PATHS.items():
        assert torch.equal(chain(torch.stack([a, b]), T, name), path(a, b, T))


def test_each_leg_of_a_chain_is_its_own_path() -> None:
    anchors = torch.randn(3, 8, generator=torch.Generator().manual_seed(1))
    walked = chain(anchors, torch.linspace(0.5, 1, 6), "slerp")
    torch.testing.assert_close(walked, slerp(anchors[1], anchors[2], torch.linspace(0, 1, 6)))
