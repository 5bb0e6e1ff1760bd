"""The picture of a step in a handout: its page, what is needed beside it, and words for both."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aeviewer.app.export.easel import Look
from aeviewer.app.export.motifs import Size
from aeviewer.app.layout import Parts
from aeviewer.app.lecture.staging import shown
from aeviewer.app.look.scale import px
from aeviewer.app.pages import PAGES
from aeviewer.app.views.map.layer_table import LAYERS
from aeviewer.session.lesson import Step
from aeviewer.session.view import View
from aeviewer.words import _

_SCALE, _THEME = 2, "light"
_MAP, _PATH, _HONEST = (840, 500), (840, 600), (840, 720)
_PAGE = (840, 560)
_PAGES: Mapping[str, Size] = {
    "adversary": (840, 440),
    "anomaly": (840, 620),
    "features": (840, 580),
}
"""Of those that need more room than the others, or less."""
_BESIDE = 300  # pixels, for the picture at the cursor
_TOOLS = ("train", "curves", "knobs", "layers", "models", "tabs")
"""Parts that a step may point at, which show nothing on paper."""


def look_of(step: Step) -> Look:
    """Say what of a step's view is painted, and how large."""
    view = step.view
    if view.page in {page.name for page in PAGES}:
        what, size = view.page, _PAGES.get(view.page, _PAGE)
    else:
        what, size = "map", _MAP if len(view.anchors) < 2 else _HONEST if view.honest else _PATH
    return Look(what, (px(size[0]), px(size[1])), _SCALE, _THEME)


def framed(step: Step, parts: Parts) -> QWidget:
    """Put together what is on the stage, too, when the step is presented, but for its words."""
    pointed_at = tuple(name for name in step.highlight if name not in _TOOLS)
    wanted = shown(step.view, pointed_at, lesson=True)
    root, row = QWidget(), QHBoxLayout()
    column = QVBoxLayout(root)
    for layout in (column, row):
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
    column.addLayout(row, 1)
    row.addWidget(parts.pages.views.get(step.view.page) or parts.map, 1)
    if "path" in wanted:
        column.addWidget(parts.path)
    if "time" in wanted:
        column.addWidget(parts.time)
    if wanted & {"picture", "probe"}:
        parts.probe.set_bare("probe" not in wanted)
        row.addWidget(_taken(parts.docks.probe.widget()))
    elif "draw" in wanted:
        row.addWidget(_taken(parts.docks.draw.widget()))
    return root


def caption(view: View) -> str:
    """Say in a few words what the picture is of."""
    models = ", ".join(map(_called, (view.slots[0].model, *_others(view))))
    titles = {page.name: page.title for page in PAGES}
    if view.page in titles:
        return f"{_(titles[view.page])}: {models}"
    layers = {layer.name: layer.title for layer in LAYERS}
    on_it = ", ".join(_(layers[name]) for name in view.layers if name in layers)
    return _("Map of {model}: {layers}").format(model=models, layers=on_it or "\N{EN DASH}")


def told(view: View) -> str:
    """Say what is to be seen, for those who do not see it."""
    tips = {page.name: page.tip for page in PAGES}
    if view.page in tips:
        return f"{_(tips[view.page])}."
    layers = {layer.name: layer.tip for layer in LAYERS}
    said = [_(layers[name]) for name in view.layers if name in layers]
    said.append(_("Beside it, what is decoded at the cursor"))
    if len(view.anchors) > 1:
        said.append(_("Below it, pictures along the path between the anchors"))
    return " ".join(f"{sentence}." for sentence in said)


def _others(view: View) -> tuple[str, ...]:
    return view.others if view.page == "compare" else ()


def _called(model: str) -> str:
    """A bundled model's name, or that of a file."""
    return Path(model).stem


def _taken(area: QWidget) -> QWidget:
    """Take a panel out of what scrolls it, and give it a width of its own."""
    assert isinstance(area, QScrollArea)
    panel = area.takeWidget()
    panel.setFixedWidth(px(_BESIDE))
    return panel
