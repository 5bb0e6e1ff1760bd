"""Training a twin: the model on show once more, from the same seed, with one knob flipped.

A training is a function of its knobs, its seed and its data; so the twin begins with the same
weights and sees the same batches and the same noise. It is looked at beside the first one.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.panels.twin import TwinDialog
from aeviewer.app.views.compare.bar import MOST
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import Scalar
from aeviewer.training.header import Header
from aeviewer.words import _


class Twinning(QObject):
    """Asks what to flip, puts it into the view, and has it trained.

    Attributes:
        failed: there can be no twin: the sentence why.
    """

    failed = Signal(object)  # UserError

    def __init__(self, window: QWidget, store: Store, start: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._store, self._start = window, store, start
        self.dialog: TwinDialog | None = None

    def ask(self, header: Header, data: str) -> None:
        """Ask for the twin of a model, which was trained on this data."""
        from aeviewer.zoo.registry import find

        if lack := self._lack(header):
            self.failed.emit(UserError(lack))
            return
        entry = find(header.variant)
        self.dialog = TwinDialog(entry.title, entry.knobs.knobs(), header.knobs, self._window)
        self.dialog.chosen.connect(lambda name, value: self._train(header, data, name, value))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _lack(self, header: Header) -> str:
        """Say why there can be no twin, or nothing."""
        if self._store.view.slots[0].model == "":
            return _("this model is not kept yet; stop its training first, then train its twin")
        if not header.plan:
            return _("this checkpoint does not say how it was trained, so it can have no twin")
        return ""

    def _train(self, header: Header, data: str, name: str, value: object) -> None:
        first, others = self._store.view.slots[0].model, self._store.view.others
        beside = (first, *(other for other in others if other != first))
        self._store.set(
            variant=header.variant,
            data=data,
            knobs=_overrides(header, {name: value}),
            others=beside[: MOST - 1],
            page="compare",
        )
        self._start()


def _overrides(header: Header, flipped: Mapping[str, object]) -> tuple[tuple[str, Scalar], ...]:
    """What the view says of a training: its knobs and the plan's that are not their defaults."""
    from aeviewer.training.plan import Plan
    from aeviewer.zoo.registry import find

    own = find(header.variant).configure({**header.knobs, **flipped})
    plan = Plan.make("plan", header.plan)
    found: dict[str, Scalar] = {}
    for prefix, knobs in (("", own), ("plan.", plan)):
        for knob in knobs.knobs():
            chosen = getattr(knobs, knob.name)
            if chosen != knob.default:
                listed = isinstance(chosen, tuple)
                found[prefix + knob.name] = ",".join(map(str, chosen)) if listed else chosen
    return tuple(found.items())
