"""What says that a walk is being recorded, and ends it."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from aeviewer.app.lessons.recorder import LONGEST, Recorder
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import TYPE
from aeviewer.words import _


class RecordingMark(QToolButton):
    """Counts while a walk is recorded, and is hidden else; a click is a press of Record."""

    def __init__(self, recorder: Recorder, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._recorder = recorder
        self.setObjectName("recording")
        self.setProperty("flat", True)
        self.setToolTip(action.toolTip())
        write_numbers(self, TYPE[1])
        self.clicked.connect(action.trigger)
        recorder.ticked.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how long it has been."""
        if self._recorder.recording:
            done, most = map(_clock, (self._recorder.seconds, LONGEST))
            words = _("Recording {done} of {most}").format(done=done, most=most)
            self.setText(f"\N{BLACK CIRCLE} {words}")
            self.setAccessibleName(words)
        self.setVisible(self._recorder.recording)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
