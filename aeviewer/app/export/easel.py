"""The easel: the window's own views, made afresh off the screen, for one picture or for a film.

What it shows depends on the view, the model, the size, the scale and the theme alone: nothing is
animated, hovered over or focused, and the density of the pixels is the scale, whatever the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView, QMainWindow, QWidget

from aeviewer.app.actions.action import Status
from aeviewer.app.actions.making import build, tint, update
from aeviewer.app.actions.table import ACTIONS
from aeviewer.app.export.dress import dress, pin
from aeviewer.app.export.motifs import Size, widget_of
from aeviewer.app.export.stillness import Stillness
from aeviewer.app.export.stills import FLAGS, blank
from aeviewer.app.forms.choices import Choices
from aeviewer.app.layout import Parts, compose
from aeviewer.app.look import dressing, theme
from aeviewer.app.models.subject import Subject
from aeviewer.app.pages import PAGES
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.app.views.map.legend import Legend
from aeviewer.app.wiring import Views, Wiring
from aeviewer.session.store import Store
from aeviewer.session.view import View

_LARGEST = 16_777_215  # Qt's own bound on a widget's sides


@dataclass(frozen=True)
class Look:
    """What a picture is of, and how it looks.

    Attributes:
        what: the name of a motif.
        size: width and height in pixels.
        scale: pixels of the picture to each of these; pictures within stay of whole pixels.
        theme: the colours' name.
    """

    what: str
    size: Size
    scale: int = 1
    theme: str = "light"


class Easel(QObject):
    """Lays out one motif and waits until it is all there; then it can be painted, and changed.

    Attributes:
        still: there is nothing left to wait for.
        failed: something could not be computed.
        heard: something that was computed is on the widgets: what it is.
        root: the widget that is painted.
        parts: all widgets.
    """

    still = Signal()
    failed = Signal(object)  # Exception
    heard = Signal(object)

    def __init__(
        self,
        view: View,
        look: Look,
        parent: QObject | None = None,
        frame: Callable[[Parts], QWidget] | None = None,
    ) -> None:
        """Lay a motif out.

        Args:
            view: what is looked at.
            look: what of it, and how.
            parent: owns the easel.
            frame: puts together what is painted, where that is more than the motif's own widget.
        """
        super().__init__(parent)
        self._look, self._theme = look, theme.THEMES[look.theme]
        self.store = Store(_posed(view, look))
        self._window = QMainWindow()
        actions = build(self._window, {action.id: lambda: None for action in ACTIONS})
        self.parts = parts = compose(self._window, self.store, actions)
        Choices(self.store, parts.bar, parts.train, self).load()
        update(actions, Status(loaded=True, has_model=True))
        tint(actions, dressing.palette(self._theme))
        self.root = self._take_out(frame)
        self._fresh = True
        self._wiring = Wiring(self.store, Views.of(parts), self)
        self._wiring.failed.connect(self.failed)
        self._wiring.heard.connect(self.heard)
        self._stillness = Stillness(self._wiring, (self._window, self.root), self)
        self._stillness.came.connect(self._on_calm)

    @property
    def subject(self) -> Subject | None:
        """The model as it is shown: its samples placed."""
        return self._wiring.subject

    def show(self, subject: Subject, draw: Callable[[LossCurves], None] | None = None) -> None:
        """Put a model on the easel, and the curves of its training by what can draw them."""
        if draw is not None:
            draw(self.parts.train.curves)
        self._lay_out()
        self._wiring.show(subject)
        self._stillness.begin()

    def change(self, **changes: object) -> None:
        """Change fields of the view; `still` comes again."""
        self.store.set(**changes)
        self._stillness.begin()

    def image(self) -> QImage:
        """Paint what is there in pixels."""
        image = blank(self._look.size, self._look.scale)
        while True:
            image.fill(QColor(self._theme.ground))
            with QPainter(image) as painter:
                self.root.render(painter, QPoint(), QRegion(), FLAGS)
            if not (self._has_map and self.parts.map.content.waiting):  # its layers take turns
                return image

    def close(self) -> None:
        """End the threads, and let the widgets go."""
        self._stillness.stop()
        self._wiring.close()
        for widget in {self.root, self._window}:
            widget.deleteLater()

    @property
    def _has_map(self) -> bool:
        """Whether the map is painted at all."""
        canvas = self.parts.map
        inside = canvas is self.root or self.root.isAncestorOf(canvas)
        return inside and canvas.isVisibleTo(self.root)

    def _take_out(self, frame: Callable[[Parts], QWidget] | None) -> QWidget:
        """Dress the motif's widget, alone, at the size that is wanted."""
        own = widget_of(self._look.what, self._window, self.parts)
        root = own if frame is None else frame(self.parts)
        if root is not self._window:
            root.setParent(None)
        self.parts.status.hide()  # it tells of this machine
        self.parts.set_theme(self._theme)
        self.parts.pages.set_staged(root is not self._window)
        for legend in self.parts.map.findChildren(Legend):
            legend.print_out()
        root.setMinimumSize(0, 0)
        root.setMaximumSize(_LARGEST, _LARGEST)
        root.resize(*self._look.size)
        return root

    def _lay_out(self) -> None:
        """Give all widgets the room that they have, as a first paint would."""
        dress(self.root, self._theme)
        pin(self.root, float(self._look.scale))
        for plot in self.root.findChildren(QGraphicsView):
            plot.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # of its ground, as pixels
        image = QImage(1, 1, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            self.root.render(painter, QPoint(), QRegion(QRect(0, 0, 1, 1)))

    def _on_calm(self) -> None:
        self._lay_out()  # what came may need other room, and who got it may ask for more
        if self._fresh:
            self._fresh = False
            self.parts.set_theme(self._theme)  # what was made meanwhile is drawn to the scale, too
        if self._stillness.stirred:
            self._stillness.begin()
        else:
            self.still.emit()


def _posed(view: View, look: Look) -> View:
    """The view with its motif on show, and without what belongs to a window alone."""
    alone = look.what != "window"
    page = look.what if look.what in {page.name for page in PAGES} else "map"
    return replace(
        view,
        page=page if alone else view.page,
        tool="cursor",
        lesson="",
        lesson_step=0,
    )
