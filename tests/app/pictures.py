"""Pictures to show in tests."""

import io

import numpy as np
from PIL import Image
from PySide6.QtGui import QColor, QImage

from aeviewer.data import own


def plain(width: int = 28, height: int = 28, colour: str = "#ff0000") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def of_ones_own() -> str:
    """A slanted line on white paper, as a view keeps an image that was dropped."""
    paper = np.full((40, 40), 255, np.uint8)
    for row in range(8, 32):
        paper[row, row - 4 : row + 2] = 0
    data = io.BytesIO()
    Image.fromarray(paper).save(data, "PNG")
    return own.read(data.getvalue())


def chequered(width: int = 4, height: int = 4) -> QImage:
    image = plain(width, height, "#000000")
    for x in range(width):
        for y in range(height):
            if (x + y) % 2:
                image.setPixelColor(x, y, QColor("#ffffff"))
    return image
