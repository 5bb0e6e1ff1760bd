"""Trains the judges, the small classifiers that samples are measured with, and writes their cards.

    python pretrained/judge.py                     both of them
    python pretrained/judge.py mnist ...           some

Data sets are found as the program finds them, in AEVIEWER_DATA or the user's data folder.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import safetensors.torch
import torch
import torch.nn.functional as F
from torch import Tensor

from aeviewer.data.images import DataSet, Images
from aeviewer.data.sources import open_data, sources
from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.training.augment import warp
from aeviewer.training.judge import FEATURES, Judge, judge_of, weights_path
from aeviewer.training.loop import order
from aeviewer.training.metrics.samples import COUNT, frechet
from aeviewer.training.plan import Plan, training_threads

HERE = Path(__file__).parent
# Data sets, and how strong the warps are: a digit stays what it is, a shirt soon is a dress.
RECIPES = {"mnist": 1.0, "fashion-mnist": 0.3}
_PLAN = Plan(epochs=10, batch=128, lr=3e-3, seed=0, precision="fp32")
_DROPPED = 0.2  # of the features, while it trains


def make(name: str) -> Path:
    """Train the judge of a data set, write its weights and its card; return the first's path.

    Raises:
        UserError: its data is not at hand.
    """
    data = open_data(name)
    path = weights_path(name)
    path.parent.mkdir(exist_ok=True)
    weights = {key: value.half() for key, value in _trained(data, RECIPES[name]).items()}
    atomic_write(path, safetensors.torch.save(weights))
    path.with_suffix(".md").write_text(card(data), encoding="utf-8")
    return path


def card(data: DataSet) -> str:
    """Write the card of the judge that was made of a data set: what it is and how good it is."""
    judge = judge_of(data)
    assert judge is not None
    source, size = sources()[data.name], weights_path(data.name).stat().st_size
    return f"""# The judge of {source.title}

A small convolutional classifier of {FEATURES} features, to measure samples with: Frechet \
distance, class coverage.

- Data: {source.title}: {source.about}. {len(data.train):,} images to train on, {len(data.test):,} \
to test on.
- Training: {_PLAN.epochs} epochs, batches of {_PLAN.batch}, AdamW (.9, .99) without weight decay, \
one-cycle to {_PLAN.lr:g}, 80 % of each batch warped by {RECIPES[data.name]:g}, \
{_DROPPED * 100:g} % of the features dropped, seed {_PLAN.seed}. Weights stored in half \
precision, {size:,} bytes.
- Licence: the weights are under the project's own; that of the data is stated above.

Made with `python pretrained/judge.py {data.name}`.

Figures of the stored weights:

| figure | value |
|---|---|
| accuracy on the test images | {accuracy(judge, data.test):.4f} |
| Frechet distance of 10,000 training images to the test images | {distance(judge, data):.4g} |
"""


def accuracy(judge: Judge, images: Images) -> float:
    """Share of the images whose class the judge tells."""
    assert images.labels is not None
    seen = _features(judge, images, torch.arange(len(images)))
    found: Tensor = judge.classes(seen).argmax(1)
    return (found == images.labels).float().mean().item()


def distance(judge: Judge, data: DataSet) -> float:
    """Frechet distance of 10,000 training images, drawn, to the test images: none is less."""
    generator = torch.Generator().manual_seed(_PLAN.seed)
    drawn = torch.randperm(len(data.train), generator=generator)[:COUNT]
    shown = _features(judge, data.test, torch.arange(len(data.test)))
    return frechet(_features(judge, data.train, drawn), shown)


@torch.no_grad()
def _features(judge: Judge, images: Images, index: Tensor) -> Tensor:
    return torch.cat([judge.features(images.floats(part)) for part in torch.split(index, 1000)])


def _trained(data: DataSet, warps: float) -> dict[str, Tensor]:
    torch.manual_seed(_PLAN.seed)
    judge, images = Judge(), data.train
    optimizer = torch.optim.AdamW(
        judge.parameters(), lr=_PLAN.lr, betas=(0.9, 0.99), weight_decay=0.0
    )
    generator = torch.Generator().manual_seed(_PLAN.seed)
    for step in range(total := _PLAN.steps(len(images))):
        epoch, place = divmod(step, _PLAN.steps_per_epoch(len(images)))
        index = order(_PLAN.seed, epoch, len(images))[place * _PLAN.batch :][: _PLAN.batch]
        optimizer.param_groups[0]["lr"] = _PLAN.rate(step / total)
        _step(judge, optimizer, images, index, warps, generator)
        if not place:
            sys.stdout.write(f"{data.name}: epoch {epoch + 1} of {_PLAN.epochs}\n")
    return judge.state_dict()


def _step(
    judge: Judge,
    optimizer: torch.optim.Optimizer,
    images: Images,
    index: Tensor,
    warps: float,
    generator: torch.Generator,
) -> None:
    assert images.labels is not None
    x = warp(images.floats(index), warps, 0.8, generator)
    logits = judge.classes(F.dropout(judge.features(x), _DROPPED))
    loss = F.cross_entropy(logits, images.labels[index])
    optimizer.zero_grad()
    torch.autograd.backward(loss)
    optimizer.step()


def main(argv: Sequence[str]) -> int:
    """Make the judges named, or all."""
    parser = argparse.ArgumentParser(description="Train the judges.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    given = parser.parse_args(argv)
    if unknown := [name for name in given.names if name not in RECIPES]:
        parser.error(f"unknown judge {unknown[0]!r}; known: {', '.join(RECIPES)}")
    torch.set_num_threads(training_threads())
    try:
        for name in given.names or RECIPES:
            sys.stdout.write(f"{make(name)}\n")
    except UserError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
