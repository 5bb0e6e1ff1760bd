"""A PDF in the making, without margins, that tells nothing of the day or of the machine."""

import re

from PySide6.QtCore import QBuffer, QHashSeed, QMarginsF, QUuid
from PySide6.QtGui import QPageSize, QPdfWriter

_NOBODY = QUuid.createUuidV5(QUuid(), b"aeviewer")
_DATES = {  # each begins with a word, which is soon found in megabytes
    rb"Date \(D:\d{14}Z\)": b"Date (D:20000101000000Z)",
    rb'Date="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"': b'Date="2000-01-01T00:00:00+00:00"',
}
_LETTERS = re.compile(rb"beginbfrange\n.*?endbfrange", re.DOTALL)
"""What the glyphs of a font stand for, in brackets."""


class PdfFile:
    """Pages to be painted by as many painters as there are, one after another.

    Attributes:
        writer: what they paint on.
    """

    def __init__(self, title: str, page: QPageSize, resolution: int) -> None:
        """Begin a file.

        Args:
            title: of the document.
            page: the size of its pages.
            resolution: dots to an inch, in which it is painted.
        """
        QHashSeed.setDeterministicGlobalSeed()  # Qt's order of fonts hangs on it
        self._buffer = QBuffer()
        self._buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        self.writer = QPdfWriter(self._buffer)
        self.writer.setTitle(title)
        self.writer.setCreator("aeviewer")
        self.writer.setDocumentId(_NOBODY)
        self.writer.setResolution(resolution)
        self.writer.setPageSize(page)
        self.writer.setPageMargins(QMarginsF())

    def data(self) -> bytes:
        """The file, once all is painted; equal pages give equal bytes, on any day."""
        found = bytes(self._buffer.data().data())
        for dated, undated in _DATES.items():
            found = re.sub(dated, undated, found)
        return _LETTERS.sub(_spaced, found)


def _spaced(found: re.Match[bytes]) -> bytes:
    """Have a space stand for itself: Qt calls it a tab, which nobody looks for."""
    return re.sub(rb"\[.*?\]", lambda row: row[0].replace(b"<0009>", b"<0020>"), found[0])
