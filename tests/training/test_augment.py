"""Warps: seeded, small, and what they say they are."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from aeviewer.data import idx_folder
from aeviewer.training.augment import warp


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def blob(height: int = 28, width: int = 28) -> Tensor:
    """A soft spot in the middle, (1, 1, H, W)."""
    y, x = torch.meshgrid(
        torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij"
    )
    return torch.exp(-8 * (x.square() + y.square()))[None, None]


def centre(x: Tensor) -> Tensor:
    """Centres of mass (B, 2) in pixels from the middle, down and across."""
    weights = x.sum(1)
    total = weights.sum((1, 2))
    down = torch.arange(x.shape[2]) - (x.shape[2] - 1) / 2
    across = torch.arange(x.shape[3]) - (x.shape[3] - 1) / 2
    return torch.stack(
        [(weights.sum(2) * down).sum(1) / total, (weights.sum(1) * across).sum(1) / total], 1
    )


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 8, 10), (1, 1, 1)])
def test_warped_images_are_images(shape: tuple[int, int, int]) -> None:
    x = torch.rand(6, *shape, generator=generator())
    warped = warp(x, 1.5, 1.0, generator())
    assert warped.shape == x.shape
    assert warped.min() >= 0
    assert warped.max() <= 1


def test_only_the_share_is_warped_and_each_differently() -> None:
    x = blob().repeat(10, 1, 1, 1)
    warped = warp(x, 1.0, 0.7, generator())
    assert torch.equal(warped[7:], x[7:])
    assert all(not torch.equal(warped[k], x[k]) for k in range(7))
    assert not torch.equal(warped[0], warped[1])


@pytest.mark.parametrize(("strength", "share"), [(0.0, 1.0), (1.0, 0.0)])
def test_nothing_to_do_leaves_the_images(strength: float, share: float) -> None:
    x = blob().repeat(3, 1, 1, 1)
    assert warp(x, strength, share, generator()) is x


def test_a_seed_gives_the_same_warps() -> None:
    x = blob().repeat(4, 1, 1, 1)
    assert torch.equal(warp(x, 1.0, 1.0, generator(3)), warp(x, 1.0, 1.0, generator(3)))
    assert not torch.equal(warp(x, 1.0, 1.0, generator(3)), warp(x, 1.0, 1.0, generator(4)))


@pytest.mark.parametrize(("height", "width"), [(28, 28), (28, 56)])
def test_strength_1_shifts_by_up_to_a_fourteenth(height: int, width: int) -> None:
    moved = centre(warp(blob(height, width).repeat(400, 1, 1, 1), 1.0, 1.0, generator()))
    for axis, size in enumerate((height, width)):
        bound = size / 14
        assert 0.85 * bound < moved[:, axis].abs().max() < 1.5 * bound  # turn and shear add to it
        assert abs(moved[:, axis].mean()) < 0.1 * bound


def test_a_turn_keeps_lengths_where_pixels_are_not_the_coordinates() -> None:
    """The second moments of a round spot stay nearly equal in a picture that is twice as wide."""
    spot = torch.zeros(1, 1, 28, 56)
    spot[:, :, :, 14:42] = blob()
    warped = warp(spot.repeat(200, 1, 1, 1), 0.5, 1.0, generator())[:, 0]
    down = torch.arange(28) - 13.5
    across = torch.arange(56) - 27.5
    tall = (warped.sum(2) * down.square()).sum() / warped.sum()
    wide = (warped.sum(1) * across.square()).sum() / warped.sum()
    assert wide / tall == pytest.approx(1.0, abs=0.25)


def test_contrast_spreads_the_grey_levels_of_the_warped_images_alone() -> None:
    x = blob().repeat(10, 1, 1, 1)
    plain, spread = warp(x, 0.5, 0.5, generator()), warp(x, 0.5, 0.5, generator(), 1.5)
    assert torch.allclose(spread[:5], ((plain[:5] - 0.5) * 1.5 + 0.5).clamp(0, 1), atol=1e-6)
    assert torch.equal(spread[5:], x[5:])


@pytest.mark.real
def test_contrast_gives_ink_its_edges_back(real_data: Callable[[str], Path]) -> None:
    x = idx_folder.load(real_data("MNIST"), "mnist").test.floats(slice(1000))

    def finest(images: Tensor) -> float:
        return float(torch.fft.rfft2(images).abs().square()[..., 12:17, 8:].mean())

    blurred = finest(warp(x, 0.8, 1.0, generator())) / finest(x)
    sharp = finest(warp(x, 0.8, 1.0, generator(), 1.2)) / finest(x)
    assert blurred < 0.6
    assert 0.8 < sharp < 1.2
