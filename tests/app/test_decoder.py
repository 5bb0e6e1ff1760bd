import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from aeviewer.app.decoder import Answer, Decoder, Request, Slice
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import Model
from tests.app.making import level, levels, small_model


class Gate:
    """A slice that waits until it is let through, and tells that it has begun."""

    def __init__(self, value: object = "gate") -> None:
        self.begun, self.open = threading.Event(), threading.Event()
        self._value = value

    def __call__(self, _model: Model) -> object:
        self.begun.set()
        assert self.open.wait(10)
        return self._value


@pytest.fixture
def twins() -> Twins:
    return Twins(small_model())


@pytest.fixture
def decoder(qtbot: QtBot, twins: Twins) -> Iterator[Decoder]:
    decoder = Decoder()
    decoder.show("a", twins)
    decoder.start()
    yield decoder
    decoder.finish()
    assert decoder.isFinished()


@pytest.fixture
def heard(decoder: Decoder) -> list[object]:
    found: list[object] = []
    decoder.answered.connect(lambda answer: found.append(answer.value))
    return found


def ask(decoder: Decoder, name: str, *slices: Slice, urgency: int = 0, slot: str = "a") -> None:
    decoder.ask(Request(name, slot, iter(slices), urgency))


def ask_last(qtbot: QtBot, decoder: Decoder) -> None:
    """Ask for something after all else, and wait for it."""
    with qtbot.waitSignal(decoder.answered, check_params_cb=lambda a: a.name == "last"):
        ask(decoder, "last", lambda _: "last", urgency=99)


def test_it_answers_with_the_name_and_the_step(
    qtbot: QtBot, decoder: Decoder, twins: Twins
) -> None:
    twins.publish(level(small_model(), 2.0), 7)
    with qtbot.waitSignal(decoder.answered) as caught:
        ask(decoder, "probe", levels)
    assert caught.args == [Answer("probe", "a", 7, {2.0})]


def test_of_those_that_wait_the_newest_of_a_name_wins(
    qtbot: QtBot, decoder: Decoder, heard: list[object]
) -> None:
    gate = Gate()
    ask(decoder, "gate", gate)
    assert gate.begun.wait(10)
    for number in range(5):
        ask(decoder, "probe", lambda _, number=number: number)  # type: ignore[misc]  # a default
    gate.open.set()
    ask_last(qtbot, decoder)
    assert heard == ["gate", 4, "last"]


def test_what_is_under_way_is_shown_though_a_newer_one_waits(
    qtbot: QtBot, decoder: Decoder, heard: list[object]
) -> None:
    """Under a quick hand a newer one always waits: the picture must move all the same."""
    gate = Gate("old")
    ask(decoder, "probe", gate)
    assert gate.begun.wait(10)
    ask(decoder, "probe", lambda _: "new")
    gate.open.set()
    ask_last(qtbot, decoder)
    assert heard == ["old", "new", "last"]


def test_long_work_gives_way_between_its_slices(
    qtbot: QtBot, decoder: Decoder, heard: list[object]
) -> None:
    gate, done = Gate(None), []
    slices: list[Slice] = [lambda _: done.append("first"), gate, lambda _: list(done)]
    ask(decoder, "map", *slices, urgency=4)
    assert gate.begun.wait(10)
    ask(decoder, "probe", lambda _: done.append("probe"), urgency=0)
    ask(decoder, "sheet", lambda _: done.append("sheet"), urgency=3)
    gate.open.set()
    ask_last(qtbot, decoder)
    assert heard == [["first", "probe", "sheet"], "last"]


def test_an_error_is_told_and_the_rest_goes_on(
    qtbot: QtBot, decoder: Decoder, heard: list[object]
) -> None:
    def fail(_: Model) -> object:
        raise ValueError("no such thing")

    with qtbot.waitSignal(decoder.failed) as caught:
        ask(decoder, "map", lambda _: None, fail, lambda _: "never")
    error = caught.args[0]
    assert isinstance(error, ValueError)
    assert error.__traceback__ is None
    assert "no such thing" in error.__notes__[0]
    ask_last(qtbot, decoder)
    assert heard == ["last"]


def test_what_was_asked_of_the_model_before_is_forgotten(
    qtbot: QtBot, decoder: Decoder, heard: list[object]
) -> None:
    gate = Gate()
    ask(decoder, "gate", gate, lambda _: "rest")
    assert gate.begun.wait(10)
    ask(decoder, "probe", lambda _: "of the model before")
    decoder.show("a", Twins(level(small_model(), 5.0)))
    gate.open.set()
    ask(decoder, "map", levels)
    ask_last(qtbot, decoder)
    assert heard == [{5.0}, "last"]


def test_an_answer_on_its_way_is_forgotten_too(
    qtbot: QtBot, decoder: Decoder, twins: Twins, heard: list[object]
) -> None:
    """The window has not heard it yet when it puts the same model on show with other samples."""
    gate = Gate()
    ask(decoder, "map", lambda _: "too late", urgency=0)
    ask(decoder, "gate", gate, urgency=1)
    assert gate.begun.wait(10)  # so that the first answer has been sent
    decoder.show("a", twins)
    gate.open.set()
    ask_last(qtbot, decoder)
    assert heard == ["last"]


def test_an_empty_slot_answers_nothing(qtbot: QtBot, decoder: Decoder, heard: list[object]) -> None:
    ask(decoder, "early", levels, slot="b")
    ask_last(qtbot, decoder)
    decoder.show("b", Twins(level(small_model(), 6.0)))
    ask(decoder, "now", levels, slot="b")
    ask_last(qtbot, decoder)
    assert heard == ["last", {6.0}, "last"]


def test_it_finishes_with_work_on_the_desk(decoder: Decoder, heard: list[object]) -> None:
    gate = Gate()
    ask(decoder, "gate", gate)
    assert gate.begun.wait(10)
    ask(decoder, "probe", lambda _: "never")
    gate.open.set()
    decoder.finish()
    assert decoder.isFinished()
    ask(decoder, "probe", lambda _: "never")
    decoder.finish()
    assert "never" not in heard


def test_it_finishes_though_it_was_never_started() -> None:
    Decoder().finish()
