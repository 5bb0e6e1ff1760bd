"""Inversion, against least squares and against latents that are known."""

import pytest
import torch
from torch import Tensor

from aeviewer.latent.inversion import Reached, invert

SHAPE = (1, 4, 5)


def linear(weight: Tensor, offset: Tensor) -> object:
    return lambda z: (z @ weight + offset).reshape(-1, *SHAPE)


def run(target: Tensor, starts: Tensor, decode: object, iterations: int = 300) -> list[Reached]:
    with torch.no_grad():  # as on the decoder's thread
        return list(invert(target, starts, decode, iterations))  # type: ignore[arg-type]


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(1)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_of_a_linear_decoder_it_is_least_squares(size: int, generator: torch.Generator) -> None:
    weight = torch.randn(size, 20, generator=generator)
    offset, target = torch.rand(20, generator=generator), torch.rand(SHAPE, generator=generator)
    starts = torch.randn(3, size, generator=generator)
    found = run(target, starts, linear(weight, offset))[-1]
    expected = torch.linalg.lstsq(weight.T, (target.flatten() - offset)[:, None]).solution[:, 0]
    least = (expected @ weight + offset - target.flatten()).square().sum()
    torch.testing.assert_close(found.latents, expected.expand(3, -1), atol=2e-2, rtol=0)
    torch.testing.assert_close(found.errors, least.expand(3), atol=1e-3, rtol=1e-3)


def test_errors_are_those_of_the_latents_and_never_rise(generator: torch.Generator) -> None:
    weight = torch.randn(6, 20, generator=generator)
    target = torch.rand(SHAPE, generator=generator)

    def decode(z: Tensor) -> Tensor:
        return torch.sigmoid(3 * torch.sin(z @ weight)).reshape(-1, *SHAPE)

    looks = run(target, torch.randn(5, 6, generator=generator), decode, 60)
    assert len(looks) == 61
    errors = torch.stack([look.errors for look in looks])
    assert (errors.diff(dim=0) <= 0).all()
    assert (errors[-1] < errors[0]).all()
    for look in looks[::20]:
        exact = (decode(look.latents) - target).square().flatten(1).sum(1)
        torch.testing.assert_close(look.errors, exact)
        assert look.best == int(exact.argmin())


def test_each_start_descends_by_itself(generator: torch.Generator) -> None:
    weight, target = torch.randn(3, 20, generator=generator), torch.rand(SHAPE, generator=generator)
    starts = torch.randn(4, 3, generator=generator)
    decode = linear(weight, torch.zeros(20))
    together = run(target, starts, decode, 20)[-1].latents
    first = run(target, torch.cat([starts[:1], -starts[1:]]), decode, 20)[-1].latents[0]
    torch.testing.assert_close(first, together[0])


def test_the_first_look_is_at_the_starts(generator: torch.Generator) -> None:
    starts = torch.randn(2, 3, generator=generator)
    decode = linear(torch.ones(3, 20), torch.zeros(20))
    first = run(torch.zeros(SHAPE), starts, decode, 2)[0]
    assert torch.equal(first.latents, starts)
    torch.testing.assert_close(first.errors, 20 * starts.sum(1).square())


def test_what_is_no_number_is_not_taken() -> None:
    starts = torch.tensor([[1.0], [2.0]])

    def decode(z: Tensor) -> Tensor:
        return torch.where(z > 1.5, torch.nan, z)[:, :, None, None]

    found = run(torch.zeros(1, 1, 1), starts, decode, 3)[-1]
    assert found.best == 0
    assert found.errors[1] == torch.inf
    assert torch.equal(found.latents[1], starts[1])
