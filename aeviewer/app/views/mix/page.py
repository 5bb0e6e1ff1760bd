"""The mixing page: a grid between four anchors, an attribute that is added, an analogy of three."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QToolButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.mix.analogy import AnalogyView
from aeviewer.app.views.mix.attribute import AttributeView
from aeviewer.app.views.mix.corners import CornersView
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_WAYS: tuple[tuple[Literal["grid", "attribute", "analogy"], str, str], ...] = (
    ("grid", N_("Four corners"), N_("What lies between four anchors")),
    ("attribute", N_("Attribute"), N_("What one group of samples has and another has not, added")),
    ("analogy", N_("Analogy"), N_("A \N{MINUS SIGN} B + C: what is to C as A is to B")),
)


class MixPage(PageView):
    """One way of mixing latents at a time, chosen by the buttons above.

    Attributes:
        corners: the grid.
        attribute: the attribute.
        analogy: the analogy.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.corners, self.attribute = CornersView(store), AttributeView(store)
        self.analogy = AnalogyView(store)
        self._buttons, self._stack = QButtonGroup(self), QStackedWidget()
        self._build()
        self._buttons.idClicked.connect(self._on_clicked)
        watch(self, store, self._follow, "mixing")
        self._follow(store.view)

    def control_rows(self) -> Sequence[QWidget]:
        """The choice of what is mixed, and what each way is set by."""
        return self._ways, *self.corners.controls, *self.attribute.controls, *self.analogy.controls

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for part in (self.corners, self.attribute, self.analogy):
            part.set_theme(theme)

    def _follow(self, view: View) -> None:
        number = [name for name, *_ in _WAYS].index(view.mixing)
        self._buttons.button(number).setChecked(True)
        self._stack.setCurrentIndex(number)

    def _on_clicked(self, number: int) -> None:
        self._store.choose(mixing=_WAYS[number][0])

    def _build(self) -> None:
        self.setAccessibleName(_("Mixing latents"))
        self._ways = QWidget()
        ways = boxes.row(self._ways, SPACES[0])
        for number, (_name, title, help_text) in enumerate(_WAYS):
            button = QToolButton()
            button.setText(_(title))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setToolTip(tip(_(help_text)))
            self._buttons.addButton(button, number)
            ways.addWidget(button)
        ways.addStretch(1)
        for part in (self.corners, self.attribute, self.analogy):
            self._stack.addWidget(part)
        column = boxes.column(self, SPACES[1], SPACES[1])
        column.addWidget(self._ways)
        column.addWidget(self._stack, 1)
