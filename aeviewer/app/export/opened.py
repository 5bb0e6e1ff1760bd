"""What an export is made of: a model apart from the window's, and the curves of its training."""

from dataclasses import dataclass, replace

from aeviewer.app.models import shelf
from aeviewer.app.models.subject import Subject
from aeviewer.app.trainings.progress import unit_of
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.errors import UserError
from aeviewer.session.view import View
from aeviewer.training.bundled import resolve
from aeviewer.training.reports import Reported
from aeviewer.training.twins import Twins
from aeviewer.words import N_, _

_NO_CURVES = N_(
    "nothing is known of this model's training: train it here, or open a run of `aeviewer train`"
)


@dataclass(frozen=True)
class Opened:
    """A model, opened for one export.

    Attributes:
        subject: the model.
        reports: what its run wrote down of the loss; empty for a model that is in no file.
    """

    subject: Subject
    reports: tuple[Reported, ...] = ()

    def draw(self, curves: LossCurves, moment: int | None) -> None:
        """Draw the reports, and point out the moment that is looked at: after so many steps.

        Raises:
            UserError: there are none.
        """
        if not self.reports:
            raise UserError(_(_NO_CURVES))
        curves.set_unit(unit_of(self.subject.twins.kind))
        for report in self.reports:
            curves.append(report.seen, report.terms)
        if moment is not None:
            last = self.reports[-1]
            said = _("step {moment:,}").format(moment=moment)
            curves.mark(moment * last.seen / last.step, said)


def opened(view: View, on_show: Subject | None) -> Opened:
    """Open the model of a view: from its file, or a copy of the one on show, which is in none.

    Raises:
        UserError: there is no such file, or it is damaged.
    """
    name = view.slots[0].model
    if not name and on_show is not None:
        model, step = shelf.copied(on_show)
        return Opened(replace(on_show, twins=Twins(model, step), live=False))
    found = shelf.open_checkpoint(resolve(name))
    return Opened(found.subject, found.reports)
