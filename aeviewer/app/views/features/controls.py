"""What of the page is shown, how the units are ordered, where effects are taken, which sample."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.choice import Choice, labelled
from aeviewer.app.kit.stepper import of_sample
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.words import N_, _

_ORDERS = (("strength", N_("by strength")), ("use", N_("by use")), ("number", N_("by number")))
_PLACES = (("mean", N_("at the mean")), ("cursor", N_("at the cursor")))
_SIDES = (("encoder", N_("of the encoder")), ("decoder", N_("of the decoder")))
_PARTS = (("all", N_("everything")), ("units", N_("units")), ("jacobian", N_("Jacobian")))
_NAMES = N_("What is shown"), N_("Order of the units"), N_("Where the effects are taken")
_PART_HELP = N_(
    "Units: their effects, when they are active, and a sample as a sum of them. Jacobian: how far "
    "the output moves, and for which changes of the input."
)
_ORDER_HELP = N_(
    "By strength: how much a unit changes the picture over the data. By use: for how many samples "
    "it is active, where units can be off."
)
_AT_HELP = N_(
    "The change of the picture for a small step of one unit, from the mean of all latents or from "
    "the cursor's. Of a linear decoder it is the same everywhere."
)
_SIDE_HELP = N_(
    "The encoder's says how the latent answers to changes of the image, the decoder's how the "
    "picture answers to changes of the latent."
)


class FeaturesControls(QWidget):
    """A line of choices above the page.

    Attributes:
        sampled: another sample is to be looked at: its number.
    """

    sampled = Signal(int)

    def __init__(self, store: Store) -> None:
        super().__init__()
        shown, order, at = (_(name) for name in _NAMES)
        self.part = Choice(store, "features.part", _PARTS, shown, _(_PART_HELP))
        self.order = Choice(store, "features.order", _ORDERS, order, _(_ORDER_HELP))
        self.at = Choice(store, "features.at", _PLACES, at, _(_AT_HELP))
        self.sample = of_sample(
            _("The sample that is written as a sum of atoms: that nearest to the cursor")
        )
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


def side_combo(store: Store) -> Choice:
    """The choice of the Jacobian."""
    return Choice(store, "features.jacobian", _SIDES, _("Which Jacobian"), _(_SIDE_HELP))
