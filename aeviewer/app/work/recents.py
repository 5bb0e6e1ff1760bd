"""The files used last: one menu, whose entries open them again."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileInfo, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.app.work.drops import Openers
from aeviewer.app.work.memory import Memory
from aeviewer.session.kept import Kind, RecentFile
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.bundled import shipped
from aeviewer.words import N_, _, ngettext

_WORDS: Mapping[Kind, str] = {
    "checkpoint": N_("model"),
    "session": N_("session"),
    "lesson": N_("lesson"),
    "data": N_("data folder"),
}
_NAMED = 3  # of the missing files


class Recents(QMenu):
    """Remembers what is opened and saved; what is missing leaves the list with a word.

    Models and data are seen in the view, whoever opened them; sessions and lessons are told of.

    Attributes:
        told: a word for the status bar.
    """

    told = Signal(str)

    def __init__(self, memory: Memory, store: Store, openers: Openers, parent: QWidget) -> None:
        super().__init__(_("Recent files"), parent)
        self._memory, self._openers = memory, openers
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.look_for_missing)
        memory.changed.connect(self._fill)
        watch(self, store, self._see_model, "slots")
        watch(self, store, self._see_data, "data")
        self._fill()

    def remember(self, kind: Kind, path: str) -> None:
        """Put a file first."""
        used = RecentFile(kind=kind, path=str(Path(path).expanduser().absolute()))
        self._memory.keep(self._memory.kept.using(used))

    def look_for_missing(self) -> None:
        """Strike out what is no longer there."""
        gone = [file for file in self._memory.kept.files if not QFileInfo.exists(file.path)]
        if gone:
            self._memory.keep(self._memory.kept.without(gone))
            self.told.emit(_lament(gone))

    def entries(self) -> Sequence[QAction]:
        """An action for each file that is there."""
        self.look_for_missing()
        return [action for action in self.actions() if action.isEnabled()]

    def _fill(self) -> None:
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()  # it may be the one that is just being triggered
        for file in self._memory.kept.files:
            action = self.addAction(f"{Path(file.path).name} ({_(_WORDS[file.kind])})")
            action.setToolTip(file.path)
            action.setEnabled(file.kind in self._openers)
            action.triggered.connect(partial(self._open, file))
        if self.isEmpty():
            self.addAction(_("None yet")).setEnabled(False)

    def _open(self, file: RecentFile, _checked: bool = False) -> None:
        if QFileInfo.exists(file.path):
            self._openers[file.kind](file.path)
        else:
            self.look_for_missing()

    def _see_model(self, view: View) -> None:
        name = view.slots[0].model if view.slots else ""
        if name and name not in shipped() and QFileInfo.exists(name):
            self.remember("checkpoint", name)

    def _see_data(self, view: View) -> None:
        if QFileInfo(view.data).isDir():
            self.remember("data", view.data)


def _lament(gone: Sequence[RecentFile]) -> str:
    names = ", ".join(Path(file.path).name for file in gone[:_NAMED])
    more = _(" and {count} more").format(count=len(gone) - _NAMED) if len(gone) > _NAMED else ""
    words = ngettext(
        "{names} is no longer there, and off the list of recent files",
        "{names} are no longer there, and off the list of recent files",
        len(gone),
    )
    return words.format(names=f"{names}{more}")
