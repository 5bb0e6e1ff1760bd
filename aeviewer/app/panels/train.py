"""The training panel: knobs, losses as they fall, reconstructions and samples as they grow."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.forms.form import KnobForm
from aeviewer.app.kit import boxes
from aeviewer.app.kit.fold import Fold
from aeviewer.app.kit.sheet import ImageSheet
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.session.view import Scalar
from aeviewer.words import N_, _
from aeviewer.zoo.knobs import Knob

_PLAN_KNOBS = "plan."
_CURVES_HEIGHT = 240
_LEAST = 80  # pixels of them, in which a curve can be told
_NARROWEST = 276  # pixels: the legend of two terms and eight pictures side by side
_WORDS = 180  # of these, for names and numbers, which grow
_REBUILT = N_("Reconstructions appear with a model")
_NO_ENCODER = N_("No reconstructions: the model has no encoder")
Overrides = tuple[tuple[str, Scalar], ...]


class TrainPanel(QScrollArea):
    """What to train with, and how it goes.

    Attributes:
        curves: of the loss.
        knobs: what folds away the knobs.
        knobs_changed: the knobs that differ from their defaults, those of the plan as "plan.lr".
    """

    knobs_changed = Signal(object)  # Overrides

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves = LossCurves()
        self._bare = False
        self._reconstructions, self._samples = ImageSheet(), ImageSheet()
        self._reconstructions.set_invitation(_(_REBUILT))
        self._samples.set_invitation(_("Samples from the prior appear with a model"))
        self._waiting, self._why = QLabel(_("Loading the models ...")), QToolButton()
        self._why.setProperty("flat", True)
        self._buttons = QWidget()
        self._forms: list[KnobForm] = []
        self._place_of_forms = QVBoxLayout()
        self._place_of_forms.setContentsMargins(0, 0, 0, 0)
        knobs = QWidget()
        knobs.setLayout(self._place_of_forms)
        self.knobs = Fold(_("Knobs"), knobs, _("Show or hide what to train with"), unfolded=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes it, and scrolls it
        self._lay_out()

    def set_knobs(
        self, owner: str, knobs: tuple[Knob, ...], plan: tuple[Knob, ...], values: Overrides
    ) -> None:
        """Offer the knobs of a variant and those of the training, with values once chosen."""
        self._waiting.hide()
        for form in self._forms:
            self._place_of_forms.removeWidget(form)
            form.deleteLater()
        self._forms = [KnobForm(owner, knobs), KnobForm("plan", plan)]
        self.set_values(values)
        for form in self._forms:
            form.changed.connect(self._on_changed)
            self._place_of_forms.addWidget(form)

    def rest(self, names: Iterable[str], why: str) -> None:
        """Let knobs of the training rest that have no say for this variant."""
        self._forms[1].rest(names, why)

    def set_values(self, values: Overrides) -> None:
        """Show what was chosen; knobs that are not named stand at their defaults."""
        given = dict(values)
        plan = {name.removeprefix(_PLAN_KNOBS): value for name, value in given.items()}
        for form, own in zip(self._forms, (given, plan), strict=False):  # none before torch is in
            form.set_values(own)

    def faults(self) -> list[str]:
        """Sentences on all values that cannot be taken."""
        return [fault for form in self._forms for fault in form.faults()]

    def values(self) -> tuple[Mapping[str, object], Mapping[str, object]]:
        """The variant's knobs and the plan's, where they differ from their defaults."""
        if not self._forms:
            return {}, {}
        return self._forms[0].values(), self._forms[1].values()

    def set_bare(self, bare: bool, *, knobs: bool) -> None:
        """Show what a training shows, beside one another, and what begins and ends it; or all.

        Args:
            bare: whether an audience looks on.
            knobs: whether it sees what to train with, too.
        """
        if bare and self._buttons.isHidden():
            self.ensureVisible(0, 0)
        self._bare = bare and not knobs
        self._buttons.setHidden(not bare)
        self._samples.setHidden(self._bare)
        for widget in (self.knobs, self._why):
            widget.setHidden(self._bare)
        ways = QBoxLayout.Direction
        self._results.setDirection(ways.LeftToRight if self._bare else ways.TopToBottom)
        sized(self, TrainPanel._size_curves, _CURVES_HEIGHT)

    def fold_knobs(self) -> None:
        """Make room for what a training shows; its knobs cannot be turned any more."""
        self.knobs.set_unfolded(False)

    def set_samples(self, images: Sequence[QImage]) -> None:
        """Show draws from the prior."""
        self._samples.set_rows([(_("samples from the prior"), images)])

    def set_reconstructions(self, inputs: Sequence[QImage], outputs: Sequence[QImage]) -> None:
        """Show test images and what the model makes of them."""
        self._reconstructions.set_rows([(_("input"), inputs), (_("reconstruction"), outputs)])

    def set_encodes(self, able: bool) -> None:
        """Say whether the model can rebuild images."""
        self._reconstructions.set_invitation(_(_REBUILT) if able else _(_NO_ENCODER))

    def offer_why(self, action: QAction) -> None:
        """Take the action that tells why the chosen model is as it is."""
        self._why.setDefaultAction(action)
        self._why.setAccessibleName(action.text())

    def offer_controls(self, actions: Mapping[str, QAction]) -> None:
        """Take the actions that begin and end a training, for when the window's bar is away."""
        row = boxes.row(self._buttons, SPACES[1])
        for name in ("start", "pause", "step", "stop"):
            button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setDefaultAction(actions[name])
            button.setAccessibleName(actions[name].text())
            row.addWidget(button)
        row.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.curves.set_theme(theme)

    def _on_changed(self) -> None:
        model, plan = self.values()
        named = {**model, **{_PLAN_KNOBS + name: value for name, value in plan.items()}}
        self.knobs_changed.emit(tuple(named.items()))

    def _top(self) -> QGridLayout:
        """The knobs, and in the line of their title the button that says why."""
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.knobs, 0, 0)
        grid.addWidget(self._why, 0, 0, corner)
        return grid

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACES[2], SPACES[1], SPACES[2], SPACES[2])
        column.setSpacing(SPACES[2])
        self._results = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._results.setSpacing(SPACES[2])
        self._results.addWidget(self.curves, 1)
        self._results.addWidget(self._reconstructions, 1)
        column.addWidget(self._buttons)
        column.addWidget(self._waiting)
        column.addLayout(self._top())
        column.addLayout(self._results)
        column.addWidget(self._samples)
        column.addStretch(1)
        self._buttons.hide()
        sized(self, TrainPanel._size_curves, _CURVES_HEIGHT)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Training"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        sized(self, TrainPanel._make_room, _WORDS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the curves be as high as there is room for, before an audience."""
        super().resizeEvent(event)
        if self._bare:
            self._size_curves(px(_CURVES_HEIGHT))

    def _size_curves(self, height: int) -> None:
        """As high as they like to be; or, before an audience, as there is room for."""
        if self._bare:
            above = self._buttons.sizeHint().height()
            margins = SPACES[1] + 2 * SPACES[2]
            height = max(self.viewport().height() - above - margins, px(_LEAST))
        self.curves.setFixedHeight(height)

    def _make_room(self, words: int) -> None:
        self.setMinimumWidth(_NARROWEST - _WORDS + words)
