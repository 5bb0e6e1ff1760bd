"""How often a model is looked at while it trains: it shall be trained, not shown."""

import time

_EVERY = 0.4  # seconds between two looks while training
_REST = 4  # times as long as such a look took


class Pace:
    """Says when weights are looked at again, by how long the last look took.

    Attributes:
        looking: a look goes on; it ends when the last thing that it asked for is answered.
    """

    def __init__(self) -> None:
        self.looking = False
        self._step = 0  # whose weights were looked at
        self._began = self._took = 0.0  # seconds: when a look began, how long the last one took

    def begin(self, step: int) -> None:
        """Take the weights of a step for looked at, and nothing for known."""
        self._step, self._began, self._took, self.looking = step, time.monotonic(), 0.0, False

    def is_due(self, step: int, *, follows: bool) -> bool:
        """Whether the weights of a step are to be looked at now.

        Args:
            step: the newest there is.
            follows: a training is followed as it goes; else a person goes through its moments,
                and waits for nothing.
        """
        if step == self._step or (follows and self.looking):
            return False
        pause = max(_EVERY, _REST * self._took) if follows else 0.0
        return time.monotonic() - self._began > pause

    def look(self, step: int) -> None:
        """Begin a look at the weights of a step."""
        self._step, self._began, self.looking = step, time.monotonic(), True

    def end(self) -> None:
        """End the look: all of it is answered."""
        self.looking, self._took = False, time.monotonic() - self._began
