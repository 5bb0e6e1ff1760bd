"""What the commands write: one JSON object or one table on stdout, remarks on stderr."""

import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from aeviewer.commands.figures import figure, in_order

_PIPED_WIDTH = 140  # columns, where no terminal says how many it has


def print_json(values: Mapping[str, object]) -> None:
    """Write one JSON object; infinity and NaN, which JSON does not know, become null."""
    sys.stdout.write(json.dumps(_plain(values), indent=2) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a small table, numbers as they are."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.show_header = any(columns)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console(sys.stdout).print(table)


def print_figures(title: str, figures: Mapping[str, float]) -> None:
    """Write what `evaluate` measured, with units and what each figure means."""
    told = {key: figure(key) for key in in_order(figures)}
    rows = [(of.label, f"{figures[key]:.6g}", of.unit, of.meaning) for key, of in told.items()]
    print_table(title, ("figure", "value", "unit", "meaning"), rows)


def remark(text: str) -> None:
    """Say something beside the result, on stderr."""
    sys.stderr.write(text + "\n")


def spelt(value: object) -> str:
    """Write a knob's value as the command line reads it: (512, 256) as 512,256."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def console(stream: object) -> Console:
    """Make a console that takes text as it is: file names are no markup."""
    out = Console(file=stream, markup=False, emoji=False, highlight=False)  # type: ignore[arg-type]
    if not out.is_terminal and "COLUMNS" not in os.environ:
        out.width = max(out.width, _PIPED_WIDTH)
    return out


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int | None) else str(value)
