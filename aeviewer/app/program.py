"""The program behind the window: it is composed here, and its actions are answered.

What is looked at is in the store, what is trained is in the studio; here is only who is asked.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

import aeviewer
from aeviewer.app.actions.making import build
from aeviewer.app.actions.permits import Permits
from aeviewer.app.actions.table import ACTIONS
from aeviewer.app.downloads.fetching import Fetching
from aeviewer.app.export.exporting import Exporting
from aeviewer.app.export.handout.handouts import Handouts
from aeviewer.app.forms.choices import Choices
from aeviewer.app.guess.guessing import OF_GUESSING, Guessing
from aeviewer.app.guess.rounds import Kind
from aeviewer.app.layout import compose
from aeviewer.app.lecture.lecture import OF_LECTURE, Lecture
from aeviewer.app.lessons.lessons import OF_LESSONS, Lessons
from aeviewer.app.lessons.walks import OF_WALKS, Walks
from aeviewer.app.look.looks import Looks
from aeviewer.app.models.opening import Opening
from aeviewer.app.scripting import Scripting
from aeviewer.app.start.arrival import Arrival
from aeviewer.app.state import States
from aeviewer.app.telling.dialogs import ask_checkpoint, ask_folder, ask_target
from aeviewer.app.telling.faults import Faults
from aeviewer.app.telling.messages import Remedy
from aeviewer.app.trainings.leaving import Leaving
from aeviewer.app.trainings.tending import Tending
from aeviewer.app.why import Why
from aeviewer.app.window import Window
from aeviewer.app.work.crowding import Crowding
from aeviewer.app.work.drops import Openers
from aeviewer.app.work.work import ANSWERED, Work
from aeviewer.data.sources import NotAtHand
from aeviewer.session.store import Store
from aeviewer.training.bundled import bundled
from aeviewer.words import N_, _

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine

_SHOWN = 10_000  # milliseconds of a word in the status bar


class Program(QObject):
    """Fills a window that is on the screen, and lives as long as it.

    Attributes:
        loaded: torch is in; models can be opened and trained.
        warm: what a training begins with is in, too: no more is imported.
    """

    loaded = Signal()
    warm = Signal()

    def __init__(self, window: Window, store: Store, *, saved: bool = False) -> None:
        super().__init__(window)
        self._window, self.store = window, store
        self.engine: Engine | None = None
        self._states, self._scripting = States(window, store), Scripting(store, self)
        self.actions = build(window, {entry.id: partial(self._act, entry.id) for entry in ACTIONS})
        self.parts = parts = compose(window, store, self.actions)
        self._faults = Faults(parts.messages, self._remedy, self)
        choices = Choices(store, parts.bar, parts.train, self)
        self._choices, self.fetching = choices, Fetching(parts.messages, self)
        self._opening = Opening(store, parts, choices, self, saved=saved)
        self.tending = Tending(window, store, parts, choices, self._faults)
        self.work = Work(window, store, self.actions, parts, self._states, self._openers())
        self.lessons = Lessons(window, store, parts, self.actions)
        self.exporting = Exporting(window, store, parts, self.work.memory)
        self.handouts = Handouts(window, self.lessons.player)
        self._looks = Looks(window, parts, self.actions, store)
        self.why = Why(window, store, self._looks)
        player = self.lessons.player
        self.lecture = Lecture(window, store, parts, self._looks, player, self.actions)
        self.walks = Walks(window, store, parts, player, self.actions)
        self.lecture.notes.bear(self.walks.mark)
        self._leaving = Leaving(window, self._shut, self.walks.unkept)
        self.guessing = Guessing(store, parts, self._looks, self)
        self._permits = Permits(store, self.actions, self.lecture, self.walks, self.guessing)
        self._crowding = Crowding(window, parts.docks, lambda: self.lecture.presenting)
        self.arrival = Arrival(window, parts.pages)
        self._answers = self._answering()
        self._connect()
        self._offer_commands()
        self._opening.preview(store.view.slots[0].model)
        QTimer.singleShot(0, self.lessons, self.lessons.begin)  # once the docks have their places

    def open(self, name: str) -> None:
        """Put a bundled model, a checkpoint or a run on show; a fault comes as a message."""
        self._opening.open(name)

    def open_lesson(self, name: str) -> None:
        """Open a bundled lesson or a file of one; a fault comes as a message."""
        self.lessons.player.open(name)

    def show_error(self, error: Exception) -> None:
        """Say what went wrong, until somebody has read it."""
        self._faults.show(error)

    def leave_now(self) -> None:
        """Save what is being trained, and close without a question."""
        self._leaving.leave_now()

    def _remedy(self, error: Exception) -> Remedy | None:
        """Find the action that mends a fault."""
        if isinstance(error, NotAtHand):
            return _("Download"), partial(self.fetching.fetch, error.source)
        shown = self.store.view.slots[0].model
        other = next((name for name in bundled() if name != shown), None)
        if other is not None and self.engine is not None and not self.engine.has_model:
            return _("Open {other}").format(other=other), partial(self.open, other)
        return None

    def _answering(self) -> Mapping[str, Callable[[], None]]:
        """What each action does, in the order of the menu."""
        return {
            "open": partial(ask_checkpoint, self._window, self.open),
            "save": partial(ask_target, self._window, self.tending.save),
            "export": lambda: self.exporting.ask(self.engine),
            "folder": partial(ask_folder, self._window, self._choices.take_folder),
            "undo": self.store.undo,
            "redo": self.store.redo,
            "copy": lambda: self._states.copy(self.parts.map.camera),
            "copy-python": lambda: self._scripting.copy(self.engine, self.parts),
            "paste": self._states.paste,
            "lasso": self._toggle_lasso,
            "layers": self._choose_layers,
            "fit": self.parts.map.fit,
            "glyphs": lambda: self.store.set(glyphs=not self.store.view.glyphs),
            "start": self.tending.start,
            "pause": self.tending.pause,
            "step": self.tending.step,
            "stop": self.tending.stop,
            "twin": self.tending.ask_twin,
            "handout": self.handouts.ask,
            "theme": self._looks.next_theme,
            "larger": partial(self._looks.step_scale, 1),
            "smaller": partial(self._looks.step_scale, -1),
            "full": partial(self._looks.step_scale, 0),
            "present": self.lecture.toggle,
            "why": self.why.toggle,
            "about": self._tell_about,
            **{name: partial(self.lecture.act, name) for name in OF_LECTURE},
            **{name: partial(self.lessons.act, name) for name in OF_LESSONS},
            **{name: partial(self.walks.act, name) for name in OF_WALKS},
            **{name: partial(self._guess, kind) for name, kind in OF_GUESSING.items()},
            **{name: partial(self.work.act, name) for name in ANSWERED},
        }

    def _act(self, name: str) -> None:
        self._answers[name]()
        self._permits.check_anew(name)

    def _openers(self) -> Openers:
        """What opens what is dropped, or was opened before."""
        return {
            "checkpoint": self.open,
            "session": lambda name: self._states.open(Path(name)),
            "data": self._choices.take_folder,
            "image": lambda name: self._take_image(Path(name)),
            "lesson": self.open_lesson,
        }

    def _take_image(self, path: Path) -> None:
        """Look at what an exported picture shows; let the model read any other image."""
        if (view := self.exporting.view_in(path)) is None:
            self.parts.draw.take(path)
        else:
            self._states.adopt(view, path.name)

    def _connect(self) -> None:
        self._hear()
        self._let_pass()
        parts = self.parts
        self._opening.done.connect(self._permits.look)
        self.tending.turned.connect(self._permits.look)
        self.arrival.loaded.connect(self._on_loaded)
        self.arrival.warm.connect(self.warm)
        self.fetching.fetched.connect(self._on_fetched)
        self.work.arrangement.arranged.connect(self.lessons.arrange)
        for changed in (self.work.arrangement.arranged, self._looks.dressed):
            changed.connect(self._crowding.look_soon)
        for named in (self.lessons.opened, self.walks.unkept.kept):
            named.connect(partial(self.work.recents.remember, "lesson"))
        self._states.declined.connect(parts.draw.paste)
        self._choices.folder_wanted.connect(self.actions["folder"].trigger)
        parts.bar.model_chosen.connect(self.open)

    def _hear(self) -> None:
        """Say what is told, and what went wrong."""
        faults, messages = self._faults, self.parts.messages
        makers = (self.work, self.exporting, self.handouts)
        for part in (*makers, self.why, self.fetching, self._leaving, self.arrival):
            part.failed.connect(faults.show)
        self._states.failed.connect(partial(faults.show, topic="session"))
        self.lessons.failed.connect(partial(faults.show, topic="lesson"))
        self.walks.failed.connect(partial(faults.show, topic="walk"))
        for taker in (self.work.drops, self._choices):
            taker.failed.connect(partial(faults.show, topic="file"))
        for failed in (self._scripting.failed, self._opening.failed, self._states.refused):
            failed.connect(faults.show_passing)
        for teller in (*makers, self._states, self.walks, self._scripting, self.tending):
            teller.told.connect(self._tell)
        for told in (self.guessing.declined, self.lecture.told):
            told.connect(messages.show_message)

    def _let_pass(self) -> None:
        """Say no more of what went wrong once the next of its kind goes well."""
        past = self.parts.messages.let_pass
        for came in (self._states.accepted, self.parts.draw.wanted):
            came.connect(partial(past, "model", "file"))
        self._choices.chosen.connect(partial(past, "file"))
        self.lessons.begun.connect(partial(past, "lesson", "file"))
        self._states.saved.connect(partial(past, "session"))

    def _offer_commands(self) -> None:
        """Put into the menu and the palette what is no action."""
        self.work.menu.add("Lesson", self.lessons.menu)
        self.work.commands.offer("Lesson", self.lessons.menu.entries, passing=True)
        self.work.menu.add("Window", self._looks.menu)
        self.work.commands.offer(N_("Theme"), self._looks.menu.actions)

    def _on_loaded(self) -> None:
        from aeviewer.app.engine import Engine
        from aeviewer.app.wiring import Views

        parts = self.parts
        self.engine = engine = Engine(self.store, Views.of(parts), self)
        engine.failed.connect(self._faults.show_passing)
        engine.unsaved.connect(partial(self._faults.show, topic="checkpoint"))
        engine.saved.connect(partial(parts.messages.let_pass, "checkpoint"))
        engine.told.connect(parts.messages.show_message)
        engine.rested.connect(self.arrival.warm_up)
        self._leaving.guard(engine.studio, engine.keep)
        self.tending.attach(engine)
        self._opening.attach(engine)
        self._choices.load()
        self._permits.attach(engine)
        self.loaded.emit()
        if not engine.busy:
            self.arrival.warm_up()

    def _on_fetched(self, name: str) -> None:
        self.store.set(data=name)
        self._choices.offer_data()
        here = _("{name} is here now.").format(name=name)
        self.parts.messages.show_message(here, "info", (_("Start"), self.tending.start))

    def _toggle_lasso(self) -> None:
        self.store.set(tool="lasso" if self.store.view.tool == "cursor" else "cursor")

    def _guess(self, kind: Kind) -> None:
        from aeviewer.app.flows.guess import GuessFlow

        if self.engine is not None:
            self.guessing.toggle(kind, self.engine.wiring.flow(GuessFlow))

    def _choose_layers(self) -> None:
        corner = self.parts.map.rect().topLeft()
        self.parts.layers.popup(self.parts.map.mapToGlobal(corner))

    def _tell(self, words: str) -> None:
        self.parts.status.tell(words, _SHOWN)

    def _tell_about(self) -> None:
        names = ", ".join(bundled())
        words = _("aeviewer {version}. Bundled: {names}.")
        said = words.format(version=aeviewer.__version__, names=names)
        self.parts.messages.show_message(said)

    def _shut(self) -> None:
        self.guessing.end()
        self.exporting.close()
        self.handouts.close()
        self.lecture.end()
        self.fetching.close()
        self.why.close()
        self.lessons.close()
        self._crowding.give_back()
        self.arrival.close()
        if self.engine is not None:
            self.engine.close()
