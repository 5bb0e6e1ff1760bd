"""The frames of a film of a walk: the open lesson's, from its first step to its last."""

from collections.abc import Sequence
from dataclasses import fields, replace

from aeviewer.app.export.order import Order
from aeviewer.errors import UserError
from aeviewer.session.lesson import Lesson, read, resolve
from aeviewer.session.view import View
from aeviewer.session.walk import Moment, changes
from aeviewer.words import N_, _

_NO_WALK = N_("there is no walk to film: record one, or open a lesson that has one")
_ELSEWHERE = N_("the walk shows {model}, too; a film is of the one model that is on show")


def begun(view: View) -> View:
    """Look at what the walk of the open lesson begins with, so that its film shows nothing else.

    A map's fit, for example, knows where the cursor was before.

    Raises:
        UserError: no walk is open, or it shows other models than the view does.
    """
    return replace(view, **changes(view, _walk(view)[0].view))  # type: ignore[arg-type]  # by name


def along(order: Order, view: View) -> Sequence[dict[str, object]]:
    """What changes from frame to frame, at the walk's own speed; faster, if frames do not suffice.

    Raises:
        UserError: no walk is open, or it shows other models than the view does.
    """
    walk = _walk(view)
    count = max(2, min(order.frames, round(walk[-1].at * order.fps) + 1))
    seen = [_seen(walk, walk[-1].at * at / (count - 1)) for at in range(count)]
    names = {name for one in seen for name in changes(view, one)}
    if order.look.what != "window":
        names.discard("page")  # a film of a page stays there
    ordered = [field.name for field in fields(View) if field.name in names]
    return [{name: getattr(one, name) for name in ordered} for one in seen]


def _walk(view: View) -> Sequence[Moment]:
    """The walk of the open lesson.

    Raises:
        UserError: there is none, or it shows other models than the view does.
    """
    walk = _whole(read(resolve(view.lesson))) if view.lesson else []
    if len(walk) < 2:
        raise UserError(_(_NO_WALK))
    for moment in walk:
        if moment.view.slots != view.slots:
            model = moment.view.slots[0].model
            raise UserError(_(_ELSEWHERE).format(model=model))
    return walk


def _whole(lesson: Lesson) -> list[Moment]:
    """All moments of a lesson, in seconds since its first step."""
    found, begun = [Moment(0.0, lesson.steps[0].view)], 0.0
    for step in lesson.steps:
        found += [Moment(begun + moment.at, moment.view) for moment in step.walk]
        begun = found[-1].at
    return found


def _seen(walk: Sequence[Moment], at: float) -> View:
    """What is looked at at a time."""
    return next(moment.view for moment in reversed(walk) if moment.at <= at + 1e-6)
