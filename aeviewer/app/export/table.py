"""A table as the bytes of a file: comma-separated values that a spreadsheet, or a script, opens."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

Column = NDArray[Any] | Sequence[str | int | float | None]
"""Numbers, or words and numbers; None where there is nothing to be said."""

Table = Mapping[str, Column]
"""Columns of one length by what stands at their head, from left to right."""

_RUNS = re.compile(r"[=+\-@\t\r\n]")  # a spreadsheet takes what begins so for a formula
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_APART = "'"  # what stands before a cell that is but text


def csv_of(table: Table) -> bytes:
    """Write a table in UTF-8, with one row at its head and '.' as the decimal point.

    Numbers have as many digits as bring them back as they were.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_harmless, table))
    for row in zip(*table.values(), strict=True):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """Have no spreadsheet run a text; a number that is negative is none that it would run."""
    runs = _RUNS.match(cell) and not _NUMBER.fullmatch(cell)
    return f"{_APART}{cell}" if runs else cell
