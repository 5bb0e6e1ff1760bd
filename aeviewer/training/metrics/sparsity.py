"""How sparse the latents are: how many units an image uses, and how many units are used at all."""

import math

from torch import Tensor

from aeviewer.training.metrics.encoding import Subject


def measure(subject: Subject) -> dict[str, float]:
    """Count the units of the test images.

    Keys: `hoyer`, 0 where all units of an image are equal, 1 where it uses one; `mean_activation`.
    Where units can be 0, also `l0`, active units an image; `dead`, the share of units active for
    no image. Sigmoid units never are, and are told by their mean.
    """
    units = subject.test["mean"]
    figures = {"hoyer": hoyer(units).mean().item(), "mean_activation": units.mean().item()}
    active = units != 0
    if active.all():
        return figures
    dead = 1 - active.any(0).float().mean().item()
    return figures | {"l0": active.sum(1).float().mean().item(), "dead": dead}


def hoyer(z: Tensor) -> Tensor:
    """Sparseness of latents (B, D), (B,): Hoyer 2004, eq. 3.1, (sqrt D - L1 / L2) / (sqrt D - 1).

    Of a latent of one number, or of none but 0, it is 0.
    """
    root = math.sqrt(z.shape[1])
    ratio = z.abs().sum(1) / z.square().sum(1).sqrt()
    return ((root - ratio) / max(root - 1, 1e-9)).nan_to_num(0, 0, 0)
