"""Values of knobs as a person types them, and the stops of their sliders."""

import math
from collections.abc import Callable

from aeviewer.errors import UserError
from aeviewer.words import _
from aeviewer.zoo.knobs import LAST_CLASS, Knob, split_sizes

Value = str | int | float | bool | None

_STOPS = 100
_WIDE = 50  # a slider whose end is so many times its default moves by factors
_ENDLESS = 1e6  # more whole numbers than a slider can reach, such as seeds


def write(value: object) -> str:
    """Write a value as it is typed: sizes as "512,256", no value as nothing."""
    match value:
        case None:
            return ""
        case tuple() | list():
            return ",".join(str(part) for part in value)
        case float():
            short = f"{value:g}"
            return short if float(short) == value else repr(value)
    return str(value)


def read(owner: str, knob: Knob, text: str) -> Value:
    """Read what was typed; sizes come back in their one spelling.

    Raises:
        UserError: it is no value of this knob.
    """
    text = text.strip()
    if knob.optional and not text:
        return None
    try:
        value = _READERS[knob.kind](text)
    except ValueError:
        raise UserError(_sentence(owner, knob, text)) from None
    known = knob.kind != "choice" or value in knob.choices
    if not known or (isinstance(value, int | float) and not _within(knob, value)):
        raise UserError(_sentence(owner, knob, text))
    return value


def stops(knob: Knob) -> tuple[float, ...]:
    """Round values for a slider, from the lowest to the highest; none where nothing bounds it."""
    low = knob.low if knob.low is not None else knob.above
    if knob.kind not in {"int", "float"} or low is None or knob.high is None:
        return ()
    if not knob.log and knob.kind == "int" and knob.high - low > _ENDLESS:
        return ()
    spread = _by_factors(knob, low) if _is_wide(knob) else _by_steps(knob, low)
    bounds = {value for value in (knob.low, knob.high, knob.default) if value is not None}
    inside = {value for value in spread if _within(knob, value)}
    return tuple(sorted(inside | bounds))


def _is_wide(knob: Knob) -> bool:
    return knob.log or bool(knob.high and knob.default and knob.high / knob.default > _WIDE)


def _by_steps(knob: Knob, low: float) -> list[float]:
    high = knob.high or 0.0
    if knob.kind == "int":
        step = max(1, round((high - low) / _STOPS))
        return [*range(int(low), int(high) + 1, step)]
    return [float(f"{low + (high - low) * place / _STOPS:.6g}") for place in range(_STOPS + 1)]


def _by_factors(knob: Knob, low: float) -> list[float]:
    high = knob.high or 1.0
    start = low if low > 0 else min(float(knob.default or high), high) / 1000
    start = max(start, 1) if knob.kind == "int" else start
    factor = math.log(high / start) / _STOPS
    values = [_two_digits(start * math.exp(factor * place)) for place in range(_STOPS + 1)]
    return [round(value) for value in values] if knob.kind == "int" else values


def _two_digits(value: float) -> float:
    return float(f"{value:.1e}")


def _within(knob: Knob, value: float) -> bool:
    return (
        math.isfinite(value)
        and (knob.low is None or value >= knob.low)
        and (knob.above is None or value > knob.above)
        and (knob.high is None or value <= knob.high)
    )


def _sentence(owner: str, knob: Knob, text: str) -> str:
    shown = text if len(text) <= 40 else text[:37] + "..."
    return _("{owner}.{name} is {value}; it must {demand}").format(
        owner=owner, name=knob.name, value=shown or _("empty"), demand=knob.demand
    )


def _float(text: str) -> float:
    return float(text.replace(",", ".") if text.count(",") == 1 else text)


def _bool(text: str) -> bool:
    if text not in {"True", "False"}:
        raise ValueError(text)
    return text == "True"


def _sizes(text: str) -> str:
    return _numbers(text, 1, math.inf)


def _classes(text: str) -> str:
    return _numbers(text, 0, LAST_CLASS)


def _numbers(text: str, low: float, high: float) -> str:
    parts = split_sizes(text)
    numbers = [int(part) for part in parts] if isinstance(parts, tuple) else []
    if not all(low <= number <= high for number in numbers):
        raise ValueError(text)
    return write(tuple(numbers))


_READERS: dict[str, Callable[[str], Value]] = {
    "int": int,
    "float": _float,
    "bool": _bool,
    "choice": str,
    "sizes": _sizes,
    "classes": _classes,
}
