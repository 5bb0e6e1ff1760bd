"""A question into which file something is made; then it says how far the making is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.export.gauge import Gauge
from aeviewer.app.kit import boxes
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_WIDTH = 460


class Asking(QDialog):
    """Blocks nothing while the making goes on; its button that closes then cancels.

    Attributes:
        cancelled: what is under way is to be ended.
        target: the name of the file.
        browse: the button that looks for a file.
        gauge: how far the making is, or why there is none.
        buttons: in the last row.
        make: the one of them that begins.
    """

    cancelled = Signal()

    def __init__(
        self, title: str, make: str, first: str, count: Callable[[int], str], parent: QWidget
    ) -> None:
        """Ask.

        Args:
            title: of the dialog.
            make: what is on the button that begins.
            first: what goes on before anything can be counted.
            count: says how far it is then, with places for {done}, {count} and {eta}, where so
                much is to be done.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self._first, self._count, self._running = first, count, False
        self.target, self.browse, self.gauge = QLineEdit(), QPushButton(_("Browse")), Gauge()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.make = self.buttons.addButton(make, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.rejected.connect(self.reject)
        self._form = QWidget()
        self._rows = QFormLayout(self._form)
        self._lay_out()

    def set_running(self, on: bool) -> None:
        """Show that it is being made, or that nothing goes on."""
        self._running = on
        self._form.setEnabled(not on)
        self.make.setEnabled(not on)
        self.gauge.set_running(on, self._first)
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(_("Cancel") if on else _("Close"))

    def show_progress(self, done: int, count: int, left: float) -> None:
        """Show how much is done, of so much, and the seconds that are left."""
        self.gauge.show_progress(done, count, left, self._count(count))

    def show_writing(self, page: int, count: int) -> None:
        """Show which page is written, of so many, or of 0 where none are counted."""
        words = _("Writing page {done} of {count}") if count else _("Writing the file")
        self.gauge.show_progress(page, count, 0.0, words)

    def reject(self) -> None:
        """Cancel what goes on, or close."""
        if self._running:
            self.cancelled.emit()
        else:
            super().reject()

    def _widen(self, width: int) -> None:
        self.setMinimumWidth(min(width, round(0.9 * self.screen().availableSize().width())))

    def _lay_out(self) -> None:
        sized(self, Asking._widen, _WIDTH)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACES[1])
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setSpacing(SPACES[2])
        column.addWidget(self._form)
        column.addWidget(self.gauge)
        column.addStretch(1)
        column.addWidget(self.buttons)


def in_row(*widgets: QWidget) -> QWidget:
    """Fields side by side, with as much room as labels and buttons leave them."""
    held = QWidget()
    row = boxes.row(held, SPACES[1])
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QLabel | QPushButton) else 1)
    return held
