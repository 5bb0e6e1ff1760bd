"""How sparse the latents are: how many units an image uses, and how many units are used at all."""

import math

from torch import Tensor

from aeviewer.training.metrics.encoding import Subject


def measure(subject: Subject) -> dict[str, float]:
    """Count the units of the test images; active is what is not 0, so sigmoid units all are.

    Keys: `l0`, active units an image; `hoyer`, 0 where all units of an image are equal, 1 where it
    uses one; `dead`, the share of units active for no image; `mean_activation`.
    """
    units = subject.test["mean"]
    active = units != 0
    return {
        "l0": active.sum(1).float().mean().item(),
        "hoyer": hoyer(units).mean().item(),
        "dead": 1 - active.any(0).float().mean().item(),
        "mean_activation": units.mean().item(),
    }


def hoyer(z: Tensor) -> Tensor:
    """Sparseness of latents (B, D), (B,): Hoyer 2004, eq. 3.1, (sqrt D - L1 / L2) / (sqrt D - 1).

    Of a latent of one number, or of none but 0, it is 0.
    """
    root = math.sqrt(z.shape[1])
    ratio = z.abs().sum(1) / z.square().sum(1).sqrt()
    return ((root - ratio) / max(root - 1, 1e-9)).nan_to_num(0, 0, 0)
