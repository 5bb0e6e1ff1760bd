"""The drawing panel: the pad, what the model is given of it, and what it makes of that."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.kit.image import ImageView
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.panels.pasting import pasted
from aeviewer.app.views.pad import Pad
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_NO_ENCODER = N_("No encoder: this model cannot read a drawing")


class DrawPanel(QWidget):
    """Draw, drop or paste, and the cursor goes where the model puts it.

    Attributes:
        came: something was dropped or pasted that should be an image: its Path, or bytes.
        recentred: it was chosen whether the drawing is centred.
        wanted: it should come before what lies over it.
    """

    came = Signal(object)
    recentred = Signal()
    wanted = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.pad = Pad(store)
        self._own, self._sheet = ImageView(), QStackedWidget()
        self._rub, self._clear = QPushButton(_("Rub out")), QPushButton(_("Clear"))
        self._paste = QPushButton(_("Paste"))
        self._centred = QCheckBox(_("Centre as MNIST was"))
        self._input, self._output = ImageView(), ImageView()
        self._rub.setCheckable(True)
        self._rub.setToolTip(_("Rub out with the left button, too; the right one always does"))
        self._clear.setToolTip(_("Begin with an empty sheet"))
        self._centred.setToolTip(_("Scale the ink to 20 of 28 pixels, its mass in the middle"))
        self._paste.setToolTip(_("Take the image on the clipboard (Ctrl+V)"))
        self._paste.setEnabled(False)
        self._rub.toggled.connect(self._on_rub_toggled)
        self._clear.clicked.connect(self._on_cleared)
        self._centred.clicked.connect(self._on_centred)
        self._paste.clicked.connect(self.paste)
        self._lay_out()
        watch(self, store, self._follow, "strokes", "centred", "own")
        self._follow(store.view)
        self.set_pair(None, None)

    def set_pair(self, given: QImage | None, rebuilt: QImage | None) -> None:
        """Show what the model is given, and its reconstruction."""
        self._input.set_image(given)
        self._output.set_image(rebuilt)

    def set_able(self, able: bool) -> None:
        """Say whether the model can read drawings."""
        self._output.set_invitation(_("What the model makes of it") if able else _(_NO_ENCODER))

    def welcome(self) -> None:
        """Take images from now on: there is a model to read them."""
        self._paste.setEnabled(True)

    def take(self, image: Path) -> None:
        """Take the image in a file."""
        self.came.emit(image)

    def paste(self) -> None:
        """Take the image on the clipboard."""
        if self._paste.isEnabled():
            self.came.emit(pasted())

    def come_forward(self) -> None:
        """Come to the front of the docks that share a place."""
        self.wanted.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.pad.set_theme(theme)

    def _on_rub_toggled(self, on: bool) -> None:
        self.pad.rubbing = on

    def _on_cleared(self) -> None:
        self._store.choose(strokes=(), own="")

    def _on_centred(self, on: bool) -> None:
        self._store.set(centred=on)
        self.recentred.emit()

    def _follow(self, view: View) -> None:
        self._centred.setChecked(view.centred)
        self._clear.setEnabled(bool(view.strokes or view.own))
        self._rub.setEnabled(not view.own)
        data = QByteArray.fromBase64(QByteArray(view.own.encode()))
        self._own.set_image(QImage.fromData(data) if view.own else None)
        self._sheet.setCurrentIndex(1 if view.own else 0)

    def _lay_out(self) -> None:
        self._input.set_caption(_("input"))
        self._input.set_invitation(_("What the model is given"))
        self._output.set_caption(_("reconstruction"))
        self._own.set_caption(_("your image"))
        self._own.setMinimumSize(120, 120)
        for view in (self.pad, self._own):
            self._sheet.addWidget(view)
        invitation = QLabel(_("or drop an image"))
        invitation.setObjectName("quiet")
        other = QHBoxLayout()
        other.addWidget(invitation, 1)
        other.addWidget(self._paste)
        buttons, pair = QHBoxLayout(), QHBoxLayout()
        for button in (self._rub, self._clear):
            buttons.addWidget(button)
        for view in (self._input, self._output):
            view.setMinimumSize(100, 110)
            pair.addWidget(view)
        for row in (buttons, pair, other):
            row.setSpacing(SPACES[1])
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACES[2], SPACES[1], SPACES[2], SPACES[2])
        column.setSpacing(SPACES[1])
        column.addWidget(self._sheet, 3)
        column.addLayout(buttons)
        column.addLayout(other)
        column.addWidget(self._centred)
        column.addLayout(pair, 2)
