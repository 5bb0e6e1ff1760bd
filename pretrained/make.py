"""Makes the bundled models: trains each by its recipe, stores half precision, and a model card.

    python pretrained/make.py                      all of them
    python pretrained/make.py digits-vae-2d ...    some

Data sets are found as the program finds them, in AEVIEWER_DATA or the user's data folder.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from aeviewer.commands.printing import spelt
from aeviewer.commands.progress import TrainingBar
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data, sources
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.events import Step
from aeviewer.training.header import Header
from aeviewer.training.loop import train
from aeviewer.training.metrics.encoding import latents
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.training.plan import Plan, training_threads
from aeviewer.training.run import describe
from aeviewer.training.state import TrainingState, begin
from aeviewer.zoo.registry import find

HERE = Path(__file__).parent
_CPU = torch.device("cpu")


@dataclass(frozen=True)
class Recipe:
    """How one bundled model is made.

    Attributes:
        variant: name in the zoo.
        data: name of the data set.
        knobs: of the model, where they are not the default.
        plan: of the training.
    """

    variant: str
    data: str
    knobs: Mapping[str, object] = field(default_factory=dict)
    plan: Mapping[str, object] = field(default_factory=dict)

    @property
    def command(self) -> str:
        """The command line that trains the same model."""
        options = {"data": self.data, **self.knobs, **self.plan}
        words = [f"--{name.replace('_', '-')} {spelt(value)}" for name, value in options.items()]
        return f"aeviewer train {self.variant} {' '.join(words)} --device cpu --out RUN"


# Seed and precision are named, so that neither a default nor a machine decides.
_ALWAYS = {"seed": 0, "precision": "fp32"}
_MNIST = {"epochs": 150, "batch": 256, "lr": 0.004}
_DIGITS = {"epochs": 300, "batch": 64, "lr": 0.002}
_SHAPES = {"epochs": 200, "batch": 256, "lr": 0.004}
_PLANS: Mapping[tuple[str, str], Mapping[str, object]] = {
    ("mnist", "vae"): _MNIST,
    ("mnist", "vanilla"): _MNIST,
    ("digits", "vae"): _DIGITS,
    ("digits", "vanilla"): {**_DIGITS, "epochs": 100},  # later it learns the 1,437 by heart
    ("shapes", "vae"): _SHAPES,
    ("shapes", "vanilla"): _SHAPES,
}
RECIPES = {
    f"{data}-{variant}-2d": Recipe(variant, data, {"latent": 2}, {**plan, **_ALWAYS})
    for (data, variant), plan in _PLANS.items()
}


def make(name: str, recipe: Recipe, out: Path, data_folder: Path | None = None) -> Path:
    """Train a model, write NAME.safetensors and NAME.md into a folder; return the first's path.

    Raises:
        UserError: its data is not at hand, or the training failed.
    """
    data = open_data(recipe.data, folder=data_folder)
    state = _trained(name, recipe, data)
    small = halved(describe(state, data), data, recipe)
    path = out / f"{name}.safetensors"
    checkpoint.save(small, path)
    (out / f"{name}.md").write_text(card(name, small.header, data), encoding="utf-8")
    return path


def halved(full: Checkpoint, data: DataSet, recipe: Recipe) -> Checkpoint:
    """Round the weights to half precision; measure, and place the test images, with these."""
    rounded = Checkpoint(full.header, {name: _half(value) for name, value in full.weights.items()})
    model = checkpoint.build(rounded, "the rounded model")
    places = {name: _half(value) for name, value in latents(model, data.test).items()}
    found = {"figures": evaluate(model, data), "recipe": recipe.command}
    return Checkpoint(full.header.model_copy(update=found), rounded.weights, latents=places)


def card(name: str, header: Header, data: DataSet) -> str:
    """Write the model card: what it is, what it was made of, how good it is."""
    entry, source = find(header.variant), sources()[header.data]
    figures = "\n".join(f"| {key} | {value:.6g} |" for key, value in header.figures.items())
    return f"""# {name}

{entry.title} ({entry.paper}) with a latent of size {header.knobs["latent"]}.

- Data: {source.title}: {source.about}. {len(data.train):,} images to train on, {len(data.test):,} \
to test on. No image is in the file, but where the model puts each test image, and its label.
- Training: {header.step:,} steps, seed {header.plan["seed"]}, weights stored in half precision.
- Licence: the weights are under the project's own; that of the data is stated above.

Made by aeviewer {header.made_by} with `python pretrained/make.py {name}`, which trains as

    {header.recipe}

Figures on the test images, of the stored weights (squared error summed over pixels, nats an image):

| figure | value |
|---|---|
{figures}
"""


def _trained(name: str, recipe: Recipe, data: DataSet) -> TrainingState:
    config = find(recipe.variant).configure(recipe.knobs)
    plan = Plan.make("plan", recipe.plan)
    state = begin(recipe.variant, config, plan, data.train.shape, _CPU)
    with TrainingBar(name, 0, plan.steps(len(data.train))) as bar:
        for event in train(state, data.train):
            if isinstance(event, Step):
                bar.show(event)
    state.model.eval()
    return state


def _half(value: Tensor) -> Tensor:
    return value.half() if value.is_floating_point() else value


def main(argv: Sequence[str]) -> int:
    """Make the models named, or all."""
    parser = argparse.ArgumentParser(description="Make the bundled models.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RECIPES))
    parser.add_argument("--data-folder", type=Path, help="where the data sets' folders lie")
    given = parser.parse_args(argv)
    if unknown := [name for name in given.names if name not in RECIPES]:
        parser.error(f"unknown model {unknown[0]!r}; known: {', '.join(RECIPES)}")
    torch.set_num_threads(training_threads())
    try:
        for name in given.names or RECIPES:
            sys.stdout.write(f"{make(name, RECIPES[name], HERE, given.data_folder)}\n")
    except UserError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
