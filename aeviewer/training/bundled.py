"""The models that come with the program, and what a person may call a checkpoint. No torch."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

import aeviewer
from aeviewer.errors import UserError

CHECKPOINT, CONFIG = "checkpoint.safetensors", "config.json"  # of a run folder
_NEAR = 3  # names that may have been meant


def folder() -> Path:
    """Where the bundled models lie: inside an installed package, beside it in a checkout."""
    package = Path(aeviewer.__file__).parent
    inside = package / "pretrained"
    return inside if inside.is_dir() else package.parent / "pretrained"


def bundled() -> Mapping[str, Path]:
    """The bundled models' checkpoints, by name, but for those that only a lesson needs."""
    return _checkpoints(folder())


def of_lessons() -> Mapping[str, Path]:
    """The checkpoints of small models, most of them spoilt on purpose, that lessons speak of."""
    return _checkpoints(folder() / "lessons")


def shipped() -> Mapping[str, Path]:
    """All checkpoints that come with the program, by name."""
    return {**bundled(), **of_lessons()}


def resolve(text: str) -> Path:
    """Find the checkpoint that a bundled name, a file or a run folder stands for.

    Raises:
        UserError: there is none.
    """
    known = shipped()
    if text in known:
        return known[text]
    path = Path(text).expanduser()
    if path.is_dir():
        return _in_run(path)
    if path.exists():
        return path
    raise UserError(f"there is no checkpoint {text}; {_advice(text)}")


def _advice(text: str) -> str:
    """Say what could be given in its place: the bundled names that are like it, or else all."""
    if near := get_close_matches(text, shipped(), _NEAR):
        return f"did you mean {' or '.join(near)}?"
    return f"give a file, a run folder or one of: {', '.join(bundled()) or '(no model is bundled)'}"


def _checkpoints(place: Path) -> Mapping[str, Path]:
    return {path.stem: path for path in sorted(place.glob("*.safetensors"))}


def _in_run(run: Path) -> Path:
    if (run / CHECKPOINT).exists():
        return run / CHECKPOINT
    if (run / CONFIG).exists():
        raise UserError(
            f"{run} holds no checkpoint yet; go on with `aeviewer train --resume {run}`"
        )
    raise UserError(f"{run} is not a run: it holds no {CHECKPOINT}")
