"""The presenter's clocks: the time gone, of the minutes planned, and the time of day."""

import datetime as dt

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.lecture.stopwatch import Stopwatch, spelt
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import _

_PERIOD = 250  # milliseconds: no second is skipped


class Timing(QWidget):
    """Shows a stopwatch, with buttons to pause it and to set it to nothing."""

    def __init__(self, watch: Stopwatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._minutes: int | None = None
        self.gone, self.clock = QLabel(), QLabel()
        self.pause, self.reset = QPushButton(), QPushButton(_("Reset"))
        self._timer = QTimer(self, interval=_PERIOD)
        self._timer.timeout.connect(self.refresh)
        self.pause.clicked.connect(self._on_pause_clicked)
        self.reset.clicked.connect(self._on_reset_clicked)
        self._build()
        self.refresh()

    def set_minutes(self, minutes: int | None) -> None:
        """Say how long the lesson is planned to take."""
        self._minutes = minutes
        self.refresh()

    def refresh(self) -> None:
        """Show the time as it is now."""
        self.gone.setText(self._words())
        self.clock.setText(f"{dt.datetime.now().astimezone():%H:%M}")
        self.pause.setText(_("Pause") if self._watch.running else _("Start"))

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the time while somebody looks."""
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._timer.stop()

    def _words(self) -> str:
        gone = spelt(self._watch.seconds)
        if self._minutes is None:
            return gone
        over = self._watch.seconds - 60 * self._minutes
        late = _(", {over} over").format(over=spelt(over)) if over >= 1 else ""
        return _("{gone} of {minutes}:00{late}").format(gone=gone, minutes=self._minutes, late=late)

    def _on_pause_clicked(self) -> None:
        if self._watch.running:
            self._watch.pause()
        else:
            self._watch.start()
        self.refresh()

    def _on_reset_clicked(self) -> None:
        self._watch.reset()
        self.refresh()

    def _build(self) -> None:
        self.gone.setAccessibleName(_("Time gone"))
        self.gone.setToolTip(_("Minutes since the lecture began, of those its lesson plans"))
        self.clock.setAccessibleName(_("Time of day"))
        self.clock.setToolTip(_("Time of day"))
        self.pause.setToolTip(_("Stop the clock of the lecture, or let it go on"))
        self.reset.setToolTip(_("Set the clock of the lecture to nothing"))
        for label in (self.gone, self.clock):
            write_numbers(label, TYPE[3])
        row = boxes.row(self, SPACES[1])
        for widget in (self.gone, self.pause, self.reset):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.clock)
