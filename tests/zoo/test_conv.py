"""Convolutional blocks: any size of image, no checkerboard, a start that the signal survives."""

import pytest
import torch
from torch import nn

from aeviewer.zoo.blocks import cell_grid, conv_decoder, conv_encoder
from aeviewer.zoo.conv import Conv
from aeviewer.zoo.registry import find

SHAPES = ((1, 28, 28), (3, 15, 20), (2, 7, 5), (1, 1, 1), (1, 1, 9), (3, 2, 3))
CHANNELS = ((), (4,), (4, 6), (4, 6, 8))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("channels", CHANNELS)
def test_any_size_goes_to_a_grid_and_back(
    shape: tuple[int, int, int], channels: tuple[int, ...]
) -> None:
    encoder, decoder = conv_encoder(shape, channels, 5, 1), conv_decoder(5, channels, shape, 1)
    z = encoder(torch.rand(3, *shape))
    assert z.shape == (3, 5, *cell_grid(shape, channels))
    assert decoder(z).shape == (3, *shape)
    assert decoder(z[:0]).shape == (0, *shape)


def test_sides_are_halved_rounding_up_as_often_as_they_allow() -> None:
    assert cell_grid((1, 28, 28), (8, 8)) == (7, 7)
    assert cell_grid((3, 15, 20), (8, 8)) == (4, 5)
    assert cell_grid((1, 28, 28), (8,) * 8) == (2, 2)
    assert cell_grid((1, 1, 9), (8, 8)) == (1, 9)


def test_the_signal_survives_the_start() -> None:
    torch.manual_seed(0)
    shape, channels = (1, 28, 28), (32, 64)
    z = conv_encoder(shape, channels, 16)(torch.randn(32, *shape))
    logits = conv_decoder(16, channels, shape)(torch.randn(32, 16, 7, 7))
    assert 0.4 < z.std().item() < 2
    assert 0.4 < logits.std().item() < 2
    assert logits.mean().item() == pytest.approx(-2, abs=0.5)


def test_neighbouring_pixels_are_made_of_as_many_weights() -> None:
    """A map of ones: with equal weights all inner pixels are equal; transposed 3x3 ones are not."""
    decoder = conv_decoder(2, (4, 6), (1, 28, 28))
    for layer in decoder:
        if isinstance(layer, nn.Conv2d):
            nn.init.constant_(layer.weight, 0.1)
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
    inner = decoder(torch.ones(1, 2, 7, 7))[0, 0, 12:16, 12:16]
    torch.testing.assert_close(inner, inner[:1, :1].expand(4, 4))
    checked = nn.ConvTranspose2d(2, 1, 3, stride=2)
    nn.init.constant_(checked.weight, 0.1)
    assert checked(torch.ones(1, 2, 7, 7))[0, 0, 4:8, 4:8].std() > 0.1


def test_the_same_stroke_elsewhere_has_the_same_map() -> None:
    encoder = conv_encoder((1, 24, 24), (4, 6), 3)
    x = torch.zeros(2, 1, 24, 24)
    x[0, 0, 8:11, 8:11] = x[1, 0, 12:15, 12:15] = torch.rand(3, 3)
    here, there = encoder(x)
    torch.testing.assert_close(here[:, 1:4, 1:4], there[:, 2:5, 2:5])


def test_it_learns() -> None:
    entry = find("conv")
    config = entry.configure({"latent": 4, "channels": (8, 8), "hidden": (32,)})
    model = entry.build((1, 12, 12), config)
    assert isinstance(model, Conv)
    x = torch.zeros(24, 1, 12, 12)
    for number in range(24):
        x[number, 0, number % 8 : number % 8 + 4, number // 8 * 3 : number // 8 * 3 + 4] = 1
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    errors = []
    for _ in range(60):
        error = (x - model.decode(model.encode(x).mean)).square().sum() / len(x)
        optimizer.zero_grad()
        torch.autograd.backward(error)
        optimizer.step()
        errors.append(error.item())
    assert errors[-1] < 0.3 * errors[0]
