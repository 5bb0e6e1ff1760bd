"""How much cleaner a model makes noisy images: the gain in PSNR, beside what a filter gains.

PSNR is always against the clean image, taken for each image and then averaged. The noisy image
itself gains 0 dB: a model below that had better not touch it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from aeviewer.training.metrics.encoding import Subject, chunks
from aeviewer.training.state import Encoding
from aeviewer.zoo.capabilities import Denoising
from aeviewer.zoo.noise import Noise

_ROUNDING = 1 / (12 * 255**2)  # the squared error of storing pixels as bytes: no error is less


@torch.no_grad()
def measure(subject: Subject) -> dict[str, float]:
    """Spoil the test images as in training, and let model and filter repair them.

    Keys: `denoising_gain_db`; `denoising_gain_median_db`, that of a 3x3 median filter.
    """
    model, test = subject.encoder, subject.data.test
    assert isinstance(model, Denoising)
    generator = torch.Generator(model.device).manual_seed(subject.seed)
    total = torch.zeros(2, device=model.device)
    for x in chunks(test, subject.model):
        noisy = model.noise(x, generator)
        repaired = (denoised(model, noisy), median(noisy))
        total += torch.stack([(psnr(y, x) - psnr(noisy, x)).sum() for y in repaired])
    of_model, of_filter = (total / len(test)).tolist()
    return {"denoising_gain_db": of_model, "denoising_gain_median_db": of_filter}


@torch.no_grad()
def gain(model: Encoding, noise: Noise, x: Tensor, seed: int) -> Tensor:
    """Gain in dB for each of the images (B, C, H, W) in [0, 1] under any noise, (B,)."""
    noisy = noise(x, torch.Generator(x.device).manual_seed(seed))
    return psnr(denoised(model, noisy), x) - psnr(noisy, x)


def denoised(model: Encoding, noisy: Tensor) -> Tensor:
    """Encode noisy images (B, C, H, W) and decode the posterior's mean."""
    return model.decode(model.encode(noisy).mean)


def median(x: Tensor) -> Tensor:
    """Replace each pixel of images (B, C, H, W) by the median of the nine around it."""
    around = F.pad(x, [1] * 4, mode="replicate").unfold(2, 3, 1).unfold(3, 3, 1)
    return around.flatten(-2).median(-1).values


def psnr(x: Tensor, clean: Tensor) -> Tensor:
    """Peak signal-to-noise ratio of images (B, C, H, W) in dB, (B,); at most 58.9, as of bytes."""
    error = (x - clean).square().flatten(1).mean(1)
    return -10 * error.clamp(min=_ROUNDING).log10()
