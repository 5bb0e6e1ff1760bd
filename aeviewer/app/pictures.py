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


def pictures(images: Tensor) -> list[QImage]:
    """Make a QImage of each of (N, C, H, W)."""
    return [picture(image) for image in images]
