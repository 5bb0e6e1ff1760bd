"""What a run wrote down of its loss on the way: the curves of a training that is on disk."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from aeviewer.errors import UserError
from aeviewer.training.run import METRICS, home_of

_NO_TERMS = {"step", "seen", "lr"}


class Reported(NamedTuple):
    """The loss at one moment of a training.

    Attributes:
        step: steps done by then.
        seen: images seen by then.
        terms: of the loss, by name, each in its own unit: means since the report before.
    """

    step: int
    seen: int
    terms: Mapping[str, float]


def read_reports(checkpoint: Path, step: int) -> tuple[Reported, ...]:
    """Read what the run of a checkpoint, or of a snapshot, wrote down until a step.

    Returns:
        The reports as they came; none where it is of no run, or was kept when it was over.

    Raises:
        UserError: they are there, but cannot be read.
    """
    path = home_of(checkpoint) / METRICS
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read {path}: {error}") from None
    found = (_reported(line) for line in lines)
    return tuple(report for report in found if report is not None and report.step <= step)


def _reported(line: str) -> Reported | None:
    """Read one line; None for what a run that was killed left half written."""
    try:
        said = json.loads(line)
        terms = {name: float(said[name]) for name in said if name not in _NO_TERMS}
        return Reported(int(said["step"]), int(said["seen"]), terms)
    except (ValueError, LookupError, TypeError):
        return None
