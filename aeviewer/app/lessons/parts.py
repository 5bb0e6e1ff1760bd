"""The parts of the window that a lesson can point at, by the names of `lesson_words.PARTS`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from aeviewer.app.lessons.pointing import Finders
from aeviewer.app.views.tabs import PageTabs

if TYPE_CHECKING:
    from aeviewer.app.layout import Parts


def finders(parts: "Parts", actions: Mapping[str, QAction]) -> Finders:
    """Say where each part is; one that is not there now is None."""
    bar, pages, train, probe = parts.bar, parts.pages, parts.train, parts.probe
    return {
        "map": lambda: parts.map,
        "path": lambda: parts.path,
        "page": lambda: pages.findChild(QStackedWidget),
        "controls": pages.controls,
        "tabs": lambda: pages.findChild(PageTabs),
        "probe": lambda: probe,
        "picture": lambda: probe.picture,
        "sliders": lambda: probe.sliders,
        "axes": lambda: probe.axes,
        "train": lambda: train,
        "curves": lambda: train.curves,
        "knobs": lambda: train.knobs,
        "draw": lambda: parts.draw,
        "layers": lambda: bar.widgetForAction(actions["layers"]),
        "models": lambda: _shown(bar.findChild(QComboBox)),
        "time": lambda: parts.time,
    }


def _shown(widget: QWidget | None) -> QWidget | None:
    return None if widget is None or widget.isHidden() else widget
