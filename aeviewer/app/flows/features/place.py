"""Where the units of a model are looked at: the model with its samples, and a latent."""

from dataclasses import dataclass

from torch import Tensor

from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import decoded
from aeviewer.zoo.registry import Model


@dataclass(frozen=True)
class Place:
    """Where the units are looked at.

    Attributes:
        subject: the model, with its samples placed.
        latent: (D,) where the cursor is.
        condition: the class that a conditional model is told, or None.
    """

    subject: Subject
    latent: Tensor
    condition: int | None

    @property
    def latents(self) -> Tensor:
        """Those of the samples, (N, D); N may be 0."""
        assert self.subject.placed is not None
        return self.subject.placed.latents

    def middle(self) -> Tensor:
        """The mean latent (D,) of the samples; without any, where the cursor is."""
        return self.latents.mean(0) if len(self.latents) else self.latent

    def decode(self, model: Model, latents: Tensor) -> Tensor:
        """Decode flat latents (N, D): (N, C, H, W)."""
        return decoded(model, latents, self.condition)
