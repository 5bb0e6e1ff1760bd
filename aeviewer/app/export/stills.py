"""A picture as the bytes of a file: PNG in pixels, SVG and PDF in shapes and text."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QPoint, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from aeviewer.app.export.pdf_file import PdfFile
from aeviewer.app.views.compare.map import CompareMap
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.pad import Pad

STATE = "aeviewer-state"
"""What the text of a PNG is called that holds the view."""

FLAGS = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren

_DPI = 96  # a pixel is this part of an inch, as browsers have it
_POINTS = 72
_SVG = "http://www.w3.org/2000/svg"
_PAINTED_BEYOND = (LatentMap, CompareMap, Pad)  # whatever lies on the plane, in sight or not


def png(image: QImage, state: str = "") -> bytes:
    """Write a picture, with the text of a view in it, by which it can be opened again."""
    written = image.copy()
    written.setText("Software", "aeviewer")
    if state:
        written.setText(STATE, state)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    written.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide6 takes the format as a text
    return bytes(buffer.data().data())


def pdf(widget: QWidget, title: str) -> bytes:
    """Paint a widget on a page of its size; equal widgets give equal bytes, on any day."""
    points = QSizeF(widget.size()) * _POINTS / _DPI
    made = PdfFile(title, QPageSize(points, QPageSize.Unit.Point, title), _DPI)
    with QPainter(made.writer) as painter:
        widget.render(painter, QPoint(), QRegion(), FLAGS)
    return made.data()


def svg(widget: QWidget, title: str) -> bytes:
    """Paint a widget on a sheet of its size.

    Qt's SVG knows no clipping: what is painted beyond its place is a group of its own, cut here.
    """
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root, defs = _painted(widget, _without(widget, _parts(widget)))
    for name, text in (("title", title), ("desc", "made with aeviewer")):
        found = root.find(f"{{{_SVG}}}{name}")
        assert found is not None
        found.text = text
    _lay_parts(root, defs, widget, QPoint())
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _lay_parts(root: ET.Element, defs: ET.Element, widget: QWidget, corner: QPoint) -> None:
    """Lay upon a sheet what of a widget at this corner is painted beyond its place."""
    for part in _parts(widget):
        place = _place(part, widget).translated(corner)
        inner, inner_defs = _painted(part, _without(part, _parts(part)))
        name = f"part{len(defs)}"
        _rename(inner, name)
        group = ET.SubElement(root, f"{{{_SVG}}}g", {"clip-path": f"url(#{name})"})
        moved = f"translate({place.x()},{place.y()})"
        ET.SubElement(group, f"{{{_SVG}}}g", {"transform": moved}).extend(inner[3:])
        defs.extend(inner_defs)
        clip = ET.SubElement(defs, f"{{{_SVG}}}clipPath", {"id": name})
        size = {"width": str(place.width()), "height": str(place.height())}
        ET.SubElement(clip, f"{{{_SVG}}}rect", {"x": str(place.x()), "y": str(place.y()), **size})
        _lay_parts(group, defs, part, place.topLeft())


def _rename(sheet: ET.Element, prefix: str) -> None:
    """Make the names of gradients on a sheet its own."""
    for element in sheet.iter():
        for key, value in element.items():
            if key == "id":
                element.set(key, prefix + value)
            elif value.startswith("url(#"):
                element.set(key, value.replace("url(#", f"url(#{prefix}"))


def _without(widget: QWidget, parts: Sequence[QWidget]) -> QRegion:
    region = QRegion(widget.rect())
    for part in parts:
        region -= QRegion(_place(part, widget))
    return region


def _painted(widget: QWidget, region: QRegion) -> tuple[ET.Element, ET.Element]:
    """Paint a part of a widget; the sheet (title, description and definitions first), and these."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DPI)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    with QPainter(generator) as painter:
        if not region.isEmpty():
            widget.render(painter, region.boundingRect().topLeft(), region, FLAGS)
    root = ET.fromstring(bytes(buffer.data().data()))  # noqa: S314  # of our own making
    defs = root.find(f"{{{_SVG}}}defs")
    assert defs is not None
    return root, defs


def _parts(widget: QWidget) -> list[QWidget]:
    """The outermost widgets in another one that are painted beyond their edges."""
    found = []
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isHidden() or child.isWindow():
            continue
        if _reaches_out(child):
            found.append(child)
        else:
            found += _parts(child)
    return found


def _reaches_out(widget: QWidget) -> bool:
    above = widget.parentWidget()
    scrolled = isinstance(above, QAbstractScrollArea) and above.viewport() is widget
    return scrolled or isinstance(widget, _PAINTED_BEYOND)


def _place(part: QWidget, widget: QWidget) -> QRect:
    return QRect(part.mapTo(widget, QPoint()), part.size())


def blank(size: tuple[int, int], scale: int) -> QImage:
    """A picture to be painted on, so many pixels to each pixel of the size."""
    image = QImage(QSize(*size) * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    return image
