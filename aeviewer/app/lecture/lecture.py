"""Presenting before a class: the audience's window, the clicker's keys, the presenter's window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction

from aeviewer.app.layout import Parts
from aeviewer.app.lecture.clicker import Clicker, Meaning
from aeviewer.app.lecture.cover import Curtain, Overlay
from aeviewer.app.lecture.guide import Guide
from aeviewer.app.lecture.hand import Hand, Name
from aeviewer.app.lecture.notes import Notes
from aeviewer.app.lecture.seating import Seating
from aeviewer.app.lecture.senses import Senses
from aeviewer.app.lecture.sight import Sight
from aeviewer.app.lecture.stage import Stage
from aeviewer.app.lecture.staging import shown
from aeviewer.app.lecture.walk import Steps, Walk
from aeviewer.app.look.looks import Looks
from aeviewer.app.pages import PAGES
from aeviewer.app.window import Window
from aeviewer.session.store import Store

LEAST = 1.65
"""The factor on all text while presenting, at least: captions are 18 pixels high."""

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MOUSE = (
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.Leave,
)


class Lecture(QObject):
    """Puts the window on the stage and leads through what is shown there.

    Attributes:
        changed: one presents or no longer, by another tool, or what one presents is black or not.
        told: a sentence for the message bar.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(
        self,
        window: Window,
        store: Store,
        parts: Parts,
        looks: Looks,
        guide: Guide,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._parts, self._looks = window, store, parts, looks
        self._guide, self._walk = guide, Walk(store, ("map", *(page.name for page in PAGES)))
        self._stage = Stage(window, parts)
        self.seating = Seating(window)
        self._timed = ""
        self.curtain, self.overlay = Curtain(window), Overlay(window, looks.theme)
        self.sight = Sight(window, self.overlay, (self.overlay, self.curtain))
        self.hand = Hand(window, self.overlay)
        self.notes = Notes(window, guide, self.hand, self.sight, actions)
        self._senses = Senses(self)
        self._connect()

    @property
    def presenting(self) -> bool:
        """Whether the window is before an audience."""
        return self._stage.entered

    @property
    def black(self) -> bool:
        """Whether the screen is black."""
        return not self.curtain.isHidden()

    @property
    def steps(self) -> Steps:
        """What the keys lead through: the lesson, or else the path or the pages."""
        return self._walk if self._guide.lesson is None else self._guide

    def toggle(self) -> None:
        """Begin, asking for the screen where there are several; or end."""
        if self._stage.entered:
            self.end()
        elif self.seating.undecided:
            self.seating.ask()
        else:
            self.begin(self.seating.choice)

    def begin(self, screen: int | None = None) -> None:
        """Put the window on the stage; `screen` is the audience's, from 0, or None."""
        if self._stage.entered:
            return
        self.seating.take(screen)
        self._stage.enter(self.seating.audience)
        self._looks.enlarge(LEAST)
        self._parts.messages.set_quiet(True)
        self._show_parts()
        self._senses.listen()
        self.hand.begin()
        self._start_clock()
        if self.seating.presenter is not None:
            self.notes.open(self.seating.presenter)
        self.notes.set_swappable(self.seating.presenter is not None)
        self._window.activateWindow()
        self._on_changed()

    def end(self) -> None:
        """Put everything back as it was."""
        if not self._stage.entered:
            return
        self._senses.rest()
        self.hand.end()
        self.curtain.hide()
        self.notes.close()
        self.notes.watch.pause()
        self._parts.messages.set_quiet(False)
        self._looks.enlarge(0)
        self._stage.leave(lesson=self._guide.lesson is not None)
        self._on_changed()

    def act(self, name: str) -> None:
        """Answer one of the actions in `OF_LECTURE`."""
        OF_LECTURE[name](self)

    def take(self, tool: Name) -> None:
        """Take a tool, or put it down."""
        if self._stage.entered:
            self.hand.toggle(tool)

    def darken(self) -> None:
        """Make the screen black, or bring it back."""
        if not self._stage.entered:
            return
        if self.black:
            self.curtain.hide()
        else:
            self.curtain.lay()
        self.notes.set_black(self.black)
        self._on_changed()

    def toggle_notes(self) -> None:
        """Open the presenter's window, or close it."""
        if self.notes.window is not None:
            self.notes.close()
        else:
            self.notes.open(self.seating.presenter if self._stage.entered else None)

    def swap(self) -> None:
        """Let the audience's window and the presenter's change their screens."""
        if self._stage.entered:
            self.seating.swap()

    def step(self, meant: Meaning) -> None:
        """Do what a key of the clicker means."""
        moves: Mapping[Meaning, Callable[[], None]] = {
            "next": self._next,
            "back": self.steps.back,
            "first": self.steps.first,
            "last": self.steps.last,
            "black": self.darken,
            "end": self.end,
        }
        if meant in moves:
            moves[meant]()

    def _next(self) -> None:
        """Answer the question of the step, if it has one; else go on."""
        answer = self._parts.lesson.show_answer
        if self._guide.lesson is not None and not answer.isHidden():
            answer.click()
        else:
            self.steps.next()

    def _connect(self) -> None:
        clicker = Clicker(self.step, lambda: self.black)
        self._senses.tell(clicker.hear, _KEYS)
        self._senses.tell(self.hand.hear_mouse, _MOUSE)
        self._senses.tell(self.hand.hear_wheel, (QEvent.Type.Wheel,))
        self._senses.tell(self.sight.hear, (QEvent.Type.Paint,))
        self._senses.tell(self._hear_resize, (QEvent.Type.Resize,))
        self.curtain.clicked.connect(self.darken)
        self.sight.seen.connect(self.overlay.set_below)
        self.hand.tool_changed.connect(self._on_changed)
        self.notes.changed.connect(self._on_changed)
        self.notes.swap_wanted.connect(self.swap)
        self.notes.step_wanted.connect(self.step)
        self._guide.stepped.connect(self._show_parts)
        self._looks.dressed.connect(self._dress)
        self._store.watch(lambda _: self._show_parts(), "page", "anchors", "honest", "moment")
        self._window.closed.connect(self.notes.close)
        self.seating.chosen.connect(self.begin)
        self.seating.moved.connect(self._on_moved)
        self.seating.told.connect(self.told)

    def _start_clock(self) -> None:
        """Go on with the time of this lesson, as after an Esc by mistake; a new one begins anew."""
        lesson = self._guide.lesson
        name = "" if lesson is None else lesson.name
        if name != self._timed:
            self._timed = name
            self.notes.watch.reset()
        self.notes.watch.start()

    def _show_parts(self) -> None:
        if not self._stage.entered:
            return
        step = self._guide.step
        pointed = () if step is None else step.highlight
        view = self._store.view
        self._stage.show(view.page, shown(view, pointed, lesson=step is not None))
        QTimer.singleShot(0, self, self._stage.arrange)  # once more, when all is laid out
        if self.overlay.tool is not None:
            self.overlay.raise_()
        if self.black:
            self.curtain.raise_()

    def _on_moved(self) -> None:
        """The audience's window fills another screen, and the presenter's follows."""
        if not self._stage.entered:
            return
        presenter = self.seating.presenter
        self._stage.move_to(self.seating.audience)
        if presenter is not None and self.notes.window is not None:
            self.notes.open(presenter)
        self.notes.set_swappable(presenter is not None)

    def _hear_resize(self, watched: QObject, _event: QEvent) -> bool:
        if watched is self._window:
            QTimer.singleShot(0, self, self._stage.arrange)
        return False

    def _dress(self) -> None:
        self.overlay.set_theme(self._looks.theme)
        self.notes.dress(self._looks.theme)

    def _on_changed(self) -> None:
        looked_at = self.notes.window is not None or self.hand.name == "loupe"
        self.sight.want(self.presenting and looked_at)
        self.changed.emit()


OF_LECTURE: Mapping[str, Callable[[Lecture], None]] = {
    "presenter": Lecture.toggle_notes,
    "spotlight": lambda lecture: lecture.take("spotlight"),
    "loupe": lambda lecture: lecture.take("loupe"),
    "laser": lambda lecture: lecture.take("laser"),
    "black": Lecture.darken,
}
"""What answers each of the actions that are of this kind."""
