"""What a step of a lesson says of the view: TOML becomes a whole `View`."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.lesson_text import Block, LessonError, line_of, meant, toml
from aeviewer.session.lesson_words import LAYERS, PAGES
from aeviewer.session.view import Slot, View
from aeviewer.session.walk import Moment
from aeviewer.training.bundled import resolve, shipped
from aeviewer.training.header import read_header

_MODEL = "model"
_BARRED = {
    "slots": "name the model on show by model = ...",
    "theme": "colours are the person's own choice, and stay",
    "scale": "the size of the text is the person's own choice, and stays",
    "device": "the device is the person's own choice, and stays",
    "lesson": "a step knows its lesson by itself",
    "lesson_step": "a step knows its number by itself",
}


def view_of(path: Path, block: Block | None, lesson: str, step: int) -> View:
    """Make the whole view of a step, in which what its state does not name has its default.

    What is chosen for a training is, unless it is named, the variant on show.

    Args:
        path: of the lesson's file.
        block: the step's state; None for none.
        lesson: what the view calls the lesson.
        step: number of the step, from 0.

    Raises:
        LessonError: something in the state is wrong.
    """
    block = block or Block("", 1)
    state = _State(path, block, toml(path, block.text, block.line))
    return replace(state.view(), lesson=lesson, lesson_step=step)


def walk_of(path: Path, block: Block, start: View) -> tuple[Moment, ...]:
    """Read the way to a step from the one before.

    Args:
        path: of the lesson's file.
        block: the step's walk: seconds and what changed, a line each.
        start: the view of the step before.

    Raises:
        LessonError: a line is wrong.
    """
    walk: list[Moment] = []
    last = Moment(0.0, start)
    for number, line in enumerate(block.text.split("\n"), block.line):
        if line.strip():
            at, given = _moment(path, line, number)
            if at < last.at:
                raise LessonError(path, number, f"{at} s is before the {last.at} s above")
            last = Moment(at, _State(path, Block("", number), given).over(last.view))
            walk.append(last)
    return tuple(walk)


def _moment(path: Path, line: str, number: int) -> tuple[float, Mapping[str, Any]]:
    seconds, _space, text = line.strip().partition(" ")
    try:
        at, given = float(seconds), json.loads(text)
    except ValueError:
        at, given = math.nan, None
    if not math.isfinite(at) or not isinstance(given, Mapping):
        words = 'a walk has lines of seconds and changes: 1.25 {"cursor": [0.5, -1.0]}'
        raise LessonError(path, number, words)
    return at, given


class _State:
    """What one step, or one moment, says of the view, and where it stands."""

    def __init__(self, path: Path, block: Block, given: Mapping[str, Any]) -> None:
        self._path, self._block, self._given = path, block, given

    def view(self) -> View:
        """A whole view, in which what is not named has its default."""
        view = self.over(View())
        if _MODEL not in self._given:
            view = replace(view, slots=(Slot(model=self._model(_MODEL, View().slots[0].model)),))
        return replace(view, variant=self._variant(view))

    def over(self, view: View) -> View:
        """Another view, with what is named in place of what it had."""
        given = dict(self._given)
        for key, why in _BARRED.items():
            if key in given:
                raise self._fault(key, f"a lesson does not set {key}: {why}")
        if isinstance(given.get("knobs"), Mapping):
            given["knobs"] = list(given["knobs"].items())
        if _MODEL in given:
            model = given.pop(_MODEL)
            if not isinstance(model, str):
                raise self._fault(_MODEL, 'model is a name or a file: model = "digits-vae-2d"')
            given["slots"] = [{"model": self._model(_MODEL, model)}]
        checked = self._checked(given)
        self._check_names(checked)
        named = {name: getattr(checked, name) for name in given}
        if "others" in named:
            named["others"] = tuple(self._model("others", name) for name in checked.others)
        return replace(view, **named)

    def _checked(self, given: Mapping[str, Any]) -> View:
        try:
            return file.VIEW.validate_json(json.dumps(given, default=str), strict=True)
        except ValidationError as error:
            first = error.errors()[0]
        key, place = str(first["loc"][0]), ".".join(map(str, first["loc"]))
        if first["type"] != "unexpected_keyword_argument":
            raise self._fault(key, f"{place}: {_plainly(first['msg'])}")
        known = (_MODEL, *(name for name in View.__dataclass_fields__ if name not in _BARRED))
        if len(first["loc"]) > 1:
            raise self._fault(key, f"{place} is unknown")
        raise self._fault(key, f"the view has no field {key}{meant(key, known)}")

    def _model(self, key: str, name: str) -> str:
        """Find a model among the bundled ones, beside the lesson, or where a path says."""
        if name in shipped():
            return name
        beside = self._path.absolute().parent / name
        try:
            found = resolve(str(beside) if name and beside.exists() else name)
            read_header(found)
        except UserError as error:
            raise self._fault(key, str(error)) from None
        return str(found.absolute())

    def _check_names(self, view: View) -> None:
        if view.page not in PAGES:
            raise self._fault("page", f"there is no page {view.page}{meant(view.page, PAGES)}")
        for layer in view.layers:
            if layer not in LAYERS:
                raise self._fault("layers", f"there is no layer {layer}{meant(layer, LAYERS)}")

    def _variant(self, view: View) -> str:
        if "variant" in self._given:
            return view.variant
        try:
            return read_header(resolve(view.slots[0].model)).variant
        except UserError as error:
            raise self._fault(_MODEL, str(error)) from None

    def _fault(self, key: str, words: str) -> LessonError:
        return LessonError(self._path, line_of(self._block.text, key, self._block.line), words)


def _plainly(said: str) -> str:
    """What is wrong with a value, in words of the file instead of the program's."""
    return said.lower().replace("tuple", "list").replace(" after validation", "")
