"""A quiet sentence, and a button that opens the model it speaks of."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aeviewer.app.kit.tips import tip
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import Slot
from aeviewer.words import _


def open_model(store: Store, model: str) -> None:
    """Put a bundled model on show, by a look of its own."""
    store.choose(slots=(Slot(model=model),), base=(), camera=None, moment=None)


class Hint(QWidget):
    """Says something; gone while there is nothing to say.

    Attributes:
        wanted: the model is to be opened: its name.
        turned: the other page is to be shown: its name.
    """

    wanted = Signal(str)
    turned = Signal(str)

    def __init__(
        self, centred: bool = False, parent: QWidget | None = None, *, stacked: bool = False
    ) -> None:
        """Make one: a line; or, centred, the middle of an empty page; or, stacked, for a column."""
        super().__init__(parent)
        self._model = self._page = ""
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._text.setObjectName("quiet")
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        row: QBoxLayout = QVBoxLayout(self) if centred or stacked else QHBoxLayout(self)
        row.setSpacing(SPACES[1] if stacked else SPACES[2])
        if centred:
            self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.setContentsMargins(*[SPACES[4]] * 4)
            row.addStretch(1)
        else:
            row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text, 0 if centred else 1)
        sides = Qt.AlignmentFlag
        row.addWidget(self._button, 0, sides.AlignLeft if stacked else sides.AlignCenter)
        if centred:
            row.addStretch(1)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str, model: str = "", page: str = "") -> None:
        """Say this, and offer to open a model, or else to show a page, where one is named."""
        self._model, self._page = model, page
        self._text.setText(text)
        self._button.setText(
            _("Open {model}").format(model=model)
            if model
            else _("Show the {page} page").format(page=page)
        )
        about = _("Open the bundled model {model} in place of this one").format(model=model)
        self._button.setToolTip(
            tip(about if model else _("Show the {page} page of this model").format(page=page))
        )
        self._button.setVisible(bool(model or page))
        self.setVisible(bool(text))

    def _on_clicked(self) -> None:
        if self._model:
            self.wanted.emit(self._model)
        else:
            self.turned.emit(self._page)
