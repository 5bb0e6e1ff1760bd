"""The decoder's metric over the plane: how much the picture changes with a small step.

Arvanitidis 2018, "Latent Space Oddity", and Shao 2018: G = J^T J of the decoder's mean, here by
differences between the pictures of a grid that has been decoded anyway.
"""

import math

import torch
from torch import Tensor

from aeviewer.latent.field import Grid

_FLOOR = 1e-6  # of the magnification, where its logarithm is taken
_CHUNK = 2**18  # numbers: they stay in the cache


def metric(pictures: Tensor, grid: Grid, rows: slice = slice(None)) -> Tensor:
    """Find G = J^T J from the pictures (rows, columns, P) of a grid: (rows, columns, 2, 2).

    In squared error per squared unit of the plane, x before y. Differences are central inside and
    one-sided at the edges; along a single row or column nothing is known to change. Given rows,
    it is found for those alone, so that long work can be cut.
    """
    band = max(1, _CHUNK // pictures[0].numel())
    wanted = torch.split(torch.arange(grid.rows)[rows], band)
    return torch.cat([_band(pictures, grid, part) for part in wanted])


def magnification(metric: Tensor) -> Tensor:
    """Area among pictures for a unit of the plane's, sqrt(det G), of G, shape (..., 2, 2)."""
    return _determinant(metric).sqrt().float()


def log_magnification(metric: Tensor) -> Tensor:
    """Natural logarithm of the magnification of G, shape (..., 2, 2), at least log(1e-6)."""
    return magnification(metric).clamp(min=_FLOOR).log()


def ellipses(metric: Tensor, error: float = 1.0, longest: float = 1.0) -> tuple[Tensor, Tensor]:
    """Find the steps that change the picture by a squared error, by G, shape (..., 2, 2).

    They end on an ellipse: semi-axes (..., 2) in the plane's units, the longer one first, none
    over the longest; and the angle (...) of the longer one from x towards y, in [0, pi] radians.
    """
    x, y, mixed = metric[..., 0, 0].double(), metric[..., 1, 1].double(), metric[..., 0, 1].double()
    largest = (x + y) / 2 + torch.hypot((x - y) / 2, mixed)
    least = error / longest**2  # eigenvalue: below, an axis would be too long
    product = _determinant(metric)  # the difference of the eigenvalues' terms would lose digits
    smallest = torch.minimum(product / largest.clamp(min=least), largest)
    axes = (error / torch.stack([smallest, largest], -1).clamp(min=least)).sqrt()
    steepest = torch.atan2(2 * mixed, x - y) / 2
    return axes.float(), ((steepest + math.pi / 2) % math.pi).float()


def _band(pictures: Tensor, grid: Grid, rows: Tensor) -> Tensor:
    """G of a few rows (K,), whose differences stay in the cache: (K, columns, 2, 2)."""
    width, height = grid.cell
    slopes = (
        _slope(pictures[rows], 1, torch.arange(grid.columns), width),
        _slope(pictures, 0, rows, -height),  # rows go down, y goes up
    )
    products = [(one * other).sum(-1) for one in slopes for other in slopes]
    return torch.stack(products, -1).reshape(len(rows), grid.columns, 2, 2)


def _slope(pictures: Tensor, axis: int, places: Tensor, step: float) -> Tensor:
    """Change of the pictures per unit at places (K,) of an axis whose cells are a step apart."""
    before = (places - 1).clamp(min=0)
    after = (places + 1).clamp(max=pictures.shape[axis] - 1)
    change = pictures.index_select(axis, after) - pictures.index_select(axis, before)
    steps = (after - before).clamp(min=1) * step
    return change / steps.reshape(-1, *[1] * (pictures.dim() - 1 - axis))


def _determinant(metric: Tensor) -> Tensor:
    """Of G, (...) float64, in which the products are exact; a rounding of G below zero is zero."""
    g = metric.double()
    return (g[..., 0, 0] * g[..., 1, 1] - g[..., 0, 1].square()).clamp(min=0)
