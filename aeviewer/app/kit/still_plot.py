"""What plots have in common. It is imported late: pyqtgraph takes a quarter of a second."""

from collections.abc import Mapping

import pyqtgraph as pg
from PySide6.QtCore import Qt

from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import Theme


class StillPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot to be looked at: no menu (its SVG export crashes Qt), no buttons, no dragging."""

    def __init__(
        self, theme: Theme, axes: Mapping[str, pg.AxisItem], labels: Mapping[str, str]
    ) -> None:
        """Make it, without its colours.

        Args:
            theme: for what is drawn; `set_theme` is called once that can be drawn.
            axes: others than the usual ones, by their sides.
            labels: of axes, by their sides.
        """
        super().__init__(axisItems=dict(axes), enableMenu=False)
        self._theme = theme
        self._sides = tuple(dict.fromkeys(("left", "bottom", *axes)))
        menu = self.plotItem.ctrlMenu  # made whatever one says, and else nobody's
        menu.setParent(self, menu.windowFlags())  # without its flags it would lie open on the plot
        self.scene().contextMenu = []
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for side in axes:
            self.showAxis(side)
        for side, label in labels.items():
            self.setLabel(side, label)
        sized(self, StillPlot._set_fonts)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of paper and axes."""
        self._theme = theme
        self.setBackground(theme.panel)
        for side in self._sides:
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(theme.hairline, width=self._dense(1)))
            axis.setTextPen(theme.quiet)

    def _dense(self, width: float) -> float:
        """The width of a cosmetic pen, which Qt counts in pixels of the device."""
        density: float = self.devicePixelRatioF()
        return width * density

    def _set_fonts(self) -> None:
        font = caption_font(self.font())
        for side in self._sides:
            axis = self.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickFont=font)
            axis.label.setFont(font)
