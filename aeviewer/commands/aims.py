"""What a model was held to: the zoo's targets beside its figures."""

from collections.abc import Mapping

from aeviewer.training.header import Header
from aeviewer.training.plan import Plan
from aeviewer.zoo.registry import find
from aeviewer.zoo.target import Target, Verdict, verdicts

COLUMNS = ("figure", "value", "target", "reached")


def held(header: Header, figures: Mapping[str, float]) -> tuple[Verdict, ...]:
    """Hold a model's figures on its own data to the targets meant for it.

    One that knows some classes alone is held to none: what it is measured on is another set.
    """
    if Plan.make("plan", {"normal": header.plan.get("normal", ())}).normal:
        return ()
    entry = find(header.variant)
    knobs = entry.configure(header.knobs).model_dump()
    return tuple(verdicts(entry.targets, header.data, knobs, figures))


def cells(verdict: Verdict, label: str) -> tuple[str, str, str, str]:
    """Write a verdict on the figure of that label as `COLUMNS` has it."""
    reached = "yes" if verdict.holds else "no"
    return label, f"{verdict.value:.6g}", _told(verdict.target), reached


def plain(verdict: Verdict) -> Mapping[str, object]:
    """Write a verdict for JSON; the samples of a reach are 0."""
    target = verdict.target
    return {
        "figure": target.figure,
        **({"over": target.over} if target.over else {}),
        "value": verdict.value,
        "must": target.must,
        "samples": target.samples,
        **({"beside": target.beside} if target.beside else {}),
        "reached": verdict.holds,
    }


def _told(target: Target) -> str:
    kind = f"gate, from {target.samples:,} images:" if target.samples else "reach"
    return f"{kind} {target.must}{f' ({target.beside})' * bool(target.beside)}"
