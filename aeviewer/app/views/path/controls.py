"""What is done with the path: its shape, a walk there and back, a loop, a look at its honesty."""

from typing import Literal

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import Theme
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.words import N_, _

_PERIOD = 33  # ms, 30 pictures a second
_WALK = 3000  # ms from one anchor to the next
_WORDS = 76  # pixels of the button, as wide for either word
_SIGN = 16
_PLAY = (((3, 1), (14, 8), (3, 15)),)
_PAUSE = ((3, 2), (6, 2), (6, 14), (3, 14)), ((10, 2), (13, 2), (13, 14), (10, 14))
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
    """Writes the path's shape and t of the view; a walk is one step of undo.

    Attributes:
        fold: unfolds the path's honesty.
        held: whether the walk waits, because a finger leads.
        changed: other controls are on show, and take other room.
    """

    changed = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._direction = 1
        self._named = self._in_words = True
        self._slim, self._relaxing = False, True
        self.held = False
        self._number = QLabel()
        self._play = QPushButton()
        self._shape = QComboBox()
        self._loop = QCheckBox(_("Loop"))
        self.fold = QToolButton()
        self._timer = QTimer(self, interval=_PERIOD)
        self._row = QHBoxLayout(self)
        self._signs = QIcon(), QIcon()
        self._build()
        self._say()
        self._connect()
        for show in (self._show_anchors, self._show_t, self._show_shape, self._show_honest):
            show(store.view)

    def minimumSizeHint(self) -> QSize:
        """As wide as its words: the style sheet alone would let a tool button be squeezed."""
        return self._row.sizeHint()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the signs on the button."""
        self._signs = _sign(_PLAY, theme.text), _sign(_PAUSE, theme.text)
        self._show_walk()

    def set_look(
        self, *, named: bool, words: bool, number: bool, spacing: int, slim: bool = False
    ) -> None:
        """Take more room or less: what unfolds and Play in words, t written out, and spaces.

        What is unfolded says so in any case, but not where it is to be slim.
        """
        self._named, self._in_words, self._slim = named, words, slim
        self._number.setVisible(number)
        self._row.setSpacing(spacing)
        self._show_walk()
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

    def stop(self) -> None:
        """End the walk where it is."""
        self._play.setChecked(False)

    def _show_anchors(self, view: View) -> None:
        self._loop.setVisible(len(view.anchors) > 2)
        self._loop.setChecked(view.closed)
        self.changed.emit()

    def _on_changed(self, _view: View) -> None:
        if self._store.whole:  # an undo, or a state from elsewhere: to walk on would lead off it
            self.stop()

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

    def _on_play_toggled(self, on: bool) -> None:
        self._show_walk()
        if on:
            self._timer.start()
        else:
            self._timer.stop()
            if not self._store.whole:
                self._store.settle()

    def _show_walk(self) -> None:
        """Say on the button what it does next."""
        on = self._play.isChecked()
        word = _("Pause") if on else _("Play")
        self._play.setText(word if self._in_words else "")
        self._play.setIcon(QIcon() if self._in_words else self._signs[on])
        self._play.setMinimumWidth(px(_WORDS) if self._in_words else 0)
        self._play.setToolTip(
            _("{word}: walk the path there and back, a loop round and round").format(word=word)
        )

    def _on_ticked(self) -> None:
        if self.held:
            return
        view = self._store.view
        legs = max(1, len(view.anchors) - 1)
        t = view.t + self._direction * _PERIOD / (_WALK * legs)
        if view.is_loop:
            t %= 1.0
        if not 0 <= t <= 1:
            self._direction = -self._direction
        self._store.set(t=min(max(t, 0.0), 1.0))

    def _connect(self) -> None:
        self._shape.activated.connect(self._on_shape_activated)
        self._loop.clicked.connect(self._on_loop_clicked)
        self.fold.clicked.connect(self._on_honest_clicked)
        self._play.toggled.connect(self._on_play_toggled)
        self._timer.timeout.connect(self._on_ticked)
        watch(self, self._store, self._show_anchors, "anchors", "closed")
        watch(self, self._store, self._show_t, "t")
        watch(self, self._store, self._show_shape, "path")
        watch(self, self._store, self._show_honest, "honest")
        watch(self, self._store, self._on_changed)

    def _build(self) -> None:
        write_numbers(self._number)
        self._play.setCheckable(True)
        self.fold.setCheckable(True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for name, words in _PATHS:
            self._shape.addItem(_(words), name)
        calm(self._shape)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self._number, self._play, self._shape, self._loop, self.fold):
            self._row.addWidget(part)

    def _say(self) -> None:
        self._loop.setAccessibleName(_("Closed loop"))
        self._loop.setToolTip(_("Lead the path back to A"))
        self._shape.setAccessibleName(_("Shape of the path"))
        self._shape.setToolTip(_(_SHAPES))
        self._play.setAccessibleName(_("Walk there and back"))
        self.fold.setAccessibleName(_(_HONEST))
        self.fold.setToolTip(
            tip(
                _(
                    "{honest}: whether samples lie where it leads, how fast the picture changes, "
                    "and whether it would be encoded where it was decoded from"
                ).format(honest=_(_HONEST))
            )
        )


def _sign(shapes: tuple[tuple[Point, ...], ...], colour: str) -> QIcon:
    """Draw polygons in a square of 16, sharp on any screen."""
    picture = QPixmap(_SIGN * 4, _SIGN * 4)
    picture.setDevicePixelRatio(4)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for shape in shapes:
            painter.drawPolygon([QPointF(*corner) for corner in shape])
    return QIcon(picture)
