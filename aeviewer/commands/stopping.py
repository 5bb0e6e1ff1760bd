"""Being stopped between two steps, where what is saved can be taken up again to the bit."""

import signal
from types import FrameType, TracebackType
from typing import Any, Self

_SIGNALS = tuple(
    signal.Signals[name]
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if name in signal.Signals.__members__
)


class Stop:
    """Takes the first signal as a wish, which a loop reads; the second one acts at once.

    Attributes:
        number: of the signal that came, or 0.
    """

    def __init__(self) -> None:
        self.number = 0
        self._before: dict[signal.Signals, Any] = {}

    @property
    def code(self) -> int:
        """The exit code that says so: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + self.number

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            before = signal.getsignal(number)
            if before is not signal.SIG_IGN:  # nohup asked not to be told
                self._before[number] = before
                signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._restore()

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.number = number
        self._restore()

    def _restore(self) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
