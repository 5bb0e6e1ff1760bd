"""The menu of the languages: the one of the next start is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from aeviewer.app.work.memory import Memory
from aeviewer.words import _, languages


class LanguageMenu(QMenu):
    """Keeps the choice; what is on the screen already stays in its language.

    Attributes:
        told: a word for the status bar.
    """

    told = Signal(str)

    def __init__(self, memory: Memory, parent: QWidget) -> None:
        super().__init__(_("Language"), parent)
        self.setToolTipsVisible(True)
        self._memory, self._group = memory, QActionGroup(self)
        self._actions = {"": self._entry("", _("As the desktop"))}
        for code, name in languages().items():
            self._actions[code] = self._entry(code, name)
        self.addActions(self._group.actions())
        self._group.triggered.connect(self._on_chosen)
        memory.changed.connect(self._follow)
        self._follow()

    def _entry(self, code: str, name: str) -> QAction:
        action = self._group.addAction(name)
        action.setCheckable(True)
        action.setObjectName(f"language-{code or 'desktop'}")
        action.setData(code)
        words = _("Speak this language from the next start on") if code else ""
        action.setToolTip(words or _("Speak the desktop's language from the next start on"))
        action.setStatusTip(action.toolTip())
        return action

    def _on_chosen(self, action: QAction) -> None:
        self._memory.keep(self._memory.kept.model_copy(update={"language": action.data()}))
        self.told.emit(_("{language}: from the next start on").format(language=action.text()))

    def _follow(self) -> None:
        self._actions.get(self._memory.kept.language, self._actions[""]).setChecked(True)
