"""The cards of the shipped models: the stored figures, held to the zoo's targets."""

import operator
import re
from pathlib import Path
from types import ModuleType

import pytest

from aeviewer.errors import UserError
from aeviewer.training.bundled import shipped
from aeviewer.training.header import Header, read_header
from aeviewer.zoo.registry import find
from aeviewer.zoo.target import Target

_BOUND = re.compile(r"(reach|gate, from [\d,]+ images:) (<=|>=|<|>) ([\d.]+)( \(.+\))?")
_NEAR = re.compile(r"gate, from [\d,]+ images: ([\d.]+) \+- ([\d.]+)( \(.+\))?")
_RELATIONS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


def _rows(card: str, first: str) -> list[list[str]]:
    """The cells of the table whose head begins so."""
    _, _, below = card.partition(f"\n{first}\n")
    lines = below.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _reached(value: float, target: str) -> bool:
    """Whether a value is as the card's own words ask, read without the program's help."""
    if bound := _BOUND.fullmatch(target):
        return bool(_RELATIONS[bound[2]](value, float(bound[3])))
    near = _NEAR.fullmatch(target)
    assert near is not None, target
    return abs(value - float(near[1])) <= float(near[2])


def _aims(header: Header) -> list[Target]:
    """What such a model is to reach, and what its own figures tell."""
    entry = find(header.variant)
    knobs = entry.configure(header.knobs).model_dump()
    return [
        target
        for target in entry.targets
        if not (target.samples or target.way) and target.fits(header.data, knobs)
    ]


@pytest.mark.parametrize("path", shipped().values(), ids=shipped())
def test_a_card_tells_what_is_reached_and_what_is_not(path: Path) -> None:
    header, card = read_header(path), path.with_suffix(".md").read_text("utf-8")
    figures = {key: float(value) for key, value in _rows(card, "| figure | value |")}
    assert figures == {key: float(f"{value:.6g}") for key, value in header.figures.items()}
    told = _rows(card, "| figure | value | target | reached |")
    for key, value, target, reached in told:
        above, _, below = key.partition(" / ")
        figure = figures[above] / figures.get(below, 1)
        assert float(value) == pytest.approx(figure, rel=1e-5)
        assert reached == ("yes" if _reached(float(value), target) else "no")
    reaches = [f"reach {target.must}" for target in _aims(header)]
    assert reaches == [target.partition(" (")[0] for *_, target, _ in told if "reach" in target]


def test_what_the_deep_autoencoder_is_beside_is_told() -> None:
    card = shipped()["mnist-vanilla-30d"].with_suffix(".md").read_text("utf-8")
    rows = _rows(card, "| figure | value | target | reached |")
    (row,) = (row for row in rows if "< 1.6" in row[2])
    assert row[2:] == ["reach < 1.6 (Hinton & Salakhutdinov 2006: 3.00)", "yes"]


def test_a_model_that_knows_one_class_is_held_to_nothing(make: ModuleType) -> None:
    header = read_header(shipped()["mnist-vanilla-2d"])
    assert "| sse | " in make._targets(header)
    alone = header.model_copy(update={"plan": {**header.plan, "normal": [3]}})
    assert make._targets(alone) == ""
    assert make._targets(header.model_copy(update={"data": "fashion-mnist"})) == ""


def test_a_card_is_written_anew_and_nothing_else(make: ModuleType, tmp_path: Path) -> None:
    name, recipe = "digits-vae-2d", make.recipes()["digits-vae-2d"]
    (tmp_path / f"{name}.safetensors").write_bytes(shipped()[name].read_bytes())
    (tmp_path / f"{name}.md").write_text("old")
    before = (tmp_path / f"{name}.safetensors").read_bytes()
    path = make.rewrite(name, recipe, tmp_path, None)
    assert path.read_bytes() == shipped()[name].with_suffix(".md").read_bytes()
    assert (tmp_path / f"{name}.safetensors").read_bytes() == before
    with pytest.raises(UserError):
        make.rewrite("digits-vq", make.recipes()["digits-vq"], tmp_path, None)
