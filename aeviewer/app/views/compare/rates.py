"""Rate and distortion: the plot, what was counted how, and the figures as words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.kit import boxes
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.views.compare.rate_plot import RatePlot

_INVITATION = N_("Bits of a picture against its error draw themselves here.")
_PARTS = 1000
_LEAST = 160  # pixels of height, below which no curve can be followed


@dataclass(frozen=True)
class Spot:
    """One way to write a picture.

    Attributes:
        label: what is chosen: a number of components, a quality, bits of a number.
        bits: of a picture, on average.
        psnr: of the mean squared error, in dB.
        sse: squared error summed over the pixels, on average.
    """

    label: str
    bits: float
    psnr: float
    sse: float


@dataclass(frozen=True)
class Series:
    """One codec, from few bits to many.

    Attributes:
        name: tells it from the others.
        title: how it is called.
        spots: what it can do.
        baseline: it is no model, but what models are measured by.
        about: how its bits are counted, in a sentence.
    """

    name: str
    title: str
    spots: tuple[Spot, ...]
    baseline: bool = False
    about: str = ""


class RatesView(QWidget):
    """Shows series as they come.

    Attributes:
        stopped: the measuring is to end.
        wanted: it is to begin again.
    """

    stopped = Signal()
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._series: tuple[Series, ...] = ()
        self._pixels = 1
        self._plot: RatePlot | None = None
        self._bar, self._stop = QProgressBar(), QPushButton(_("Stop"))
        self._caption, self._empty = quiet(), quiet()
        self._pages, self._legend = QStackedWidget(), QWidget()
        self._line = Wrapping(self._legend, gap=SPACES[2])
        self._entries: list[_Entry] = []
        self._going = False
        self._build()
        self._stop.clicked.connect(self._on_stop)
        self.set_empty(_(_INVITATION))

    @property
    def series(self) -> tuple[Series, ...]:
        """What is shown."""
        return self._series

    @property
    def caption(self) -> str:
        """What is said of the pictures and of the bits."""
        return self._caption.text()

    @property
    def missing(self) -> str:
        """What is said while there is nothing to show."""
        return "" if self._series else self._empty.text()

    def set_empty(self, text: str) -> None:
        """Say what is missing, or what is to come; with series on show it is not seen."""
        self._empty.setText(text)

    def set_series(self, series: Sequence[Series], pixels: int) -> None:
        """Show these; a picture has so many numbers."""
        self._series, self._pixels = tuple(series), pixels
        if self._series:
            self._made_plot().set_series(self._series, pixels)
        self._pages.setCurrentIndex(1 if self._series else 0)
        self._show_legend()
        self.setAccessibleDescription("\n".join(map(_told, self._series)))

    def set_caption(self, text: str) -> None:
        """Say how bits are counted, and on which pictures."""
        self._caption.setText(text)

    def set_progress(self, done: float | None) -> None:
        """Show how much is measured, from 0 to 1; None for nothing under way."""
        self._going = done is not None
        self._bar.setVisible(self._going)
        self._bar.setValue(round((done or 0) * _PARTS))
        self._stop.setText(_("Stop") if self._going else _("Measure"))
        self._stop.setAccessibleName(self._stop.text())

    def set_able(self, able: bool, *, complete: bool) -> None:
        """Offer to measure, unless all is measured or nothing can be."""
        self._stop.setVisible(able and not complete)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        if self._plot is not None:
            self._plot.set_theme(theme)
        self._show_legend()

    def _made_plot(self) -> "RatePlot":
        """The plot, which is made when there is something to draw."""
        from aeviewer.app.views.compare.rate_plot import RatePlot

        if self._plot is None:
            self._plot = RatePlot(self._theme)
            self._pages.addWidget(self._plot)
        return self._plot

    def _show_legend(self) -> None:
        for entry in self._entries:
            self._line.removeWidget(entry)
            entry.deleteLater()
        self._entries = []
        for series in self._series:
            self._entries.append(_Entry(series, self._made_plot().swatch(series.name)))
            self._line.addWidget(self._entries[-1])
        self._legend.updateGeometry()

    def _on_stop(self) -> None:
        (self.stopped if self._going else self.wanted).emit()

    def _build(self) -> None:
        self.setAccessibleName(_("Rate and distortion"))
        self._bar.setRange(0, _PARTS)
        self._bar.setTextVisible(False)
        sized(self._bar, QWidget.setFixedHeight, SPACES[1])
        self._bar.setAccessibleName(_("Measured"))
        self._stop.setToolTip(_("End, or begin, to measure what is not measured yet"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._empty)
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._pages.setMinimumHeight(_LEAST)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(SPACES[2])
        head.addWidget(self._bar, 1)
        head.addStretch()
        head.addWidget(self._stop)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACES[1])
        column.addLayout(head)
        column.addWidget(self._legend)
        column.addWidget(self._pages, 1)
        column.addWidget(self._caption)
        self.set_progress(None)


class _Entry(QWidget):
    """A line of the legend."""

    def __init__(self, series: Series, swatch: QPixmap) -> None:
        super().__init__()
        picture, words = QLabel(), QLabel(series.title, textFormat=Qt.TextFormat.PlainText)
        picture.setPixmap(swatch)
        self.setToolTip(tip(series.about))
        row = boxes.row(self, SPACES[0])
        row.addWidget(picture)
        row.addWidget(words)


def _told(series: Series) -> str:
    spots = "; ".join(
        _("{label}: {bits} bits, {psnr} dB").format(
            label=spot.label, bits=three_digits(spot.bits), psnr=three_digits(spot.psnr)
        )
        for spot in series.spots
    )
    return f"{series.title}: {spots}"
