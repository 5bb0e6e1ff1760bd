"""The question into which file a lesson's handout goes, and what is in it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from aeviewer.app.export.asking import Asking, in_row
from aeviewer.app.telling.dialogs import to_save
from aeviewer.words import _, ngettext

_FORMS = ("html", "pdf")


class HandoutDialog(Asking):
    """Asks for the file, and whether the notes are in it.

    Attributes:
        wanted: a handout: its file, and whether the presenter's notes are in it.
    """

    wanted = Signal(object, bool)  # Path

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        """Ask about a lesson by its title; the file is proposed by its name."""
        asked = _("Handout of {title}").format(title=title)
        super().__init__(asked, _("Make"), _("Typesetting the equations"), _steps, parent)
        self.target.setText(str(Path.home() / f"{name}.html"))
        self.notes = QCheckBox(_("With the presenter's notes"))
        self._rows.addRow(_("File"), in_row(self.target, self.browse))
        self._rows.addRow("", self.notes)
        self._name()
        self.browse.clicked.connect(self._on_browse)
        self.make.clicked.connect(self._on_make)

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
        kinds = ";;".join(f"{form.upper()} (*.{form})" for form in _FORMS)
        suffix = now.suffix.removeprefix(".")
        dialog = to_save(self, _("Handout as"), kinds, suffix, self.target.setText, now)
        dialog.filterSelected.connect(
            lambda words: dialog.setDefaultSuffix(words.partition(" ")[0].lower())
        )
        dialog.open()


def _steps(count: int) -> str:
    return ngettext("{done} of {count} step{eta}", "{done} of {count} steps{eta}", count)
