"""Which actions can be done and are switched on, as what the program is doing changes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from aeviewer.app.actions.action import Status
from aeviewer.app.actions.making import update
from aeviewer.session.store import Store

if TYPE_CHECKING:
    from aeviewer.app.engine import Engine
    from aeviewer.app.guess.guessing import Guessing
    from aeviewer.app.lecture.lecture import Lecture
    from aeviewer.app.lessons.walks import Walks


class Permits:
    """Looks at who does something, whenever one of them or the view has changed."""

    def __init__(
        self,
        store: Store,
        actions: Mapping[str, QAction],
        lecture: "Lecture",
        walks: "Walks",
        guessing: "Guessing",
    ) -> None:
        self._store, self._actions = store, actions
        self._lecture, self._walks, self._guessing = lecture, walks, guessing
        self._engine: Engine | None = None
        self._status = Status()
        for source in (lecture, walks, guessing):
            source.changed.connect(self.look)
        store.watch(lambda _: self.look())

    def attach(self, engine: "Engine") -> None:
        """Torch is in: ask who trains and has a model, too."""
        self._engine = engine
        self.look()

    def look(self) -> None:
        """Enable and check the actions as the program is now."""
        status = self._now()
        if status != self._status:  # each move of the cursor comes by here
            self._status = status
            update(self._actions, status)

    def check_anew(self, name: str) -> None:
        """Show a switch as it is: Qt has turned it, whether it was done or not."""
        if self._actions[name].isCheckable():
            update(self._actions, self._status)

    def _now(self) -> Status:
        view, engine, lecture, walks = self._store.view, self._engine, self._lecture, self._walks
        return Status(
            phase=engine.studio.phase if engine else "idle",
            loaded=engine is not None,
            has_model=engine is not None and engine.has_model,
            can_undo=self._store.can_undo,
            can_redo=self._store.can_redo,
            selecting=view.tool != "cursor",
            glyphs=view.glyphs,
            lesson=bool(view.lesson),
            presenting=lecture.presenting,
            pointing=lecture.hand.name,
            black=lecture.black,
            notes=lecture.notes.window is not None,
            recording=walks.recorder.recording,
            playing=walks.playback.playing,
            walk=walks.playback.can_play,
            guessing=self._guessing.kind or "",
        )
