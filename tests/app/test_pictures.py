import numpy as np
import pytest
import torch
from torch import Tensor

from aeviewer.app.pictures import picture, pictures


def _seen(image: Tensor) -> list[list[tuple[int, int, int]]]:
    found = picture(image)
    return [
        [found.pixelColor(x, y).toTuple()[:3] for x in range(found.width())]  # type: ignore[index]  # a tuple
        for y in range(found.height())
    ]


@pytest.mark.parametrize("shape", [(1, 3, 5), (3, 4, 7), (1, 1, 1), (3, 2, 2)])
def test_bytes_are_shown_as_they_are(shape: tuple[int, int, int]) -> None:
    pixels = torch.randint(0, 256, shape, generator=torch.Generator().manual_seed(1))
    wanted = pixels.expand(3, *shape[1:]).permute(1, 2, 0)
    assert np.array_equal(np.array(_seen(pixels.byte())), wanted.numpy())


def test_floats_are_rounded_and_held() -> None:
    image = torch.tensor([[[-1.0, 0.0, 0.5, 1.0, 7.0]]])
    assert [red for red, _, _ in _seen(image)[0]] == [0, 0, 128, 255, 255]


@pytest.mark.parametrize("channels", [2, 4, 5])
def test_of_other_numbers_of_channels_the_first_is_shown(channels: int) -> None:
    image = torch.rand(channels, 3, 4)
    assert picture(image) == picture(image[:1])


def test_a_view_of_another_tensor() -> None:
    image = torch.rand(3, 8, 6).transpose(1, 2)[:, ::2]
    assert picture(image) == picture(image.contiguous())


def test_a_picture_outlives_its_tensor() -> None:
    image = torch.full((1, 4, 4), 0.5)
    found = picture(image)
    image.fill_(1)
    assert found.pixelColor(0, 0).red() == 128


def test_each_of_many() -> None:
    images = torch.rand(3, 1, 2, 2)
    assert pictures(images) == [picture(image) for image in images]
    assert pictures(images[:0]) == []
