"""The figure on show as a Python script, put on the clipboard."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.layout import Parts
from aeviewer.app.look.dressing import resolve
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.adversary.samples import COLUMNS, ROWS
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.map.manifold import Manifold
from aeviewer.app.views.map.tiles import level_for
from aeviewer.data.sources import sources
from aeviewer.errors import UserError
from aeviewer.session.script.shown import Cells, Scatter, Shown
from aeviewer.session.script.write import script
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine
    from aeviewer.app.models.subject import Subject
    from aeviewer.latent.plane import Plane

_COPIED = N_("Script copied: paste it into a .py file and run it with Python")


class Scripting(QObject):
    """Writes the script of what is on show.

    Attributes:
        told: a word for the status bar.
        failed: there is no script for this: the sentence why.
    """

    told = Signal(str)
    failed = Signal(object)  # UserError

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store

    def copy(self, engine: "Engine | None", parts: Parts) -> None:
        """Put the script on the clipboard."""
        subject = None if engine is None else engine.wiring.subject
        if engine is None or subject is None:
            return
        view = self._store.view
        if subject.twins.held is None:
            view = replace(view, moment=None)  # one that is not kept counts as none
        try:
            text = script(view, shown(subject, engine, parts, view))
        except UserError as error:
            self.failed.emit(error)
            return
        QGuiApplication.clipboard().setText(text)
        self.told.emit(_(_COPIED))


def shown(subject: "Subject", engine: "Engine", parts: Parts, view: View) -> Shown:
    """Find what a script must know of a model on show beyond the view.

    Args:
        subject: the model.
        engine: what shows it.
        parts: the widgets that it is shown by.
        view: all that is looked at.

    Raises:
        UserError: the page on show is empty, or what it shows was made by hand.
    """
    from aeviewer.app import scripted
    from aeviewer.app.flows.adversary.scoring import JUDGED
    from aeviewer.latent.plane import Plane
    from aeviewer.zoo.capabilities import Conditional, Discrete

    placed, kind = subject.placed, subject.twins.kind
    plane = None if placed is None else placed.plane
    samples = 0 if placed is None else len(placed.latents)
    seen = "manifold" in view.layers
    return Shown(
        size=0 if plane is None else plane.size,
        samples=samples,
        data="" if subject.images is None else _found(subject.data, engine.data),
        flat=plane is None or isinstance(plane, Plane),
        axes=_axes(plane) if isinstance(plane, Plane) else None,
        drawn=isinstance(plane, Plane) and not samples and bool(plane.origin.any()),
        conditional=issubclass(kind, Conditional),
        discrete=issubclass(kind, Discrete),
        strip=parts.path.strip.count,
        scatter=scatter(parts.map, _theme(view)) if "points" in view.layers else None,
        cells=cells(parts.map.viewport, subject.twins.image_shape[1:]) if seen else None,
        noise=(JUDGED, COLUMNS * ROWS, COLUMNS),
        stds=placed is not None and placed.stds is not None,
        labelled=subject.labels is not None,
        home=Path.home(),
        **scripted.of_page(subject, engine.wiring, parts, view),
    )


def cells(viewport: Viewport, size: tuple[int, int]) -> Cells:
    """Find the cells of the decoded manifold that a canvas shows, of pictures (H, W)."""
    layer = Manifold()
    layer.set_size(max(size))
    side = 2.0 ** level_for(viewport, layer.pixels)
    left, bottom, right, top = (int(bound // side) for bound in viewport.bounds)
    return Cells(side, (left, right + 1), (bottom, top + 1))


def scatter(canvas: LatentMap, theme: Theme) -> Scatter:
    """Find how the samples lie on the map, for a picture of twice its pixels."""
    viewport, content = canvas.viewport, canvas.content
    return Scatter(
        viewport.bounds,
        (2 * round(viewport.width), 2 * round(viewport.height)),
        2 * content.points.radius(viewport),
        (*theme.classes(len(content.classes)), theme.quiet),
        theme.ground,
    )


def _theme(view: View) -> Theme:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return resolve(view.theme, app)


def _axes(plane: "Plane") -> tuple[int, int] | None:
    """Name the dimensions along which a plane lies; None where it lies askew."""
    first, second = plane.basis.argmax(1).tolist()
    along = plane.basis[0, first] == 1 and plane.basis[1, second] == 1
    return (first, second) if along else None


def _found(name: str, given: str) -> str:
    """Say where the samples come from: a known data set, or the folder that was given."""
    if name in sources() or not Path(given).is_dir():
        return name
    return str(Path(given).absolute())
