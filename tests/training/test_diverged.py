"""A loss that is not finite, or explodes, ends the training; the last sound state is back."""

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from aeviewer.training import checkpoint
from aeviewer.training.events import DivergedError, Event
from aeviewer.training.loop import train
from aeviewer.training.meter import Meter
from aeviewer.training.run import resume
from aeviewer.training.state import TrainingState
from aeviewer.zoo.contract import Batch, Loss
from tests.training import small


@pytest.fixture(autouse=True, params=[0.0, 3600.0], ids=["reports", "no reports"])
def _pace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once with a report at each step, once with the first and the last only."""
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", request.param)


def spoilt(step: int, value: float, *, term: str | None = "kl") -> TrainingState:
    """A VAE whose loss is worth nothing from a step on."""
    training = small.state("vae")
    objective, optimizer = training.objectives[0]

    def loss(batch: Batch) -> Loss:
        sound = objective.loss(batch)
        if training.step + 1 < step:
            return sound
        terms = {**sound.terms, term: sound.total * value} if term else sound.terms
        return Loss(sound.total * value, terms)

    training.objectives = [(replace(objective, loss=loss), optimizer)]
    return training


def run(training: TrainingState) -> tuple[Sequence[Event], DivergedError]:
    events: list[Event] = []
    with pytest.raises(DivergedError) as caught:
        events.extend(train(training, small.images(23)))
    return events, caught.value


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("step", [1, 2, 9, 15])
def test_the_weights_are_the_last_finite_ones(step: int, value: float) -> None:
    training = spoilt(step, value)
    _, error = run(training)
    assert training.step < step
    sound = small.state("vae")
    for event in train(sound, small.images(23)):
        if getattr(event, "number", 0) >= training.step:
            break
    expected = small.state("vae") if training.step == 0 else sound
    live, wanted = training.model.state_dict(), expected.model.state_dict()
    assert all(torch.equal(live[name], wanted[name]) for name in live)
    assert f"the weights of step {training.step} are kept" in str(error)


def test_the_sentence_names_term_step_and_rate() -> None:
    _, error = run(spoilt(1, float("nan")))
    assert str(error) == (
        "the loss term 'kl' is not finite at step 1: the learning rate 0.002 is too high, try a "
        "tenth of it; the weights of step 0 are kept"
    )


def test_weights_are_watched_where_the_terms_say_nothing() -> None:
    _, error = run(spoilt(1, float("nan"), term=None))
    assert str(error).startswith("the weight 'encoder.1.weight' is not finite at step 1: ")


def test_no_event_tells_of_what_was_not_finite() -> None:
    events, _ = run(spoilt(9, float("nan")))
    figures = [value for report in small.reports(events) for value in report.terms.values()]
    assert figures
    assert torch.isfinite(torch.tensor(figures)).all()


def test_a_recorded_run_keeps_sound_weights_and_moments(tmp_path: Path) -> None:
    training, of = spoilt(9, float("nan")), small.data()
    with pytest.raises(DivergedError):
        small.finish(tmp_path, training, of)
    saved = checkpoint.load(tmp_path / small.FILE)
    assert saved.header.step == training.step < 9
    assert _finite([*saved.weights.values(), *saved.training.values(), *saved.latents.values()])
    again = resume(tmp_path, of, small.CPU)
    assert again.step == training.step
    small.finish(tmp_path / "whole", small.state("vae"), of)
    small.finish(tmp_path, again, of)  # the fault has gone: it ends as if it had never been
    assert (tmp_path / small.FILE).read_bytes() == (tmp_path / "whole" / small.FILE).read_bytes()


def _finite(values: Sequence[Tensor]) -> bool:
    return all(bool(torch.isfinite(value.float()).all()) for value in values)


def test_a_loss_that_explodes_is_refused() -> None:
    training = spoilt(15, 1e6)
    _, error = run(training)
    assert training.step < 15
    assert re.fullmatch(
        r"the loss has grown from [0-9.]+ to [0-9.]+e\+0[67] at step 15: the learning rate 0.002 "
        rf"is too high, try a tenth of it; the weights of step {training.step} are kept",
        str(error),
    )


@pytest.mark.parametrize(
    ("first", "later", "refused"),
    [
        ({"reconstruction": 500.0, "kl": 0.0}, {"reconstruction": 200.0, "kl": 900.0}, False),
        ({"reconstruction": 500.0, "kl": 0.0}, {"reconstruction": 500.0, "kl": 6e5}, True),
        ({"error": 1e-9}, {"error": 900.0}, False),
        ({"error": 1e-9}, {"error": 1001.0}, True),
        ({"density": -20.0}, {"density": -19e3}, False),
        ({"density": -20.0}, {"density": -21e3}, True),
    ],
)
def test_the_sum_of_the_terms_may_grow_a_thousandfold(
    first: Mapping[str, float], later: Mapping[str, float], refused: bool
) -> None:
    training = small.state("vae")
    meter = Meter(training, total=2)
    for figures in (first, later):
        training.step += 1
        meter.resume()
        terms = {name: torch.tensor(value) for name, value in figures.items()}
        last = training.step == 2
        with pytest.raises(DivergedError) if refused and last else contextlib.nullcontext():
            meter.step(terms, 1)


@pytest.mark.parametrize("variant", ["vae", "vanilla"])
def test_the_highest_rate_ends_in_a_sentence_or_well(variant: str) -> None:
    training = small.state(variant, lr=10, epochs=50)
    with contextlib.suppress(DivergedError):
        list(train(training, small.images(23)))
    assert _finite(list(training.model.state_dict().values()))
