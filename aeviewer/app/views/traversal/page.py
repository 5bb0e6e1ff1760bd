"""The traversal page: what each dimension of the latent does to the picture at the cursor."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.choice import Choice, labelled
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.page import PageView
from aeviewer.app.views.traversal.sheet import TraversalSheet
from aeviewer.session.store import Store
from aeviewer.words import N_, _

_TO_COME = N_("A row of pictures for each dimension of the latent appears here with a model.")
_CLICK = N_(
    "Rows change one dimension of the cursor's latent; where the cursor is, a picture is framed. "
    "Click one to go there."
)
_FAR = N_("How far the rows go, from the lowest value to the highest")
_NO_SAMPLES = N_("No samples lie in this latent, so the rows go as far as the prior's draws")
_REACHES = (
    ("samples", N_("as far as the samples")),
    ("prior", N_("\N{PLUS-MINUS SIGN}3 std of the prior")),
)


class TraversalPage(PageView):
    """Composes the page: how far the rows go, and the sheet."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.sheet, self.empty = TraversalSheet(), Hint(centred=True)
        self._reach = Choice(store, "reach", _REACHES, _("How far the rows go"), _(_FAR))
        self._controls = QWidget()
        self._said = QLabel(_(_CLICK), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._pages = QStackedLayout(self)
        self._build()
        self.set_empty(_(_TO_COME))
        self.sheet.pointed.connect(self._on_pointed)
        self.empty.wanted.connect(partial(open_model, self._store))

    def control_rows(self) -> Sequence[QWidget]:
        """How far the rows go, and what a click does."""
        return (self._controls,)

    def set_empty(self, text: str, model: str = "") -> None:
        """Say what is missing, and offer a model that has it; or, with no text, show pictures."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(0 if text else 1)

    def set_sampled(self, sampled: bool) -> None:
        """Say whether there are samples to go as far as; else there is nothing to choose."""
        self._reach.fix("" if sampled else "prior")
        self._reach.setToolTip(_(_FAR) if sampled else _(_NO_SAMPLES))

    def set_staged(self, staged: bool) -> None:
        """Be seen by people who cannot scroll."""
        self.sheet.set_staged(staged)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.sheet.set_theme(theme)

    def _on_pointed(self, said: str) -> None:
        self._said.setText(
            _("{said}. Click to put the cursor there.").format(said=said) if said else _(_CLICK)
        )

    def _build(self) -> None:
        self._said.setObjectName("quiet")
        controls = boxes.row(self._controls, SPACES[2])
        controls.addWidget(labelled(_("Range"), self._reach))
        controls.addWidget(self._said, 1)
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        column.addWidget(self._controls)
        column.addWidget(self.sheet, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(content)
        self.setAccessibleName(_("Traversal"))
