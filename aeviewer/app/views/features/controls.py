"""What of the page is shown, how the units are ordered, where effects are taken, which sample."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from aeviewer.app.kit.stepper import Stepper
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.wheel import calm
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_ORDERS = (("strength", N_("by strength")), ("use", N_("by use")), ("number", N_("by number")))
_PLACES = (("mean", N_("at the mean")), ("cursor", N_("at the cursor")))
_SIDES = (("encoder", N_("of the encoder")), ("decoder", N_("of the decoder")))
_PARTS = (("all", N_("everything")), ("units", N_("units")), ("jacobian", N_("Jacobian")))


class FeatureCombo(QComboBox):
    """A choice of the view's `features`; each is one step of undo."""

    def __init__(
        self,
        store: Store,
        field: str,
        choices: Sequence[tuple[str, str]],
        name: str,
        help_text: str,
    ) -> None:
        super().__init__()
        self._store, self._field, self._fixed = store, field, ""
        for value, title in choices:
            self.addItem(_(title), value)
        self.setAccessibleName(name)
        self.setToolTip(tip(help_text))
        calm(self)
        self.activated.connect(self._on_activated)
        end = store.watch(self._follow, "features")
        self.destroyed.connect(lambda *_: end())
        self._follow(store.view)

    def fix(self, value: str) -> None:
        """Show what alone there is of a model; an empty text leaves the choice to the person."""
        self._fixed = value
        self.setEnabled(not value)
        self._follow(self._store.view)

    def _on_activated(self, place: int) -> None:
        changes = {self._field: self.itemData(place)}
        self._store.set(features=replace(self._store.view.features, **changes))
        self._store.settle()

    def _follow(self, view: View) -> None:
        self.setCurrentIndex(self.findData(self._fixed or getattr(view.features, self._field)))


class FeaturesControls(QWidget):
    """A line of choices above the page.

    Attributes:
        sampled: another sample is to be looked at: its number.
    """

    sampled = Signal(int)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.part = FeatureCombo(
            store, "part", _PARTS, _("What is shown"),
            _("Units: their effects, when they are active, and a sample as a sum of them. "
                "Jacobian: "
            "how far the output moves, and for which changes of the input."),
        )  # fmt: skip
        self.order = FeatureCombo(
            store, "order", _ORDERS, _("Order of the units"),
            _("By strength: how much a unit changes the picture over the data. By use: for how "
                "many "
            "samples it is active, where units can be off."),
        )  # fmt: skip
        self.at = FeatureCombo(
            store, "at", _PLACES, _("Where the effects are taken"),
            _("The change of the picture for a small step of one unit, from the mean of all "
                "latents "
            "or from the cursor's. Of a linear decoder it is the same everywhere."),
        )  # fmt: skip
        self.sample = Stepper(
            _("Sample"),
            _("The sample that is written as a sum of atoms: that nearest to the cursor"),
            ("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
             "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"),
            (_("Previous sample"), _("Next sample")),
            64,
        )  # fmt: skip
        self.sample.chosen.connect(self.sampled)
        self._of_units = labelled(_("Units"), self.order), labelled(_("Effects"), self.at)
        line = Wrapping(self, gap=SPACES[1])
        for widget in (labelled(_("Show"), self.part), *self._of_units, self.sample):
            line.addWidget(widget)

    def show_units(self, shown: bool) -> None:
        """Show what is about the units, too; or not."""
        for widget in self._of_units:
            widget.setVisible(shown)

    def offer(self, linear: bool, samples: int) -> None:
        """Offer what a model has."""
        self.at.fix("" if samples and not linear else "mean" if samples else "cursor")
        self.sample.setVisible(samples > 0)
        self.sample.set_range(0, max(samples - 1, 0))


def side_combo(store: Store) -> FeatureCombo:
    """The choice of the Jacobian."""
    return FeatureCombo(
        store, "jacobian", _SIDES, _("Which Jacobian"),
        _("The encoder's says how the latent answers to changes of the image, the decoder's how "
            "the "
        "picture answers to changes of the latent."),
    )  # fmt: skip


def labelled(name: str, widget: QWidget) -> QWidget:
    """Put a word before a widget."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACES[0])
    label = QLabel(name)
    label.setBuddy(widget)
    row.addWidget(label)
    row.addWidget(widget)
    return both
