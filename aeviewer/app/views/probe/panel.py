"""The posterior in hand: the pad, what undoes and what draws anew, and a row of draws."""

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.beside import caption
from aeviewer.app.kit.picture_grid import PictureGrid
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.probe.pad import PosteriorPad
from aeviewer.words import _

DRAWS = 6


class PosteriorPanel(QWidget):
    """Composes them.

    Attributes:
        pad: the ellipse.
        draws: pictures of what is drawn from it.
        reset: gives the sample its posterior back.
        again: draws others.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad = PosteriorPad()
        self.draws = PictureGrid(_("Draws from the posterior"), DRAWS, 1, 0)
        self.reset = _button(
            "\N{ANTICLOCKWISE OPEN CIRCLE ARROW}", _("Take the sample's own again")
        )
        self.again = _button("\N{DIE FACE-5}", _("Draw others"))
        self._caption = caption("")
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACES[0])
        for button in (self.reset, self.again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(SPACES[0])
        above.addWidget(self.pad, 1)
        above.addLayout(buttons)
        column = boxes.column(self, SPACES[0])
        column.addLayout(above, 2)
        column.addWidget(self.draws, 1)
        column.addWidget(self._caption)

    def set_able(self, able: bool, changed: bool) -> None:
        """Say whether there is a posterior, and whether it was changed by hand."""
        self.reset.setEnabled(able and changed)
        self.again.setEnabled(able)
        self._caption.setText(_("draws from it") if able else "")

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.pad.set_theme(theme)


def _button(sign: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
