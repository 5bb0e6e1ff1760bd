"""What the compare page says of each model by itself: its cell, its samples, what its plane is."""

from collections.abc import Mapping, Sequence

from aeviewer.app.flows.compare import models
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.views.compare.cell import CompareCell, Face
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.session.view import View
from aeviewer.words import N_, _

_OPENING = N_("This model is being opened.")
_TO_COME = N_("The samples are being placed")
_NO_ENCODER = N_("No encoder, so no sample lies here; drag to decode")
_NO_SAMPLES = N_("No samples at hand; drag to decode")
_OTHERS = N_("Other samples than in the first plane: they are not selected along.")
_FLAT = N_(
    "The plane in which the samples differ most; what it cannot say of a latent stays as it is"
)
_ALIGNED = N_("Each plane is turned, mirrored and scaled onto the first one.")
_AS_THEY_ARE = N_(
    "Planes differ: the cursor has the same coordinates in all, but these mean another latent in "
    "each."
)


def show_faces(
    page: ComparePage, view: View, entrants: Sequence[Entrant], faults: Mapping[str, str]
) -> None:
    """Show a cell for each model of the view, in their order.

    Args:
        page: it is shown there.
        view: it names the models.
        entrants: those that are open.
        faults: why others are not, by their names; all that are left are being opened.
    """
    names = models.names(view)
    faces = {entrant.name: Face(entrant.name, entrant.title, entrant.about) for entrant in entrants}
    for name in names:
        if name not in faces:
            faces[name] = Face(name, models.short(name), name, faults.get(name, _(_OPENING)))
    page.set_faces([faces[name] for name in ("", *names)])
    alone = all(name in faults for name in names)
    laid = view.aligned and any(map(_has_samples, entrants[:1]))  # there is what to lay them over
    page.set_note("" if alone else _(_ALIGNED if laid else _AS_THEY_ARE))
    for entrant in entrants:
        _show_points(page.cells[entrant.name], entrant)
    page.fit()


def _has_samples(entrant: Entrant) -> bool:
    return entrant.placed is not None and len(entrant.placed.points) > 0


def _show_points(cell: CompareCell, entrant: Entrant) -> None:
    where = entrant.placed
    if where is None:
        cell.map.set_empty(_(_TO_COME))
        return
    points = entrant.laid.over(where.points) if len(where.points) else where.points
    labels = None if entrant.labels is None else entrant.labels[: len(points)]
    fits = labels is not None and len(labels) == len(points)
    cell.map.set_points(points, labels if fits else None, entrant.classes, shared=entrant.shared)
    cell.map.set_empty(_(_NO_SAMPLES) if entrant.reads else _(_NO_ENCODER))
    cell.set_note(*_note(entrant))


def _note(entrant: Entrant) -> tuple[str, str]:
    """Say what of the latent the plane is, and whose samples these are; in short, and at length."""
    if _has_samples(entrant) and not entrant.shared:
        return _("other samples"), _(_OTHERS)
    if entrant.size > 2:
        return _("2 of {size} dims").format(size=entrant.size), _(_FLAT)
    return "", ""
