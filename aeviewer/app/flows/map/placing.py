"""The flow of the samples: the model places them, and the map paints them."""

from PySide6.QtCore import QObject, Signal

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.flows.map import charting
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.latent.plane import Plane
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_PRIOR = (-3.0, -3.0, 3.0, 3.0)  # of the plane: three standard deviations
_TO_COME = N_("The samples are being placed")
_NO_SAMPLES = N_("No samples at hand; drag, and what lies there is decoded")
_NO_ENCODER = N_("No encoder, so no sample lies here; drag to decode")


class Placing(QObject):
    """Asks where the samples are, and paints those of the model on show.

    Attributes:
        placed: they have been placed, `Placed`, or along other axes.
        busy: they are being placed.
    """

    placed = Signal(object)  # Placed

    def __init__(self, store: Store, canvas: LatentMap, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._map, self._ask = store, canvas, ask
        self._subject: Subject | None = None
        self._standing: Plane | None = None  # the chart of the newest weights, which stand
        self._painted: tuple[str, str] | None = None  # axes along which this model's samples lie
        self._another = False  # it is another model, and the same samples: they travel to it
        self.busy = False
        self.answers: Answers = {"map": self._on_placed}
        watch(self, store, self._on_axes, "axes")

    def show(self, subject: Subject) -> None:
        """Paint the samples of a model where they are."""
        if not subject.same_model(self._subject):
            self._another = self._painted is not None and _same_samples(self._subject, subject)
            self._standing, self._painted = None, None
        self._subject = subject
        self._paint(subject)

    def refresh(self) -> None:
        """Ask where the samples are by now, unless that is being worked out."""
        subject = self._subject
        if subject is None or subject.images is None or self.busy:
            return
        self.busy = True
        before = self._bearings(subject)
        self._ask(charting.place(SLOT, subject.images, self._store.view.axes, before))

    def _bearings(self, subject: Subject) -> Plane | None:
        """The chart to turn the next one like.

        A map that moves keeps its bearings; one that stands must come out the same each time, and
        so must its earlier moments: they lie as it does.
        """
        before = None if subject.placed is None else subject.placed.plane
        before = before if isinstance(before, Plane) else None
        if subject.live:
            return before
        return None if subject.twins.held is None else self._standing or before

    def begin(self) -> None:
        """Ask anew, whatever is being worked out."""
        self.busy = False
        if self._store.view.axes is not None:  # a model without its images comes charted by PCA
            self._chart_anew()
        self.refresh()

    def _on_axes(self, _view: View) -> None:
        self.busy = False
        self._chart_anew()
        self.refresh()

    def _chart_anew(self) -> None:
        """Where the images are not at hand, chart the latents that there are."""
        subject = self._subject
        if subject is not None and subject.images is None and subject.placed is not None:
            self.busy = True
            latents, stds = subject.placed.latents, subject.placed.stds
            self._ask(charting.chart_anew(SLOT, latents, stds, self._store.view.axes))

    def _on_placed(self, answer: Answer) -> None:
        assert isinstance(answer.value, Placed)
        self.busy = False
        subject = self._subject
        if subject is not None and subject.twins.held is None and not subject.live:
            plane = answer.value.plane
            self._standing = plane if isinstance(plane, Plane) else None
        self.placed.emit(answer.value)

    def _paint(self, subject: Subject) -> None:
        if subject.placed is None:
            self._map.set_empty(_(_TO_COME))
            return
        points, labels = subject.placed.points, subject.labels
        if labels is not None and len(labels) != len(points):  # not all samples are placed yet
            labels = labels[: len(points)]
        if not len(points):
            self._map.set_empty(
                _(_NO_SAMPLES) if subject.images is None else _(_NO_ENCODER), _PRIOR
            )
            labels = None  # there is no class to point out
        names = subject.placed.plane.names
        self._map.set_axes(names)
        # Under a training they are elsewhere several times a second: to travel would slow it down.
        follows = subject.live and subject.twins.held is None
        moved = not follows and (names == self._painted or self._another)
        other = names != self._painted
        self._map.set_points(points, labels, subject.classes, moved=moved, other=other)
        self._painted, self._another = names, False


def _same_samples(before: Subject | None, after: Subject) -> bool:
    """Whether two models place the same images, as far as their data says."""
    return before is not None and not after.live and before.data == after.data != ""
