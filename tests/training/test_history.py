"""Weights kept on the way: which, how exact, and within how much memory."""

import contextlib
import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from aeviewer.training.events import DivergedError, Step
from aeviewer.training.history import History
from aeviewer.training.loop import train
from aeviewer.training.state import TrainingState
from aeviewer.zoo.registry import Model
from tests.training.small import data, state

_MODEL = state().model
_SIZE = sum(value.numel() * value.element_size() for value in _MODEL.state_dict().values())


def steps_of(history: History) -> list[int]:
    return [moment.step for moment in history.moments]


def ends_of(history: History) -> list[int]:
    """Which epochs' ends are kept, the start as 0."""
    return [moment.epoch for moment in history.moments if moment.epoch is not None]


def recorded(training: TrainingState, history: History, spoilt: int = 0) -> History:
    """Train on 23 images, keeping what is due; weights are spoilt after so many steps."""
    history.keep(training.model, 0)
    with contextlib.suppress(DivergedError):
        for event in train(training, data().train):
            if isinstance(event, Step) and history.is_due(event.number):
                history.keep(training.model, event.number)
            if training.step == spoilt:
                _spoil(training.model)
    history.end(training.model, training.step)
    return history


@pytest.mark.parametrize("variant", ["vae", "vanilla"])
def test_an_epoch_s_end_is_a_training_that_stopped_there(variant: str) -> None:
    history = recorded(state(variant, epochs=4), History(5))
    for epoch in range(1, 4):
        alone = state(variant, epochs=4)
        stopped = train(alone, data().train)
        while alone.step < 5 * epoch:
            next(stopped)
        moment = history.at(5 * epoch)
        assert moment is not None
        assert moment.epoch == epoch
        wanted = list(alone.model.state_dict().values())
        assert len(wanted) == len(moment.weights)
        for found, value in zip(moment.weights, wanted, strict=True):
            assert torch.equal(found, value)


def test_the_last_epoch_is_a_training_of_so_many_epochs() -> None:
    """With as many epochs planned, the learning rate falls alike, and the bits are the same."""
    history = recorded(state(epochs=3), History(5))
    alone = state(epochs=3)
    for _ in train(alone, data().train):
        pass
    for found, value in zip(
        history.moments[-1].weights, alone.model.state_dict().values(), strict=True
    ):
        assert torch.equal(found, value)
    first = state(epochs=3).model.state_dict().values()
    for found, value in zip(history.moments[0].weights, first, strict=True):
        assert torch.equal(found, value)


def test_the_start_the_ends_of_epochs_and_some_early_steps_are_kept() -> None:
    history = recorded(state(epochs=4), History(5))
    assert steps_of(history) == [0, 1, 2, 3, 4, 5, 6, 8, 10, 11, 15, 16, 20]
    assert ends_of(history) == [0, 1, 2, 3, 4]
    assert history.bytes == 13 * _SIZE


def test_what_is_kept_does_not_change_with_the_model() -> None:
    training, history = state(), History()
    history.keep(training.model, 0)
    before = [value.clone() for value in history.moments[0].weights]
    for value in training.model.state_dict().values():
        value.add_(1)
    assert all(map(torch.equal, history.moments[0].weights, before))


@given(
    room=st.integers(2, 12),
    rest=st.integers(0, _SIZE - 1),
    per_epoch=st.integers(1, 40),
    steps=st.lists(st.integers(0, 2000), min_size=1, unique=True, max_size=80),
)
def test_the_cap_is_never_exceeded(room: int, rest: int, per_epoch: int, steps: list[int]) -> None:
    history = History(per_epoch, cap=room * _SIZE + rest)
    steps.sort()
    for step in steps:
        history.keep(_MODEL, step)
        found = steps_of(history)
        assert history.bytes == len(found) * _SIZE <= history.cap
        assert (found[0], found[-1]) == (steps[0], step)
        assert found == sorted(set(found))
        assert set(found) <= set(steps)


@given(room=st.integers(3, 30), per_epoch=st.integers(1, 50), epochs=st.integers(1, 100))
def test_the_ends_of_epochs_go_last_and_lie_evenly(room: int, per_epoch: int, epochs: int) -> None:
    history = History(per_epoch, cap=room * _SIZE)
    for step in range(per_epoch * epochs + 1):
        if history.is_due(step):
            history.keep(_MODEL, step)
    ends = ends_of(history)
    if epochs + 1 <= room:
        assert ends == list(range(epochs + 1))
    else:
        gaps = {after - before for before, after in itertools.pairwise(ends[:-1])}
        assert len(gaps) <= 1
        assert len(ends) > room // 2 - 1


def test_a_model_that_does_not_fit_twice_has_no_history() -> None:
    history = History(cap=2 * _SIZE - 1)
    for step in range(4):
        history.keep(_MODEL, step)
    assert not history.moments
    assert history.bytes == 0


def test_a_training_that_diverged_keeps_nothing_unsound() -> None:
    training = state(epochs=200)
    history = recorded(training, History(5), spoilt=3)
    weights = [value for moment in history.moments for value in moment.weights]
    assert all(bool(torch.isfinite(value).all()) for value in weights)
    assert steps_of(history)[-1] == training.step <= 3


def _spoil(model: Model) -> None:
    with torch.no_grad():
        next(model.parameters()).fill_(torch.nan)


def test_nothing_is_kept_twice_or_out_of_order() -> None:
    history = History(5)
    for step in (0, 3, 3, 1, 4):
        history.keep(_MODEL, step)
    assert steps_of(history) == [0, 3, 4]
    assert history.at(1) is None
    history.clear()
    assert not history.moments
