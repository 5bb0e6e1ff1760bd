import math

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from aeviewer.data import digits, shapes
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError


def check(data: DataSet, sizes: tuple[int, int]) -> None:
    assert (len(data.train), len(data.test)) == sizes
    for part in (data.train, data.test):
        assert part.pixels.dtype == torch.uint8
        assert part.labels is not None
        assert part.labels.dtype == torch.int64
        assert set(part.labels.tolist()) == set(range(len(part.classes)))
        assert int(part.pixels.max()) == 255


def test_digits_are_split_as_scikit_learn_would() -> None:
    whole = load_digits()
    parts = train_test_split(
        np.arange(len(whole.target)), test_size=360, stratify=whole.target, random_state=0
    )
    data = digits.load()
    for part, images in zip(parts, (data.train, data.test), strict=True):
        index = np.sort(part)
        pixels = np.rint(whole.images[index] * (255 / 16)).astype(np.uint8)
        assert np.array_equal(images.pixels[:, 0], pixels)
        assert images.labels is not None
        assert np.array_equal(images.labels, whole.target[index])


def test_the_digits_without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digits, "find_spec", lambda _name: None)
    with pytest.raises(UserError, match="install scikit-learn"):
        digits.load()


def test_digits() -> None:
    data = open_data("digits")
    check(data, (1437, 360))
    assert data.train.shape == (1, 8, 8)
    assert len(set(data.train.pixels.flatten().tolist())) == 17
    assert data.test.labels is not None
    counts = data.test.labels.bincount()
    assert counts.min() >= 35
    again = digits.load()
    assert torch.equal(again.test.pixels, data.test.pixels)


def test_shapes_are_the_same_each_time() -> None:
    data, again, other = open_data("shapes"), shapes.load(), shapes.load(seed=1)
    check(data, (12_000, 2_000))
    assert data.train.shape == (1, 32, 32)
    assert torch.equal(data.train.pixels, again.train.pixels)
    assert not torch.equal(data.train.pixels, other.train.pixels)


def test_shapes_are_where_their_factors_say() -> None:
    data = shapes.load().test
    weight = data.pixels[:, 0].double()
    mass = weight.sum((1, 2))
    pixel = torch.arange(32) + 0.5
    across = (weight.sum(1) * pixel).sum(1) / mass
    down = (weight.sum(2) * pixel).sum(1) / mass
    assert (across - 8 - 16 * data.factors["x"]).abs().max() < 0.1
    assert (down - 8 - 16 * data.factors["y"]).abs().max() < 0.1
    assert not weight[:, [0, -1], :].any()
    assert not weight[:, :, [0, -1]].any()


def test_shapes_have_the_area_of_their_outline() -> None:
    data = shapes.load().test
    area = data.pixels.double().sum((1, 2, 3)) / 255
    heart = 49 + math.pi * 3.5**2  # a square and two half discs
    full = torch.tensor([100.0, math.pi * 7 * 3.5, heart])
    expected = full[data.factors["shape"]] * data.factors["scale"] ** 2
    assert (area / expected - 1).abs().max() < 0.08


def test_a_quarter_turn_is_a_quarter_turn() -> None:
    one, centre = torch.ones(3), torch.full((3,), 0.5)
    upright, turned = (
        shapes.render(torch.arange(3), one, turn * one, centre, centre) for turn in (0, math.pi / 2)
    )
    difference = turned.int() - upright.rot90(-1, (2, 3)).int()
    assert difference.abs().max() <= 1


def test_no_test_image_was_trained_on() -> None:
    data = shapes.load()
    parts = (data.train, data.test)
    drawn = torch.cat([torch.stack(tuple(part.factors.values()), 1) for part in parts])
    assert len(set(map(tuple, drawn.tolist()))) == 14_000
