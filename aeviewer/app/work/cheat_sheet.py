"""The cheat sheet: every command with its keys, group by group; to read, to scroll, to print."""

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from aeviewer.app.kit.leaf import Leaf, button
from aeviewer.app.telling.dialogs import to_save
from aeviewer.app.work.commands import Command
from aeviewer.app.work.hands import GESTURES, Gesture
from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.words import N_, _

_TITLE = N_("Keys and commands")
_MARGIN = 15.0  # millimetres
_POINTS = 9.0  # of the text on paper
Row = tuple[str, str, str]
"""Title, keys and explanation."""


class CheatSheet(Leaf):
    """All commands in tables.

    Attributes:
        failed: it could not be written: the sentence why.
        told: it was written: a word for the status bar.
    """

    failed = Signal(object)  # UserError
    told = Signal(str)

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(Qt.Key.Key_F1, _("Close the cheat sheet (Esc or F1)"), parent)
        self._tables = tables(commands)
        self.setWindowTitle(_(_TITLE))
        self.setAccessibleName(_(_TITLE))
        self._text = QTextBrowser()
        self._text.setHtml(as_html(self._tables))
        self._text.setAccessibleName(_(_TITLE))
        self._text.setToolTip(_("Arrow keys and Page Down scroll; Ctrl+A and Ctrl+C copy all"))
        self._text.setOpenLinks(False)
        save = button(_("Save as PDF"), _("Write it as pages of A4, to print and to hand out"))
        save.clicked.connect(self._ask)
        self._hold(self._text, save)
        line = self.fontMetrics().height()
        self.resize(QSize(48 * line, 36 * line).boundedTo(self.screen().availableSize() * 0.9))

    def write(self, path: Path) -> None:
        """Write it as a PDF, and say so."""
        try:
            atomic_write(path, _as_pdf(as_html(self._tables)))
        except OSError as error:
            self.failed.emit(
                UserError(
                    _("cannot write {path}: {strerror}").format(path=path, strerror=error.strerror)
                )
            )
            return
        self.told.emit(_("Saved as {path}").format(path=path))

    def _ask(self) -> None:
        title, proposed = _("Save the cheat sheet"), Path("aeviewer-keys.pdf")
        dialog = to_save(self, title, "PDF (*.pdf)", "pdf", self._on_named, proposed)
        dialog.open()

    def _on_named(self, name: str) -> None:
        self.write(Path(name))


def tables(commands: Iterable[Command]) -> Mapping[str, Sequence[Row]]:
    """The rows of each group: of commands, then of what hands can do."""
    found: dict[str, list[Row]] = {}
    for group, members in groupby(commands, key=lambda command: command.heading):
        rows = found.setdefault(group, [])
        rows.extend((member.title, ", ".join(member.keys), member.tip) for member in members)
    by_hand = {_(group): [_row(gesture) for gesture in made] for group, made in GESTURES.items()}
    return {**found, **by_hand}


def as_html(groups: Mapping[str, Sequence[Row]]) -> str:
    """The tables as a page; colours are those of whatever shows it."""
    return "".join(_section(title, rows) for title, rows in groups.items())


def _section(title: str, rows: Sequence[Row]) -> str:
    lines = "".join(
        f"<tr><td width='24%'><b>{html.escape(name)}</b></td>"
        f"<td width='22%'>{html.escape(keys)}</td><td>{html.escape(tip)}</td></tr>"
        for name, keys, tip in rows
    )
    return f"<h3>{html.escape(title)}</h3><table width='100%' cellpadding='3'>{lines}</table>"


def _row(gesture: Gesture) -> Row:
    return "", _(gesture.hand), _(gesture.tip)


def _as_pdf(text: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _print(text, buffer)
    return bytes(buffer.data().data())


def _print(text: str, device: QIODevice) -> None:
    writer = QPdfWriter(device)
    title = f"aeviewer: {_(_TITLE)}"
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    font = QFont(document.defaultFont())
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setHtml(f"<h2>{title}</h2>{text}")
    document.print_(writer)
