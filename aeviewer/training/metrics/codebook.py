"""How well codebooks are used, and what each of their stages brings."""

import math

import torch
from torch import Tensor

from aeviewer.training.metrics.encoding import Subject, chunks
from aeviewer.zoo.capabilities import Discrete


def measure(subject: Subject) -> dict[str, float]:
    """Count the codes of the test images, and rebuild these from the first stages' codes.

    Keys: `perplexity`, exp of the codes' entropy, the mean over stages; `codes_used`, at least
    once, in all stages; `bits` of an image. Of several stages, also `perplexity_1` and on, and
    `sse_1` and on, the squared error of an image that is rebuilt from so many stages.
    """
    model, test = subject.model, subject.data.test
    assert isinstance(model, Discrete)
    sizes = [len(book) for book in model.codebooks()]
    counts = [torch.zeros(size, dtype=torch.int64, device=subject.model.device) for size in sizes]
    errors = [0.0] * len(sizes)
    for x in chunks(test, subject.model):
        codes = model.codes(x)
        for stage, size in enumerate(sizes):
            counts[stage] += torch.bincount(codes[:, stage].flatten(), minlength=size)
            errors[stage] += _error(model, x, codes[:, : stage + 1]) / len(test)
    perplexities = [perplexity(count) for count in counts]
    figures = {
        "perplexity": sum(perplexities) / len(perplexities),
        "codes_used": sum(int((count > 0).sum()) for count in counts),
        "bits": math.prod(model.grid) * sum(math.log2(size) for size in sizes),
    }
    return figures | _by_stage(perplexities, errors) if len(sizes) > 1 else figures


def _by_stage(perplexities: list[float], errors: list[float]) -> dict[str, float]:
    stages = list(enumerate(zip(perplexities, errors, strict=True), start=1))
    return {f"perplexity_{stage}": perplexity for stage, (perplexity, _) in stages} | {
        f"sse_{stage}": error for stage, (_, error) in stages
    }


def perplexity(count: Tensor) -> float:
    """The exponential of the entropy of codes that were counted so often, (K,)."""
    share = count.cpu().double() / count.sum().cpu()
    return math.exp(torch.special.entr(share).sum().item())


def _error(model: Discrete, x: Tensor, codes: Tensor) -> float:
    return (x - model.decode_codes(codes)).square().sum().item()
