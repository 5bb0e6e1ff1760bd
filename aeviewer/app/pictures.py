"""The one place that knows both tensors and QImage."""

import numpy as np
from PySide6.QtGui import QImage
from torch import Tensor

_GREY, _COLOUR = 1, 3


def picture(image: Tensor) -> QImage:
    """Make a QImage of one image (C, H, W): uint8, or floats in [0, 1].

    One channel is grey, three are colour; of any other number the first is shown.
    """
    pixels = image if not image.is_floating_point() else image.clamp(0, 1).mul(255).round().byte()
    channels, height, width = pixels.shape
    shown = pixels if channels == _COLOUR else pixels[:_GREY]
    array = np.ascontiguousarray(shown.cpu().permute(1, 2, 0).numpy())
    form = QImage.Format.Format_RGB888 if channels == _COLOUR else QImage.Format.Format_Grayscale8
    stride = width * array.shape[2]
    return QImage(array.tobytes(), width, height, stride, form).copy()


def mosaic(images: Tensor, columns: int) -> QImage:
    """Make one QImage of N images (N, C, H, W), row by row; each stands in the middle of a square.

    Where an image is not square, the square's bars are black, as is what is missing at the end.
    """
    count, channels, height, width = images.shape
    side, rows = max(height, width), -(-count // columns)
    squares = images.new_zeros(rows * columns, channels, side, side)
    top, left = (side - height) // 2, (side - width) // 2
    squares[:count, :, top : top + height, left : left + width] = images
    grid = squares.reshape(rows, columns, channels, side, side).permute(2, 0, 3, 1, 4)
    return picture(grid.reshape(channels, rows * side, columns * side))


def pictures(images: Tensor) -> list[QImage]:
    """Make a QImage of each of (N, C, H, W)."""
    return [picture(image) for image in images]
