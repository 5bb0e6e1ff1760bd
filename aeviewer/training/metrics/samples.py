"""How real samples are, and how many kinds of them there are, as a fixed classifier sees them.

The Frechet distance (Heusel 2017, eq. 6, with the 64 features of a `Judge` in Inception's place)
compares Gaussians fitted to the features of samples and of test images:
|mean - mean'|^2 + tr(C + C' - 2 (C C')^(1/2)). It has the features' scale, so what a figure means
is told by the same distance between training and test images.
"""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from aeviewer.data.images import DataSet
from aeviewer.training.judge import CLASSES, Judge, judge_of
from aeviewer.training.metrics.encoding import CHUNK, Subject, chunks
from aeviewer.zoo.capabilities import Conditional
from aeviewer.zoo.registry import Model

COUNT = 10_000
COVERED = 0.015  # a class with a smaller share of the samples counts as missed


@torch.no_grad()
def measure(subject: Subject) -> dict[str, float]:
    """Judge 10,000 samples of the prior, where the data has a judge.

    Keys: `frechet`, distance to the test images; `frechet_train`, that of as many training images,
    which samples cannot better;
    `coverage`, number of classes with over 1.5 % of the samples; `largest_class`, its share;
    `confidence`, the judge's in its choice, in the mean.
    A `Conditional` model is asked for all classes alike: `agreement`, how often the judge sees it.
    """
    model, data = subject.model, subject.data
    judge = judge_of(data, model.device)
    if judge is None:
        return {}
    made = torch.cat([judge.features(x) for x in samples(model, COUNT, subject.seed)])
    real = torch.cat([judge.features(x) for x in chunks(data.test, model)])
    seen = judge.classes(made).softmax(1)
    figures = {
        "frechet": frechet(made, real),
        "frechet_train": frechet(_of_training(judge, data, subject.seed), real),
        **spread(seen),
    }
    if isinstance(model, Conditional):
        agree = seen.argmax(1).cpu() == _asked(model, slice(COUNT))
        figures["agreement"] = agree.float().mean().item()
    return figures


@torch.no_grad()
def shares(model: Model, data: DataSet, seed: int) -> list[float]:
    """Tell which share of 10,000 samples the judge gives each class; empty without a judge."""
    judge = judge_of(data, model.device)
    if judge is None:
        return []
    chosen = torch.cat([judge(x).argmax(1) for x in samples(model, COUNT, seed)])
    return _shares(chosen, CLASSES).tolist()


def samples(model: Model, count: int, seed: int) -> Iterator[Tensor]:
    """Decode so many latents of the prior, part by part, (B, C, H, W) in [0, 1]."""
    generator = torch.Generator(model.device).manual_seed(seed)
    for start in range(0, count, CHUNK):
        stop = min(count, start + CHUNK)
        z = model.prior(stop - start, generator)
        if isinstance(model, Conditional):
            yield model.decode_as(z, _asked(model, slice(start, stop)).to(z.device))
        else:
            yield model.decode(z)


def _asked(model: Conditional, samples: slice) -> Tensor:
    """Classes asked for, one after the other."""
    return torch.arange(samples.start or 0, samples.stop) % min(model.classes, CLASSES)


def frechet(made: Tensor, real: Tensor) -> float:
    """Compute the Frechet distance between two sets of features, (N, D) and (M, D), two or more.

    torchmetrics resizes and rounds images for Inception alone; what it is given here are features.
    """
    from torchmetrics.image.fid import FrechetInceptionDistance

    metric = FrechetInceptionDistance(_Passed(made.shape[1]))
    metric.update(made.cpu().double(), real=False)  # not every device has doubles
    metric.update(real.cpu().double(), real=True)
    return max(0.0, float(metric.compute()))  # of equal sets it may be a rounding below 0


def spread(probabilities: Tensor) -> dict[str, float]:
    """Tell from the classes' probabilities (N, K) what `measure` calls coverage and so on."""
    highest, chosen = probabilities.max(1)
    found = _shares(chosen, probabilities.shape[1])
    return {
        "coverage": int((found > COVERED).sum()),
        "largest_class": found.max().item(),
        "confidence": highest.mean().item(),
    }


def _shares(chosen: Tensor, classes: int) -> Tensor:
    return torch.bincount(chosen, minlength=classes) / len(chosen)


class _Passed(nn.Identity):
    """Features on their way, under the name by which torchmetrics asks for their number."""

    def __init__(self, width: int):
        super().__init__()
        self.num_features = width


def _of_training(judge: Judge, data: DataSet, seed: int) -> Tensor:
    """Features of as many training images, drawn, as samples are judged."""
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randperm(len(data.train), generator=generator)[:COUNT]
    device = judge.classes.weight.device
    parts = (data.train.floats(part).to(device) for part in torch.split(drawn, CHUNK))
    return torch.cat([judge.features(part) for part in parts])
