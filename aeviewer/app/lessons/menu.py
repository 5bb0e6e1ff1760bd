"""The menu of the bundled lessons, in the order of the course."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from aeviewer.app.kit.tips import tip
from aeviewer.errors import UserError
from aeviewer.session import lesson, lesson_text
from aeviewer.session.store import Store
from aeviewer.words import _


@dataclass(frozen=True)
class _Entry:
    """What the menu says of a lesson."""

    title: str
    about: str


class LessonMenu(QMenu):
    """Lists the lessons with their minutes; it is filled when it is opened.

    A file is read once, and again only when it has changed.

    Attributes:
        chosen: a lesson is to be opened: a bundled one's name, or a file.
        put_away: no lesson is to be open.
    """

    chosen = Signal(str)
    put_away = Signal()

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(_("Lessons"), parent)
        self._store = store
        self._known: dict[tuple[Path, int, int], _Entry] = {}
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._on_triggered)

    def entries(self) -> list[QAction]:
        """The lessons on offer."""
        self._fill()
        return [action for action in self.actions() if action.data()]

    def _fill(self) -> None:
        self.clear()
        self._read()
        for number, (name, path) in enumerate(lesson.lessons().items(), 1):
            entry = self._known[_state(path)]
            action = self.addAction(f"{number}. {entry.title}")
            action.setData(name)
            action.setToolTip(tip(entry.about))
            action.setStatusTip(entry.about)  # as the palette says it, which reads no tags
            action.setCheckable(True)
            action.setChecked(name == self._store.view.lesson)
        self.addSeparator()
        self.addAction(_("Open lesson file ...")).triggered.connect(self.ask)
        end = self.addAction(_("Close the lesson"))
        end.setEnabled(bool(self._store.view.lesson))
        end.triggered.connect(self.put_away)

    def _read(self) -> None:
        """Read the lessons that are new or changed, and forget those that are gone."""
        files = {_state(path): path for path in lesson.lessons().values()}
        self._known = {
            state: self._known.get(state) or _described(path) for state, path in files.items()
        }

    def ask(self) -> None:
        """Ask which file to open."""
        dialog = QFileDialog(self.parentWidget(), _("Open a lesson"))
        dialog.setNameFilter(_("Lessons (*{suffix})").format(suffix=lesson.SUFFIX))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(action.data())


def _state(path: Path) -> tuple[Path, int, int]:
    """What tells a file from what it was before: its time in nanoseconds and its bytes."""
    found = path.stat()
    return path, found.st_mtime_ns, found.st_size


def _described(path: Path) -> _Entry:
    """Title, minutes and summary; what is wrong with a lesson is told when it is opened."""
    try:
        front, _steps = lesson_text.read(path)
    except UserError as error:
        return _Entry(path.stem, str(error))
    if not front.minutes:
        return _Entry(front.title, front.summary)
    minutes = _("{minutes} min").format(minutes=front.minutes)
    return _Entry(f"{front.title} · {minutes}", front.summary)
