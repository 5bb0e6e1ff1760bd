"""Atoms against autograd, use and strength against brute force, singular directions against SVD."""

import pytest
import torch
from torch import Tensor
from torch.func import jacrev

from aeviewer.latent.features import Use, effects, singular, strength
from aeviewer.zoo.registry import find

SHAPE = (1, 8, 8)


def seeded(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(
    ("variant", "knobs"),
    [
        ("vae", {"latent": 5}),
        ("conv", {"latent": 3, "channels": (4,), "hidden": (8,)}),
        ("contractive", {"latent": 7}),
        ("hierarchical", {}),
        ("gan", {"width": 2, "latent": 4}),
        ("cvae", {}),
        ("sparse", {"latent": 6}),
        ("pca", {"latent": 2}),
    ],
)
@pytest.mark.parametrize("shape", [SHAPE, (3, 6, 9)])
def test_effects_are_the_columns_of_the_decoder_s_jacobian(
    variant: str, knobs: dict[str, object], shape: tuple[int, int, int]
) -> None:
    entry = find(variant)
    model = entry.build(shape, entry.configure(knobs)).eval().requires_grad_(False)
    size = int(torch.Size(model.latent_shape).numel())
    latent = seeded(size) / 3
    exact: Tensor = jacrev(lambda z: model.decode(z[None])[0])(latent)
    with torch.no_grad():  # as the decoder's thread asks
        found = effects(model.decode, latent, torch.arange(size))
    torch.testing.assert_close(found, exact.movedim(-1, 0), rtol=1e-4, atol=1e-6)
    one = effects(model.decode, latent, torch.tensor([size - 1]))
    torch.testing.assert_close(one[0], exact[..., size - 1], rtol=1e-4, atol=1e-6)


def test_switched_units_rest_at_zero_and_are_counted() -> None:
    units = torch.tensor([[0.0, 2.0, 0.0], [3.0, 2.0, 0.0], [0.0, 0.0, 0.0], [4.0, 0.0, 0.0]])
    use = Use.of(units, switched=True)
    assert use.rest.tolist() == [0, 0, 0]
    assert use.share is not None
    assert use.share.tolist() == [0.5, 0.5, 0]
    assert use.idle.tolist() == [False, False, True]
    torch.testing.assert_close(use.spread, torch.tensor([2.5, 2**0.5, 0]))


def test_sigmoids_that_are_never_off_count_from_a_tenth() -> None:
    use = Use.of(torch.tensor([[0.9, 0.01], [0.05, 0.02]]), switched=True)
    assert use.share is not None
    assert use.share.tolist() == [0.5, 0]
    assert use.idle.tolist() == [False, True]


def test_other_units_rest_at_their_mean() -> None:
    units = seeded(50, 3) + 5
    units[:, 1] = 7
    use = Use.of(units)
    torch.testing.assert_close(use.rest, units.mean(0))
    torch.testing.assert_close(use.spread, units.std(0, correction=0), atol=1e-5, rtol=1e-5)
    assert use.share is None
    assert use.idle.tolist() == [False, True, False]


def test_a_dimension_without_information_is_idle() -> None:
    units, stds = seeded(500, 2), torch.full((500, 2), 0.2)
    units[:, 1] *= 0.01
    stds[:, 1] = 1
    assert Use.of(units, stds).idle.tolist() == [False, True]


def test_the_strength_is_what_is_lost_without_the_unit() -> None:
    units, atoms = seeded(40, 3).relu(), seeded(3, 1, 4, 4)
    whole = torch.einsum("nu,uchw->nchw", units, atoms)
    for unit in range(3):
        without = units.clone()
        without[:, unit] = 0
        lost = whole - torch.einsum("nu,uchw->nchw", without, atoms)
        expected = lost.flatten(1).square().sum(1).mean().sqrt()
        found = strength(Use.of(units, switched=True), atoms)[unit]
        assert found.item() == pytest.approx(expected.item(), rel=1e-4)


@pytest.mark.parametrize("shape", [(5, 30), (30, 5), (1, 9), (9, 1), (6, 6)])
def test_singular_values_and_directions_are_those_of_the_decomposition(
    shape: tuple[int, int],
) -> None:
    j = seeded(*shape)
    values, directions = singular(j, 3)
    exact = torch.linalg.svd(j, full_matrices=False)
    torch.testing.assert_close(values, exact.S, rtol=1e-4, atol=1e-5)
    assert len(directions) == min(3, *shape)
    alike = (directions * exact.Vh[: len(directions)]).sum(1).abs()
    torch.testing.assert_close(alike, torch.ones(len(directions)), rtol=1e-4, atol=1e-4)
    assert (directions.gather(1, directions.abs().argmax(1, keepdim=True)) > 0).all()


def test_a_jacobian_of_nothing_has_no_values_and_finite_directions() -> None:
    values, directions = singular(torch.zeros(3, 8), 2)
    assert values.tolist() == [0, 0, 0]
    assert torch.isfinite(directions).all()
