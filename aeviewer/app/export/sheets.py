"""Contact sheets: many pictures on one, each by the same whole factor and with its label."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication
from torch import Tensor

from aeviewer.app.export.easel import Look
from aeviewer.app.export.stills import blank
from aeviewer.app.flows.codebook import work as codebook_work
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.kit.pixels import enlargement, paint
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, THEMES, TYPE, Theme
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.requests import decoded
from aeviewer.app.views.codebook.values import Entries
from aeviewer.errors import UserError
from aeviewer.session.view import View
from aeviewer.zoo.capabilities import Discrete

_GAP, _MARGIN = SPACES[1], SPACES[3]
_MINUS = "\N{MINUS SIGN}"


class Labelled(NamedTuple):
    """A picture, and what it is."""

    image: QImage
    label: str


def sheet(view: View, subject: Subject, look: Look, count: int) -> QImage:
    """Make a sheet of at most so many pictures, no wider than the look, as high as it needs.

    Raises:
        UserError: there is nothing to be put on it.
    """
    found = _SOURCES[look.what](view, subject, count)
    if not found:
        raise UserError("there are no pictures to put on the sheet")
    return _laid_out(found, look, THEMES[look.theme])


def _laid_out(found: Sequence[Labelled], look: Look, theme: Theme) -> QImage:
    font = _font()
    line = QFontMetrics(font).height() + SPACES[0]
    columns = min(math.ceil(math.sqrt(len(found))), len(found))
    rows = math.ceil(len(found) / columns)
    share = (look.size[0] - 2 * _MARGIN + _GAP) / columns - _GAP
    size = QSizeF(found[0].image.size())
    picture = size * enlargement(size, QSizeF(share, 10 * share), look.scale)
    cell = QSize(math.ceil(picture.width()) + _GAP, math.ceil(picture.height()) + line + _GAP)
    width, height = columns * cell.width() - _GAP, rows * cell.height() - _GAP
    image = blank((width + 2 * _MARGIN, height + 2 * _MARGIN), look.scale)
    image.fill(QColor(theme.ground))
    with QPainter(image) as painter:
        painter.setFont(font)
        for number, (shown, label) in enumerate(found):
            row, column = divmod(number, columns)
            at = QPointF(_MARGIN + column * cell.width(), _MARGIN + row * cell.height())
            paint(painter, shown, QRectF(at, picture), QColor(theme.hairline))
            below = QRectF(at.x(), at.y() + picture.height(), cell.width() - _GAP, line)
            painter.setPen(QColor(theme.text))
            words = painter.fontMetrics().elidedText(
                label, Qt.TextElideMode.ElideRight, round(below.width())
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
    return image


def _font() -> QFont:
    font = QApplication.font()
    font.setPixelSize(px(TYPE[0]))
    return font


def _selected(view: View, subject: Subject, count: int) -> list[Labelled]:
    """The samples selected: their images, or what the model rebuilds where they are not at hand.

    Raises:
        UserError: none are.
    """
    known = 0 if subject.placed is None else len(subject.placed.latents)
    numbers = [number for number in view.selection if number < known][:count]
    if not numbers:
        raise UserError("no samples are selected: draw around some on the map, then export again")
    labels = [subject.caption(number, "sample") for number in numbers]
    if subject.images is not None:
        made = [pictures(subject.images.floats(slice(at, at + 1)))[0] for at in numbers]
    else:
        assert subject.placed is not None
        made = _decoded(view, subject, subject.placed.latents[numbers])
    return list(map(Labelled, made, labels))


def _drawn(view: View, subject: Subject, count: int) -> list[Labelled]:
    """Draws from the prior, the same ones each time."""
    with subject.twins.reading() as (model, _):
        generator = torch.Generator(model.device).manual_seed(view.noise)
        latents = model.prior(count, generator).flatten(1)
    labels = [f"draw {number}" for number in range(1, count + 1)]
    return list(map(Labelled, _decoded(view, subject, latents), labels))


def _grid(view: View, subject: Subject, count: int) -> list[Labelled]:
    """The part of the plane that the map shows, decoded at n by n places."""
    left, top, side = _square(view, subject)
    along = math.isqrt(count)
    steps = (np.arange(along) + 0.5) * side / along
    places = [(left + x, top - y) for y in steps for x in steps]
    assert subject.placed is not None
    points = torch.tensor(places, dtype=torch.float32)
    latents = subject.placed.plane.lift(points, subject.through(view.base))
    labels = [f"{x:.2f}, {y:.2f}".replace("-", _MINUS) for x, y in places]
    return list(map(Labelled, _decoded(view, subject, latents), labels))


def _square(view: View, subject: Subject) -> tuple[float, float, float]:
    """Left, top and side of what is decoded: in the person's camera, or around all samples."""
    if view.camera is not None:
        (x, y), side = view.camera.centre, view.camera.span
        return x - side / 2, y + side / 2, side
    points = np.empty((0, 2)) if subject.placed is None else subject.placed.points
    finite = points[np.isfinite(points).all(1)]
    if not len(finite):
        return -3.0, 3.0, 6.0  # the prior
    low, high = finite.min(0), finite.max(0)
    middle, side = (low + high) / 2, float((high - low).max())
    return float(middle[0]) - side / 2, float(middle[1]) + side / 2, side


def _walked(view: View, subject: Subject, count: int) -> list[Labelled]:
    """Pictures along the path, at even places.

    Raises:
        UserError: there is none.
    """
    places = torch.linspace(0, 1, count)
    latents = subject.path(view, places)
    if latents is None:
        raise UserError("there is no path: put two anchors on the map first")
    labels = [f"t = {place:.2f}" for place in places.tolist()]
    return list(map(Labelled, _decoded(view, subject, latents), labels))


def _entries(view: View, subject: Subject, count: int) -> list[Labelled]:
    """Entries of the codebook that the codebook page shows.

    Raises:
        UserError: the model has none.
    """
    with subject.twins.reading() as (model, _), torch.no_grad():
        if not isinstance(model, Discrete):
            raise UserError("this model has no codebook: open one such as mnist-vq")
        books = model.codebooks()
        stage = min(view.stages, len(books)) - 1
        wanted = range(min(count, len(books[stage])))
        answers = [part(model) for part in codebook_work.entries(SLOT, stage, wanted).slices]
    made = [answer.pictures for answer in answers if isinstance(answer, Entries)]
    found = {code: image for some in made for code, image in some.items()}
    return [Labelled(found[code], f"code {code}") for code in wanted]


def _decoded(view: View, subject: Subject, latents: Tensor) -> list[QImage]:
    return [image for part in _parts(view, subject, latents) for image in pictures(part)]


def _parts(view: View, subject: Subject, latents: Tensor) -> Iterator[Tensor]:
    with subject.twins.reading() as (model, _), torch.no_grad():
        for part in torch.split(latents, batch_of(model)):
            yield decoded(model, part, view.condition)


_SOURCES: Mapping[str, Callable[[View, Subject, int], list[Labelled]]] = {
    "sheet-selection": _selected,
    "sheet-samples": _drawn,
    "sheet-map": _grid,
    "sheet-path": _walked,
    "sheet-codebook": _entries,
}
