"""The decoder thread: it answers requests from its own copies of the weights, newest first.

A request has a name, and a newer one of the same name takes its place: nothing ever queues up.
Long work comes in slices; between two of them whatever is more urgent goes first.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from PySide6.QtCore import QObject, QThread, Signal

from aeviewer.app.telling.explain import keep_words
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import Model

Slice = Callable[[Model], object]


@dataclass(frozen=True)
class Request:
    """Something to be computed from a model.

    Attributes:
        name: what it is for; the newest of a name wins.
        slot: the slot whose model is asked.
        slices: functions of the model, called one by one; what the last returns is the answer.
        urgency: the lower goes first.
    """

    name: str
    slot: str
    slices: Iterator[Slice]
    urgency: int = 0


@dataclass(frozen=True)
class Answer:
    """What came of a request, with the step whose weights it was computed from."""

    name: str
    slot: str
    step: int
    value: object


@dataclass(frozen=True, eq=False)
class _Shown:
    """A model as it was put into a slot; put there again, it is another one."""

    twins: Twins


@dataclass
class _Desk:
    """What lies on the table between the window and the thread, under one lock."""

    requests: dict[str, Request] = field(default_factory=dict)
    models: dict[str, _Shown] = field(default_factory=dict)
    open: bool = True


class Decoder(QThread):
    """Owns no state but its desk; every method may be called from the window."""

    answered = Signal(object)  # Answer
    failed = Signal(object)  # Exception
    _computed = Signal(object, object)  # _Shown, Answer

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = _Desk()
        self._bell = threading.Condition()
        self._computed.connect(self._deliver)

    def show(self, slot: str, twins: Twins) -> None:
        """Put another model into a slot; what was asked of the one before is never answered."""
        with self._bell:
            self._desk.models[slot] = _Shown(twins)
            kept = {name: r for name, r in self._desk.requests.items() if r.slot != slot}
            self._desk.requests = kept

    def ask(self, request: Request) -> None:
        """Ask for something, in place of what was asked under that name before."""
        with self._bell:
            self._desk.requests[request.name] = request
            self._bell.notify()

    @property
    def busy(self) -> bool:
        """Whether something that was asked of a model on show is not answered yet."""
        with self._bell:
            return any(r.slot in self._desk.models for r in self._desk.requests.values())

    def finish(self) -> None:
        """End the thread and wait for it."""
        with self._bell:
            self._desk.open = False
            self._bell.notify()
        self.wait()

    def run(self) -> None:
        """Answer until told to finish; an error is told, and the next request goes on."""
        torch.set_num_threads(1)  # one image decodes four times faster on one thread than on two
        while (found := self._next()) is not None:
            request, shown = found
            try:
                self._advance(request, shown)
            except Exception as error:  # noqa: BLE001 - whatever it is, the window shows it
                self._forget(request)
                self.failed.emit(keep_words(error))

    def _next(self) -> tuple[Request, _Shown] | None:
        with self._bell:
            while self._desk.open:
                ready = [r for r in self._desk.requests.values() if r.slot in self._desk.models]
                if ready:
                    request = min(ready, key=lambda r: r.urgency)
                    return request, self._desk.models[request.slot]
                self._bell.wait()
        return None

    def _advance(self, request: Request, shown: _Shown) -> None:
        part = next(request.slices, None)
        if part is None:
            self._forget(request)
            return
        with torch.no_grad(), shown.twins.reading() as (model, step):
            value = part(model)
        if value is not None:  # even if a newer request waits: under a quick hand one always does
            self._computed.emit(shown, Answer(request.name, request.slot, step, value))

    def _deliver(self, shown: _Shown, answer: Answer) -> None:
        """Hand over, on the window's thread, unless another model is on show by now."""
        if self._desk.models.get(answer.slot) is shown:
            self.answered.emit(answer)

    def _forget(self, request: Request) -> None:
        with self._bell:
            if self._desk.requests.get(request.name) is request:
                del self._desk.requests[request.name]
