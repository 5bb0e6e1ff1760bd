"""The tool bar: what is trained on what, the four buttons, and how far it is."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from aeviewer.app.kit.elided import ElidedBox
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_RIGHT = (
    *("open", "save", "undo", "redo", "lasso", "layers", "fit", "theme", "lessons", "present"),
)
_PARTS = 1000
_BETWEEN = " · "
_EDGE = 2  # points, for what the last letter's shape has beyond its advance
Choice = tuple[str, str, str]
"""Name, title and tool tip of an entry."""


class MainBar(QToolBar):
    """Model, data, start, pause, step, stop, progress, and the looks.

    Attributes:
        variant_chosen: the name of a model family.
        data_chosen: the name or folder of a data set.
        model_chosen: the name of a bundled model, or the folder of a run.
    """

    variant_chosen = Signal(str)
    data_chosen = Signal(str)
    model_chosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(_("Main"), parent)
        self.setObjectName("main-bar")
        self.setMovable(False)
        self._others = actions
        self.addAction(actions["menu"])
        self._variant = self._combo(_("Model"), self.variant_chosen)
        self._data = self._combo(_("Data"), self.data_chosen)
        self.addSeparator()
        for name in ("start", "pause", "step", "stop"):
            self.addAction(actions[name])
        self._progress, self._words = QProgressBar(), _Words()
        self._add_progress()
        for name in _RIGHT:
            self.addAction(actions[name])
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus on the map
        self._menu, self._lessons = QMenu(self), QMenu(_("For the lessons"), self)
        self._menu.triggered.connect(self._on_menu_triggered)
        self._offer_models()

    def set_models(
        self, bundled: Iterable[str], of_lessons: Iterable[str], runs: Iterable[Path]
    ) -> None:
        """Offer models below the button that opens checkpoints: bundled ones, and runs kept."""
        self._menu.clear()
        self._lessons.clear()
        self._menu.addSection(_("Bundled"))
        for name in bundled:
            self._menu.addAction(name).setData(name)
        for name in of_lessons:
            self._lessons.addAction(name).setData(name)
        self._menu.addMenu(self._lessons)
        self._menu.addSection(_("Trained here"))
        for run in runs:
            self._menu.addAction(run.name).setData(str(run))

    def models(self) -> list[QAction]:
        """The models on offer below that button."""
        entries = [*self._menu.actions(), *self._lessons.actions()]
        return [action for action in entries if action.data() is not None]

    def set_variants(self, choices: Sequence[Choice], chosen: str) -> None:
        """Offer model families."""
        _fill(self._variant, choices, chosen)

    def set_data(self, choices: Sequence[Choice], chosen: str) -> None:
        """Offer data sets."""
        _fill(self._data, choices, chosen)

    def set_progress(self, done: float | None, words: str) -> None:
        """Show a part done, from 0 to 1, or none, and say it in words."""
        self._progress_shown.setVisible(done is not None)
        self._progress.setValue(round((done or 0) * _PARTS))
        self._words.say(words)

    def offer_layers(self, menu: QMenu) -> None:
        """Open this menu with the button of the layers."""
        self._others["layers"].setMenu(menu)
        self.button("layers").setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def offer_menu(self, menu: QMenu) -> None:
        """Open this menu with the first button."""
        self._others["menu"].setMenu(menu)
        self.button("menu").setObjectName("menu")
        self.button("menu").setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def button(self, name: str) -> QToolButton:
        """The button of an action."""
        button = self.widgetForAction(self._others[name])
        assert isinstance(button, QToolButton)
        return button

    def _combo(self, name: str, chosen: SignalInstance) -> QComboBox:
        combo = ElidedBox()
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setMinimumContentsLength(12)
        combo.setEnabled(False)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(lambda index: chosen.emit(combo.itemData(index)))
        self.addWidget(combo)
        return combo

    def _on_menu_triggered(self, action: QAction) -> None:
        if action.data() is not None:
            self.model_chosen.emit(action.data())

    def _offer_models(self) -> None:
        button = self.button("open")
        button.setMenu(self._menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setAccessibleDescription(_("Arrow down lists the bundled models and the runs kept"))
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), button)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(button.showMenu)

    def _add_progress(self) -> None:
        self._progress.setRange(0, _PARTS)
        self._progress.setTextVisible(False)
        sized(self._progress, QWidget.setFixedHeight, SPACES[1])
        self._progress.setMinimumWidth(64)
        self._progress.setMaximumWidth(220)
        self._progress.setAccessibleName(_("Progress"))
        write_numbers(self._words)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words.setContentsMargins(SPACES[1], 0, SPACES[1], 0)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._progress_shown = self.addWidget(self._progress)  # a tool bar hides by the action
        self._progress_shown.setVisible(False)
        self.addWidget(self._words)


class _Words(QLabel):
    """Words in parts, of which it shows as many as there is room for, the first always."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[str] = ()

    def say(self, words: str) -> None:
        self._parts = words.split(_BETWEEN)
        self.setToolTip(words)
        beside = self.width() - self.contentsRect().width() if words else 0
        first = self.fontMetrics().horizontalAdvance(self._parts[0])
        self.setMinimumWidth(first + beside + _EDGE)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as there is room for now: the progress beside it comes and goes."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown, room = list(self._parts), self.contentsRect().width() - _EDGE
        while len(shown) > 1 and self.fontMetrics().horizontalAdvance(_BETWEEN.join(shown)) > room:
            shown.pop()
        self.setText(_BETWEEN.join(shown))


def _fill(combo: QComboBox, choices: Sequence[Choice], chosen: str) -> None:
    combo.clear()
    for name, title, tip in choices:
        combo.addItem(title, name)
        combo.setItemData(combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.setEnabled(bool(choices))
