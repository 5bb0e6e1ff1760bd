"""A hand that drags over the map, and a watch that knows which event a painted picture is of."""

import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate, count
from math import cos, sin
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from torch import Tensor

from aeviewer.app import requests
from aeviewer.app.decoder import Request, Slice
from aeviewer.app.kit.image import ImageView
from aeviewer.zoo.registry import Model
from tests.benchmarks import measure

_EVERY = 4  # milliseconds: 250 Hz
_STAMP = "asked"  # of a picture: the moment of the newest event it shows


class Hand(QObject):
    """Drags the cursor over the map on a curve that never rests."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self.sent: list[float] = []
        self._target = target
        self._angles = count()
        self._timer = QTimer(self, interval=_EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._move)

    def drag(self, seconds: float) -> None:
        """Press, move, release."""
        self._send(QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton)
        self._timer.start()
        measure.live(seconds)
        self._timer.stop()
        self._send(QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)

    def _move(self) -> None:
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.LeftButton)

    def _send(self, kind: QEvent.Type, held: Qt.MouseButton) -> None:
        angle = 0.05 * next(self._angles)
        size = self._target.size()
        x, y = 0.5 + 0.3 * cos(angle), 0.5 + 0.3 * sin(angle)
        at = QPointF(size.width() * x, size.height() * y)
        moving = kind == QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, at, self._target.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier
        )
        self.sent.append(time.perf_counter())
        QApplication.sendEvent(self._target, event)


class Watch:
    """Knows which event each painted picture belongs to."""

    def __init__(self) -> None:
        self.painted: list[tuple[float, float]] = []
        """Moments at which a picture was painted, and of the newest event it shows."""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Stamp the pictures that are decoded for the cursor, and read the stamps when painted."""
        ask, paint = requests.decode, ImageView.paintEvent

        def stamped(
            name: str, slot: str, latents: Tensor, urgency: int, condition: int | None = None
        ) -> Request:
            request = ask(name, slot, latents, urgency, condition)
            if name != "probe":
                return request
            return Request(name, slot, _stamped(request.slices, time.perf_counter()), urgency)

        def painted(view: ImageView, event: QPaintEvent) -> None:
            paint(view, event)
            if view.image is not None and (stamp := view.image.text(_STAMP)):
                self.painted.append((time.perf_counter(), float(stamp)))

        with (
            patch.object(requests, "decode", stamped),
            patch.object(ImageView, "paintEvent", painted),
        ):
            yield


def _stamped(slices: Iterator[Slice], moment: float) -> Iterator[Slice]:
    for part in slices:

        def decode(model: Model, part: Slice = part) -> object:
            images: Any = part(model)
            images[0].setText(_STAMP, repr(moment))
            return images

        yield decode


def latencies(hand: Hand, watch: Watch, seconds: float) -> list[float]:
    """Milliseconds from each event to a picture of it, or of what came later."""
    hand.sent.clear()
    watch.painted.clear()
    hand.drag(seconds)
    measure.live(0.5)
    shown = sorted((of, at) for at, of in watch.painted)
    moments = [of for of, _ in shown]
    earliest = list(accumulate((at for _, at in reversed(shown)), min))[::-1]
    found = []
    for sent in hand.sent[:-1]:  # the last one lets go, and moves nothing
        place = bisect_left(moments, sent)
        if place == len(moments):
            raise SystemExit("an event never led to a picture")
        found.append(1000 * (earliest[place] - sent))
    return found
