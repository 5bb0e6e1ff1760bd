"""The status bar: the device, the pace and the memory, in numbers that do not dance."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import SPACES
from aeviewer.words import _

_STATM = Path("/proc/self/statm")
_PAGE = 4096
_MEMORY_EVERY = 1.0  # seconds


class StatusBar(QStatusBar):
    """Three figures at the right; at the left what was told, and else Qt's own hints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_at, self._told = 0.0, ""
        self._device, self._pace, self._memory = QLabel(), QLabel(), QLabel()
        names = (_("Device"), _("Images a second"), _("Memory of the program"))
        for label, name in zip((self._device, self._pace, self._memory), names, strict=True):
            write_numbers(label)
            label.setToolTip(name)
            label.setAccessibleName(name)
            self.addPermanentWidget(label)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(SPACES[1], 0, SPACES[2], 0)

    def tell(self, words: str, milliseconds: int) -> None:
        """Show words for a while; no hint of what the pointer crosses takes their place."""
        self._told = words
        self.showMessage(words, milliseconds)
        self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep hints from the window while something is told."""
        told = bool(self._told) and self.currentMessage() == self._told
        return (told and event.type() == QEvent.Type.StatusTip) or super().eventFilter(
            watched, event
        )

    def set_device(self, name: str) -> None:
        """Say what is trained on."""
        self._device.setText(name)

    def set_pace(self, images_per_second: float | None) -> None:
        """Say how fast it goes; None when nothing does."""
        pace = (
            ""
            if images_per_second is None
            else _("{images_per_second:9,.0f} images/s").format(images_per_second=images_per_second)
        )
        self._pace.setText(pace)
        if time.monotonic() - self._read_at > _MEMORY_EVERY:
            self.refresh_memory()

    def refresh_memory(self) -> None:
        """Read the resident memory anew, where the system tells it."""
        self._read_at = time.monotonic()
        if _STATM.exists():
            resident = int(_STATM.read_text(encoding="ascii").split()[1]) * _PAGE
            self._memory.setText(_("{resident:6,.0f} MB").format(resident=resident / 1000000.0))
