"""The form of a set of knobs, made from their declarations."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from aeviewer.app.forms.fields import FIELDS, Field
from aeviewer.app.forms.knob_text import Value, write
from aeviewer.app.kit import boxes
from aeviewer.app.kit.fold import Fold
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.theme import SPACES
from aeviewer.words import N_, _
from aeviewer.zoo.knobs import Knob

_LABELS = {
    "lr": N_("Learning rate"),
    "lam": N_("Penalty"),
    # Those that other languages call otherwise; all others are as they are in the code.
    "latent": N_("Latent"),
    "hidden": N_("Hidden"),
    "weight": N_("Weight"),
    "critic_hidden": N_("Critic hidden"),
    "channels": N_("Channels"),
    "classes": N_("Classes"),
    "blank": N_("Blank"),
    "warmup": N_("Warmup"),
    "noise": N_("Noise"),
    "strength": N_("Strength"),
    "width": N_("Width"),
    "loss": N_("Loss"),
    "lazy": N_("Lazy"),
    "penalty": N_("Penalty"),
    "critic_steps": N_("Critic steps"),
    "decay": N_("Decay"),
    "top": N_("Top"),
    "free_bits": N_("Free bits"),
    "stages": N_("Stages"),
    "blocks": N_("Blocks"),
    "start": N_("Start"),
    "annealing": N_("Annealing"),
    "draws": N_("Draws"),
    "revive": N_("Revive"),
    "epochs": N_("Epochs"),
    "samples": N_("Samples"),
    "seed": N_("Seed"),
    "warp": N_("Warp"),
    "warped": N_("Warped"),
    "contrast": N_("Contrast"),
    "precision": N_("Precision"),
    "device": N_("Device"),
}


class KnobForm(QWidget):
    """A line for each knob: label, slider and number; the rare ones wait under "More".

    `changed` tells of what the person did; `set_values` is silent.
    """

    changed = Signal()

    def __init__(self, owner: str, knobs: Iterable[Knob], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {knob.name: FIELDS[knob.kind](owner, knob) for knob in knobs}
        self._build()
        for field in self._fields.values():
            field.set_text(write(field.knob.default))
            field.edited.connect(self.changed)

    def values(self) -> dict[str, Value]:
        """What differs from the defaults, by name: sizes as "512,256", faulty text as it stands."""
        found = {name: field.value_or_text() for name, field in self._fields.items()}
        return {
            name: value
            for name, value in found.items()
            if write(value) != write(self._fields[name].knob.default)
        }

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show these values, and the default of every other knob; unknown names are passed over."""
        for name, field in self._fields.items():
            field.show_value(values.get(name, field.knob.default))

    def rest(self, names: Iterable[str], why: str) -> None:
        """Let knobs rest that have no say, and say why where they are pointed at."""
        for name in names:
            field = self._fields[name]
            field.setEnabled(False)
            for control in (field, *field.findChildren(QWidget)):
                control.setToolTip(tip(why))
                control.setAccessibleDescription(why)

    def faults(self) -> list[str]:
        """A sentence for each field whose text is no value of its knob."""
        return [fault for field in self._fields.values() if (fault := field.fault())]

    def _build(self) -> None:
        layout = boxes.column(self, SPACES[0])
        labels = {name: _label(field) for name, field in self._fields.items()}
        width = max((label.sizeHint().width() for label in labels.values()), default=0)
        for rare in (False, True):
            fields = [field for field in self._fields.values() if field.knob.rare == rare]
            if fields:
                rows = _rows([(labels[field.knob.name], field) for field in fields], width)
                layout.addWidget(
                    Fold(_("More"), rows, _("Show the knobs that are rarely needed"))
                    if rare
                    else rows
                )


def _rows(rows: Iterable[tuple[QLabel, Field]], label_width: int) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACES[2])
    grid.setVerticalSpacing(SPACES[0])
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, label_width)
    for row, (label, field) in enumerate(rows):
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)
    return widget


def _label(field: Field) -> QLabel:
    name = field.knob.name
    label = QLabel(_(_LABELS.get(name, name.replace("_", " ").capitalize())))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setToolTip(tip(_(field.knob.help)))
    label.setBuddy(field)
    for control in field.findChildren(QWidget):
        control.setAccessibleName(label.text())
    return label
