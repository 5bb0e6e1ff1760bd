"""The time since a lecture began, which can be stopped and set to nothing. No Qt."""

import time
from collections.abc import Callable


class Stopwatch:
    """Counts seconds while it runs."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._before = 0.0
        self._since: float | None = None

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    @property
    def seconds(self) -> float:
        """Counted so far."""
        return self._before + (0.0 if self._since is None else self._now() - self._since)

    def start(self) -> None:
        """Count on."""
        if self._since is None:
            self._since = self._now()

    def pause(self) -> None:
        """Stop counting, and keep what was counted."""
        self._before, self._since = self.seconds, None

    def reset(self) -> None:
        """Begin at nothing, running or not as before."""
        self._before = 0.0
        if self._since is not None:
            self._since = self._now()


def spelt(seconds: float) -> str:
    """Write 754.2 as '12:34', and from an hour on as '1:02:03'."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
