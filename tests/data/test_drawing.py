"""Drawings become images as MNIST's digits did."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from aeviewer.data import idx_folder
from aeviewer.data.drawing import as_digit, as_picture


def test_the_ink_takes_twenty_pixels_and_its_mass_is_in_the_middle() -> None:
    ink = torch.zeros(280, 280)
    ink[30:130, 200:240] = 1  # an upright bar in a corner
    image = as_digit(ink, (1, 28, 28))[0]
    rows, columns = (image > 0.05).any(1).nonzero(), (image > 0.05).any(0).nonzero()
    assert rows[-1] - rows[0] + 1 == 20
    assert 7 <= columns[-1] - columns[0] + 1 <= 9
    places = torch.arange(28) + 0.5
    for weights in (image.sum(0), image.sum(1)):
        assert float((weights * places).sum() / weights.sum()) == pytest.approx(14.5, abs=0.55)


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 32, 20), (1, 8, 8), (1, 1, 1)])
def test_any_shape(shape: tuple[int, int, int]) -> None:
    ink = torch.zeros(100, 140)
    assert torch.equal(as_digit(ink, shape), torch.zeros(shape))
    ink[10:90, 3:9] = 1
    for made in (as_digit(ink, shape), as_picture(ink, shape)):
        assert made.shape == shape
        assert 0 <= made.min() <= made.max() <= 1
    assert as_digit(ink, shape).max() > 0.5


def test_where_the_mass_is_off_the_box_stays_inside() -> None:
    ink = torch.zeros(100, 100)
    ink[:, :2] = 1
    ink[98:, :] = 1
    assert as_digit(ink, (1, 28, 28)).sum() > 0


def test_a_picture_lies_as_it_was_drawn() -> None:
    ink = torch.zeros(100, 100)
    ink[:50, :50] = 1
    made = as_picture(ink, (1, 10, 10))[0]
    assert made[1, 1] == pytest.approx(1)
    assert made[8, 8] == pytest.approx(0)


@pytest.mark.real
def test_a_digit_of_mnist_comes_back_as_it_was(real_data: Callable[[str], Path]) -> None:
    x = idx_folder.load(real_data("MNIST"), "mnist").test.floats(slice(50))
    errors = []
    for image in x:
        large = F.interpolate(image[None], (280, 280), mode="bicubic").clamp(0, 1)[0, 0]
        moved = F.pad(large, (90, 10, 20, 200))  # it was drawn elsewhere on a larger sheet
        error = (as_digit(moved, (1, 28, 28)) - image).square().sum()
        errors.append(float(error / image.square().sum()))
    assert sum(errors) / len(errors) < 0.2  # a shift by one pixel makes 0.5 of it
