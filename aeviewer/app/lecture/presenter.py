"""The presenter's own window: notes, what comes next, the time, and the audience's picture."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from aeviewer.app.kit import boxes
from aeviewer.app.lecture.mirror import Mirror
from aeviewer.app.lecture.stopwatch import Stopwatch
from aeviewer.app.lecture.timing import Timing
from aeviewer.app.look.theme import SPACES
from aeviewer.session.lesson import Lesson
from aeviewer.words import N_, _

_NO_LESSON = N_(
    "No lesson is open. Next and Back go along the path of the map, or else from page to page."
)
_LAST = N_("This is the last step.")
_NO_NOTES = N_("This step has no notes.")


class PresenterWindow(QWidget):
    """Shows what a step says to who presents.

    Attributes:
        mirror: what the audience sees.
        timing: the clocks.
        closed: somebody closed the window.
    """

    closed = Signal()

    def __init__(self, owner: QWidget, watch: Stopwatch, actions: Mapping[str, QAction]) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setWindowTitle(_("aeviewer: presenter"))
        self.setAccessibleName(_("Presenter window"))
        self.mirror, self.timing = Mirror(), Timing(watch)
        self.back, self.next, self.swap = (
            QPushButton(_("Back")),
            QPushButton(_("Next")),
            QPushButton(_("Swap screens")),
        )
        self._place, self._title, self._following = QLabel(), QLabel(), QLabel()
        self._top = QHBoxLayout()
        self._notes = QTextBrowser(openLinks=False)
        self._tools = [_button(actions[name]) for name in ("spotlight", "loupe", "laser", "black")]
        self.addActions(list(actions.values()))
        self._build()
        self.show_lesson(None, 0)
        self.resize(1100, 700)

    def show_lesson(self, lesson: Lesson | None, number: int) -> None:
        """Show a step of a lesson, by its number from 0, or that there is none."""
        steps = () if lesson is None else lesson.steps
        self.timing.set_minutes(None if lesson is None else lesson.minutes)
        if lesson is None or not 0 <= number < len(steps):
            self._place.setText("")
            self._title.setText("")
            self._following.setText("")
            self._notes.setPlainText(_(_NO_LESSON))
            return
        step = steps[number]
        self._place.setText(
            _("{title} · step {number} of {count}").format(
                title=lesson.title, number=number + 1, count=len(steps)
            )
        )
        self._title.setText(step.title)
        self._notes.setMarkdown(_spoken(step.notes, step.question, step.answer))
        _space_out(self._notes.document())
        last = number + 1 == len(steps)
        self._following.setText(
            _("This is the last step.")
            if last
            else _("Next: {title}").format(title=steps[number + 1].title)
        )

    def bear(self, mark: QWidget) -> None:
        """Show, in the corner, what the audience need not see."""
        self._top.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell of it; the lecture goes on."""
        super().closeEvent(event)
        self.closed.emit()

    def _build(self) -> None:
        self._notes.setAccessibleName(_("Notes of the step"))
        self._notes.setToolTip(_("What this step's notes say; what to ask, and the answer"))
        self._notes.setFrameShape(QFrame.Shape.NoFrame)
        for label, name in (
            (self._place, _("Place in the lesson")),
            (self._title, _("Title of the step")),
            (self._following, _("What comes next")),
        ):
            label.setAccessibleName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setObjectName("quiet")
        self._title.setObjectName("spoken-title")
        self._notes.setObjectName("spoken")
        self.back.setToolTip(_("Go one step back (PageUp)"))
        self.next.setToolTip(_("Go to the next step (PageDown)"))
        self.swap.setToolTip(_("Let the audience's window and this one change their screens"))
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(_column(self.mirror, self._following))
        halves.addWidget(_column(self._title, self._notes))
        halves.setSizes([600, 500])
        row = QHBoxLayout()
        row.setSpacing(SPACES[1])
        for button in (self.back, self.next, *self._tools):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.swap)
        column = boxes.column(self, SPACES[1], SPACES[2])
        self._top.addWidget(self._place, 1)
        column.addLayout(self._top)
        column.addWidget(halves, 1)
        column.addWidget(self.timing)
        column.addLayout(row)


def _spoken(notes: str, question: str, answer: str) -> str:
    """Notes, question and answer as one text in Markdown."""
    parts = [notes or _(_NO_NOTES)]
    if question:
        parts.append(_("**Ask:** {question}").format(question=question))
    if answer:
        parts.append(_("**Answer:** {answer}").format(answer=answer))
    return "\n\n".join(parts)


def _space_out(document: QTextDocument) -> None:
    """Leave room between paragraphs, which Markdown means and Qt leaves out."""
    cursor, room = QTextCursor(document), QTextBlockFormat()
    room.setBottomMargin(SPACES[2])
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(room)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _column(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = boxes.column(made, SPACES[1])
    for widget in widgets:
        column.addWidget(widget)
    return made
