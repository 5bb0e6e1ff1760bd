"""The flow of the map's layers: what is in sight is asked for, coarse first; the newest view wins.

Tiles are kept by their place; the other layers are computed for the part of the plane in sight.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.flows.map import fields, tiles
from aeviewer.app.kit.ramps import growing, shares, signed, signed_ramp, viridis
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.layer_menu import LayerMenu
from aeviewer.app.views.map.arrows import ArrowLayer, Arrows
from aeviewer.app.views.map.buffered import Buffered, Turns
from aeviewer.app.views.map.heat import Heat, HeatLayer
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.layers import Layer
from aeviewer.app.views.map.manifold import Manifold
from aeviewer.app.views.map.outlines import Contours, OvalLayer, Ovals, Rings
from aeviewer.latent.chart import Chart
from aeviewer.latent.plane import Plane
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_CLASSES = N_("class of the samples around, the surer the stronger")
_HOLES = N_("samples against prior, log q(z)/p(z)")
_METRIC = N_("change of the picture, against the median")
_PAUSE = 40  # milliseconds: while a hand moves the camera, nothing is asked for at each event


class MapLayers(QObject):
    """Feeds the layers of one map."""

    def __init__(
        self, store: Store, canvas: LatentMap, menu: LayerMenu, ask: Ask, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store, self._map, self._menu, self._ask = store, canvas, menu, ask
        self._subject: Subject | None = None
        self._chart = tiles.Chart()
        self.manifold, turns = Manifold(), Turns(canvas.renew)
        self.heats = {
            "classes": HeatLayer(_(_CLASSES), shares, turns=turns),
            "holes": HeatLayer(_(_HOLES), signed, signed_ramp, turns),
            "metric": HeatLayer(_(_METRIC), growing, viridis, turns),
        }
        self.ovals = {
            "steps": OvalLayer(_("steps of equal change")),
            "posteriors": OvalLayer(_("posteriors: 1 std")),
        }
        self.pull = ArrowLayer(_("pull of the model, f(g(z)) \N{MINUS SIGN} z"))
        self.density, self.prior = Contours(), Rings()
        self.answers: Answers = {"tiles": self._on_tile, "fields": self._on_field}
        lines: Mapping[str, Layer] = {
            "density": self.density,
            "pull": self.pull,
            "prior": self.prior,
            **self.ovals,
        }
        self._lines = {name: Buffered(layer, turns) for name, layer in lines.items()}
        self._offer()
        self._resting = QTimer(self, interval=_PAUSE, singleShot=True)
        self._resting.timeout.connect(self._on_rest)
        canvas.framed.connect(self._resting.start)
        watch(self, store, self._on_view, "layers", "base", "hidden", "condition")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        if self._subject is None or _unlike(self._subject, subject):
            self._clear()
        self._subject = subject
        self._menu.set_missing(fields.missing(subject))
        self._renew()
        self._look()

    def refresh(self) -> None:
        """Decode anew by newer weights; what there is stays until then.

        Where the samples are placed anew, too, that is soon enough: one look, by one chart.
        """
        if self._subject is not None and self._subject.images is None:
            self._look()

    def _offer(self) -> None:
        layers: Mapping[str, Layer] = {
            "manifold": self.manifold,
            **self.heats,
            **self._lines,
        }
        for name, layer in layers.items():
            self._map.add_layer(name, layer)

    def _clear(self) -> None:
        """Forget what was another model's: this one may lack it."""
        for heat in self.heats.values():
            heat.show(None)
        for ovals in self.ovals.values():
            ovals.show(None)
        self.pull.show(None)
        self.density.show(())
        for lines in self._lines.values():
            lines.forget()

    def _on_view(self, _view: View) -> None:
        self._renew()
        self._resting.start()

    def _on_rest(self) -> None:
        """The hand rests: what was stretched meanwhile is painted anew."""
        for lines in self._lines.values():
            lines.renew()
        self._map.renew()
        self._look()

    def _renew(self) -> None:
        """Forget what was decoded of another plane."""
        subject, view = self._subject, self._store.view
        if subject is None or subject.placed is None:
            return
        plane, through = subject.placed.plane, subject.through(view.base)
        chart = tiles.Chart(subject.twins, plane, through, view.condition)
        if not chart.same(self._chart):
            self._chart = chart
            self.manifold.clear()

    def _look(self) -> None:
        """Ask for what is in sight and not there yet."""
        subject = self._subject
        if subject is None or subject.placed is None:
            return
        on = self._store.view.layers
        if "manifold" in on:
            self._ask_tiles(subject)
        self._paint_prior(subject.placed.plane)
        chosen = [name for name in fields.NAMES if name in on]
        if chosen:
            seen, hidden = self._map.viewport, self._store.view.hidden
            self._ask(fields.request(SLOT, subject, self._chart, chosen, seen, hidden))

    def _ask_tiles(self, subject: Subject) -> None:
        self.manifold.set_size(max(subject.twins.image_shape[1:]))
        lacking = self.manifold.missing(self._map.viewport, subject.twins.step)
        if lacking:
            self._ask(tiles.request(SLOT, self._chart, lacking))

    def _paint_prior(self, plane: Chart) -> None:
        centre = None
        if isinstance(plane, Plane):
            x, y = plane.project(0 * plane.origin[None])[0].tolist()
            centre = x, y
        if self.prior.centre != centre:
            self.prior.centre = centre
            self._lines["prior"].renew()

    def _on_tile(self, answer: Answer) -> None:
        made = answer.value
        assert isinstance(made, tiles.Made)
        if made.chart is self._chart:
            self.manifold.put(made.tile, made.image, answer.step)
            self._map.renew()

    def _on_field(self, answer: Answer) -> None:
        made = answer.value
        assert isinstance(made, fields.Made)
        if self._subject is None or made.name in fields.missing(self._subject):
            return  # it was asked of another chart
        if isinstance(made.value, Heat):
            self.heats[made.name].show(made.value)
        elif isinstance(made.value, Ovals):
            self.ovals[made.name].show(made.value, self._classes())
        elif isinstance(made.value, Arrows):
            self.pull.show(made.value)
        elif isinstance(made.value, list):
            self.density.show(made.value)
        if made.name in self._lines:
            self._lines[made.name].renew()
        self._map.renew()

    def _classes(self) -> int:
        return 0 if self._subject is None else len(self._subject.classes)


def _unlike(before: Subject, subject: Subject) -> bool:
    """Whether what lies on the map says nothing any more: of another model, or by another chart."""
    charts = [None if one.placed is None else type(one.placed.plane) for one in (before, subject)]
    return before.twins is not subject.twins or charts[0] is not charts[1]
