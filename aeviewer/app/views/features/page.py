"""The features page: what each unit does and when, a sample as a sum of atoms, J's directions."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.choice import labelled
from aeviewer.app.kit.hint import Hint
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.features.activations import ActivationHistogram, Activations
from aeviewer.app.views.features.atom_sheet import AtomSheet
from aeviewer.app.views.features.atoms import Atoms
from aeviewer.app.views.features.controls import FeaturesControls, side_combo
from aeviewer.app.views.features.row import FeatureRow, Tile
from aeviewer.app.views.features.spectrum import Spectrum
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_INVITATION = N_("What the units of a latent do appears here with a model.")
_NO_SAMPLES = N_(
    "No samples are at hand to say how often a unit is active: these are their effects where the "
    "cursor is, the strongest first."
)
_MOST, _LEAST = N_("samples of its largest values"), N_("of its smallest")
_EXACT = 1e-4  # of the squared change
_FAILS = N_("it fails here, off by more than the change itself")
_RECIPE = N_(
    "What the picture is while all units rest, and one atom for each active unit, as often as the\n"
    "unit says. Of a linear decoder that is the picture; of any other it is so to first order,\n"
    "from the mean latent. Click an atom to look at its unit."
)
_DIRECTIONS = {
    "encoder": N_("changes of the image that the latent answers to most"),
    "decoder": N_("changes of the picture that a step of the latent makes at most"),
}


class FeaturesPage(PageView):
    """Composes the page; writes which unit is chosen.

    Attributes:
        sampled: another sample is to be looked at: its number.
    """

    sampled = Signal(int)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._atoms: Atoms | None = None
        self._samples = 0
        self.controls, self.side = FeaturesControls(store), side_combo(store)
        self._side_row = labelled(_("Jacobian"), self.side)
        self.sheet, self.histogram, self.spectrum = AtomSheet(), ActivationHistogram(), Spectrum()
        self.most, self.least = (
            FeatureRow(_("Most active"), single=True),
            FeatureRow(_("Least active"), single=True),
        )
        self.recipe, self.directions = (
            FeatureRow(_("Recipe")),
            FeatureRow(_("Directions"), single=True),
        )
        self.note, self.empty = Hint(), Hint(centred=True)
        self._above, self._below = self._units(), self._jacobian()
        self._pages = QStackedLayout(self)
        self._build()
        self.set_empty(_(_INVITATION))
        self.empty.turned.connect(self._on_turned)
        self.sheet.chosen.connect(self._on_unit_chosen)
        self.recipe.chosen.connect(self._on_unit_chosen)
        for source in (self.controls.sampled, self.most.chosen, self.least.chosen):
            source.connect(self.sampled)
        watch(self, store, self._follow, "features")

    def control_rows(self) -> Sequence[QWidget]:
        """The line above, and whose Jacobian it is."""
        return self.controls, self._side_row

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        rows = (self.most, self.least, self.recipe, self.directions)
        for part in (self.sheet, self.histogram, self.spectrum, *rows):
            part.set_theme(theme)

    def set_empty(self, text: str, page: str = "") -> None:
        """Say what is missing, and which page to go to; an empty text brings this one back."""
        self.empty.say(text, page=page)
        self._pages.setCurrentIndex(0 if text else 1)

    def clear(self) -> None:
        """Forget another model's units."""
        self._atoms = None
        self.histogram.show_unit(None)
        self.spectrum.set_values(())
        for row in (self.most, self.least, self.recipe, self.directions):
            row.set_tiles("", ())

    def offer(self, encodes: bool, linear: bool, samples: int) -> None:
        """Offer what a model has, and say what it has not."""
        self.controls.offer(linear, samples)
        self.note.say("" if samples else _(_NO_SAMPLES))
        self.side.fix("" if encodes and samples else "decoder")
        for part in (self.histogram, self.most, self.least):
            part.setVisible(samples > 0)
        self._samples = samples
        self._share_room(self._store.view)

    def choose(self, atoms: Atoms) -> int:
        """Say which unit is chosen: the view's, or the first in order."""
        unit = self._store.view.features.unit
        if unit is not None and 0 <= unit < len(atoms):
            return unit
        return atoms.order(self._store.view.features.order)[0]

    def show_sample(self, sample: int | None) -> None:
        """Say which sample is looked at."""
        self.controls.sample.show_number(sample or 0)

    def show_atoms(self, atoms: Atoms) -> None:
        """Show the units."""
        self._atoms = atoms
        self._follow(self._store.view)

    def show_unit(
        self, activations: Activations, most: Sequence[Tile], least: Sequence[Tile]
    ) -> None:
        """Show one unit's values, and the samples of the largest and the smallest."""
        self.histogram.show_unit(activations)
        self.most.set_tiles(_(_MOST) if most else _("no sample has a value above 0"), most)
        self.least.set_tiles(_(_LEAST), least)
        self.least.setVisible(bool(least))

    def show_recipe(self, tiles: Sequence[Tile], missed: float, linear: bool) -> None:
        """Show a sample as a sum, and how far that is off the reconstruction."""
        share = _("nothing") if missed < _EXACT else f"{100 * missed:.2g} %"
        off = _("{share} of the change missing").format(share=share) if missed < 1 else _(_FAILS)
        order = "" if linear else _(", to first order")
        self.recipe.set_tiles(
            _("Recipe: a sum of atoms{order}; {off}").format(order=order, off=off), tiles
        )

    def show_stretches(self, side: str, values: Sequence[float], tiles: Sequence[Tile]) -> None:
        """Show a Jacobian's singular values and leading directions."""
        self.spectrum.set_values(values)
        self.directions.set_tiles(_(_DIRECTIONS[side]), tiles)

    def _follow(self, view: View) -> None:
        self._share_room(view)
        if self._atoms is not None:
            self.sheet.set_atoms(self._atoms, view.features.order)
            self.sheet.choose(self.choose(self._atoms))

    def _share_room(self, view: View) -> None:
        """Show the part that is looked at; the Jacobian alone has its bars above its pictures."""
        part = view.features.part
        self._above.setVisible(part != "jacobian")
        self.recipe.setVisible(part != "jacobian" and self._samples > 0)
        self._below.setVisible(part != "units")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        alone = part == "jacobian"
        self._sides.setDirection(down if alone else across)
        for place, share in enumerate((1, 0) if alone else (2, 3)):
            self._sides.setStretch(place, share)
        self.controls.show_units(not alone)

    def _on_turned(self, page: str) -> None:
        self._store.choose(page=page)

    def _on_unit_chosen(self, unit: int) -> None:
        self._store.choose(features=replace(self._store.view.features, unit=unit))

    def _build(self) -> None:
        self.setAccessibleName(_("Features"))
        self.recipe.setToolTip(_(_RECIPE))
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        for part in (self.controls, self.note):
            column.addWidget(part)
        column.addWidget(self._above, 3)
        column.addWidget(self.recipe)
        column.addWidget(self._below, 2)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(Scrolled(content, sideways=True))

    def _units(self) -> QWidget:
        beside = QVBoxLayout()
        beside.setSpacing(SPACES[0])
        beside.addWidget(self.histogram, 1)
        beside.addWidget(self.most)
        beside.addWidget(self.least)
        whole = QWidget()
        both = boxes.row(whole, SPACES[2])
        both.addWidget(self.sheet, 3)
        both.addLayout(beside, 2)
        return whole

    def _jacobian(self) -> QWidget:
        left = QVBoxLayout()
        left.addWidget(self._side_row, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.spectrum, 1)
        whole = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, whole)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(SPACES[2])
        self._sides.addLayout(left, 2)
        self._sides.addWidget(self.directions, 3, Qt.AlignmentFlag.AlignTop)
        return whole
