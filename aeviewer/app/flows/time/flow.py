"""The flow of time: the view's moment becomes the weights that the decoder reads."""

from PySide6.QtCore import QObject, Signal

from aeviewer.app.flows.flow import Answers
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.time_bar import Moments, TimeBar
from aeviewer.latent.plane import Plane
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _
from aeviewer.zoo.contract import Autoencoder


class Time(QObject):
    """Holds the model on show at the moment that the view names; training goes on meanwhile.

    Attributes:
        moved: other weights are read from now on.
    """

    moved = Signal()

    def __init__(self, store: Store, bar: TimeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._bar = store, bar
        self._subject: Subject | None = None
        self.answers: Answers = {}
        watch(self, store, self._on_moment, "moment")

    def show(self, subject: Subject) -> None:
        """Take a model, with what was kept of its training."""
        self._subject = subject
        self._bar.set_trails(_no_trails(subject))
        self._hold(self._store.view)
        self.refresh()

    def refresh(self) -> None:
        """Offer what is kept by now."""
        subject = self._subject
        if subject is None or subject.history is None:
            self._bar.set_moments(Moments())
            return
        history, twins = subject.history, subject.twins
        steps = {moment.step for moment in history.moments}
        if twins.held is not None:
            steps.add(twins.held.step)  # it may have been dropped while it is looked at
        self._bar.set_moments(
            Moments(
                steps=tuple(sorted(steps)),
                newest=twins.newest,
                total=history.total,
                per_epoch=history.per_epoch,
                bytes=history.bytes,
                cap=history.cap,
            )
        )

    def _on_moment(self, view: View) -> None:
        if self._subject is not None:
            self._hold(view)
            self.refresh()
            self.moved.emit()

    def _hold(self, view: View) -> None:
        """Let the decoder read the moment's weights, or the newest where that is not kept."""
        subject = self._subject
        if subject is None:
            return
        held, history = subject.twins.held, subject.history
        if held is not None and held.step == view.moment:
            return
        wanted = None if view.moment is None or history is None else history.at(view.moment)
        subject.twins.hold(wanted)


def _no_trails(subject: Subject) -> str:
    """Say why samples leave no trails on the map, or nothing where they do."""
    if not issubclass(subject.twins.kind, Autoencoder):
        return _("No trails: the model has no encoder, so no sample lies on the map")
    if subject.images is None:
        return _("No trails: the images are not at hand")
    if subject.placed is not None and not isinstance(subject.placed.plane, Plane):
        return _("Trails are drawn on a plane only: choose PCA or two axes for the map")
    return ""
