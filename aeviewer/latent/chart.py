"""What any chart of a latent space can do, be it a plane or a map that is not linear."""

from typing import Protocol

from torch import Tensor


class Chart(Protocol):
    """Two dimensions for a latent space of any number of them: there and back."""

    @property
    def names(self) -> tuple[str, str]:
        """What the axes are called."""

    @property
    def size(self) -> int:
        """How many dimensions a latent has."""

    def project(self, z: Tensor) -> Tensor:
        """Place latents (N, D) on the chart, (N, 2)."""

    def lift(self, p: Tensor, base: Tensor | None = None) -> Tensor:
        """Find latents (N, D) for points (N, 2); the base (D,) says what the chart cannot."""
