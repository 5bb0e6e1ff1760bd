"""A field over the plane: the grid of cells at whose centres it is evaluated."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor


@dataclass(frozen=True)
class Grid:
    """Equal cells that fill a rectangle of the plane; row 0 is the top one, as in a picture.

    Attributes:
        bounds: left, bottom, right, top of the rectangle in the plane.
        columns: at least 1.
        rows: at least 1.
    """

    bounds: tuple[float, float, float, float]
    columns: int
    rows: int

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell in the plane."""
        left, bottom, right, top = self.bounds
        return (right - left) / self.columns, (top - bottom) / self.rows

    @cached_property
    def xs(self) -> Tensor:
        """The cells' centres from left to right, (columns,) float32."""
        return _centres(self.bounds[0], self.cell[0], self.columns)

    @cached_property
    def ys(self) -> Tensor:
        """The cells' centres from the top down, (rows,) float32."""
        return _centres(self.bounds[3], -self.cell[1], self.rows)

    @cached_property
    def points(self) -> Tensor:
        """All centres, row by row, shape (rows * columns, 2), float32."""
        y, x = torch.meshgrid(self.ys, self.xs, indexing="ij")
        return torch.stack([x, y], -1).flatten(0, 1)


def _centres(start: float, step: float, count: int) -> Tensor:
    places = torch.arange(count, dtype=torch.float64) + 0.5  # a view far zoomed in stays even
    return (start + step * places).float()
