"""Copies that are looked at while the model is trained on."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from aeviewer.training.history import History
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import Model
from tests.training.small import state

_WRITES = 1500


@pytest.fixture
def model() -> Model:
    return _level(state().model, 0)


def _level(model: Model, value: float) -> Model:
    """Set all weights to one number: a copy that mixes two moments gives itself away."""
    with torch.no_grad():
        for tensor in model.state_dict().values():
            tensor.fill_(value)
    return model


def _levels(model: Model) -> set[float]:
    return {float(value) for tensor in model.state_dict().values() for value in tensor.unique()}


def test_a_copy_is_newest_once_published(model: Model) -> None:
    twins = Twins(model)
    assert twins.step == 0
    twins.publish(_level(model, 3), 3)
    assert twins.step == 3
    with twins.reading() as (copy, step):
        assert (step, _levels(copy)) == (3, {3.0})
        assert copy is not model
        assert not copy.training
        assert not any(parameter.requires_grad for parameter in copy.parameters())


def test_what_is_read_stays_as_it_is(model: Model) -> None:
    twins = Twins(model)
    with twins.reading() as (copy, step):
        for number in range(1, 6):
            twins.publish(_level(model, number), number)
        assert (step, _levels(copy)) == (0, {0.0})
        assert twins.step == 5
    with twins.reading() as (copy, step):
        assert (step, _levels(copy)) == (5, {5.0})


def test_a_reader_that_fails_lets_go(model: Model) -> None:
    twins = Twins(model)
    with pytest.raises(ZeroDivisionError), twins.reading():
        raise ZeroDivisionError
    for number in range(1, 4):
        twins.publish(_level(model, number), number)
    with twins.reading() as (_, step):
        assert step == 3


@pytest.mark.parametrize("readers", [1, 2])
def test_no_reader_sees_a_copy_being_written(model: Model, readers: int) -> None:
    """Two readers are the decoder and a checkpoint being saved."""
    twins = Twins(model)
    over = threading.Event()

    def write() -> None:
        for number in range(1, _WRITES + 1):
            twins.publish(_level(model, number), number)
        over.set()

    def read() -> int:
        steps = [0]
        while not over.is_set():
            with twins.reading() as (copy, step):
                assert _levels(copy) == {float(step)}
                assert step >= steps[-1]
                steps.append(step)
        return len(set(steps))

    with ThreadPoolExecutor(readers + 1) as pool:
        reading = [pool.submit(read) for _ in range(readers)]
        pool.submit(write).result()
        assert all(seen.result() > 3 for seen in reading)
    assert twins.step == _WRITES


def test_readers_are_held_at_a_moment_while_training_goes_on(model: Model) -> None:
    twins, history = Twins(model), History()
    for number in (1, 2):
        twins.publish(_level(model, number), number)
        history.keep(model, number)
    first, second = history.moments
    for moment in (first, second, first):
        twins.hold(moment)
        assert twins.step == moment.step
        with twins.reading() as (copy, step):
            assert (step, _levels(copy)) == (moment.step, {float(moment.step)})
            assert not copy.training
            twins.publish(_level(model, 7), 7)
        assert (twins.step, twins.newest) == (moment.step, 7)
    twins.hold(None)
    assert twins.step == 7
    with twins.reading() as (copy, step):
        assert (step, _levels(copy)) == (7, {7.0})
    assert _levels(_of(first.weights)) == {1.0}


def _of(weights: Sequence[torch.Tensor]) -> Model:
    made = state().model
    made.load_state_dict(dict(zip(made.state_dict(), weights, strict=True)))
    return made


def test_no_reader_sees_two_moments_mixed(model: Model) -> None:
    twins, history = Twins(_level(model, 0)), History()
    for number in range(1, 9):
        history.keep(_level(model, number), number)
    over = threading.Event()

    def hold() -> None:
        while not over.is_set():
            for moment in (*history.moments, None):
                twins.hold(moment)

    def read() -> int:
        seen = set()
        for _ in range(300):
            with twins.reading() as (copy, step):
                assert _levels(copy) == {float(step)}
                seen.add(step)
        return len(seen)

    with ThreadPoolExecutor(3) as pool:
        holding = pool.submit(hold)
        reading = [pool.submit(read) for _ in range(2)]
        try:
            assert all(seen.result() > 1 for seen in reading)
        finally:
            over.set()
        holding.result()
