"""The program behind the window: it answers the actions, and brings torch in when it is time.

What is looked at is in the store, what is trained is in the studio; here is only who is asked.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

import aeviewer
from aeviewer.app.acting import build, update
from aeviewer.app.actions import Status
from aeviewer.app.choices import Choices
from aeviewer.app.dialogs import ask_checkpoint, ask_folder, ask_target
from aeviewer.app.explain import explain
from aeviewer.app.export.exporting import Exporting
from aeviewer.app.fetching import Fetching
from aeviewer.app.layout import compose
from aeviewer.app.leaving import Leaving, kept_runs
from aeviewer.app.lecture.lecture import OF_LECTURE, Lecture
from aeviewer.app.lessons.lessons import OF_LESSONS, Lessons
from aeviewer.app.loader import load_torch, warm_up
from aeviewer.app.looks import Looks
from aeviewer.app.progress import Progress
from aeviewer.app.scripting import Scripting
from aeviewer.app.state import States
from aeviewer.app.twin import Twinning
from aeviewer.app.why import Why
from aeviewer.app.window import Window
from aeviewer.app.work.drops import Openers
from aeviewer.app.work.work import ANSWERED, Work
from aeviewer.app.worker import Worker
from aeviewer.data.sources import NotAtHand, at_hand, sources
from aeviewer.errors import UserError
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.bundled import bundled, of_lessons, resolve
from aeviewer.training.header import Header, peek
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
        self._shutting, self._status = False, Status()
        self._fresh, self._returning = True, saved  # a saved view says what to train, too
        self._states, self._scripting = States(window, store), Scripting(store, self)
        self.actions = build(window, self._handlers())
        self.parts = compose(window, store, self.actions)
        openers = self._openers()
        self.work = Work(window, store, self.actions, self.parts, self._states, openers)
        self.lessons = Lessons(window, store, self.parts, self.actions)
        self.exporting = Exporting(window, store, self.parts)
        self._choices = Choices(store, self.parts.bar, self.parts.train, self)
        self._progress = Progress(self.parts, self)
        self._fetching = Fetching(self.parts.messages, self)
        self._leaving = Leaving(window, self._shut)
        self._twinning = Twinning(window, store, self._start)
        self._loader, self._warmer = Worker(load_torch, self), Worker(warm_up, self)
        self._connect()
        for widget in (window, self.parts.pages):  # a page may cover all that would be painted
            widget.installEventFilter(self)
        self._looks = Looks(window, self.parts, self.actions, store)
        self._why = Why(window, store, self._looks)
        self._why.failed.connect(self.show_error)
        self.work.menu.add("Window", self._looks.menu)
        self.work.commands.offer(N_("Theme"), self._looks.menu.actions)
        player = self.lessons.player
        self.lecture = Lecture(window, store, self.parts, self._looks, player, self.actions)
        self.lecture.changed.connect(self._update_actions)
        self.lecture.told.connect(self.parts.messages.show_message)
        self._preview(store.view.slots[0].model)
        QTimer.singleShot(0, self.lessons, self.lessons.begin)  # once the docks have their places

    def open(self, name: str, *, whole: bool = True, follow: bool = False) -> None:
        """Put a bundled model, a checkpoint or a run on show; a fault comes as a message.

        Args:
            name: of the model, or a path.
            whole: the view that names it came with it, where it does.
            follow: it is opened because the view names it, and only for as long as it does.
        """
        try:
            path = resolve(name)
        except UserError as error:
            self._on_failed(error)
            return
        if self.engine is not None:
            self.engine.open(path, name, whole=whole, follow=follow)

    def open_lesson(self, name: str) -> None:
        """Open a bundled lesson or a file of one; a fault comes as a message."""
        self.lessons.player.open(name)

    def leave_now(self) -> None:
        """Save what is being trained, and close without a question."""
        self._leaving.leave_now()

    def show_error(self, error: Exception, *, passing: bool = False) -> None:
        """Say what went wrong, with the action that mends it where there is one.

        An error that is passing goes when the next model is opened or trained.
        """
        sentence, details = explain(error)
        remedy = None
        if isinstance(error, NotAtHand):
            remedy = (_("Download"), partial(self._fetching.fetch, error.source))
        elif self.engine is not None and not self.engine.has_model and (other := self._another()):
            remedy = (_("Open {other}").format(other=other), partial(self.open, other))
        words = _capital(sentence)
        self.parts.messages.show_message(words, "error", remedy, details, passing=passing)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Bring torch in once a page is painted: while its libraries open, Qt can load none."""
        kinds = {QEvent.Type.Paint, QEvent.Type.UpdateRequest}
        if event.type() in kinds and self.parts.pages.isVisible():
            for widget in (self._window, self.parts.pages):
                widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load)
        return False

    def _another(self) -> str | None:
        """Name a bundled model that is not the one that could not be opened."""
        names = (name for name in bundled() if name != self.store.view.slots[0].model)
        return next(names, None)

    def _handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "start": self._start,
            "pause": self._pause,
            "step": self._step,
            "stop": self._stop,
            "twin": self._ask_twin,
            "open": partial(ask_checkpoint, self._window, self.open),
            "save": partial(ask_target, self._window, self._save),
            "undo": self.store.undo,
            "redo": self.store.redo,
            "copy": lambda: self._states.copy(self.parts.map.camera),
            "export": lambda: self.exporting.ask(self.engine),
            "copy-python": lambda: self._scripting.copy(self.engine, self.parts),
            "paste": self._states.paste,
            "why": lambda: self._why.toggle(),
            "lasso": self._toggle_lasso,
            "layers": self._choose_layers,
            "fit": self._fit,
            "theme": self._next_theme,
            "larger": lambda: self._looks.step_scale(1),
            "smaller": lambda: self._looks.step_scale(-1),
            "full": lambda: self._looks.step_scale(0),
            "glyphs": lambda: self.store.set(glyphs=not self.store.view.glyphs),
            "present": self._present,
            **{name: partial(self._act_in_lecture, name) for name in OF_LECTURE},
            "folder": self._ask_folder,
            "about": self._tell_about,
            **{name: partial(self._act_in_lesson, name) for name in OF_LESSONS},
            **{name: partial(self._act_at_work, name) for name in ANSWERED},
        }

    def _act_at_work(self, name: str) -> None:
        self.work.act(name)

    def _openers(self) -> Openers:
        """What opens what is dropped, or was opened before."""
        return {
            "checkpoint": self.open,
            "session": lambda name: self._states.open(Path(name)),
            "data": self._take_folder,
            "image": lambda name: self._take_image(Path(name)),
            "lesson": self.open_lesson,
        }

    def _take_image(self, path: Path) -> None:
        """Look at what an exported picture shows; let the model read any other image."""
        if (view := self.exporting.view_in(path)) is None:
            self.parts.draw.take(path)
        else:
            self._states.adopt(view, path.name)

    def _take_folder(self, name: str) -> None:
        self.store.set(data=name)
        self.store.settle()

    def _act_in_lesson(self, name: str) -> None:
        self.lessons.act(name)

    def _connect(self) -> None:
        self.work.failed.connect(self.show_error)
        self.work.told.connect(self._tell)
        self._loader.done.connect(self._on_loaded)
        self._loader.failed.connect(self.show_error)
        self._warmer.done.connect(self.warm)
        self.parts.bar.set_models(bundled(), of_lessons(), kept_runs())
        self.parts.bar.model_chosen.connect(self.open)
        self._choices.folder_wanted.connect(self._ask_folder)
        self._fetching.failed.connect(self.show_error)
        self._fetching.fetched.connect(self._on_fetched)
        self._leaving.failed.connect(self.show_error)
        self._twinning.failed.connect(self.show_error)
        self._states.failed.connect(self.show_error)
        self.lessons.failed.connect(self.show_error)
        self.lessons.opened.connect(partial(self.work.recents.remember, "lesson"))
        self.work.menu.add("Lesson", self.lessons.menu)
        self.work.commands.offer("Lesson", self.lessons.menu.entries, passing=True)
        self.work.arrangement.arranged.connect(self.lessons.arrange)
        self._scripting.failed.connect(self._on_failed)
        self._scripting.told.connect(self._tell)
        self.exporting.failed.connect(self.show_error)
        self.exporting.told.connect(self._tell)
        self._states.told.connect(self._tell)
        self._states.declined.connect(self.parts.draw.paste)
        self.store.watch(self._show_device, "device")
        self.store.watch(self._progress.look_back, "moment")
        self.store.watch(self._follow_slot, "slots")
        self.store.watch(lambda _: self._update_actions())

    def _preview(self, name: str) -> None:
        """Show where the samples are, before there is a torch to decode anything with."""
        try:
            header, latents = peek(resolve(name))
        except UserError as error:
            self.show_error(error)
            return
        if latents is not None and latents.mean.shape[1] == 2:
            self.parts.map.set_points(latents.mean, latents.labels, header.classes)

    def _load(self) -> None:
        if not self._shutting:
            self._loader.start()

    def _on_loaded(self) -> None:
        from aeviewer.app.engine import Engine
        from aeviewer.app.wiring import Views

        self._loader.wait()
        if self._shutting:
            return
        parts = self.parts
        views = Views(
            map=parts.map,
            layers=parts.layers,
            path=parts.path,
            pages=parts.pages,
            probe=parts.probe,
            draw=parts.draw,
            train=parts.train,
            time=parts.time,
            terms=parts.lesson.terms,
        )
        self.engine = Engine(self.store, views, self)
        self.engine.failed.connect(self._on_failed)
        self.engine.told.connect(parts.messages.show_message)
        self.engine.opened.connect(self._on_opened)
        self.engine.studio.began.connect(self._progress.begin)
        self.engine.studio.began.connect(lambda _: parts.messages.let_pass())
        self.engine.studio.progressed.connect(self._progress.read)
        self.engine.studio.phase_changed.connect(self._on_phase_changed)
        self.engine.rested.connect(self._warm_up)
        self._leaving.guard(self.engine.studio, self.engine.keep)
        self.engine.kept.connect(self._on_kept)
        self.open(self.store.view.slots[0].model)
        self._choices.load()
        self._show_device(self.store.view)
        self._update_actions()
        self.loaded.emit()
        if not self.engine.busy:
            self._warm_up()

    def _warm_up(self) -> None:
        """Prepare for a training, once, when there is nothing more urgent to do."""
        if not (self._shutting or self._warmer.isRunning() or self._warmer.isFinished()):
            self._warmer.start()

    def _show_device(self, view: View) -> None:
        from aeviewer.training.plan import pick_device

        try:
            self.parts.status.set_device(str(pick_device(view.device)))
        except UserError as error:
            self.show_error(error)
        self.parts.status.refresh_memory()

    def _follow_slot(self, view: View) -> None:
        """Open what an undo brought back; a model in training cannot be had again."""
        name = view.slots[0].model
        if self.engine is None:
            self._returning = self._returning or self.store.whole  # it is opened with torch
            if name:
                self._preview(name)
        elif name and name != self.engine.shown:
            self._returning = True
            self.open(name, whole=self.store.whole, follow=True)

    def _on_opened(self, header: Header) -> None:
        """Offer to train what is on show, on its data where that is at hand."""
        self.parts.messages.let_pass()
        self.parts.train.curves.clear()
        if not self._returning:
            data = self._data_of_opened() or self.store.view.data
            brought = self.store.view.knobs if self._fresh else ()
            knobs = brought or self._choices.taken_over(header)
            self.store.set(variant=header.variant, data=data, knobs=knobs)
            self.store.settle()
        if self._fresh:
            self.store.start_here()
        self._fresh = self._returning = False
        self._update_actions()

    def _on_failed(self, error: Exception) -> None:
        """Say what went wrong with a model: an opening or a training, mostly."""
        self.show_error(error, passing=True)

    def _data_of_opened(self) -> str | None:
        """Name the data of what was opened, if one can train on it; the first needs no download."""
        data = "" if self.engine is None else self.engine.data
        if data in sources():
            return data if at_hand(data) or not self._fresh else None
        return data if data and Path(data).is_dir() else None

    def _on_kept(self, folder: Path) -> None:
        self._tell(_("kept as {name}").format(name=folder.name))
        self.parts.bar.set_models(bundled(), of_lessons(), kept_runs())

    def _on_phase_changed(self, phase: str) -> None:
        self._progress.set_phase(phase)
        self._update_actions()

    def _on_fetched(self, name: str) -> None:
        self.store.set(data=name)
        self._choices.offer_data()
        self.parts.messages.show_message(
            _("{name} is here now.").format(name=name), "info", (_("Start"), self._start)
        )

    def _start(self) -> None:
        if self.engine is None:
            return
        if faults := self.parts.train.faults():
            self.parts.messages.show_message(_capital(faults[0]), "error", passing=True)
            return
        try:
            self.engine.start(*self._choices.taken())
            self.parts.map.setFocus()
        except UserError as error:
            self._on_failed(error)

    def _ask_twin(self) -> None:
        if self.engine is not None and self.engine.header is not None:
            self._twinning.ask(self.engine.header, self.engine.data or self.store.view.data)

    def _pause(self) -> None:
        if self.engine is not None:
            self.engine.studio.toggle_pause()

    def _step(self) -> None:
        if self.engine is not None:
            self.engine.studio.step()

    def _stop(self) -> None:
        if self.engine is not None:
            self.engine.studio.stop()

    def _save(self, name: str) -> None:
        if self.engine is not None:
            self.engine.save(Path(name))

    def _ask_folder(self) -> None:
        ask_folder(self._window, self._take_folder)

    def _next_theme(self) -> None:
        self._looks.next_theme()

    def _present(self) -> None:
        self.lecture.toggle()

    def _act_in_lecture(self, name: str) -> None:
        self.lecture.act(name)

    def _toggle_lasso(self) -> None:
        self.store.set(tool="lasso" if self.store.view.tool == "cursor" else "cursor")

    def _choose_layers(self) -> None:
        corner = self.parts.map.rect().topLeft()
        self.parts.layers.popup(self.parts.map.mapToGlobal(corner))

    def _fit(self) -> None:
        self.parts.map.fit()

    def _update_actions(self) -> None:
        status = Status(
            phase=self.engine.studio.phase if self.engine else "idle",
            loaded=self.engine is not None,
            has_model=self.engine is not None and self.engine.has_model,
            can_undo=self.store.can_undo,
            can_redo=self.store.can_redo,
            selecting=self.store.view.tool != "cursor",
            glyphs=self.store.view.glyphs,
            lesson=bool(self.store.view.lesson),
            presenting=self.lecture.presenting,
            pointing=self.lecture.hand.name,
            black=self.lecture.black,
            notes=self.lecture.notes.window is not None,
        )
        if status != self._status:  # each move of the cursor comes by here
            self._status = status
            update(self.actions, status)

    def _tell(self, words: str) -> None:
        self.parts.status.showMessage(words, _SHOWN)

    def _tell_about(self) -> None:
        names = ", ".join(bundled())
        words = _("aeviewer {version}. Bundled: {names}.")
        said = words.format(version=aeviewer.__version__, names=names)
        self.parts.messages.show_message(said)

    def _shut(self) -> None:
        self._shutting = True
        self.exporting.close()
        self.lecture.end()
        self._fetching.close()
        self._why.close()
        self.lessons.close()
        self._loader.wait()
        self._warmer.wait()
        if self.engine is not None:
            self.engine.close()


def _capital(sentence: str) -> str:
    """Begin a sentence as one, unless it begins with a name such as vae.latent."""
    first = sentence.partition(" ")[0]
    return sentence if "." in first or "/" in first else sentence[:1].upper() + sentence[1:]
