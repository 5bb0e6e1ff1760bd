"""A training is looked at for a fifth of the time at most, and never twice at once."""

import pytest

from aeviewer.app.flows import pace
from aeviewer.app.flows.pace import Pace


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(pace, "time", made)
    return made


@pytest.fixture
def begun(clock: Clock) -> Pace:
    made = Pace()
    made.begin(1)
    clock.now += 1
    return made


def test_what_was_looked_at_is_not_due(begun: Pace) -> None:
    assert begun.is_due(2, follows=True)
    assert not begun.is_due(1, follows=True)


def test_a_look_is_not_followed_by_another_before_it_ends(begun: Pace, clock: Clock) -> None:
    begun.look(2)
    clock.now += 100
    assert not begun.is_due(3, follows=True)
    assert begun.is_due(3, follows=False)


def test_the_rest_is_as_long_as_the_look_deserves(begun: Pace, clock: Clock) -> None:
    begun.look(2)
    clock.now += 2
    begun.end()
    clock.now += 5.9  # since the look began: 7.9 of the 8 seconds
    assert not begun.is_due(3, follows=True)
    clock.now += 0.2
    assert begun.is_due(3, follows=True)


def test_another_model_is_not_made_to_wait_for_the_one_before(begun: Pace, clock: Clock) -> None:
    begun.look(2)
    clock.now += 50
    begun.end()
    begun.begin(7)
    clock.now += 0.5
    assert not begun.looking
    assert begun.is_due(8, follows=True)
