"""What most models answer alike, as their papers do: a standard prior, and one loss for all.

A model derives from these where they hold, and its file tells the rest.
"""

from abc import ABC
from collections.abc import Sequence
from typing import Any, ClassVar

import torch
from torch import Tensor

from aeviewer.zoo.contract import GenerativeModel, Objective


class StandardPrior(GenerativeModel[Any], ABC):
    """p(z) is N(0, I): the paper's own prior, or for want of any, where no loss speaks of one."""

    def prior(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw latents (count, *latent_shape) from N(0, I)."""
        return torch.randn(count, *self.latent_shape, generator=generator, device=generator.device)


class OneLoss(GenerativeModel[Any], ABC):
    """All the weights are moved by one loss.

    Attributes:
        objective: its name, in checkpoints and in the window.
    """

    objective: ClassVar[str] = "autoencoder"

    def objectives(self) -> Sequence[Objective]:
        """The model's loss, for all its parameters."""
        return [Objective(self.objective, list(self.parameters()), self.loss)]
