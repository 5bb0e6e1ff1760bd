"""A string relaxes to the shortest way as the decoder's pictures see it."""

import pytest
import torch
from torch import Tensor

from aeviewer.latent.geodesic import energy_of, relax
from aeviewer.latent.path import lerp


def string(a: tuple[float, ...], b: tuple[float, ...], count: int = 17) -> Tensor:
    return lerp(torch.tensor(a), torch.tensor(b), torch.linspace(0, 1, count))


def paraboloid(z: Tensor) -> Tensor:
    """A hill: over it the way is longer than around it."""
    height = 3 * torch.exp(-(z.square().sum(1, keepdim=True)))
    return torch.cat([z, height], 1)


def test_on_a_flat_decoder_the_straight_line_is_at_rest() -> None:
    straight = string((0.0, 0.0, 1.0), (1.0, 2.0, 0.0))
    turn = torch.linalg.qr(torch.randn(3, 3, generator=torch.Generator().manual_seed(0))).Q
    *_, last = relax(straight, lambda z: z @ turn, 50)
    torch.testing.assert_close(last, straight, atol=0.02, rtol=0)


def test_it_goes_around_a_hill_and_keeps_its_ends() -> None:
    start = string((-2.0, 0.05), (2.0, 0.05))
    found = list(relax(start, paraboloid, 400))
    energies = [energy_of(paraboloid(each)).item() for each in found]
    assert energies == sorted(energies, reverse=True)
    assert energies[-1] < 0.8 * energy_of(paraboloid(start)).item()
    assert found[-1][:, 1].abs().max() > 0.6  # it leaves the straight line
    assert torch.equal(found[-1][0], start[0])
    assert torch.equal(found[-1][-1], start[-1])


def test_at_rest_neighbours_look_equally_different() -> None:
    squeezed = string((0.0,), (1.0,))
    *_, last = relax(squeezed, lambda z: z**3, 1500)
    steps = (last[1:] ** 3 - last[:-1] ** 3).squeeze()
    assert steps.std() < 0.15 * steps.mean()
    assert energy_of(last**3).item() == pytest.approx(1.0, abs=0.05)  # the squared length


@pytest.mark.parametrize("count", [2, 3])
def test_a_string_of_few_points(count: int) -> None:
    start = string((0.0, 0.0), (1.0, 1.0), count)
    *_, last = relax(start, paraboloid, 10)
    assert last.shape == start.shape
    assert torch.isfinite(last).all()


def test_both_ends_at_one_place_stay_there() -> None:
    start = string((1.0, 1.0), (1.0, 1.0))
    *_, last = relax(start, paraboloid, 20)
    torch.testing.assert_close(last, start, atol=1e-3, rtol=0)


def test_weights_may_change_between_two_looks() -> None:
    """As a training writes to the copy of the decoder that is read, between two slices."""
    layers = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 5))
    layers.requires_grad_(False)
    for looked in relax(string((-1.0, 0.0), (1.0, 1.0)), layers, 20):
        assert torch.isfinite(looked).all()
        for weight in layers.parameters():
            weight.mul_(1.01)
