"""The plane: a chart of two dimensions through a latent space of any number of them.

project: z (N, D) -> p (N, 2). lift: p -> z, exactly: project(lift(p)) = p. What the plane cannot
say of a latent (its distance from the plane) is taken from a base latent, so that a walk in the
plane keeps everything else as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import torch
from torch import Tensor

from aeviewer.latent.leading import leading

_SMALL = 128  # dimensions, of which `eigh` takes a millisecond or two


@dataclass(frozen=True)
class Plane:
    """Two orthonormal directions and an origin.

    Attributes:
        origin: (D,) the latent at the point (0, 0).
        basis: (2, D) the directions; the second is zero where D is 1.
        names: what the axes are called.
    """

    origin: Tensor
    basis: Tensor
    names: tuple[str, str]

    @classmethod
    def of_axes(cls, size: int, first: int = 0, second: int = 1) -> Self:
        """Take two of the size latent dimensions themselves, through the origin of the space."""
        basis = torch.zeros(2, size)
        basis[0, first] = 1
        if size > 1:
            basis[1, second] = 1
        return cls(
            torch.zeros(size), basis, (f"z{first + 1}", f"z{second + 1}" if size > 1 else "")
        )

    @classmethod
    def of_largest_variance(cls, latents: Tensor) -> Self:
        """Find the plane of the first two principal components of latents (N, D), N >= 2, D >= 2.

        The signs are fixed (each component's largest entry is positive), so that a map does not
        flip between two snapshots.
        """
        origin = latents.mean(0)
        centred = latents - origin
        _, directions = torch.linalg.eigh(centred.T @ centred)  # ascending
        return cls._along(origin, directions[:, -2:].flip(1).T)

    @classmethod
    def _along(cls, origin: Tensor, basis: Tensor) -> Self:
        largest = basis.gather(1, basis.abs().argmax(1, keepdim=True))
        return cls(origin, basis * largest.sign(), ("component 1", "component 2"))

    @classmethod
    def fit(cls, latents: Tensor, axes: tuple[int, int] | None = None) -> Self:
        """Choose the plane for latents (N, D): the axes asked for, or what shows most of them."""
        *_, found = cls.fitting(latents, axes)
        assert found is not None
        return found

    @classmethod
    def fitting(cls, latents: Tensor, axes: tuple[int, int] | None = None) -> Iterator[Self | None]:
        """Fit in parts, for those who cannot wait: None after each, at last what `fit` returns."""
        size = latents.shape[1]
        if axes is not None and max(axes) < size:
            yield cls.of_axes(size, *axes)
        elif size <= 2 or len(latents) < 3:
            yield cls.of_axes(size)
        elif size <= _SMALL:
            yield cls.of_largest_variance(latents)
        else:
            origin = latents.mean(0)
            for directions in leading(latents, origin, 2):
                yield None if directions is None else cls._along(origin, directions)

    @property
    def size(self) -> int:
        """How many dimensions a latent has."""
        return len(self.origin)

    def turned_like(self, other: Self) -> Self:
        """Turn (or mirror) the axes within the plane to lie as those of another chart did.

        The orthogonal Procrustes rotation: a map that is fitted anew keeps its bearings.
        """
        left, _, right = torch.linalg.svd(other.basis @ self.basis.T)
        return replace(self, basis=left @ right @ self.basis)

    def project(self, z: Tensor) -> Tensor:
        """Place latents (N, D) in the plane, (N, 2)."""
        return (z - self.origin) @ self.basis.T

    def lift(self, p: Tensor, base: Tensor | None = None) -> Tensor:
        """Find the latents (N, D) at points (N, 2), as far off the plane as the base (D,) is."""
        if base is None:
            return self.origin + p @ self.basis
        return base + (p - self.project(base[None])) @ self.basis
