"""What is done with the path: how it is shaped, closed and walked, and a look at its honesty."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.views.path.play import PlayButton
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_HONEST = N_("Honesty of the path")
_PATHS: tuple[tuple[Literal["lerp", "slerp", "geodesic"], str], ...] = (
    ("lerp", N_("Straight")),
    ("slerp", N_("Arc")),
    ("geodesic", N_("Geodesic")),
)
_SHAPES = N_(
    "Straight through latent space (lerp), an arc that keeps the distance from 0 (slerp), "
    "or the way on which the picture changes least (geodesic)"
)
_NO_GEODESIC = N_("Codes have no geodesic between them: it is walked straight")


class PathControls(QWidget):
    """Writes the path's shape, and whether it is closed, into the view.

    Attributes:
        play: walks it.
        fold: unfolds the path's honesty.
        changed: other controls are on show, and take other room.
    """

    changed = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._named, self._slim, self._relaxing = True, False, True
        self._number, self.play = QLabel(), PlayButton(store)
        self._shape = QComboBox()
        self._loop = QCheckBox(_("Loop"))
        self.fold = QToolButton()
        self._row = QHBoxLayout(self)
        self._build()
        self._say()
        self._connect()
        for show in (self._show_anchors, self._show_t, self._show_shape, self._show_honest):
            show(store.view)

    def minimumSizeHint(self) -> QSize:
        """As wide as its words: the style sheet alone would let a tool button be squeezed."""
        return self._row.sizeHint()

    def set_look(
        self, *, named: bool, words: bool, number: bool, spacing: int, slim: bool = False
    ) -> None:
        """Take more room or less: what unfolds and Play in words, t written out, and spaces.

        What is unfolded says so in any case, but not where it is to be slim.
        """
        self._named, self._slim = named, slim
        self._number.setVisible(number)
        self._row.setSpacing(spacing)
        self.play.set_words(words)
        self._name_fold()
        self._row.invalidate()
        self.updateGeometry()

    def arrange(self) -> None:
        """Place all at once, without waiting for the event loop."""
        self._row.activate()

    def set_foldable(self, on: bool) -> None:
        """Offer to unfold the path's honesty, or not, where there is no room for it."""
        self.fold.setVisible(on)

    def lend_fold(self, grid: QGridLayout | None) -> None:
        """Let what unfolds stand at the end of another's first row; or, None, take it back."""
        if grid is None:
            self._row.addWidget(self.fold)
        else:
            grid.addWidget(self.fold, 0, 2, Qt.AlignmentFlag.AlignRight)

    def set_relaxing(self, able: bool) -> None:
        """Say whether a geodesic can be found for the model on show; else what it is instead."""
        self._relaxing = able
        model = self._shape.model()
        assert isinstance(model, QStandardItemModel)
        model.item(self._shape.findData("geodesic")).setEnabled(able)
        self._show_shape(self._store.view)
        self._shape.setToolTip(_(_SHAPES) if able else f"{_(_SHAPES)}. {_(_NO_GEODESIC)}")

    def _show_anchors(self, view: View) -> None:
        self._loop.setVisible(len(view.anchors) > 2)
        self._loop.setChecked(view.closed)
        self.changed.emit()

    def _show_t(self, view: View) -> None:
        self._number.setText(f"{view.t:.2f}")

    def _show_shape(self, view: View) -> None:
        straight = view.path == "geodesic" and not self._relaxing
        self._shape.setCurrentIndex(self._shape.findData("lerp" if straight else view.path))

    def _show_honest(self, view: View) -> None:
        self.fold.setChecked(view.honest)
        self._name_fold()
        self.changed.emit()

    def _name_fold(self) -> None:
        """Say in words, where there is room for them, what unfolds."""
        on, form = self._store.view.honest, Qt.ToolButtonStyle
        words = self._named or (on and not self._slim)
        self.fold.setText(_("Honesty") if words else "")
        self.fold.setToolButtonStyle(
            form.ToolButtonTextBesideIcon if words else form.ToolButtonIconOnly
        )
        self.fold.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

    def _on_shape_activated(self, _index: int) -> None:
        self._store.choose(path=self._shape.currentData())

    def _on_loop_clicked(self, on: bool) -> None:
        self._store.choose(closed=on)

    def _on_honest_clicked(self, on: bool) -> None:
        self._store.choose(honest=on)

    def _connect(self) -> None:
        self._shape.activated.connect(self._on_shape_activated)
        self._loop.clicked.connect(self._on_loop_clicked)
        self.fold.clicked.connect(self._on_honest_clicked)
        watch(self, self._store, self._show_anchors, "anchors", "closed")
        watch(self, self._store, self._show_t, "t")
        watch(self, self._store, self._show_shape, "path")
        watch(self, self._store, self._show_honest, "honest")

    def _build(self) -> None:
        write_numbers(self._number)
        self.fold.setCheckable(True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for name, words in _PATHS:
            self._shape.addItem(_(words), name)
        calm(self._shape)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self._number, self.play, self._shape, self._loop, self.fold):
            self._row.addWidget(part)

    def _say(self) -> None:
        self._loop.setAccessibleName(_("Closed loop"))
        self._loop.setToolTip(_("Lead the path back to A"))
        self._shape.setAccessibleName(_("Shape of the path"))
        self._shape.setToolTip(_(_SHAPES))
        self.fold.setAccessibleName(_(_HONEST))
        self.fold.setToolTip(
            tip(
                _(
                    "{honest}: whether samples lie where it leads, how fast the picture changes, "
                    "and whether it would be encoded where it was decoded from"
                ).format(honest=_(_HONEST))
            )
        )
