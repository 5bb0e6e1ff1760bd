"""The honesty of the path: four numbers along it, each with its words and its value at t."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.fonts import write_numbers, write_small
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import LIGHT, Theme
from aeviewer.app.views.map.hover import HoverCard
from aeviewer.app.views.path.profile import Profile, Values
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

NAMES = ("density", "nearest", "speed", "return")
"""The measures, from the top down."""

_TITLES = 178  # pixels, in which each title and its symbol have room
_VALUES = 76  # pixels of a number
_SLIM_VALUES = 56  # of one of few characters, where room is scarce
_TO_COME = "\N{HORIZONTAL ELLIPSIS}"
_NONE = "\N{EN DASH}"


@dataclass(frozen=True, eq=False)
class Measure:
    """One number along the path.

    Attributes:
        name: which one, of `NAMES`.
        title: what it says, in plain words.
        symbol: how the field writes it, with its unit.
        values: (K,) at even places of the path; empty where it is to come or cannot be had.
        floor: where its scale begins; None to begin at its least value.
        lack: what is missing, in a sentence.
    """

    name: str
    title: str
    symbol: str
    values: Values
    floor: float | None = 0.0
    lack: str = ""


class HonestyRows(QObject):
    """Rows of a grid: words below the path's beginning, a curve below its strip, a value.

    Attributes:
        pointed: the mouse points at a place whose nearest sample has this number.
    """

    pointed = Signal(int)

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._store, self._host = store, parent
        self._nearest: NDArray[np.int64] = np.empty(0, np.int64)
        self._at: tuple[float, QPoint] | None = None
        self._card: HoverCard | None = None
        self._theme = LIGHT
        self.rows = {name: Row() for name in NAMES}
        for row in self.rows.values():
            row.profile.moved.connect(self._on_moved)
            row.profile.taken.connect(self._on_taken)
            row.profile.released.connect(store.settle)
        watch(self, store, self._show_t, "t")
        self._show_t(store.view)

    def add_to(self, grid: QGridLayout, first: int) -> None:
        """Take the first three columns of four rows of a grid."""
        for number, row in enumerate(self.rows.values()):
            for column, part in enumerate((row.title, row.profile, row.value)):
                grid.addWidget(part, first + number, column)

    def set_look(self, *, shown: bool, titles: bool, slim: bool = False) -> None:
        """Show the rows or not, with their titles or, where there is no room for them, without.

        Args:
            shown: whether the rows are seen.
            titles: whether their titles are.
            slim: whether each is as high as one line: their symbols are in the tool tips alone.
        """
        for row in self.rows.values():
            row.set_slim(slim)
            row.title.setVisible(shown and titles)
            row.profile.setVisible(shown)
            row.value.setVisible(shown)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        for row in self.rows.values():
            row.profile.set_theme(theme)
        if self._card is not None:
            self._card.set_theme(theme)

    def set_held(self, on: bool) -> None:
        """Say whether the cursor is where the path's slider is."""
        for row in self.rows.values():
            row.profile.set_held(on)

    def show_measures(self, measures: Sequence[Measure]) -> None:
        """Show some of the measures anew."""
        for measure in measures:
            self.rows[measure.name].show_measure(measure)
        self._show_t(self._store.view)

    def set_nearest(self, numbers: NDArray[np.int64]) -> None:
        """Take the numbers of the nearest samples (K,) at even places; empty without any."""
        self._nearest = numbers
        self._hide_card()

    def set_preview(self, sample: int, image: QImage | None, caption: str) -> None:
        """Show a sample beside the mouse, if it still points there."""
        if self._at is None or self._sample(self._at[0]) != sample:
            return
        if self._card is None:
            self._card = HoverCard(self._host.window())
            self._card.set_theme(self._theme)
        t, at = self._at
        apart = self.rows["nearest"].profile.value(t)
        self._card.show_sample(
            image,
            _("{caption}\nat a distance of {apart}").format(caption=caption, apart=written(apart)),
            at,
        )
        top = self._host.mapTo(self._host.window(), QPoint(0, 0)).y()
        self._card.move(self._card.x(), max(top - self._card.height(), 0))  # the curves stay clear
        self._card.raise_()

    def _sample(self, t: float) -> int | None:
        count = len(self._nearest)
        return int(self._nearest[round(t * (count - 1))]) if count else None

    def _on_moved(self, t: float | None) -> None:
        profile = self.sender()
        sample = None if t is None else self._sample(t)
        if t is None or sample is None or not isinstance(profile, Profile):
            self._hide_card()
            return
        place = QPoint(round(profile.pixel(t)), profile.height() // 2)
        self._at = t, profile.mapTo(self._host.window(), place)
        self.pointed.emit(sample)

    def _on_taken(self, t: float) -> None:
        self._store.set(t=t)

    def _hide_card(self) -> None:
        self._at = None
        if self._card is not None:
            self._card.hide()

    def _show_t(self, view: View) -> None:
        for row in self.rows.values():
            row.show_t(view.t)


class Row:
    """One measure: its title, its curve, its value at t."""

    def __init__(self) -> None:
        self.title, self.profile, self.value = QLabel(), Profile(), QLabel()
        self._measure: Measure | None = None
        for label in (self.title, self.value):
            label.setTextFormat(Qt.TextFormat.PlainText)
        write_small(self.title)
        write_numbers(self.value)
        self._slim = True
        self.set_slim(False)

    @property
    def measure(self) -> Measure | None:
        """The measure, as it was shown last."""
        return self._measure

    def set_slim(self, slim: bool) -> None:
        """Take no more height than one line does; or what it likes."""
        if slim == self._slim:
            return
        self._slim = slim
        sized(self.title, QWidget.setMinimumWidth, 0 if slim else _TITLES)
        sized(self.value, QWidget.setMinimumWidth, _SLIM_VALUES if slim else _VALUES)
        self.profile.set_slim(slim)
        self._show_title()

    def _show_title(self) -> None:
        if (measure := self._measure) is not None:
            symbol = "" if self._slim else f"\n{measure.symbol}"
            self.title.setText(f"{measure.title}{symbol}")

    def show_measure(self, measure: Measure) -> None:
        """Show a measure, or what it lacks."""
        self._measure = measure
        self._show_title()
        if measure.lack:
            self.profile.show_lack(measure.lack)
        else:
            self.profile.show_values(measure.values, measure.floor)
        self.profile.setAccessibleName(_("{title}, along the path").format(title=measure.title))

    def show_t(self, t: float) -> None:
        """Say the value at a place."""
        self.profile.set_t(t)
        measure = self._measure
        if measure is None:
            return
        value = self.profile.value(t)
        known = written(value) if math.isfinite(value) else _TO_COME
        self.value.setText(_NONE if measure.lack else known)
        said = f"{measure.title}, {measure.symbol}: {measure.lack or known}"
        self.value.setAccessibleName(said)
        low, high = map(written, self.profile.bounds)
        span = (
            _("; from {low} to {high} along this path").format(low=low, high=high)
            if len(measure.values)
            else ""
        )
        for part in (self.title, self.profile, self.value):
            part.setToolTip(tip(said + span))


def written(value: float) -> str:
    """Write a number with three significant digits and a true minus."""
    return three_digits(value).replace("-", "\N{MINUS SIGN}", 1)
