"""What is known of each dimension does not depend on the parts it was gathered in."""

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from aeviewer.latent.tally import Tally


@pytest.mark.parametrize("sizes", [[50], [1, 49], [20, 0, 7, 23], [1] * 50])
@pytest.mark.parametrize("far", [0.0, 1e4])
def test_parts_make_up_the_whole(sizes: list[int], far: float) -> None:
    generator = torch.Generator().manual_seed(0)
    means = torch.randn(50, 3, generator=generator) * torch.tensor([0.1, 1, 10]) + far
    stds = 0.1 + torch.rand(50, 3, generator=generator)
    tally = Tally.empty(3)
    for mean, std in zip(torch.split(means, sizes), torch.split(stds, sizes), strict=True):
        tally.add(mean, std)
    assert tally.count == 50
    assert torch.equal(tally.low, means.amin(0))
    assert torch.equal(tally.high, means.amax(0))
    torch.testing.assert_close(tally.std, means.double().std(0), rtol=1e-3 if far else 1e-5, atol=0)
    expected = kl_divergence(Normal(means.double(), stds.double()), Normal(0.0, 1.0)).sum(0)
    torch.testing.assert_close(tally.kl, expected, rtol=1e-5, atol=0)


def test_without_stds_there_is_no_kl() -> None:
    tally = Tally.of(torch.randn(5, 2))
    assert tally.kl.tolist() == [0, 0]
    assert Tally.of(torch.zeros(0, 2)).count == 0
