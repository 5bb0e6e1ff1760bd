"""The surface between four latents."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn.functional import interpolate

from aeviewer.latent.corners import blend, lattice
from aeviewer.latent.path import PATHS

seeds = st.integers(0, 2**31 - 1)
sizes = st.sampled_from((1, 2, 3, 16, 64))


def four(size: int, seed: int) -> Tensor:
    return torch.randn(4, size, generator=torch.Generator().manual_seed(seed))


@given(sizes, seeds, st.sampled_from(sorted(PATHS)), st.integers(2, 7))
def test_the_corners_are_exact(size: int, seed: int, shape: str, side: int) -> None:
    corners = four(size, seed)
    found = blend(corners, lattice(side), shape).reshape(side, side, size)
    ends = torch.stack([found[0, 0], found[0, -1], found[-1, 0], found[-1, -1]])
    assert torch.equal(ends, corners)
    assert torch.isfinite(found).all()


@given(sizes, seeds, st.integers(2, 6))
def test_lerp_is_bilinear_interpolation(size: int, seed: int, side: int) -> None:
    corners = four(size, seed)
    found = blend(corners, lattice(side), "lerp").reshape(side, side, size).permute(2, 0, 1)
    picture = corners.reshape(2, 2, size).permute(2, 0, 1)[None]
    expected = interpolate(picture, (side, side), mode="bilinear", align_corners=True)[0]
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-5)


@given(seeds, st.sampled_from(sorted(PATHS)))
def test_the_edges_are_the_paths_between_the_corners(seed: int, shape: str) -> None:
    corners, side = four(16, seed), 5
    found = blend(corners, lattice(side), shape).reshape(side, side, 16)
    steps = torch.linspace(0, 1, side)
    for edge, (start, end) in (
        (found[0], (0, 1)),
        (found[-1], (2, 3)),
        (found[:, 0], (0, 2)),
        (found[:, -1], (1, 3)),
    ):
        expected = PATHS[shape](corners[start], corners[end], steps)
        torch.testing.assert_close(edge, expected, rtol=1e-5, atol=1e-5)


@given(seeds, st.sampled_from((3, 16, 64)))
def test_lengths_of_a_slerp_of_slerps_are_bilinear_in_those_of_the_corners(
    seed: int, size: int
) -> None:
    corners = four(size, seed) * torch.tensor([[1.0], [2.0], [3.0], [4.0]])
    lengths = blend(corners, lattice(6), "slerp").norm(dim=1).reshape(6, 6)
    norms = corners.norm(dim=1).reshape(1, 1, 2, 2)
    expected = interpolate(norms, (6, 6), mode="bilinear", align_corners=True)[0, 0]
    torch.testing.assert_close(lengths, expected, rtol=5e-3, atol=1e-3)
    rising = expected[1:] - expected[:-1]
    assert ((lengths[1:] - lengths[:-1]) * rising.sign() >= -1e-3 * lengths.max()).all()


@pytest.mark.parametrize("shape", sorted(PATHS))
def test_places_come_in_any_order_and_number(shape: str) -> None:
    corners = four(8, 4)
    places = torch.tensor([[0.7, 0.2], [0.1, 0.9], [0.7, 0.8]])
    found = blend(corners, places, shape)
    for place, expected in zip(places, found, strict=True):
        torch.testing.assert_close(blend(corners, place[None], shape)[0], expected)
    assert blend(corners, places[:0], shape).shape == (0, 8)


def test_a_lattice_goes_row_by_row() -> None:
    assert lattice(2).tolist() == [[0, 0], [1, 0], [0, 1], [1, 1]]
    assert lattice(5).shape == (25, 2)
