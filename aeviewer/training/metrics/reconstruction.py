"""How well images are rebuilt: squared error and PSNR."""

import math

import torch
from torch import Tensor

from aeviewer.data.images import DataSet
from aeviewer.training.metrics.encoding import chunks
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import ClosedForm
from aeviewer.zoo.contract import Batch


def measure(model: Encoding, data: DataSet, _seed: int) -> dict[str, float]:
    """Rebuild the test images by the posterior's mean: `sse` an image, `psnr` of its mean in dB."""
    sse = sum(_squared_error(model, x) for x in chunks(data.test, model)) / len(data.test)
    pixels = math.prod(data.test.shape)
    return {"sse": sse, "psnr": 10 * math.log10(pixels / sse) if sse else math.inf}


def _squared_error(model: Encoding, x: Tensor) -> float:
    """Sum over a chunk; PCA's is taken before its clamp, as the literature's figures are."""
    if isinstance(model, ClosedForm):
        batch = Batch(x, None, 1.0, torch.Generator(x.device))
        return model.loss(batch).terms["reconstruction"].item() * len(x)
    return (x - model.decode(model.encode(x).mean)).square().sum().item()
