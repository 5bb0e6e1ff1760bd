"""The traversal page: what each dimension of the latent does to the picture at the cursor."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.page import PageView
from aeviewer.app.views.traversal.sheet import TraversalSheet
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_TO_COME = N_("A row of pictures for each dimension of the latent appears here with a model.")
_CLICK = N_(
    "Rows change one dimension of the cursor's latent; where the cursor is, a picture is framed. "
    "Click one to go there."
)
_FAR = N_("How far the rows go, from the lowest value to the highest")
_NO_SAMPLES = N_("No samples lie in this latent, so the rows go as far as the prior's draws")
_REACHES = {
    "samples": N_("as far as the samples"),
    "prior": N_("\N{PLUS-MINUS SIGN}3 std of the prior"),
}


class TraversalPage(PageView):
    """Composes the page: how far the rows go, and the sheet."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.sheet, self.empty = TraversalSheet(), Hint(centred=True)
        self._reach, self._sampled = QComboBox(), True
        self._said = QLabel(_(_CLICK), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._pages = QStackedLayout(self)
        self._build()
        self.set_empty(_(_TO_COME))
        self._reach.activated.connect(self._on_reach_chosen)
        self.sheet.pointed.connect(self._on_pointed)
        self.empty.wanted.connect(partial(open_model, self._store))
        end = store.watch(self._follow, "reach")
        self.destroyed.connect(lambda *_: end())
        self._follow(store.view)

    def set_empty(self, text: str, model: str = "") -> None:
        """Say what is missing, and offer a model that has it; or, with no text, show pictures."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(0 if text else 1)

    def set_sampled(self, sampled: bool) -> None:
        """Say whether there are samples to go as far as; else there is nothing to choose."""
        self._sampled = sampled
        self._reach.setEnabled(sampled)
        self._reach.setToolTip(_(_FAR) if sampled else _(_NO_SAMPLES))
        self._follow(self._store.view)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.sheet.set_theme(theme)

    def _follow(self, view: View) -> None:
        reach = view.reach if self._sampled else "prior"
        self._reach.setCurrentIndex(self._reach.findData(reach))

    def _on_reach_chosen(self, index: int) -> None:
        self._store.set(reach=self._reach.itemData(index))
        self._store.settle()

    def _on_pointed(self, said: str) -> None:
        self._said.setText(
            _("{said}. Click to put the cursor there.").format(said=said) if said else _(_CLICK)
        )

    def _build(self) -> None:
        for reach, title in _REACHES.items():
            self._reach.addItem(_(title), reach)
        self._reach.setAccessibleName(_("How far the rows go"))
        self.set_sampled(True)
        self._said.setObjectName("quiet")
        name = QLabel(_("Range"))
        name.setBuddy(self._reach)
        controls = QHBoxLayout()
        controls.setSpacing(SPACES[1])
        controls.addWidget(name)
        controls.addWidget(self._reach)
        controls.addSpacing(SPACES[1])
        controls.addWidget(self._said, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACES[1], SPACES[1], SPACES[1], SPACES[1])
        column.setSpacing(SPACES[1])
        column.addLayout(controls)
        column.addWidget(self.sheet, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(content)
        self.setAccessibleName(_("Traversal"))
