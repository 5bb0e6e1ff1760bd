"""What is done to which sample: its noise, its holes, and how often it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.level import LevelSlider
from aeviewer.app.kit.stepper import of_count, of_sample, of_seed
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.fonts import write_small
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

MOST_REPEATS = 20


@dataclass(frozen=True)
class Offer:
    """A kind of noise on offer.

    Attributes:
        name: what the view calls it.
        title: what people do.
        usual: the level to start with.
        largest: the highest level; the lowest is 0.
        unit: what the level is.
    """

    name: str
    title: str
    usual: float
    largest: float
    unit: str


class DenoiseControls(QWidget):
    """Writes the view's noise, sample, holes and repeats; each gesture is one step of undo."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._kind = QComboBox()
        self._level = LevelSlider(_("Level of the noise"))
        self._unit = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._seed = of_seed(_("Seed"), _("What is drawn: the same seed draws the same noise"))
        self._sample = of_sample(_("Number of the sample"))
        self._repeats = of_count(
            _("Repeat"),
            _("How often the model is given what it made: the denoised image is denoised again"),
            (_("Once less"), _("Once more")),
            1,
            MOST_REPEATS,
        )
        self._restore = QPushButton(_("Restore"))
        self._build()
        self._connect()
        watch(self, store, self._show, "spoil", "sample", "selection", "rubbed", "repeats")
        self._show(store.view)

    def offer(self, offers: Sequence[Offer]) -> None:
        """Offer kinds of noise."""
        self._kind.clear()
        for entry in offers:
            self._kind.addItem(_(entry.title), entry)
        self._kind.setEnabled(bool(offers))
        self._show(self._store.view)

    def set_count(self, count: int) -> None:
        """Say how many samples there are."""
        self._sample.set_range(0, max(count - 1, 0))
        self._sample.show_number(self._store.view.looked_at)

    def _offered(self, name: str) -> Offer | None:
        entries = (self._kind.itemData(place) for place in range(self._kind.count()))
        return next((entry for entry in entries if entry.name == name), None)

    def _show(self, view: View) -> None:
        spoil = view.spoil
        entry = self._offered(spoil.kind)
        names = [self._kind.itemData(place).name for place in range(self._kind.count())]
        self._kind.setCurrentIndex(names.index(spoil.kind) if spoil.kind in names else -1)
        largest, unit = (entry.largest, entry.unit) if entry else (max(spoil.level, 1.0), "")
        self._level.show_level(spoil.level, largest, _(unit))
        self._unit.setText(_(unit))
        self._seed.show_number(spoil.seed)
        self._sample.show_number(view.looked_at)
        self._repeats.show_number(view.repeats)
        self._restore.setEnabled(bool(view.rubbed))

    def _spoil(self, **changes: object) -> None:
        self._store.set(spoil=replace(self._store.view.spoil, **changes))  # type: ignore[arg-type]

    def _on_kind_activated(self, place: int) -> None:
        entry: Offer = self._kind.itemData(place)
        if entry.name != self._store.view.spoil.kind:
            self._spoil(kind=entry.name, level=entry.usual)
            self._store.settle()

    def _on_level_moved(self, level: float) -> None:
        self._spoil(level=level)

    def _on_seed_chosen(self, seed: int) -> None:
        self._spoil(seed=seed)
        self._store.settle()

    def _on_sample_chosen(self, sample: int) -> None:
        self._store.choose(sample=sample)

    def _on_repeats_chosen(self, repeats: int) -> None:
        self._store.choose(repeats=repeats)

    def _on_restore_clicked(self) -> None:
        self._store.choose(rubbed=())

    def _connect(self) -> None:
        self._kind.activated.connect(self._on_kind_activated)
        self._level.moved.connect(self._on_level_moved)
        self._level.released.connect(self._store.settle)
        self._seed.chosen.connect(self._on_seed_chosen)
        self._sample.chosen.connect(self._on_sample_chosen)
        self._repeats.chosen.connect(self._on_repeats_chosen)
        self._restore.clicked.connect(self._on_restore_clicked)

    def _build(self) -> None:
        self._kind.setAccessibleName(_("Kind of noise"))
        self._kind.setToolTip(tip(_("What the image is spoilt by")))
        self._kind.setEnabled(False)
        sized(self._kind, QWidget.setMinimumWidth, 136)
        calm(self._kind)
        self._unit.setObjectName("quiet")
        write_small(self._unit)
        self._restore.setAccessibleName(_("Restore the clean image"))
        self._restore.setToolTip(tip(_("Put back what was rubbed out of the clean image")))
        column = boxes.column(self, SPACES[0])
        noise, rest = QHBoxLayout(), Wrapping(gap=SPACES[1])
        noise.setSpacing(SPACES[1])
        noise.addWidget(self._kind)
        noise.addWidget(self._level, 1)
        for widget in (self._unit, self._seed, self._sample, self._repeats, self._restore):
            rest.addWidget(widget)
        for part in (noise, rest):
            column.addLayout(part)
