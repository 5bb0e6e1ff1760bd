"""The question which one knob of a model is flipped in its twin."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.forms.fields import FIELDS, Field
from aeviewer.app.forms.knob_text import write
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.words import N_, _
from aeviewer.zoo.knobs import Knob

_WIDTH = 420
_ALIKE = N_(
    "The same weights to begin with, the same batches, the same noise: one thing is flipped."
)


class TwinDialog(QDialog):
    """Asks for one knob and its other value; blocks nothing.

    Attributes:
        chosen: what to flip: a knob's name, and its value.
    """

    chosen = Signal(str, object)

    def __init__(
        self, title: str, knobs: Sequence[Knob], values: Mapping[str, object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A twin of {title}").format(title=title))
        self._values = values
        self.combo, self._stack = QComboBox(), QStackedWidget()
        self.said = QLabel(wordWrap=True)
        self.fields = [self._field(knob) for knob in knobs]
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.train = self.buttons.addButton(_("Train"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._build()
        self.combo.currentIndexChanged.connect(self._on_chosen)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self._say()

    @property
    def field(self) -> Field:
        """The field of the knob that is chosen."""
        return self.fields[self.combo.currentIndex()]

    def _field(self, knob: Knob) -> Field:
        field = FIELDS[knob.kind](self.windowTitle(), knob)
        field.set_text(write(self._values.get(knob.name, knob.default)))
        field.edited.connect(self._say)
        self.combo.addItem(knob.name.replace("_", " ").capitalize(), knob.name)
        self.combo.setItemData(
            self.combo.count() - 1, tip(_(knob.help)), Qt.ItemDataRole.ToolTipRole
        )
        self._stack.addWidget(field)
        return field

    def _build(self) -> None:
        sized(self, QWidget.setMinimumWidth, _WIDTH)
        self.combo.setAccessibleName(_("What is flipped"))
        self._stack.setAccessibleName(_("Its value in the twin"))
        self.said.setObjectName("quiet")
        rows = QGridLayout()
        rows.setSpacing(SPACES[1])
        for row, (words, widget) in enumerate(((_("Flip"), self.combo), (_("To"), self._stack))):
            label = QLabel(words)
            label.setBuddy(widget)
            rows.addWidget(label, row, 0)
            rows.addWidget(widget, row, 1)
        rows.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setSpacing(SPACES[2])
        column.addWidget(QLabel(_(_ALIKE), wordWrap=True))
        column.addLayout(rows)
        column.addWidget(self.said)
        column.addStretch(1)
        column.addWidget(self.buttons)

    def _on_chosen(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._say()

    def _say(self) -> None:
        """Say what differs, or what is wrong; only what differs can be trained."""
        field, name = self.field, self.combo.currentText()
        before = write(self._values.get(field.knob.name, field.knob.default))
        fault = field.fault()
        flipped = not fault and write(field.value()) != before
        self.train.setEnabled(flipped)
        if fault:
            self.said.setText(fault)
        elif flipped:
            self.said.setText(
                _("{name} {write} instead of {before}.").format(
                    name=name, write=write(field.value()), before=before
                )
            )
        else:
            self.said.setText(
                _("{name} is {before}: choose another value. {help}.").format(
                    name=name, before=before, help=_(field.knob.help)
                )
            )

    def _on_accepted(self) -> None:
        self.chosen.emit(self.field.knob.name, self.field.value())
        self.accept()
