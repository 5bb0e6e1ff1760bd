"""`aeviewer compare`: the figures of several models side by side, those of a data set together."""

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap
from typing import Literal

from aeviewer.commands.evaluate import examine
from aeviewer.commands.figures import figure, in_order
from aeviewer.commands.printing import console, print_json, print_table, remark
from aeviewer.data.sources import sources
from aeviewer.errors import UserError
from aeviewer.training.bundled import bundled, resolve
from aeviewer.training.header import Header, read_header
from aeviewer.zoo.capabilities import Conditional
from aeviewer.zoo.registry import find

Form = Literal["table", "markdown", "json"]
_Column = tuple[str, Sequence[str]]  # label and cells

_BEST = "*"
_BOUNDS = {"negative_elbo", "iw_bound", "reconstruction"}
_HEADS = ("name", "model", "latent")
_GAP = 3  # columns of the terminal between two of the table
_EDGES = 2  # beside the table
_SPOKEN = {"bernoulli": "soft"}  # targets, which is not what the literature's bounds are of


@dataclass(frozen=True)
class Row:
    """One model.

    Attributes:
        name: as it was asked for.
        model: the variant.
        data: name of the data set it was judged on.
        latent: number of its dimensions.
        measured: now; else these are the figures that the file carries.
        figures: by key.
        bound: what a bound of it is of: only like is to be compared with like.
    """

    name: str
    model: str
    data: str
    latent: int
    measured: bool
    figures: Mapping[str, float]
    bound: str = ""


def compare(
    names: Sequence[str],
    data: str | None,
    device: str,
    *,
    measure: bool,
    form: Form,
) -> int:
    """Print the figures of checkpoints, run folders and bundled models; of all bundled ones.

    Raises:
        UserError: a checkpoint, the data or the device is not as it must be.
    """
    chosen = names or _whole()
    rows = [_row(name, data, device, measure=measure or data is not None) for name in chosen]
    if form == "json":
        print_json({"models": [asdict(row) for row in rows]})
        return 0
    for number, group in enumerate(_by_data(rows)):
        if form == "markdown":
            sys.stdout.write("\n" * bool(number) + markdown(group))
        else:
            _print(group)
    return 0


def _whole() -> list[str]:
    """Name the bundled models, but for those that are damaged, which is said."""
    found = []
    for name, path in bundled().items():
        try:
            read_header(path)
            found.append(name)
        except UserError as error:
            remark(f"left out: {error}")
    return found


def _row(name: str, data: str | None, device: str, *, measure: bool) -> Row:
    path = resolve(name)
    header = read_header(path)
    of = _bound(header)
    if header.figures and not measure:
        size = math.prod(header.latent_shape)
        return Row(name, header.variant, header.data, size, False, header.figures, of)
    remark(f"measuring {name}")
    try:
        found = examine(name, data, device)
    except UserError as error:
        raise UserError(f"{name}: {error}") from None
    return Row(name, found.variant, found.data, found.latent, True, found.figures, of)


def _bound(header: Header) -> str:
    """Say what its bounds are of: the likelihood, and the class where that is given."""
    entry = find(header.variant)
    kind = str(entry.configure(header.knobs).model_dump().get("likelihood", ""))
    model = entry.model
    told = isinstance(model, type) and issubclass(model, Conditional)
    return f"{_SPOKEN.get(kind, kind)}{', class given' * told}"


def _by_data(rows: Sequence[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.data, []).append(row)
    return list(groups.values())


def _print(group: Sequence[Row]) -> None:
    """Write the models of one data set, in as many tables as the terminal's width demands."""
    known = [(row.name, row.model, str(row.latent)) for row in group]
    firsts = zip(_HEADS, zip(*known, strict=True), strict=True)
    room = console(sys.stdout).width - _EDGES - sum(_width(*first) for first in firsts)
    keys = in_order(key for row in group for key in row.figures)
    columns = [(figure(key).label, _column(group, key)) for key in keys]
    for part in _packed(columns, room):
        marked = [cells for _label, cells in part]
        labels = _labels(part, room)
        rows = [(*first, *cells) for first, *cells in zip(known, *marked, strict=True)]
        print_table(f"{group[0].data}{_legend(marked)}", (*_HEADS, *labels), rows)


def _packed(columns: Sequence[_Column], room: int) -> Iterator[list[_Column]]:
    """As many columns at a time as there is room for, and at least one; no columns are one time."""
    part: list[_Column] = []
    left = room
    for column in columns:
        left -= _width(*column)
        if part and left < 0:
            yield part
            part, left = [], room - _width(*column)
        part.append(column)
    yield part


def _labels(part: Sequence[_Column], room: int) -> list[str]:
    """The labels, in several lines where there is no room for them in one."""
    if sum(max(_width(*column), len(column[0]) + _GAP) for column in part) <= room:
        return [label for label, _cells in part]
    return [
        "\n".join(wrap(label, _width(label, cells) - _GAP, break_on_hyphens=False))
        for label, cells in part
    ]


def _width(label: str, cells: Sequence[str]) -> int:
    """How wide a column is whose cells stay whole, and the words of whose label do."""
    return max(map(len, (*label.split(), *cells))) + _GAP


def _column(group: Sequence[Row], key: str) -> list[str]:
    """Write a column, bounds with what they are of; unlike bounds have no best among them."""
    values = [row.figures.get(key) for row in group]
    if key not in _BOUNDS:
        return marks(values, key)
    kinds = {row.bound for row in group if key in row.figures}
    cells = marks(values, key if len(kinds) == 1 else "")
    return [
        f"{cell} ({row.bound})" if cell and row.bound else cell
        for cell, row in zip(cells, group, strict=True)
    ]


def _legend(marked: Sequence[Sequence[str]]) -> str:
    stars = any(cell.endswith(_BEST) for column in marked for cell in column)
    return f"   ({_BEST} best of its column)" if stars else ""


def marks(values: Sequence[float | None], key: str) -> list[str]:
    """Write a column; its best gets a star, where there are two to compare and one is better."""
    known = [value for value in values if value is not None]
    better = figure(key).better
    best = None
    if better and len(set(known)) > 1:
        best = min(known) if better == "lower" else max(known)
    return ["" if value is None else f"{value:.4g}{_BEST * (value == best)}" for value in values]


def markdown(group: Sequence[Row]) -> str:
    """Write the models of one data set as a narrow table: what all have, and what is their own."""
    source = sources().get(group[0].data)
    lines = [
        f"**{source.title if source else group[0].data}**",
        "",
        "| model | latent | squared error (PCA) | 10-NN (PCA) | further |",
        "|---|--:|--:|--:|---|",
    ]
    lines += [f"| {' | '.join(_cells(row))} |" for row in group]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> Iterator[str]:
    yield f"`{row.name}`"
    yield str(row.latent)
    yield _beside(row.figures, "sse", "{:.4g}")
    yield _beside(row.figures, "knn10", "{:.1%}")
    yield "; ".join(_further(row))


def _beside(figures: Mapping[str, float], key: str, form: str) -> str:
    """Write a figure and, in brackets, that of the baseline."""
    if key not in figures:
        return ""
    baseline = f" ({form.format(figures[f'{key}_pca'])})" if f"{key}_pca" in figures else ""
    return form.format(figures[key]) + baseline


def _further(row: Row) -> Iterator[str]:
    for key in in_order(row.figures):
        if short := figure(key).short:
            of = f" ({row.bound})" if key in _BOUNDS and row.bound else ""
            yield f"{short} {row.figures[key]:.4g}{of}"
    if "auroc" in row.figures:
        yield f"AUROC {_beside(row.figures, 'auroc', '{:.3f}')}"
