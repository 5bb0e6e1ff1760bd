"""Before which screen the audience sits, and before which the presenter, as screens come and go."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from aeviewer.app.lecture.chooser import Chooser
from aeviewer.app.lecture.screens import Screen, Seats, distinct, seats
from aeviewer.words import _


class Seating(QObject):
    """Seats the two, and asks for the audience's screen where there are several.

    Attributes:
        chosen: the audience's screen was chosen: its number, from 0.
        moved: the two sit elsewhere.
        told: a sentence for the message bar.
        choice: what was chosen, for as long as the program runs, or None.
    """

    chosen = Signal(int)
    moved = Signal()
    told = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._seats = Seats(0, None)
        self.choice: int | None = None
        self.chooser: Chooser | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_screens_changed)
        app.screenRemoved.connect(self._on_screens_changed)

    @property
    def undecided(self) -> bool:
        """Whether there are several screens for the audience, and nobody has chosen one."""
        return self.choice is None and len(distinct(_screens())) > 1

    @property
    def audience(self) -> QScreen:
        """The screen that the audience sees."""
        return QGuiApplication.screens()[self._seats.audience]

    @property
    def presenter(self) -> QScreen | None:
        """The screen that is left to who presents, if there is one."""
        seat = self._seats.presenter
        return None if seat is None else QGuiApplication.screens()[seat]

    def ask(self) -> None:
        """Ask for the screen of the audience."""
        screens = _screens()
        self.chooser = Chooser(screens, seats(screens).audience, self._window)
        self.chooser.chosen.connect(self._on_chosen)
        self.chooser.finished.connect(self.chooser.deleteLater)
        self.chooser.open()

    def take(self, wanted: int | None) -> None:
        """Seat the audience before that screen, from 0, or else before the best there is.

        That it is not there is told; the lecture goes on, for people are waiting.
        """
        screens = _screens()
        if wanted is not None and not 0 <= wanted < len(screens):
            self._tell_of_lack(wanted, len(screens))
        self._seats = seats(screens, wanted)

    def swap(self) -> None:
        """Let the two change their screens, if each has one."""
        before = self._seats
        if before.presenter is not None:
            self._seats = Seats(before.presenter, before.audience)
            self.moved.emit()

    def _on_chosen(self, number: int) -> None:
        self.choice = number
        self.chosen.emit(number)

    def _tell_of_lack(self, wanted: int, count: int) -> None:
        there = _("there is one only") if count == 1 else _("there are {count}").format(count=count)
        words = _("Screen {wanted} is not here: {there}.")
        self.told.emit(words.format(wanted=wanted + 1, there=there))

    def _on_screens_changed(self, _screen: QScreen) -> None:
        """A screen was plugged in or out: the audience's window fills one that is there."""
        QTimer.singleShot(0, self, self._sit_anew)

    def _sit_anew(self) -> None:
        there = QGuiApplication.screens()
        if self._window.screen() in there:  # else there is none at all, as when a lid is closed
            self._seats = seats(_screens(), there.index(self._window.screen()))
            self.moved.emit()


def _screens() -> list[Screen]:
    primary = QGuiApplication.primaryScreen()
    found = []
    for screen in QGuiApplication.screens():
        at = screen.geometry()
        place = (at.x(), at.y(), at.width(), at.height())
        found.append(Screen(screen.name(), *place, primary=screen is primary))
    return found
