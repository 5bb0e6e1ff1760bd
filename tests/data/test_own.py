"""An image of one's own: what is read, what is refused, and what a model is given of it."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from aeviewer.data import own
from aeviewer.data.drawing import as_digit
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError


def a_line() -> np.ndarray:
    """White on black, upright, off the middle."""
    found = np.zeros((60, 80), np.uint8)
    found[10:40, 50:58] = 255
    return found


def seen(image: Image.Image, path: Path, exif: Image.Exif | None = None) -> Tensor:
    image.save(path, exif=exif or Image.Exif())
    return own.pixels(own.read(path))


def centre(image: Tensor) -> tuple[float, float]:
    grey = image.mean(0)
    rows = (torch.arange(grey.shape[0]) + 0.5) * grey.sum(1)
    columns = (torch.arange(grey.shape[1]) + 0.5) * grey.sum(0)
    return float(rows.sum() / grey.sum()), float(columns.sum() / grey.sum())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_all_modes_are_read(mode: str, tmp_path: Path) -> None:
    grey = Image.fromarray(a_line())
    if mode == "I;16":
        image = Image.fromarray(a_line().astype(np.uint16) * 257)
    elif mode == "F":
        image = Image.fromarray(a_line().astype(np.float32) / 255)
    else:
        image = grey.convert(mode)
    form = "tiff" if mode in {"CMYK", "F"} else "png"
    found = seen(image, tmp_path / f"line.{form}")
    assert found.shape[1:] == (60, 80)
    assert found[:, 20, 54].min() > 0.95
    assert found[:, 20, 20].max() < 0.05


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    black = np.zeros((40, 40, 4), np.uint8)
    black[10:30, 18:22, 3] = 255
    found = seen(Image.fromarray(black), tmp_path / "ink.png")
    assert found[:, 0, 0].min() == 1
    assert found[:, 20, 20].max() == 0


def test_a_photo_is_turned_upright_and_kept_small(tmp_path: Path) -> None:
    wide = Image.new("RGB", (600, 300), "red")
    turned = Image.Exif()
    turned[0x0112] = 6
    found = seen(wide, tmp_path / "photo.jpg", exif=turned)
    assert found.shape == (3, 128, 64)
    assert found[0].mean() > 0.95


@pytest.mark.parametrize("paper", [0, 255, 90])
@pytest.mark.parametrize("colour", [False, True])
def test_ink_is_centred_whatever_the_colours(paper: int, colour: bool) -> None:
    grey = torch.full((60, 80), paper / 255)
    grey[10:40, 50:58] = 1 - round(paper / 255)
    image = grey.expand(3 if colour else 1, -1, -1)
    found = own.as_input(image, (1, 28, 28), centred=True)
    assert found.max() > 0.9
    assert centre(found) == pytest.approx((14.5, 14.5), abs=0.6)
    tall = (found[0] > 0.5).any(1).sum()
    assert tall == 20
    torch.testing.assert_close(found, as_digit((torch.from_numpy(a_line()) / 255), (1, 28, 28)))


def test_noise_of_the_paper_is_no_ink() -> None:
    generator = torch.Generator().manual_seed(0)
    image = 0.95 + 0.05 * torch.rand(1, 40, 40, generator=generator)
    image[0, 15:25, 18:22] = 0.0
    found = own.ink(image)
    assert (found > 0).sum() == 40


def test_a_digit_of_the_data_comes_back_as_it_was(tmp_path: Path) -> None:
    digit = open_data("digits").test.pixels[3]
    text = own.read(_saved(tmp_path / "digit.png", digit[0].numpy()))
    found = own.as_input(own.pixels(text), (1, 8, 8), centred=False)
    torch.testing.assert_close(found, digit / 255)


@pytest.mark.parametrize("shape", [(3, 20, 20), (3, 16, 24), (1, 12, 30)])
def test_the_whole_is_fitted_in(shape: tuple[int, int, int]) -> None:
    image = torch.rand(3, 40, 80)
    found = own.as_input(image, shape, centred=False)
    assert found.shape == shape
    rows, columns = found.sum(0).sum(1) > 0, found.sum(0).sum(0) > 0
    ratio = columns.sum() / rows.sum()
    assert ratio == pytest.approx(2.0, rel=0.12)
    assert rows.all() or columns.all()
    if shape[0] == 3:
        np.testing.assert_allclose(found.sum() / (rows.sum() * columns.sum()), 1.5, rtol=0.1)


def test_a_plain_image_is_no_ink() -> None:
    assert own.as_input(torch.full((1, 9, 9), 0.5), (1, 28, 28), centred=True).sum() == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no image at all", "no image that can be read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no image that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no image that can be read"),
        (b"\x89PNG\r\n\x1a\n", "no image that can be read"),
    ],
)
def test_what_is_no_image_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    for source in (path, content):
        with pytest.raises(UserError, match=says):
            own.read(source)


def test_what_is_cut_off_missing_or_huge_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.fromarray(a_line()).save(whole, "PNG")
    with pytest.raises(UserError, match="no image that can be read"):
        own.read(whole.getvalue()[:60])
    with pytest.raises(UserError, match="is no file"):
        own.read(tmp_path / "missing.png")
    with pytest.raises(UserError, match="is no file"):
        own.read(tmp_path)
    with pytest.raises(UserError, match="clipboard"):
        own.read(b"")
    for edge in (7_100, 14_000):
        path = tmp_path / "bomb.png"
        Image.new("1", (edge, edge)).save(path)
        with pytest.raises(UserError, match="pixels"):
            own.read(path)


@pytest.mark.parametrize(
    "text", ["no base64!", "bm8gaW1hZ2U=", base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()]
)
def test_a_text_that_is_no_image_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="own image"):
        own.pixels(text)


def test_a_text_that_was_made_larger_is_refused() -> None:
    large = io.BytesIO()
    Image.new("L", (129, 4)).save(large, "PNG")
    with pytest.raises(UserError, match="129 x 4"):
        own.pixels(base64.b64encode(large.getvalue()).decode())


def _saved(path: Path, array: np.ndarray) -> Path:
    Image.fromarray(array).save(path)
    return path
