import gc
import random
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch
from pytestqt.qtbot import QtBot

from aeviewer.app.telling.explain import explain
from aeviewer.app.trainings.studio import Order, Studio, prepare
from aeviewer.app.trainings.trainer import Training
from aeviewer.data.sources import NotAtHand, open_data
from aeviewer.training.events import Step
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.run import resume
from aeviewer.training.state import begin
from aeviewer.training.twins import Twins
from aeviewer.zoo.registry import find
from tests.app.making import CPU, Bench, data_set, levels, state_of


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    studio = Studio()
    yield studio
    if studio.phase != "idle":
        with qtbot.waitSignal(studio.ended):
            studio.stop()


@pytest.fixture
def phases(studio: Studio) -> list[str]:
    found: list[str] = []
    studio.phase_changed.connect(found.append)
    return found


def phase(studio: Studio) -> str:
    """What it does now; asked by a call, which mypy does not take to stay the same."""
    return studio.phase


def begin_with(qtbot: QtBot, studio: Studio, making: Callable[[], Training]) -> Training:
    with qtbot.waitSignal(studio.began) as caught:
        studio.start(making)
    training: Training = caught.args[0]
    return training


def hear_step(qtbot: QtBot, studio: Studio) -> int:
    """Wait for mail that tells of a step; return its number."""
    with qtbot.waitSignal(studio.progressed, check_params_cb=lambda mail: mail.step) as caught:
        pass
    number: int = caught.args[0].step.number
    return number


def pause(qtbot: QtBot, studio: Studio) -> int:
    """Pause, wait until the trainer has nothing more to say, return the step it stands at."""
    studio.toggle_pause()
    hear_silence(qtbot, studio)
    assert studio.training is not None
    return studio.training.state.step


def hear_silence(qtbot: QtBot, studio: Studio) -> None:
    """Wait until nothing is under way, and all of it has been heard."""
    trainer = studio._trainer
    assert trainer is not None
    qtbot.waitUntil(lambda: trainer.stands)
    with qtbot.waitSignal(studio.progressed):
        pass


def end(qtbot: QtBot, studio: Studio) -> None:
    with qtbot.waitSignal(studio.ended):
        studio.stop()


def test_a_training_runs_to_its_end(
    qtbot: QtBot, studio: Studio, bench: Bench, phases: list[str]
) -> None:
    with qtbot.waitSignal(studio.ended) as caught:
        studio.start(bench.making("one", total=5))
    assert caught.args == [None]
    assert phases == ["preparing", "running", "idle"]
    assert studio.training is not None
    assert studio.training.twins.step == 5


def test_mail_that_is_there_before_it_began_waits(
    qtbot: QtBot, studio: Studio, bench: Bench
) -> None:
    """A training may be over before the window hears that it began: it is shown all the same."""
    told: list[object] = []
    studio.began.connect(lambda _: told.append("began"))
    studio.progressed.connect(lambda mail: told.append(mail.step and mail.step.number))
    studio.start(bench.making("one", total=3))
    assert studio._trainer is not None
    assert studio._trainer.wait(30_000)  # nothing of it has been heard yet
    studio._timer.timeout.emit()
    assert told == []
    with qtbot.waitSignal(studio.ended):
        pass
    assert told[0] == "began"
    assert 3 in told


def test_a_pause_stops_the_steps_and_shows_the_newest_weights(
    qtbot: QtBot, studio: Studio, bench: Bench
) -> None:
    training = begin_with(qtbot, studio, bench.making("one"))
    for _ in range(3):
        hear_step(qtbot, studio)
        stands = pause(qtbot, studio)
        assert phase(studio) == "paused"
        with training.twins.reading() as (copy, step):
            assert step == stands
            assert levels(copy) == levels(training.state.model)
        for _ in range(2):
            hear_silence(qtbot, studio)
            assert bench.done["one"] == stands
        studio.toggle_pause()
        assert phase(studio) == "running"
        assert hear_step(qtbot, studio) > stands
    end(qtbot, studio)


def test_a_step_is_exactly_one(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    training = begin_with(qtbot, studio, bench.making("one"))
    stands = pause(qtbot, studio)
    for number in range(stands + 1, stands + 8):  # snapshots lie between
        studio.step()
        assert hear_step(qtbot, studio) == number
        hear_silence(qtbot, studio)
        assert (bench.done["one"], training.twins.step) == (number, number)
    end(qtbot, studio)


def test_steps_are_counted_however_fast_they_are_asked_for(
    qtbot: QtBot, studio: Studio, bench: Bench
) -> None:
    begin_with(qtbot, studio, bench.making("one"))
    stands = pause(qtbot, studio)
    for _ in range(7):
        studio.step()
    hear_silence(qtbot, studio)
    assert bench.done["one"] == stands + 7
    end(qtbot, studio)


def test_a_step_while_it_runs_pauses_it(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    begin_with(qtbot, studio, bench.making("one"))
    hear_step(qtbot, studio)
    studio.step()
    assert phase(studio) == "paused"
    hear_silence(qtbot, studio)
    stands = bench.done["one"]
    hear_silence(qtbot, studio)
    assert bench.done["one"] == stands
    end(qtbot, studio)


@pytest.mark.parametrize("paused", [False, True])
def test_it_stops_where_it_is(qtbot: QtBot, studio: Studio, bench: Bench, paused: bool) -> None:
    training = begin_with(qtbot, studio, bench.making("one"))
    if paused:
        pause(qtbot, studio)
    end(qtbot, studio)
    assert (phase(studio), bench.alive) == ("idle", 0)
    assert training.twins.step == bench.done.get("one", 0)
    studio.toggle_pause()
    studio.step()
    studio.stop()
    assert phase(studio) == "idle"


def test_a_start_while_it_runs_stops_the_first(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    begin_with(qtbot, studio, bench.making("one"))
    hear_step(qtbot, studio)
    second = begin_with(qtbot, studio, bench.making("two"))
    assert second.given == "two"
    assert (bench.made, bench.most_alive) == (["one", "two"], 1)
    assert phase(studio) == "running"
    end(qtbot, studio)


def test_of_many_starts_the_last_one_counts(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    begin_with(qtbot, studio, bench.making("first"))
    for name in ("passed over", "passed over", "last"):
        studio.start(bench.making(name))
    with qtbot.waitSignal(studio.began):
        pass
    assert bench.made == ["first", "last"]
    end(qtbot, studio)


def test_a_stop_forgets_the_start_before_it(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    begin_with(qtbot, studio, bench.making("one"))
    studio.start(bench.making("two"))
    end(qtbot, studio)
    assert (phase(studio), bench.made) == ("idle", ["one"])


def test_what_is_stopped_before_it_began_is_not_shown(
    qtbot: QtBot, studio: Studio, bench: Bench
) -> None:
    with qtbot.assertNotEmitted(studio.began), qtbot.waitSignal(studio.ended):
        studio.start(bench.making("one"))
        studio.stop()
    assert studio.training is None


def test_a_child_at_the_buttons(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    hands = random.Random(0)
    began = 0

    def count() -> None:
        nonlocal began
        began += 1

    studio.began.connect(count)
    for number in range(200):
        act = hands.choice(["start", "pause", "step", "stop"])
        match act:
            case "start":
                studio.start(bench.making(str(number)))
            case "pause":
                studio.toggle_pause()
            case "step":
                studio.step()
            case _:
                studio.stop()
        if number % 10 == 9:  # some of them are left the time to begin
            studio.start(bench.making(f"{number} waited for"))
            with qtbot.waitSignal(studio.began):
                pass
    end(qtbot, studio)
    assert began >= 20
    assert (phase(studio), bench.most_alive, bench.alive) == ("idle", 1, 0)


def test_mail_has_no_gaps(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    seen: list[int] = []
    studio.progressed.connect(lambda mail: seen.extend(place for place, _ in mail.reports))
    begin_with(qtbot, studio, bench.making("one"))
    pause(qtbot, studio)
    for _ in range(4):
        studio.step()
    hear_silence(qtbot, studio)
    studio.toggle_pause()
    hear_step(qtbot, studio)
    end(qtbot, studio)
    assert seen == list(range(1, bench.done["one"] + 1))


def _fail(error: Exception) -> Training:
    raise error


def test_an_error_while_preparing_ends_it(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    with qtbot.waitSignal(studio.ended) as caught:
        studio.start(partial(_fail, ValueError("no data")))
    assert str(caught.args[0]) == "no data"
    assert (phase(studio), studio.training) == ("idle", None)
    begin_with(qtbot, studio, bench.making("next"))
    end(qtbot, studio)


def test_an_error_in_a_step_ends_it(qtbot: QtBot, studio: Studio, bench: Bench) -> None:
    with qtbot.waitSignal(studio.ended) as caught:
        studio.start(bench.making("one", 4, lambda: ZeroDivisionError("by nought")))
    assert str(caught.args[0]) == "by nought"
    assert phase(studio) == "idle"
    assert studio.training is not None
    assert studio.training.twins.step == 4  # the last sound weights are on show
    begin_with(qtbot, studio, bench.making("next"))
    assert phase(studio) == "running"
    end(qtbot, studio)


def test_out_of_memory_holds_on_to_nothing(qtbot: QtBot, studio: Studio) -> None:
    held: list[weakref.ref[torch.Tensor]] = []

    def events() -> Iterator[Any]:
        large = torch.ones(1000)
        held.append(weakref.ref(large))
        yield Step(1, 9, 9)
        raise MemoryError(f"no room beside {large.numel()} numbers")

    def make() -> Training:
        data = data_set()
        state = state_of(data)
        return Training(state, data, "small", events(), Twins(state.model))

    with qtbot.waitSignal(studio.ended) as caught:
        studio.start(make)
    gc.collect()
    assert held[0]() is None
    sentence, details = explain(caught.args[0])
    assert "smaller batch" in sentence
    assert "no room beside 1000 numbers" in details


def _order(**plan: Any) -> Order:
    values = {"epochs": 60, "batch": 64, "precision": "fp32", "seed": 3, **plan}
    config = find("vae").configure({"hidden": "24", "latent": 3})
    return Order("vae", config, Plan.make("plan", values), "digits", "cpu")


def test_the_same_bits_as_without_a_window(qtbot: QtBot, studio: Studio) -> None:
    order = _order()
    begin_with(qtbot, studio, partial(prepare, order))
    for _ in range(3):
        pause(qtbot, studio)
        studio.step()
        hear_silence(qtbot, studio)
        studio.toggle_pause()
    if phase(studio) != "idle":
        with qtbot.waitSignal(studio.ended) as caught:
            pass
        assert caught.args == [None]
    data = open_data("digits")
    alone = begin("vae", order.config, order.plan, data.train.shape, CPU)
    for _ in train(alone, data.train):
        pass
    assert studio.training is not None
    assert studio.training.state.step == alone.step
    with studio.training.twins.reading() as (shown, _):
        for name, value in alone.model.state_dict().items():
            assert torch.equal(studio.training.state.model.state_dict()[name], value)
            assert torch.equal(shown.state_dict()[name], value)


def test_what_is_kept_can_be_gone_on_with(qtbot: QtBot, studio: Studio, tmp_path: Path) -> None:
    training = begin_with(qtbot, studio, partial(prepare, _order()))
    hear_step(qtbot, studio)
    end(qtbot, studio)
    training.keep(tmp_path / "run")
    taken_up = resume(tmp_path / "run", training.data, CPU)
    assert taken_up.step == training.state.step
    for name, value in training.state.model.state_dict().items():
        assert torch.equal(taken_up.model.state_dict()[name], value)


def test_data_that_is_not_at_hand(
    qtbot: QtBot, studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AEVIEWER_DATA", str(tmp_path))
    order = Order("vae", find("vae").configure({}), Plan.make("plan", {}), "mnist", "cpu")
    with qtbot.waitSignal(studio.ended) as caught:
        studio.start(partial(prepare, order))
    assert isinstance(caught.args[0], NotAtHand)
    assert caught.args[0].source == "mnist"
