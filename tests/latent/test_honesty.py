"""The honesty of a path against brute force."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal

from aeviewer.latent.honesty import Surroundings, kernel, speed

sizes = st.sampled_from((1, 2, 3, 16, 64))
seeds = st.integers(0, 2**31 - 1)


def made(size: int, seed: int, count: int = 60) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    z = 1.5 * torch.randn(9, size, generator=generator)
    means = 2 * torch.randn(count, size, generator=generator) + 1
    stds = 0.02 + 0.5 * torch.rand(count, size, generator=generator)
    return z, means, stds


@given(sizes, seeds)
def test_the_density_is_that_of_the_mixture(size: int, seed: int) -> None:
    z, means, stds = made(size, seed)
    found = Surroundings(z)
    for part in (slice(0, 25), slice(25, 26), slice(26, None)):
        found.add(means[part], stds[part])
    each = Independent(Normal(means.double(), stds.double()), 1)
    mixture = MixtureSameFamily(Categorical(torch.ones(len(means)).double()), each)
    expected = mixture.log_prob(z.double())  # type: ignore[no-untyped-call]
    torch.testing.assert_close(found.log_density, expected, rtol=1e-5, atol=1e-5)


@given(sizes, seeds)
def test_the_nearest_sample_is_the_nearest(size: int, seed: int) -> None:
    z, means, stds = made(size, seed)
    z[3] = means[41]
    found = Surroundings(z)
    for part in found.parts(len(means)):
        found.add(means[part], stds[part])
    apart = (z[:, None] - means).double().norm(dim=2)
    torch.testing.assert_close(found.distances, apart.amin(1), rtol=1e-5, atol=1e-6)
    assert found.nearest.tolist() == apart.argmin(1).tolist()
    assert found.distances[3] == 0


def test_parts_are_all_samples_once_and_small() -> None:
    for size in (1, 64, 4000):
        cuts = list(Surroundings(torch.zeros(97, size)).parts(1000))
        covered = [number for cut in cuts for number in range(1000)[cut]]
        assert covered == list(range(1000))
        assert all((cut.stop - cut.start) * 97 * size <= 2**23 for cut in cuts)


def test_before_any_sample_there_is_no_density() -> None:
    found = Surroundings(torch.zeros(3, 2))
    assert found.log_density.tolist() == [-math.inf] * 3
    assert found.distances.tolist() == [math.inf] * 3


def test_far_away_the_logarithm_stays_a_number() -> None:
    found = Surroundings(torch.full((1, 8), 1000.0))
    found.add(torch.zeros(2, 8), torch.full((2, 8), 0.01))
    expected = -0.5 * 8 * (1000 / 0.01) ** 2 - 8 * math.log(0.01) - 4 * math.log(2 * math.pi)
    assert found.log_density.item() == pytest.approx(expected, rel=1e-6)


def test_a_kernel_is_as_wide_as_scott_says() -> None:
    latents = torch.randn(500, 3, generator=torch.Generator().manual_seed(0)) * torch.tensor([
        1.0,
        5.0,
        0.0,
    ])
    width = kernel(latents)
    expected = latents[:, :2].std(0) * 500 ** (-1 / 7)
    torch.testing.assert_close(width[:2], expected)
    assert width[2] == 1
    assert kernel(torch.ones(1, 4)).tolist() == [1.0] * 4


def test_a_kernel_density_of_normal_points_is_nearly_normal() -> None:
    points = torch.randn(20_000, 2, generator=torch.Generator().manual_seed(1))
    found = Surroundings(torch.tensor([[0.0, 0.0], [1.0, 0.5]]))
    found.add(points, kernel(points).expand_as(points))
    expected = -math.log(2 * math.pi) - torch.tensor([0.0, (1 + 0.25) / 2])
    torch.testing.assert_close(found.log_density.float(), expected, atol=0.08, rtol=0)


def test_the_speed_of_a_straight_line_is_its_length() -> None:
    generator = torch.Generator().manual_seed(3)
    decoder = torch.randn(5, 48, generator=generator)
    a, b = torch.randn(2, 5, generator=generator)
    places = torch.tensor([0.0, 0.1, 0.15, 0.4, 0.8, 1.0])
    pictures = ((a + places[:, None] * (b - a)) @ decoder).reshape(6, 3, 4, 4)
    found = speed(pictures, places)
    torch.testing.assert_close(found, ((b - a) @ decoder).norm().expand(6), rtol=1e-4, atol=0)


def test_the_speed_of_a_curve_is_its_derivative() -> None:
    places = torch.linspace(0, 1, 401)
    pictures = torch.stack([torch.sin(3 * places), places.square()], 1)
    expected = torch.hypot(3 * torch.cos(3 * places), 2 * places)
    torch.testing.assert_close(speed(pictures, places)[1:-1], expected[1:-1], rtol=1e-3, atol=1e-3)


def test_who_turns_back_does_not_stand_still() -> None:
    places = torch.linspace(0, 1, 5)
    there_and_back = (0.5 - (places - 0.5).abs())[:, None] * torch.tensor([3.0, 4.0])
    torch.testing.assert_close(speed(there_and_back, places), torch.full((5,), 5.0))


def test_pictures_that_stand_have_no_speed() -> None:
    assert not speed(torch.ones(4, 6), torch.linspace(0, 1, 4)).any()
