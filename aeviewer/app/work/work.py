"""All that helps one at work, made and linked: what each of the actions of this kind calls."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QIcon

from aeviewer.app.actions.table import GROUPS, Group
from aeviewer.app.layout import Parts
from aeviewer.app.state import States
from aeviewer.app.telling.dialogs import ask_session, ask_session_target
from aeviewer.app.window import Window
from aeviewer.app.work.arrangement import Arrangement
from aeviewer.app.work.cheat_sheet import CheatSheet
from aeviewer.app.work.commands import Commands
from aeviewer.app.work.drops import Drops, Openers
from aeviewer.app.work.languages import LanguageMenu
from aeviewer.app.work.memory import Memory
from aeviewer.app.work.menu import MainMenu
from aeviewer.app.work.palette import Palette
from aeviewer.app.work.recents import Recents
from aeviewer.app.work.tour import Tour
from aeviewer.session.kept import place
from aeviewer.session.store import Store
from aeviewer.words import N_

_ICON = Path(__file__).parents[1] / "icons" / "aeviewer.svg"

ANSWERED = (
    *("menu", "palette", "keys", "tour"),
    *("open_session", "save_session", "reset_layout"),
)
"""Ids of the actions that are answered here."""


class Work(QObject):
    """Makes the palette, the menu and their like, and has them answer the actions.

    Attributes:
        failed: something cannot be opened, read or kept: the sentence why.
        told: a word for the status bar.
        drops: takes what is dropped on the window.
    """

    failed = Signal(object)  # UserError
    told = Signal(str)

    def __init__(
        self,
        window: Window,
        store: Store,
        actions: Mapping[str, QAction],
        parts: Parts,
        states: States,
        openers: Openers,
    ) -> None:
        super().__init__(window)
        window.setWindowIcon(QIcon(str(_ICON)))
        self._window, self._actions, self._parts, self._states = window, actions, parts, states
        self.memory = Memory(self)
        self.recents = Recents(self.memory, store, openers, window)
        self.arrangement = Arrangement(window, self.memory)
        self.palette, self.tour = Palette(window), Tour(window, store, parts)
        self.menu, self.languages = MainMenu(actions, window), LanguageMenu(self.memory, window)
        self.commands = Commands()
        self.drops = Drops(window, openers)
        self._sheet: CheatSheet | None = None
        self._answers: Mapping[str, Callable[[], None]] = {
            "menu": self._open_menu,
            "palette": self._open_palette,
            "keys": self._show_keys,
            "tour": self.tour.begin,
            "open_session": self._ask_session,
            "save_session": self._ask_session_target,
            "reset_layout": self.arrangement.reset,
        }
        self._offer()
        self._connect()

    def act(self, name: str) -> None:
        """Answer one of the actions in `ANSWERED`."""
        self._answers[name]()

    def come_home(self, *, tour: bool) -> None:
        """Arrange the window as it was left, and keep from now on what the next start takes up.

        Args:
            tour: show the tour, if it was never shown.
        """
        self.memory.begin(place())
        self.arrangement.come_back()
        if tour and not self.memory.kept.toured:
            self.memory.keep(self.memory.kept.model_copy(update={"toured": True}))
            QTimer.singleShot(0, self.tour, self.tour.begin)  # once the window is laid out

    def _offer(self) -> None:
        pages = self._parts.pages.actions_to_show
        between = {
            "Map": ((N_("Layer"), self._parts.layers.actions), (N_("Page"), pages)),
            "Train": ((N_("Time"), self._parts.time.actions_to_show),),
        }
        for group in GROUPS:
            self.commands.offer(group, partial(self._of_group, group))
            for name, source in between.get(group, ()):
                self.commands.offer(name, source)
        self.commands.offer(N_("Model"), self._parts.bar.models, passing=True)
        self.commands.offer(N_("Recent file"), self.recents.entries, passing=True)
        self.menu.add("File", self.recents)
        self.menu.add("Window", self.languages)
        self.commands.offer(N_("Language"), self.languages.actions)
        self.menu.insert("Page", pages(), "Train")
        self._parts.bar.offer_menu(self.menu)

    def _of_group(self, group: Group) -> Iterable[QAction]:
        return (self._actions[action.id] for action in GROUPS[group])

    def _connect(self) -> None:
        for part in (self.memory, self.arrangement):
            part.failed.connect(self.failed)
        self.recents.told.connect(self.told)
        self.languages.told.connect(self.told)
        self.palette.done.connect(self._on_done)
        self._states.used.connect(lambda path: self.recents.remember("session", str(path)))
        self._window.closed.connect(self.arrangement.keep)
        self._window.closed.connect(self.tour.end)

    def _on_done(self, name: str) -> None:
        self.memory.keep(self.memory.kept.having_done(name))

    def _open_menu(self) -> None:
        self.menu.open_below(self._parts.bar.button("menu"))

    def _open_palette(self) -> None:
        self.palette.open(self.commands.all(), self.memory.kept.commands)

    def _show_keys(self) -> None:
        if self._sheet is not None:
            self._sheet.close()
            return
        self._sheet = CheatSheet(self.commands.lasting(), self._window)
        self._sheet.failed.connect(self.failed)
        self._sheet.told.connect(self.told)
        self._sheet.finished.connect(self._on_sheet_closed)
        self._sheet.show()

    def _on_sheet_closed(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None

    def _ask_session(self) -> None:
        ask_session(self._window, lambda name: self._states.open(Path(name)))

    def _ask_session_target(self) -> None:
        ask_session_target(self._window, self._save_session)

    def _save_session(self, name: str) -> None:
        self._states.save(Path(name), self._parts.map.camera)
