"""What a script must know of a page: what the view leaves to the model and to its samples.

It is imported with torch, when the first script is written.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import torch
from PySide6.QtWidgets import QWidget

from aeviewer.app.flows.anomaly import words
from aeviewer.app.flows.compare import given as giving
from aeviewer.app.flows.compare.flow import CompareFlow
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.flows.features.flow import FeaturesFlow
from aeviewer.app.flows.mix.groups import Groups
from aeviewer.app.layout import Parts
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.anomaly.page import AnomalyPage
from aeviewer.app.views.codebook.page import CodebookPage
from aeviewer.app.views.codebook.painting import painted
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.app.views.features.page import FeaturesPage
from aeviewer.app.views.mix.attribute import TITLES, AttributeView
from aeviewer.app.views.mix.page import MixPage
from aeviewer.app.views.traversal.page import TraversalPage
from aeviewer.app.wiring import Wiring
from aeviewer.data.images import Images
from aeviewer.errors import UserError
from aeviewer.session.script.shown import Group, Rival, Rows, Units
from aeviewer.session.view import View
from aeviewer.words import _
from aeviewer.zoo.capabilities import Conditional, Discrete, Linear, Sparse
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import Model

Facts = Mapping[str, Any]
"""Fields of `Shown`."""

_Scripted = AttributeView | AnomalyPage | CodebookPage | TraversalPage | FeaturesPage | ComparePage
"""Pages that a script must know more of than the view; each says when it is empty."""


def of_page(subject: Subject, wiring: Wiring, parts: Parts, view: View) -> Facts:
    """Find what there is to know of the page on show.

    Raises:
        UserError: it is empty, or what it shows was made by hand.
    """
    page = _shown(parts, view)
    if isinstance(page, _Scripted):
        _refuse(page.empty.text)
    match page:
        case AttributeView():
            return _mix(subject, view)
        case AnomalyPage():
            return _anomaly(subject, view)
        case CodebookPage():
            return _codebook(subject, view)
        case TraversalPage():
            return _traversal(subject, page)
        case FeaturesPage():
            return _features(subject, wiring)
        case ComparePage():
            return _compare(subject, wiring, parts, view)
    return {}


def _shown(parts: Parts, view: View) -> QWidget | None:
    """The page on show, or the part of it."""
    page = parts.pages.views.get(view.page)
    return page.attribute if isinstance(page, MixPage) and view.mixing == "attribute" else page


def _refuse(lack: str) -> None:
    """A page that says what it is missing shows nothing that a script could make.

    Raises:
        UserError: it is so.
    """
    if lack:
        raise UserError(
            _("This page is empty, so there is no script of it. {lack}").format(lack=lack)
        )


def _mix(subject: Subject, view: View) -> Facts:
    members = Groups.of(subject, view).members
    groups = [
        _group(subject, samples, _(title)) for samples, title in zip(members, TITLES, strict=True)
    ]
    return {"groups": tuple(groups)}


def _group(subject: Subject, samples: tuple[int, ...], title: str) -> Group:
    """See whether samples are all those of a class."""
    if subject.labels is None or subject.placed is None or not samples:
        return Group(title, samples)
    labels = subject.labels[: len(subject.placed.latents)]
    label = int(labels[samples[0]])
    whole = np.array_equal(np.flatnonzero(labels == label), np.sort(samples))
    return Group(subject.classes[label], samples, label) if whole else Group(title, samples)


def _anomaly(subject: Subject, view: View) -> Facts:
    count = len(subject.classes)
    normal = frozenset(each for each in view.normal if each < count) or subject.normal
    if words.lacks_groups(subject, normal):
        return {}
    chosen = tuple(sorted(normal))
    called = tuple(subject.classes[number] for number in chosen if number < count)
    return {
        "normal": chosen,
        "called": () if called == tuple(map(str, chosen)) else called,
        "known": _known(subject.learned, normal),
    }


def _known(learned: Images | None, normal: frozenset[int]) -> int:
    """Count the training images of classes."""
    if learned is None or learned.labels is None:
        return 0
    return int(torch.isin(learned.labels.cpu(), torch.tensor(sorted(normal))).sum())


def _codebook(subject: Subject, view: View) -> Facts:
    sample = subject.nearest(view.cursor, view.hidden)
    with subject.twins.reading() as (model, _step):
        assert isinstance(model, Discrete)
        sizes, (high, wide) = [len(book) for book in model.codebooks()], model.grid
    cells = tuple(
        (stage, row, column, code)
        for stage, row, column, code in painted(view, sample)
        if 0 <= stage < len(sizes) and 0 <= code < sizes[stage]
        if 0 <= row < high and 0 <= column < wide
    )
    return {"sample": sample, "painted": cells, "stages": len(sizes)}


def _traversal(subject: Subject, page: TraversalPage) -> Facts:
    assert subject.placed is not None  # else the page says so
    shown = [line.dimension.number for line in page.sheet.shown]
    order = [dimension.number for dimension in subject.placed.dimensions]
    first = order.index(shown[0]) if shown else 0
    return {"rows": Rows((first, first + len(shown)), page.sheet.columns)}


def _features(subject: Subject, wiring: Wiring) -> Facts:
    kind, flow = subject.twins.kind, wiring.flow(FeaturesFlow)
    with subject.twins.reading() as (model, _step):
        shape = model.latent_shape
    units = Units(shape, linear=issubclass(kind, Linear), switched=issubclass(kind, Sparse))
    return {"units": units, "sample": None if flow is None else flow.sample()}


def _compare(subject: Subject, wiring: Wiring, parts: Parts, view: View) -> Facts:
    if view.comparing == "models" and view.given == "drawing":
        raise UserError(
            _("A drawing is made by hand, and no script can make it again: let a sample be given")
        )
    if view.comparing == "rates" and subject.images is None:
        raise UserError(_("Rates are measured on pictures, and those are not at hand"))
    flow = wiring.flow(CompareFlow)
    entrants = [] if flow is None else flow.entrants
    what = giving.given(subject, view, parts.draw.pad, entrants)
    return {
        "rivals": tuple(_rival(entrant, subject, view) for entrant in entrants),
        "sample": what.sample,
        "label": _label(subject, what.sample),
        "known": 0 if subject.learned is None else len(subject.learned),
    }


def _label(subject: Subject, sample: int | None) -> int | None:
    return None if sample is None or subject.labels is None else int(subject.labels[sample])


def _rival(entrant: Entrant, subject: Subject, view: View) -> Rival:
    samples = 0 if entrant.placed is None else len(entrant.placed.latents)
    kept = bool(samples) and (subject.images is None or entrant.labels is not subject.labels)
    return Rival(
        name=entrant.name or view.slots[0].model,
        title=re.sub(r"[^\w.+ -]", "_", entrant.title),  # it becomes a file's name
        point=entrant.laid.under(view.cursor) if entrant.name else view.cursor,
        size=entrant.size,
        samples=samples,
        kept=kept,
        shared=entrant.shared,
        spatial=_spatial(entrant, subject),
        encodes=entrant.reads,
        conditional=issubclass(entrant.kind, Conditional),
        counted=_counted(entrant.kind),
    )


def _spatial(entrant: Entrant, subject: Subject) -> bool:
    if entrant.model is not None:
        return len(entrant.model.latent_shape) > 1
    with subject.twins.reading() as (model, _step):
        return len(model.latent_shape) > 1


def _counted(kind: type[Model]) -> Literal["all", "active", "codes", "none"]:
    if issubclass(kind, Discrete):
        return "codes"
    if issubclass(kind, PCA):
        return "none"
    return "active" if issubclass(kind, Sparse) else "all"
