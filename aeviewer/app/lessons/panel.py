"""The panel of a lesson: one step at a time, its words, its equation, and where one is in it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.fold import Fold
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.lessons.equation import Equation
from aeviewer.app.lessons.prose import Prose
from aeviewer.app.lessons.terms import Terms
from aeviewer.app.lessons.typeset import Typesetting
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import LIGHT, SPACES, TYPE, Theme
from aeviewer.session.lesson import Lesson, Step
from aeviewer.words import _

_WIDE = 400  # pixels at 100 %, from which on titles and texts are as large as they shall be
_TEXT = (TYPE[3], 19, 18, 17, 16, 15, 14, 13, 12, 11)
_TITLE = (TYPE[4], 27, 26, 24, 22, 20, 19, 18, 16, 15)
_SIZES = tuple(zip(_TITLE, _TEXT, strict=True))
"""Pixels of title and text at 100 %; before an audience as many as leave nothing to scroll for."""
_SMALLER, _NARROW = 3, 5
"""Numbers of those that a narrow panel begins with before an audience, and has beside the work."""
_WORDS, _FRAMES = 184, 60
"""Pixels of width at least: what grows with the text, and what does not. A page has the others."""


class LessonPanel(QWidget):
    """Shows a step of a lesson; what is wanted of the player comes as signals.

    Attributes:
        terms: what the terms of the equation are now.
        typesetting: makes its equations.
        next_wanted: to the next step.
        back_wanted: to the step before.
    """

    next_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._lesson: Lesson | None = None
        self._step: Step | None = None
        self.terms, self.typesetting = Terms(), Typesetting(self)
        self._title = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._text, self._question = Prose(_("Text of the step")), Prose(_("Question"))
        self._answer, self._sources = Prose(_("Answer")), Prose(_("Sources of the lesson"))
        self._equation = Equation()
        self.show_answer = QPushButton(_("Show answer"))
        self.back, self.next = QPushButton(_("Back")), QPushButton(_("Next"))
        self.play, self.again, self.close_lesson = QToolButton(), QToolButton(), QToolButton()
        self._of = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._of.setObjectName("quiet")
        self._place = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._smaller = QTimer(self, singleShot=True, interval=0)
        self._smaller.timeout.connect(self._write_smaller)
        self._lay_out()
        self._connect()

    @property
    def equation(self) -> Equation:
        """The equation of the step."""
        return self._equation

    def set_bare(self, bare: bool) -> None:
        """Show the words alone, to an audience that sees whoever turns the pages; or all."""
        self._bare = bare
        for widget in (self.again, self.close_lesson, self.back, self.next, self._fold):
            widget.setHidden(bare)
        self._offer_walk()
        self._write()

    def offer_actions(self, actions: Mapping[str, QAction]) -> None:
        """Take what can be done with the lesson as a whole."""
        for button, name in (
            (self.play, "play_walk"),
            (self.again, "lesson_again"),
            (self.close_lesson, "lesson_close"),
        ):
            button.setProperty("flat", True)
            button.setDefaultAction(actions[name])
            button.setAccessibleName(actions[name].text())

    def shows(self) -> list[tuple[str, str]]:
        """What is written on it now: the name of each part, and its text."""
        parts = [("title", self._title.text())]
        named = {"text": self._text, "question": self._question, "answer": self._answer}
        parts += [(name, item.markdown) for name, item in named.items() if not item.isHidden()]
        return [*parts, ("place", self._place.text())]

    def show_step(self, lesson: Lesson, number: int) -> None:
        """Show a step, from 0, of a lesson."""
        if lesson is not self._lesson:
            self._lesson = lesson
            self.typesetting.begin(lesson, self._theme)
            self._offer_walk()
        self._of.setText(lesson.title)
        self._step, last = lesson.steps[number], len(lesson.steps) - 1
        self._place.setText(_("{number} of {last}").format(number=number + 1, last=last + 1))
        self._place.setAccessibleName(
            _("Step {number} of {last} of {title}").format(
                number=number + 1, last=last + 1, title=lesson.title
            )
        )
        self.back.setEnabled(number > 0)
        self.next.setEnabled(number < last)
        self._answered = False
        self.terms.ask_for(self._step.terms)
        self._write()
        self._area.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Show no lesson."""
        self._lesson = self._step = None
        self.terms.ask_for(())

    def set_theme(self, theme: Theme) -> None:
        """Take other colours, or another size of text."""
        self._theme = theme
        if self._lesson is not None:
            self.typesetting.begin(self._lesson, theme)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write larger where there is room."""
        super().resizeEvent(event)
        if self._bare or self._sizes()[0] != self._written:
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of all text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._write()

    def _offer_walk(self) -> None:
        """Show the button that plays a walk where there is one, and no audience."""
        steps = () if self._lesson is None else self._lesson.steps
        self.play.setVisible(not self._bare and any(step.walk for step in steps))

    def _sizes(self) -> tuple[tuple[int, int], ...]:
        """Sizes of title and text for the width there is, from the one that is wanted downwards."""
        wide = self.width() >= px(_WIDE)
        if self._bare:
            return _SIZES if wide else _SIZES[_SMALLER:]
        return _SIZES[:1] if wide else _SIZES[_NARROW : _NARROW + 1]

    def _write(self) -> None:
        """Write the step, in letters as large as there is room for."""
        for size in self._sizes():
            self._write_as(size)
            if self._fits():
                break
        self._smaller.start()

    def _write_smaller(self) -> None:
        """Write it smaller before an audience, where all is laid out and must yet be scrolled."""
        smaller = [size for size in self._sizes() if size < self._written]
        if self._bare and smaller and self._area.verticalScrollBar().maximum():
            self._write_as(smaller[0])
            self._smaller.start()

    def _write_as(self, size: tuple[int, int]) -> None:
        self._written = size
        self.terms.dress(self._theme, min(size[1], TYPE[1]))
        self._write_in(px(size[0]), px(size[1]))

    def _write_in(self, title: int, text: int) -> None:
        """Write the step in letters of so many pixels."""
        step = self._step
        if step is None or self._lesson is None:
            return
        font = self._title.font()
        font.setPixelSize(title)
        font.setBold(True)
        self._title.setFont(font)
        self._title.setText(step.title)
        self._text.say(step.text, text)
        svg = self.typesetting.find(step.equation)
        awaited = self._bare and svg is None and self.typesetting.pending
        self._equation.show_latex("" if awaited else step.equation, svg, text)
        self._question.say(step.question, text)
        self._answer.say(step.answer if self._answered else "", text)
        self.show_answer.setVisible(bool(step.answer) and not self._answered)
        self._sources.say(_listed(self._lesson.sources), px(TYPE[1]))

    def _fits(self) -> bool:
        """Whether all that is written is seen at once."""
        room, margins = self._area.maximumViewportSize(), self._column.contentsMargins()
        for part in (self._text, self._equation, self._question, self._answer):
            # One that was hidden until now has not been laid out yet.
            part.resize(room.width() - margins.left() - margins.right(), part.height())
        self.terms.updateGeometry()  # the column does not hear what happens within it
        self._column.invalidate()
        return self._column.totalHeightForWidth(room.width()) <= room.height()

    def _lay_out(self) -> None:
        self._answered, self._bare, self._written = False, False, (0, 0)
        page = QWidget()
        self._column = column = QVBoxLayout(page)
        column.setContentsMargins(SPACES[2], SPACES[1], SPACES[2], SPACES[2])
        column.setSpacing(SPACES[2])
        for widget in (self._title, self._text, self._equation, self.terms, self._question):
            column.addWidget(widget)
        column.addWidget(self.show_answer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._answer)
        column.addStretch(1)
        self._fold = Fold(_("Sources"), _held(self._sources), _("Show or hide what to read"))
        column.addWidget(self._fold)
        self._area = Scrolled(page)  # Qt's own would never end where narrower words are less high
        self._area.setAccessibleName(_("Step of the lesson"))
        whole = boxes.column(self, 0)
        whole.addLayout(_row(self._of, self.play, self.again, self.close_lesson))
        whole.addWidget(self._area, 1)
        whole.addLayout(_row(self.back, self._place, self.next))
        sized(self, LessonPanel._keep_width, _WORDS)
        self.setAccessibleName(_("Lesson"))

    def _keep_width(self, words: int) -> None:
        self.setMinimumWidth(words + _FRAMES)

    def _connect(self) -> None:
        for button, signal, words in (
            (self.next, self.next_wanted, _("Go to the next step (Alt+Right)")),
            (self.back, self.back_wanted, _("Go to the step before (Alt+Left)")),
        ):
            button.clicked.connect(signal)
            button.setToolTip(words)
            button.setAccessibleName(button.text())
        self.show_answer.setToolTip(_("Show the answer to the question"))
        self.show_answer.setAccessibleName(_("Show answer"))
        self.show_answer.clicked.connect(self._on_show_answer)
        self.typesetting.ready.connect(self._write)
        self.terms.reworded.connect(self._on_reworded)

    def _on_reworded(self) -> None:
        """What says whence the values are may be longer than what said that they are to come."""
        if self._bare:
            self._write()

    def _on_show_answer(self) -> None:
        self._answered = True
        self._write()
        self._area.ensureWidgetVisible(self._answer)


def _row(*widgets: QWidget) -> QHBoxLayout:
    """Put widgets side by side; words take the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(SPACES[2], SPACES[0], SPACES[2], SPACES[0])
    row.setSpacing(SPACES[1])
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLabel) else 0)
    return row


def _held(widget: QWidget) -> QWidget:
    """Put it into a widget of its own, which can be hidden whatever it wants itself."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return holder


def _listed(sources: Iterable[str]) -> str:
    return "\n".join(f"- {source}" for source in sources)
