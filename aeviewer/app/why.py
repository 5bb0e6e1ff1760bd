"""Why a model is as it is: the card of the variant that is chosen, beside the window."""

import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.app.lessons.typeset import typeset
from aeviewer.app.look.looks import Looks
from aeviewer.app.look.theme import Theme
from aeviewer.app.panels.why import WhyDialog
from aeviewer.app.telling.aims import told
from aeviewer.app.views.map.layer_table import toggled
from aeviewer.app.worker import Worker
from aeviewer.errors import UserError
from aeviewer.session import why
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _
from aeviewer.zoo.target import Target
from aeviewer.zoo.targets import TARGETS


class Why(QObject):
    """Shows the card, follows the choice of the variant, and opens what the card points at.

    Attributes:
        failed: a card cannot be read: the sentence why.
        typeset: the equations of the card on show are there.
    """

    failed = Signal(object)  # UserError
    typeset = Signal()

    def __init__(self, window: QWidget, store: Store, looks: Looks) -> None:
        super().__init__(window)
        self._window, self._store, self._looks = window, store, looks
        self._workers: set[Worker] = set()
        self._newest: Worker | None = None
        self.dialog: WhyDialog | None = None
        watch(self, store, self._follow, "variant")
        looks.dressed.connect(lambda: self._follow(store.view))

    def toggle(self) -> None:
        """Open the card, or close it."""
        if self.dialog is None:
            self.dialog = WhyDialog(self._window)
            self.dialog.followed.connect(self._on_followed)
        if self.dialog.isVisible():
            self.dialog.close()
            return
        self.dialog.show()
        self._follow(self._store.view)

    def close(self) -> None:
        """Wait for what is being typeset."""
        for worker in tuple(self._workers):
            worker.wait()

    def _follow(self, view: View) -> None:
        """Show the card of the view's variant, while it is open."""
        if self.dialog is None or not self.dialog.isVisible():
            return
        path = why.cards().get(view.variant)
        if path is None:
            self.dialog.show_words(*said_by(view.variant), told(targets_of(view.variant)))
            return
        try:
            card = why.read(path)
        except UserError as error:
            self.failed.emit(error)
            return
        self.dialog.show_card(card, told(targets_of(view.variant)))
        self._begin([part.equation for part in card.parts if part.equation])

    def _begin(self, equations: Iterable[str]) -> None:
        """Typeset on a thread: the library alone takes half a second to import."""
        worker = Worker(partial(_typeset_all, tuple(equations), self._looks.theme), self)
        worker.done.connect(partial(self._on_done, worker))
        worker.failed.connect(self.failed)
        worker.finished.connect(partial(self._forget, worker))
        self._workers.add(worker)
        self._newest = worker
        worker.start()

    def _on_done(self, worker: Worker, svgs: Mapping[str, bytes]) -> None:
        if self.dialog is not None and worker is self._newest:  # else of a card that has gone
            self.dialog.set_equations(svgs)
            self.typeset.emit()

    def _forget(self, worker: Worker) -> None:
        worker.wait()
        self._workers.discard(worker)
        worker.deleteLater()

    def _on_followed(self, kind: str, name: str) -> None:
        """Turn to a page, or to the map with a layer on."""
        layers = self._store.view.layers
        if kind == "page":
            self._store.choose(page=name)
        elif kind == "layer":
            on = layers if name in layers else toggled(layers, name)
            self._store.choose(page="map", layers=on)


def targets_of(variant: str) -> tuple[Target, ...]:
    """What a model is held to: the zoo's table, which needs no torch, or what its own file says."""
    if variant in TARGETS:
        return TARGETS[variant]
    from aeviewer.zoo.registry import find

    return find(variant).targets


def said_by(variant: str) -> tuple[str, str, str]:
    """What a model without a card says of itself: title, paper, and the words of its file."""
    from aeviewer.zoo.registry import find

    entry = find(variant)
    module = sys.modules[entry.model.__module__]
    words = (
        inspect.getdoc(module) or inspect.getdoc(entry.model) or _("Its file says nothing of it.")
    )
    return entry.title, entry.paper, _flowing(words)


def _flowing(words: str) -> str:
    """Let paragraphs break where there is no more room; what is indented stays as it is."""
    return re.sub(r"(?<=\S)\n(?=\S)", " ", words)


def _typeset_all(equations: Iterable[str], theme: Theme) -> Mapping[str, bytes]:
    return {latex: typeset(latex, theme) for latex in equations}
