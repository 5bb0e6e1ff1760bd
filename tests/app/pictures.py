"""Pictures to show in tests."""

from PySide6.QtGui import QColor, QImage


def plain(width: int = 28, height: int = 28, colour: str = "#ff0000") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def chequered(width: int = 4, height: int = 4) -> QImage:
    image = plain(width, height, "#000000")
    for x in range(width):
        for y in range(height):
            if (x + y) % 2:
                image.setPixelColor(x, y, QColor("#ffffff"))
    return image
