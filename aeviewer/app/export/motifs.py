"""What can be exported, as a table: the dialog and the command line are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow, QWidget

from aeviewer.app.layout import Parts
from aeviewer.app.pages import PAGES
from aeviewer.errors import UserError
from aeviewer.words import N_, _

Size = tuple[int, int]


@dataclass(frozen=True)
class Motif:
    """Something that a picture can show.

    Attributes:
        name: what the command line calls it.
        title: what the dialog calls it.
        size: width and height in pixels, unless others are asked for.
        least: below these it cannot be laid out.
        moves: it changes along a path, so that there can be a film of it.
        is_sheet: it is a contact sheet, which is as high as it needs.
    """

    name: str
    title: str
    size: Size
    least: Size = (64, 64)
    moves: bool = True
    is_sheet: bool = False


def _sheet(name: str, title: str) -> Motif:
    return Motif(f"sheet-{name}", title, (900, 900), moves=False, is_sheet=True)


_PAGE, _LEAST_PAGE = (1000, 640), (720, 420)

MOTIFS: Mapping[str, Motif] = {
    motif.name: motif
    for motif in (
        Motif("map", N_("Map"), (900, 700), (240, 180)),
        Motif("path", N_("Path strip"), (900, 110), (320, 90)),
        Motif("probe", N_("Probe"), (300, 760), (240, 480)),
        Motif("picture", N_("Picture at the cursor"), (560, 560)),
        Motif("curves", N_("Loss curves"), (480, 320), (240, 180), moves=False),
        Motif("window", N_("Whole window"), (1280, 720), (880, 560)),
        *(Motif(page.name, f"{page.title} page", _PAGE, _LEAST_PAGE) for page in PAGES),
        _sheet("selection", N_("Sheet of the selected samples")),
        _sheet("samples", N_("Sheet of draws from the prior")),
        _sheet("map", N_("Sheet of the map, decoded")),
        _sheet("path", N_("Sheet of the path")),
        _sheet("codebook", N_("Sheet of the codebook")),
    )
}
"""By name, in the dialog's order."""


def called(motif: Motif) -> str:
    """Its title in the language that is spoken."""
    pages = {page.name: page.title for page in PAGES}
    if motif.name in pages:
        return _("{page} page").format(page=_(pages[motif.name]))
    return _(motif.title)


def motif_of(name: str) -> Motif:
    """Find what is to be shown.

    Raises:
        UserError: there is nothing of that name.
    """
    if name not in MOTIFS:
        raise UserError(
            _("there is no view {name!r}; it must be one of: {motifs}").format(
                name=name, motifs=", ".join(MOTIFS)
            )
        )
    return MOTIFS[name]


def widget_of(name: str, window: QMainWindow, parts: Parts) -> QWidget:
    """Find the widget that shows a motif."""
    if name in parts.pages.views:
        return parts.pages.views[name]
    known: Mapping[str, QWidget] = {
        "map": parts.map,
        "path": parts.path,
        "probe": parts.probe,
        "picture": parts.probe.picture,
        "curves": parts.train.curves,
        **dict.fromkeys((name for name in MOTIFS if MOTIFS[name].is_sheet), parts.map),
        "window": window,
    }
    return known[name]
