"""A widget in the colours of a theme and at the density of a picture, whatever the screen has."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aeviewer.app.look.dressing import palette
from aeviewer.app.look.style import sheet
from aeviewer.app.look.theme import Theme

_DENSITY = ("devicePixelRatio", "devicePixelRatioF")


def dress(root: QWidget, theme: Theme) -> None:
    """Dress a widget and all that are in it as the window is dressed in a theme.

    To be called again when there are new ones: below a style sheet no palette is inherited.
    """
    if root.styleSheet() != (wanted := sheet(theme)):
        root.setStyleSheet(wanted)
    made = palette(theme)
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.testAttribute(Qt.WidgetAttribute.WA_SetPalette):
            widget.setPalette(made)


def pin(root: QWidget, density: float) -> None:
    """Have a widget and all that are in it count so many device pixels to a pixel.

    Qt would name those of a screen, which a picture has nothing to do with; our views ask for them
    where they paint.
    """
    for widget in (root, *root.findChildren(QWidget)):
        for name in _DENSITY:
            setattr(widget, name, lambda: density)
