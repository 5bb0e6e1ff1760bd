"""What is to be trained on what: the combos of the bar and the forms of the panel, and the view."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aeviewer.app.panels.bar import MainBar
from aeviewer.app.panels.train import Overrides, TrainPanel
from aeviewer.data.sources import at_hand, demand_folder, sources
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.header import Header
from aeviewer.words import N_, _
from aeviewer.zoo.knobs import Knob

if TYPE_CHECKING:
    from aeviewer.zoo.registry import Variant

FOLDER = "folder"
_DEVICE = "device"
_OF_ALL = ("normal",)  # knobs of the training that a model without steps has, too
_SOLVED = N_("This model is solved for all images at once: there are no steps to be set")


class Choices(QObject):
    """Writes what is chosen into the view, and shows what the view says.

    Attributes:
        folder_wanted: the person wants to choose a folder of images.
        failed: that folder has none: the sentence why.
        chosen: a data set was chosen, by its name or by a folder.
    """

    folder_wanted = Signal()
    failed = Signal(object)  # UserError
    chosen = Signal()

    def __init__(self, store: Store, bar: MainBar, panel: TrainPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._bar, self._panel = store, bar, panel
        self._variants: Mapping[str, Variant] = {}
        bar.variant_chosen.connect(lambda name: store.set(variant=name))
        bar.data_chosen.connect(self._on_data_chosen)
        panel.knobs_changed.connect(self._on_knobs_changed)
        store.watch(lambda _: self._offer_variants(), "variant")
        store.watch(lambda _: self.offer_data(), "data")
        store.watch(lambda view: panel.set_values(_overrides(view)), "knobs", "device")
        self.offer_data()

    def load(self) -> None:
        """Offer the models; to be called when torch is in."""
        from aeviewer.zoo.registry import variants

        self._variants = variants()
        self._offer_variants()

    def offer_data(self) -> None:
        """Offer the data sets, saying which would have to be downloaded."""
        view = self._store.view
        entries = [
            (name, source.title + ("" if at_hand(name) else " (download)"), source.about)
            for name, source in sources().items()
        ]
        if view.data not in sources():
            entries.append((view.data, Path(view.data).name, view.data))
        entries.append((FOLDER, _("Choose a folder ..."), _("A folder of idx files, like MNIST's")))
        self._bar.set_data(entries, view.data)

    def take_folder(self, name: str) -> None:
        """Choose a folder of images as the data set, unless it holds none."""
        try:
            demand_folder(Path(name))
        except UserError as error:
            self.failed.emit(error)
        else:
            self._take_data(name)

    def taken(self) -> tuple[Mapping[str, object], Mapping[str, object], str]:
        """The variant's knobs, the plan's and the device, as they are set."""
        values, plan = self._panel.values()
        others = {name: value for name, value in plan.items() if name != _DEVICE}
        return values, others, self._store.view.device

    def taken_over(self, header: Header) -> Overrides:
        """What a checkpoint's knobs differ in from the defaults, the training's own untouched."""
        entry = self._variants.get(header.variant)
        knobs = () if entry is None else entry.knobs.knobs()
        defaults = {knob.name: knob.default for knob in knobs}
        own = {
            name: ",".join(map(str, value)) if isinstance(value, list | tuple) else value
            for name, value in header.knobs.items()
            if name in defaults and value not in (defaults[name], _listed(defaults[name]))
        }
        plan = {name: value for name, value in self._store.view.knobs if name.startswith("plan.")}
        return tuple({**own, **plan}.items())

    def _on_data_chosen(self, name: str) -> None:
        if name == FOLDER:
            self.offer_data()  # the combo stays until there is a folder
            self.folder_wanted.emit()
        else:
            self._take_data(name)

    def _take_data(self, name: str) -> None:
        self._store.choose(data=name)
        self.chosen.emit()

    def _on_knobs_changed(self, overrides: Overrides) -> None:
        named = dict(overrides)
        device = str(named.pop(f"plan.{_DEVICE}", "auto"))
        self._store.set(knobs=tuple(named.items()), device=device)

    def _offer_variants(self) -> None:
        from aeviewer.training.plan import Plan, devices
        from aeviewer.zoo.capabilities import ClosedForm

        view = self._store.view
        if view.variant not in self._variants:
            return
        entries = [(name, entry.title, entry.paper) for name, entry in self._variants.items()]
        self._bar.set_variants(entries, view.variant)
        device = Knob(
            _DEVICE, "choice", "auto", _("What to train on"), choices=("auto", *devices())
        )
        knobs = self._variants[view.variant].knobs.knobs()
        plan = (*Plan.knobs(), device)
        self._panel.set_knobs(view.variant, knobs, plan, _overrides(view))
        model = self._variants[view.variant].model
        if isinstance(model, type) and issubclass(model, ClosedForm):
            moot = (knob.name for knob in Plan.knobs() if knob.name not in _OF_ALL)
            self._panel.rest(moot, _(_SOLVED))


def _listed(value: object) -> object:
    """A tuple as JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


def _overrides(view: View) -> Overrides:
    return (*view.knobs, (f"plan.{_DEVICE}", view.device))
