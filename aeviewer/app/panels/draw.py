"""The drawing panel: the pad, what the model is given of it, and what it makes of that."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from aeviewer.app.theme import SPACES, Theme
from aeviewer.app.views.image import ImageView
from aeviewer.app.views.pad import Pad
from aeviewer.session.store import Store
from aeviewer.session.view import View

_NO_ENCODER = "No encoder: this model cannot read a drawing"


class DrawPanel(QWidget):
    """Draw, and the cursor goes where the model puts the drawing."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.pad = Pad(store)
        self._rub, self._clear = QPushButton("Rub out"), QPushButton("Clear")
        self._centred = QCheckBox("Centre as MNIST was")
        self._input, self._output = ImageView(), ImageView()
        self._rub.setCheckable(True)
        self._rub.setToolTip("Rub out with the left button, too; the right one always does")
        self._clear.setToolTip("Begin with an empty sheet")
        self._centred.setToolTip("Scale the ink to 20 of 28 pixels, its mass in the middle")
        self._rub.toggled.connect(self._on_rub_toggled)
        self._clear.clicked.connect(self._on_cleared)
        self._centred.clicked.connect(self._on_centred)
        self._lay_out()
        end = store.watch(self._follow, "strokes", "centred")
        self.destroyed.connect(lambda *_: end())
        self._follow(store.view)
        self.set_pair(None, None)

    def set_pair(self, given: QImage | None, rebuilt: QImage | None) -> None:
        """Show what the model is given, and its reconstruction."""
        self._input.set_image(given)
        self._output.set_image(rebuilt)

    def set_able(self, able: bool) -> None:
        """Say whether the model can read drawings."""
        self._output.set_invitation("What the model makes of it" if able else _NO_ENCODER)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.pad.set_theme(theme)

    def _on_rub_toggled(self, on: bool) -> None:
        self.pad.rubbing = on

    def _on_cleared(self) -> None:
        self._store.set(strokes=())
        self._store.settle()

    def _on_centred(self, on: bool) -> None:
        self._store.set(centred=on)
        self._store.settle()

    def _follow(self, view: View) -> None:
        self._centred.setChecked(view.centred)
        self._clear.setEnabled(bool(view.strokes))

    def _lay_out(self) -> None:
        self._input.set_caption("input")
        self._input.set_invitation("What the model is given")
        self._output.set_caption("reconstruction")
        buttons, pair = QHBoxLayout(), QHBoxLayout()
        for button in (self._rub, self._clear):
            buttons.addWidget(button)
        for view in (self._input, self._output):
            view.setMinimumSize(100, 110)
            pair.addWidget(view)
        for row in (buttons, pair):
            row.setSpacing(SPACES[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACES[2], SPACES[1], SPACES[2], SPACES[2])
        column.setSpacing(SPACES[1])
        column.addWidget(self.pad, 3)
        column.addLayout(buttons)
        column.addWidget(self._centred)
        column.addLayout(pair, 2)
