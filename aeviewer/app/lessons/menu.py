"""The menu of the bundled lessons, in the order of the course."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from aeviewer.app.kit.tips import tip
from aeviewer.errors import UserError
from aeviewer.session import lesson, lesson_text
from aeviewer.session.store import Store
from aeviewer.words import _


class LessonMenu(QMenu):
    """Lists the lessons; it is filled when it is opened.

    Attributes:
        chosen: a lesson is to be opened: a bundled one's name, or a file.
        put_away: no lesson is to be open.
    """

    chosen = Signal(str)
    put_away = Signal()

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(_("Lessons"), parent)
        self._store = store
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._on_triggered)

    def entries(self) -> list[QAction]:
        """The lessons on offer."""
        self._fill()
        return [action for action in self.actions() if action.data()]

    def _fill(self) -> None:
        self.clear()
        for number, name in enumerate(lesson.lessons(), 1):
            title, about = _described(name)
            action = self.addAction(f"{number}. {title}")
            action.setData(name)
            action.setToolTip(tip(about))
            action.setCheckable(True)
            action.setChecked(name == self._store.view.lesson)
        self.addSeparator()
        self.addAction(_("Open lesson file ...")).triggered.connect(self.ask)
        end = self.addAction(_("Close the lesson"))
        end.setEnabled(bool(self._store.view.lesson))
        end.triggered.connect(self.put_away)

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


def _described(name: str) -> tuple[str, str]:
    """Title and summary of a bundled lesson; what is wrong with one is told when it is opened."""
    try:
        front, _steps = lesson_text.read(lesson.lessons()[name])
    except UserError as error:
        return name, str(error)
    minutes = _(" About {minutes} minutes.").format(minutes=front.minutes) if front.minutes else ""
    return front.title, f"{front.summary}{minutes}"
