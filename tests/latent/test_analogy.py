"""Attribute vectors and analogies against numpy."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from aeviewer.latent.analogy import analogy, attribute, moved

seeds = st.integers(0, 2**31 - 1)
sizes = st.sampled_from((1, 2, 3, 16, 64))


@given(sizes, seeds, st.integers(1, 20), st.integers(1, 20))
def test_an_attribute_is_the_difference_of_the_means(
    size: int, seed: int, few: int, many: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    without = 50 + torch.randn(few, size, generator=generator)
    having = 50 + torch.randn(many, size, generator=generator)
    found = attribute(without, having)
    before, after = (group.double().numpy().mean(0) for group in (without, having))
    assert found.dtype == torch.float32
    np.testing.assert_allclose(found.numpy(), after - before, rtol=1e-5, atol=1e-6)


def test_an_attribute_of_a_group_and_itself_is_nothing() -> None:
    group = torch.randn(7, 3, generator=torch.Generator().manual_seed(0))
    assert not attribute(group, group).any()


@given(sizes, seeds)
def test_it_is_added_as_often_as_it_is_said(size: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    latent, direction = torch.randn(2, size, generator=generator)
    strengths = (-2.0, -0.5, 0.0, 1.0)
    found = moved(latent, direction, strengths)
    expected = [latent.numpy() + np.float32(s) * direction.numpy() for s in strengths]
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5, atol=1e-6)
    assert torch.equal(found[2], latent)


@given(sizes, seeds)
def test_an_analogy_is_a_parallelogram(size: int, seed: int) -> None:
    a, b, c = torch.randn(3, size, generator=torch.Generator().manual_seed(seed))
    found = analogy(a, b, c)
    np.testing.assert_allclose(found.numpy(), a.numpy() - b.numpy() + c.numpy(), rtol=1e-6)
    torch.testing.assert_close(found - c, a - b, rtol=1e-4, atol=1e-5)
