"""What is in the window and where: composition only."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.lessons.docking import Docks
from aeviewer.app.lessons.panel import LessonPanel
from aeviewer.app.look.theme import Theme
from aeviewer.app.pages import Pages
from aeviewer.app.panels.bar import MainBar
from aeviewer.app.panels.draw import DrawPanel
from aeviewer.app.panels.layer_menu import LayerMenu
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.panels.train import TrainPanel
from aeviewer.app.telling.messages import MessageBar
from aeviewer.app.telling.status import StatusBar
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.path.bar import PathBar
from aeviewer.app.views.time_bar import TimeBar
from aeviewer.session.store import Store
from aeviewer.words import N_, _

_MOVABLE = (
    QDockWidget.DockWidgetFeature.DockWidgetMovable
    | QDockWidget.DockWidgetFeature.DockWidgetFloatable
)
_DOCK_WIDTHS = [276, 240]


@dataclass(frozen=True)
class Parts:
    """The widgets in a window.

    Attributes:
        docks: what the panels around the page stand in; the lesson's is hidden without a lesson.
        path_place: what the path's bar stands in: it can be hidden whatever the bar itself wants.
        time_place: that of the time bar.
    """

    bar: MainBar
    map: LatentMap
    layers: LayerMenu
    path: PathBar
    pages: Pages
    train: TrainPanel
    probe: ProbePanel
    draw: DrawPanel
    messages: MessageBar
    status: StatusBar
    time: TimeBar
    lesson: LessonPanel
    docks: Docks
    path_place: QWidget
    time_place: QWidget

    def set_theme(self, theme: Theme) -> None:
        """Tell the widgets that paint for themselves."""
        self.map.set_theme(theme)
        self.pages.set_theme(theme)
        self.path.set_theme(theme)
        self.train.set_theme(theme)
        self.probe.set_theme(theme)
        self.draw.set_theme(theme)
        self.lesson.set_theme(theme)


def compose(window: QMainWindow, store: Store, actions: Mapping[str, QAction]) -> Parts:
    """Put the widgets into an empty window."""
    bar, status, messages = MainBar(actions), StatusBar(), MessageBar()
    latent_map, path = LatentMap(store), PathBar(store)
    train, probe, draw, lesson = TrainPanel(), ProbePanel(store), DrawPanel(store), LessonPanel()
    layers = LayerMenu(store, bar)
    bar.offer_layers(layers)
    train.offer_why(actions["why"])
    train.offer_controls(actions)
    window.addToolBar(bar)
    path_place = _column(path)
    pages = Pages(store, _column(latent_map, path_place, above=latent_map.legend_rows), actions)
    time = TimeBar(store)
    time_place = _column(time)
    window.setCentralWidget(_column(_column(pages, time_place), messages))
    window.setStatusBar(status)
    docks = _dock_all(window, train, probe, draw, lesson)
    own = layers.actions(), pages.actions_to_show(), time.actions_to_show()
    for shortcuts in (list(actions.values()), *own):
        window.addActions(shortcuts)  # they work wherever the focus is
    latent_map.setFocus()
    return Parts(
        bar=bar,
        map=latent_map,
        layers=layers,
        path=path,
        pages=pages,
        train=train,
        probe=probe,
        draw=draw,
        messages=messages,
        status=status,
        time=time,
        lesson=lesson,
        docks=docks,
        path_place=path_place,
        time_place=time_place,
    )


def _column(main: QWidget, *below: QWidget, above: QWidget | None = None) -> QWidget:
    middle = QWidget()
    column = boxes.column(middle, 0)
    if above is not None:
        column.addWidget(above)
    column.addWidget(main, 1)
    for widget in below:
        column.addWidget(widget)
    return middle


def _dock_all(
    window: QMainWindow, train: TrainPanel, probe: ProbePanel, draw: DrawPanel, lesson: LessonPanel
) -> Docks:
    """Put the panels around the page, the probe before the sheet to draw on."""
    left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
    docks = Docks(
        train=_dock(window, N_("Train"), train, left),
        probe=_dock(window, N_("Probe"), Scrolled(probe), right),
        draw=_dock(window, N_("Draw"), Scrolled(draw), right),
        lesson=_dock(window, N_("Lesson"), lesson, left),
    )
    docks.lesson.hide()
    window.tabifyDockWidget(docks.probe, docks.draw)
    docks.probe.raise_()
    draw.wanted.connect(docks.draw.raise_)
    window.resizeDocks([docks.train, docks.probe], _DOCK_WIDTHS, Qt.Orientation.Horizontal)
    return docks


def _dock(
    window: QMainWindow, title: str, content: QWidget, area: Qt.DockWidgetArea
) -> QDockWidget:
    dock = QDockWidget(_(title), window)
    dock.setObjectName(f"dock-{title.lower()}")
    dock.setWidget(content)
    dock.setFeatures(_MOVABLE)  # what cannot be closed need not be found again
    window.addDockWidget(area, dock)
    return dock
