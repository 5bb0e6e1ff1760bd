"""The question into which file a lesson's handout goes, and what is in it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.export.gauge import Gauge
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_WIDTH = 460
_FORMS = ("html", "pdf")


class HandoutDialog(QDialog):
    """Asks, and says how far the handout is; blocks nothing.

    Attributes:
        wanted: a handout: its file, and whether the presenter's notes are in it.
        cancelled: the one under way is to be ended.
    """

    wanted = Signal(object, bool)  # Path
    cancelled = Signal()

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        """Ask about a lesson by its title; the file is proposed by its name."""
        super().__init__(parent)
        self.setWindowTitle(_("Handout of {title}").format(title=title))
        self._running = False
        self.target = QLineEdit(str(Path.home() / f"{name}.html"))
        self.browse = QPushButton(_("Browse"))
        self.notes = QCheckBox(_("With the presenter's notes"))
        self.gauge = Gauge()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.make = self.buttons.addButton(_("Make"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._name()
        self.browse.clicked.connect(self._on_browse)
        self.make.clicked.connect(self._on_make)
        self.buttons.rejected.connect(self.reject)

    def set_running(self, on: bool) -> None:
        """Show that a handout is being made; the button that closes then cancels."""
        self._running = on
        self._form.setEnabled(not on)
        self.make.setEnabled(not on)
        self.gauge.set_running(on, _("Typesetting the equations"))
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(_("Cancel") if on else _("Close"))

    def show_progress(self, done: int, count: int, left: float) -> None:
        """Show how many steps there are, of so many, and the seconds that are left."""
        words = _("{done} of {count} steps{eta}") if done < count else _("Writing the file")
        self.gauge.show_progress(done, count, left, words)

    def reject(self) -> None:
        """Cancel what goes on, or close."""
        if self._running:
            self.cancelled.emit()
        else:
            super().reject()

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        self._form, held = QWidget(), QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACES[1])
        row.addWidget(self.target, 1)
        row.addWidget(self.browse)
        rows = QFormLayout(self._form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACES[1])
        rows.addRow(_("File"), held)
        rows.addRow("", self.notes)
        column = QVBoxLayout(self)
        column.setSpacing(SPACES[2])
        for widget in (self._form, self.gauge):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.buttons)

    def _name(self) -> None:
        for widget, name, tip in (
            (self.target, _("File"), _("Where it is written: .html for a screen, .pdf for paper")),
            (self.browse, _("Browse"), _("Choose the file")),
            (
                self.notes,
                _("With the presenter's notes"),
                _("Put what the presenter says below each step, for whoever gives the lesson"),
            ),
            (self.make, _("Make"), _("Make the file")),
            (self.gauge.bar, _("Progress"), _("How far the handout is")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)

    def _on_make(self) -> None:
        self.wanted.emit(Path(self.target.text()).expanduser(), self.notes.isChecked())

    def _on_browse(self) -> None:
        now = Path(self.target.text())
        dialog = QFileDialog(self, _("Handout as"), str(now.parent))
        dialog.setNameFilters([f"{form.upper()} (*.{form})" for form in _FORMS])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(now.name)
        dialog.setDefaultSuffix(now.suffix.removeprefix("."))
        dialog.filterSelected.connect(
            lambda words: dialog.setDefaultSuffix(words.partition(" ")[0].lower())
        )
        dialog.fileSelected.connect(self.target.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
