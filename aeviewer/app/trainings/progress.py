"""How a training goes, told to the widgets: curves, progress and ETA, pace, the buttons' states."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from aeviewer.app.layout import Parts
from aeviewer.session.view import View
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.models.shelf import Opened
    from aeviewer.app.trainings.trainer import Mail, Training
    from aeviewer.zoo.registry import Model

_WORDS = {"preparing": N_("preparing ..."), "stopping": N_("stopping ...")}


class Progress(QObject):
    """Reads the studio's mail out to the widgets that show it."""

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._phase = "idle"
        self._words = ""
        self._done: float | None = None
        self._per_step = 0.0  # images

    def set_phase(self, phase: str) -> None:
        """Show what the studio is doing."""
        self._phase = phase
        if phase == "idle":
            self._done = None
            self._parts.status.set_pace(None)
        self._say()

    def begin(self, training: "Training") -> None:
        """Empty the curves for a new training."""
        self._done, self._words = 0.0, ""
        self._parts.train.curves.clear()
        self._parts.train.curves.set_unit(unit_of(training.twins.kind))
        self._parts.train.fold_knobs()
        self._parts.status.set_device(str(training.state.device))

    def recall(self, opened: "Opened") -> None:
        """Draw what the run of an opened model wrote down of its loss, if it is of one."""
        curves, reports = self._parts.train.curves, opened.reports
        curves.clear()
        curves.set_unit(unit_of(opened.subject.twins.kind))
        for report in reports:
            curves.append(report.seen, report.terms)
        self._per_step = reports[-1].seen / reports[-1].step if reports else 0.0

    def look_back(self, view: View) -> None:
        """Point out on the curves the moment that is looked at, unless that is the newest."""
        if view.moment is None or not self._per_step:
            self._parts.train.curves.mark(None)
        else:
            seen = view.moment * self._per_step
            self._parts.train.curves.mark(seen, _("step {moment:,}").format(moment=view.moment))

    def read(self, mail: "Mail") -> None:
        """Show the newest step and all reports."""
        for seen, report in mail.reports:
            self._parts.train.curves.append(seen, report.terms)
            self._parts.lesson.terms.show_trained(report.terms)
        if mail.reports:
            report = mail.reports[-1][1]
            self._parts.status.set_pace(report.images_per_second)
            self._words = _("{remaining} left").format(remaining=clock(report.remaining))
        if mail.step is not None:
            self._per_step = mail.step.seen / mail.step.number
            self._done = mail.step.number / mail.step.total
            self._say(f"{100 * self._done:.0f} %")

    def _say(self, step: str = "") -> None:
        if self._phase in _WORDS:
            words = _(_WORDS[self._phase])
        elif self._phase == "idle":
            words = ""
        else:
            words = _("paused") if self._phase == "paused" else self._words
            words = " · ".join(part for part in (words, step) if part)  # the ETA is never cut
        self._parts.bar.set_progress(self._done, words)


def unit_of(kind: "type[Model]") -> str:
    """Say what the loss of a kind of model is counted in."""
    from aeviewer.zoo.capabilities import Adversarial, Variational

    if issubclass(kind, Adversarial):
        return _("each term in its own unit")
    if issubclass(kind, Variational):
        return _("nats per image")
    return _("squared error per image")


def clock(seconds: float) -> str:
    """Write a time to wait as 0:07, 12:30 or 1:02:03."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
