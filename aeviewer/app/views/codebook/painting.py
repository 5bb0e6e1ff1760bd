"""Painting with codes: what a stroke adds to the view, and what of it belongs to a sample."""

from collections.abc import Iterable

from aeviewer.session.view import Painting, View

Cell = tuple[int, int]
"""Row and column in the map of codes."""
Painted = tuple[int, int, int, int]
"""Stage, row, column, code."""


def painted(view: View, sample: int | None) -> tuple[Painted, ...]:
    """Say what is painted over a sample of the model on show."""
    own = view.painted.model == view.slots[0].model and view.painted.sample == sample
    return view.painted.cells if own else ()


def brushed(
    view: View, sample: int | None, stage: int, cells: Iterable[Cell], code: int
) -> Painting:
    """Paint cells of a stage over a sample; what was painted over another one is gone."""
    found = {place[:3]: place for place in painted(view, sample)}
    for row, column in cells:
        found[stage, row, column] = (stage, row, column, code)
    return Painting(view.slots[0].model, sample, tuple(found.values()))


def between(start: Cell, end: Cell) -> list[Cell]:
    """The cells on the straight way from one to another, without the first."""
    count = max(abs(b - a) for a, b in zip(start, end, strict=True))
    (row, column), (last_row, last_column) = start, end
    return [
        (
            round(row + (last_row - row) * step / count),
            round(column + (last_column - column) * step / count),
        )
        for step in range(1, count + 1)
    ]
