"""Noise: drawn from its generator, inside [0, 1], and of the strength that its table says."""

from typing import get_args

import pytest
import torch
from scipy import ndimage  # type: ignore[import-untyped]
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.zoo.denoising import DenoisingKnobs
from aeviewer.zoo.noise import KINDS, MIXED, Noise

ALL = (*KINDS, MIXED)
SHAPES = ((1, 28, 28), (3, 8, 10), (1, 1, 1), (1, 1, 9), (2, 15, 20))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def images(shape: tuple[int, int, int] = (3, 8, 10), count: int = 6) -> Tensor:
    return torch.rand(count, *shape, generator=generator(1))


def flat(value: float, size: int = 100) -> Tensor:
    return torch.full((20, 1, size, size), value)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_images_of_any_shape_stay_images(kind: str, shape: tuple[int, int, int]) -> None:
    x = images(shape)
    before = x.clone()
    for strength in (0.01, 1, 2):
        noisy = Noise.usual(kind, strength)(x, generator())
        assert noisy.shape == x.shape
        assert noisy.dtype == x.dtype
        assert noisy.min() >= 0
        assert noisy.max() <= 1
    assert torch.equal(x, before)


@pytest.mark.parametrize("kind", ALL)
def test_the_highest_level_spoils_and_level_0_does_not(kind: str) -> None:
    x = images()
    largest = KINDS[kind].largest if kind in KINDS else 2.0
    assert not torch.equal(Noise(kind, largest)(x, generator()), x)
    assert torch.equal(Noise(kind, 0)(x, generator()), x)


@pytest.mark.parametrize("kind", ALL)
def test_the_generator_alone_decides(kind: str) -> None:
    before = torch.get_rng_state()
    first, again, other = (Noise.usual(kind)(images(), generator(seed)) for seed in (3, 3, 4))
    assert torch.equal(first, again)
    assert torch.equal(first, other) == (kind == "blur")
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("kind", ALL)
def test_more_of_it_is_more(kind: str) -> None:
    x = images((1, 28, 28), 200)
    errors = [
        (Noise.usual(kind, strength)(x, generator()) - x).square().mean()
        for strength in (0.2, 0.6, 1, 1.5, 2)
    ]
    assert errors == sorted(errors)


def test_gaussian_noise_has_its_standard_deviation() -> None:
    error = Noise("gaussian", 0.1)(flat(0.5), generator()) - 0.5
    assert error.std().item() == pytest.approx(0.1, rel=0.01)
    assert error.mean().item() == pytest.approx(0, abs=0.001)


def test_clipping_brightens_black() -> None:
    error = Noise("gaussian", 0.1)(flat(0.0), generator())
    assert error.mean().item() == pytest.approx(0.1 / (2 * torch.pi) ** 0.5, rel=0.02)


def test_speckle_grows_with_the_pixel() -> None:
    for value in (0.0, 0.2, 0.5):
        error = Noise("speckle", 0.1)(flat(value), generator()) - value
        assert error.std().item() == pytest.approx(0.1 * value, rel=0.01)


def test_a_mask_blackens_its_share_and_leaves_the_rest() -> None:
    noisy = Noise("mask", 0.3)(flat(0.5), generator())
    assert (noisy == 0).float().mean().item() == pytest.approx(0.3, abs=0.01)
    assert set(noisy.flatten().tolist()) == {0.0, 0.5}


def test_salt_and_pepper_are_half_and_half() -> None:
    noisy = Noise("salt-pepper", 0.3)(flat(0.5), generator())
    for value, share in ((0.0, 0.15), (1.0, 0.15), (0.5, 0.7)):
        assert (noisy == value).float().mean().item() == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("kind", ["mask", "salt-pepper", "block"])
def test_a_lost_pixel_is_lost_in_all_channels(kind: str) -> None:
    x = images().clamp(0.1, 0.9)
    lost = Noise.usual(kind)(x, generator()) != x
    assert lost.any()
    assert torch.equal(lost.all(1), lost.any(1))


@pytest.mark.parametrize("level", [0.05, 0.4, 1.5, 5])
@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 8, 10)], ids=str)
def test_blur_is_scipy_s_gaussian(level: float, shape: tuple[int, int, int]) -> None:
    x = images(shape, 2)
    expected = ndimage.gaussian_filter(
        x.numpy(), (0, 0, level, level), mode="nearest", radius=int(-(-3 * level // 1))
    )
    found = Noise("blur", level)(x, generator())
    torch.testing.assert_close(found, torch.from_numpy(expected), atol=1e-5, rtol=1e-5)


def test_blur_is_as_exact_under_autocast() -> None:
    expected = Noise("blur", 1.5)(images(), generator())
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(Noise("blur", 1.5)(images(), generator()), expected)


@pytest.mark.parametrize(("level", "rows", "columns"), [(0.25, 2, 5), (0.01, 1, 1), (1, 8, 20)])
def test_a_block_is_whole_and_inside_and_anywhere(level: float, rows: int, columns: int) -> None:
    black = Noise("block", level)(torch.ones(3000, 1, 8, 20), generator())[:, 0] == 0
    assert (black.flatten(1).sum(1) == rows * columns).all()
    assert (black.any(2).sum(1) == rows).all()
    assert (black.any(1).sum(1) == columns).all()
    assert black.any(0).all()
    assert black[:, 0, 0].any()
    assert black[:, -1, -1].any()


def test_mixed_noise_draws_each_kind_as_often() -> None:
    x = torch.full((3000, 1, 10, 10), 0.5)
    noisy = Noise(MIXED, 1)(x, generator())
    clean = (noisy == x).flatten(1)
    assert clean.all(1).float().mean().item() == pytest.approx(1 / 6, abs=0.02)  # blur of a plane
    of_block = clean.sum(1) == 100 - 16
    black = (noisy == 0).flatten(1).sum(1) == 16
    assert (of_block & black).float().mean().item() == pytest.approx(1 / 6, abs=0.03)


def test_what_is_no_noise_is_refused_in_a_sentence() -> None:
    with pytest.raises(UserError, match=r"^unknown noise 'fog'; known: gaussian, .*, mixed$"):
        Noise("fog", 1)
    with pytest.raises(UserError, match=r"^the level of mask noise is 1.5; it must lie in \[0, 1"):
        Noise("mask", 1.5)
    for bad in (-0.1, float("nan"), float("inf")):
        with pytest.raises(UserError, match="must lie in"):
            Noise("gaussian", bad)


def test_the_model_offers_every_kind_at_every_strength() -> None:
    field = DenoisingKnobs.model_fields["noise"]
    assert get_args(field.annotation) == ALL
    strength = next(knob for knob in DenoisingKnobs.knobs() if knob.name == "strength")
    assert strength.high is not None
    for kind in ALL:
        Noise.usual(kind, strength.high)
