"""Leading directions found part by part, against `eigh` in double precision."""

import pytest
import torch
from torch import Tensor

from aeviewer.latent.leading import leading
from aeviewer.latent.plane import Plane


def cloud(size: int, count: int = 600, seed: int = 0) -> Tensor:
    """Some directions that stand out, all of them askew, much noise, far from the origin."""
    generator = torch.Generator().manual_seed(seed)
    factors = torch.randn(count, 5, generator=generator) * torch.tensor([5.0, 4, 3, 2, 1])
    noise = torch.randn(count, size, generator=generator)
    askew = torch.randn(5, size, generator=generator) / size**0.5
    found: Tensor = factors @ askew + 0.3 * noise + 7
    return found


def exact(latents: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The largest variances (count,) and their directions (count, D)."""
    centred = latents.double() - latents.double().mean(0)
    variances, directions = torch.linalg.eigh(centred.T @ centred)
    return variances[-count:].flip(0), directions[:, -count:].flip(1).T


def found_in(latents: Tensor, count: int = 2) -> Tensor:
    *parts, found = leading(latents, latents.mean(0), count)
    assert all(part is None for part in parts)
    assert found is not None
    return found


@pytest.mark.parametrize("count", [40, 600])  # fewer latents than dimensions, and more
@pytest.mark.parametrize("size", [129, 300, 784])
def test_they_are_those_of_eigh(size: int, count: int) -> None:
    z = cloud(size, count)
    found = found_in(z, 3).double()
    variances, directions = exact(z, 3)
    torch.testing.assert_close(found @ found.T, torch.eye(3).double(), atol=1e-5, rtol=0)
    torch.testing.assert_close(
        (found * directions).sum(1).abs(), torch.ones(3).double(), atol=1e-6, rtol=0
    )
    held = ((z.double() - z.double().mean(0)) @ found.T).square().sum(0)
    torch.testing.assert_close(held, variances, rtol=1e-6, atol=0)


def test_where_no_direction_stands_out_they_show_as_much_as_any_could() -> None:
    z = torch.randn(2000, 400, generator=torch.Generator().manual_seed(1))
    held = ((z - z.mean(0)) @ found_in(z).T).double().square().sum(0)
    torch.testing.assert_close(held, exact(z, 2)[0], rtol=1e-4, atol=0)


def test_the_parts_change_little(monkeypatch: pytest.MonkeyPatch) -> None:
    z = cloud(300)
    whole = found_in(z)
    assert torch.equal(found_in(z.clone()), whole)  # and the same latents give the same directions
    monkeypatch.setattr("aeviewer.latent.leading._PART", 7 * 300)
    torch.testing.assert_close(found_in(z), whole, atol=1e-5, rtol=0)


@pytest.mark.parametrize("rank", [0, 1, 3])
def test_latents_that_fill_no_space_have_directions_all_the_same(rank: int) -> None:
    generator = torch.Generator().manual_seed(2)
    z = torch.randn(50, rank, generator=generator) @ torch.randn(rank, 200, generator=generator) + 3
    found = found_in(z)
    torch.testing.assert_close(found @ found.T, torch.eye(2), atol=1e-5, rtol=0)
    held = ((z - z.mean(0)) @ found.T).double().square().sum(0)
    torch.testing.assert_close(held, exact(z, 2)[0], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("size", [128, 129])
def test_a_plane_is_fitted_in_parts_only_where_it_is_large(size: int) -> None:
    z, before = cloud(size), torch.get_rng_state()
    *parts, last = Plane.fitting(z)
    assert (len(parts) > 0) == (size > 128)
    assert last is not None
    assert torch.equal(last.basis, Plane.fit(z).basis)
    assert torch.equal(before, torch.get_rng_state())
    by_eigh = Plane.of_largest_variance(z)
    assert torch.equal(last.origin, by_eigh.origin)
    torch.testing.assert_close(last.basis, by_eigh.basis, atol=1e-4, rtol=0)
    if size == 128:
        assert torch.equal(last.basis, by_eigh.basis)
