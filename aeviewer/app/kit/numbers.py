"""Numbers as text: three significant digits, and counts written short."""

import math

from aeviewer.words import _

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def three_digits(value: float) -> str:
    """Write a number with three significant digits: 98.3, 0.0120, 1.20e-05."""
    if not math.isfinite(value):
        return _("not finite")
    if 999.5 <= abs(value) < 1e6:
        return f"{value:.0f}"
    return f"{value:#.3g}".removesuffix(".")


def amount(value: float) -> str:
    """Write an amount of nats or the like as `three_digits`, but without an exponent below 1.

    What is under a ten-thousandth of one is nothing to a reader: 0.0000.
    """
    return "0.0000" if 0 < abs(value) < 0.0001 else three_digits(value)


def in_powers(value: float) -> str:
    """Write a number as `three_digits`, but an exponent as people do: as 10⁻⁵ times a number."""
    if not math.isfinite(value):
        return three_digits(value)
    digits, far, power = three_digits(value).partition("e")
    return f"{digits}\N{MULTIPLICATION SIGN}{power_of_ten(int(power))}" if far else digits


def power_of_ten(power: int) -> str:
    """Write a power of ten as people do: 10⁻⁵."""
    return f"10{str(power).translate(_RAISED)}"


def short_count(value: float) -> str:
    """Write a count short: 1500000 as 1.5M."""
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= unit:
            return f"{value / unit:.4g}{letter}"
    return f"{value:.4g}"


def signed(value: float) -> str:
    """Write a number with three digits, and a minus sign in place of a hyphen."""
    return three_digits(value).replace("-", "\N{MINUS SIGN}", 1)
