"""A step of one objective alone: what it moves, what it leaves, and what the run is after it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
import torch
from torch import Tensor

from aeviewer.training.events import Event, Step
from aeviewer.training.loop import Turn, train
from aeviewer.training.plan import Plan
from aeviewer.training.recording import keep
from aeviewer.training.run import resume
from aeviewer.training.state import TrainingState, begin, tensors
from aeviewer.zoo.registry import find
from tests.training import small

PLAN = {"epochs": 4, "batch": 4, "precision": "fp32", "seed": 2}
KNOBS: Mapping[str, Mapping[str, object]] = {
    "gan": {"latent": 3, "width": 4},
    "aae": {"latent": 2, "hidden": (8,), "critic_hidden": (8,)},
    "vaegan": {"latent": 3, "width": 4},
}
TURNS = [
    ("gan", "adversary", {"adversary"}),
    ("gan", "generator", {"generator", "average"}),
    ("aae", "critic", {"critic"}),
    ("aae", "autoencoder", {"encoder", "decoder"}),
    ("vaegan", "discriminator", {"features", "verdict"}),
    ("vaegan", "encoder", {"encoder"}),
    ("vaegan", "decoder", {"decoder"}),
]


def state_of(variant: str, **knobs: object) -> TrainingState:
    config = find(variant).configure({**KNOBS[variant], **knobs})
    shape = small.data().train.shape
    return begin(variant, config, Plan.make("plan", PLAN), shape, small.CPU)


def weights(state: TrainingState) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in state.model.state_dict().items()}


def play(state: TrainingState, turns: list[str]) -> list[Step]:
    """Do a step for each of these turns; an empty one is of all objectives."""
    turn = Turn()
    steps = of_steps(train(state, small.data().train, turn))
    found = []
    for only in turns:
        turn.only = only
        found.append(next(steps))
    return found


def of_steps(events: Iterable[Event]) -> Iterator[Step]:
    return (event for event in events if isinstance(event, Step))


@pytest.mark.parametrize(("variant", "only", "moved"), TURNS)
def test_one_objective_alone_moves_its_own_weights(
    variant: str, only: str, moved: set[str]
) -> None:
    state = state_of(variant)
    play(state, ["", ""])
    before = weights(state)
    (step,) = play(state, [only])
    changed = {
        name for name, value in weights(state).items() if not torch.equal(value, before[name])
    }
    assert {name.partition(".")[0] for name in changed} == moved
    assert step.number == state.step == 3


@pytest.mark.parametrize(("variant", "only", "_moved"), TURNS)
def test_and_leaves_the_others_moments(variant: str, only: str, _moved: set[str]) -> None:
    state = state_of(variant)
    play(state, [""])
    before = {name: value.clone() for name, value in tensors(state).items()}
    play(state, [only])
    for name, value in tensors(state).items():
        if name.startswith("optimizer.") and not name.startswith(f"optimizer.{only}."):
            assert torch.equal(value, before[name]), name


def test_an_objective_that_waits_its_turn_has_it_when_asked() -> None:
    state = state_of("gan", loss="wasserstein", critic_steps=5)
    play(state, ["", ""])
    before = weights(state)
    play(state, ["generator"])
    assert not all(map(torch.equal, weights(state).values(), before.values()))


def test_without_turns_alone_nothing_is_other_than_it_was() -> None:
    with_turns, plain = state_of("gan"), state_of("gan")
    play(with_turns, [""] * 5)
    assert len(list(islice(of_steps(train(plain, small.data().train)), 5))) == 5
    plain_weights = weights(plain)
    for name, value in weights(with_turns).items():
        assert torch.equal(value, plain_weights[name])


def test_a_run_with_turns_is_taken_up_again_to_the_bit(tmp_path: Path) -> None:
    turns, rest = ["", "adversary", "adversary", "", "generator"], ["", "adversary", "", ""]
    whole, stopped = state_of("gan"), state_of("gan")
    play(whole, turns + rest)
    play(stopped, turns)
    keep(tmp_path / "run", stopped, small.data(), "small")
    taken_up = resume(tmp_path / "run", small.data(), small.CPU)
    assert taken_up.step == len(turns)
    play(taken_up, rest)
    found = weights(taken_up)
    for name, value in weights(whole).items():
        assert torch.equal(found[name], value), name
