"""Makes the bundled models: trains each by its recipe, stores half precision, and a model card.

    python pretrained/make.py                      all of them
    python pretrained/make.py digits-vae-2d ...    some
    python pretrained/make.py NAME --run RUN       from a run that `aeviewer train` made
    python pretrained/make.py NAME --measure       the stored weights' figures and card anew
    python pretrained/make.py NAME --card          the card alone, of the figures that are stored

Data sets are found as the program finds them, in AEVIEWER_DATA or the user's data folder.
"""

import argparse
import math
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from aeviewer.commands.aims import COLUMNS, cells, held
from aeviewer.commands.printing import spelt
from aeviewer.commands.progress import TrainingBar
from aeviewer.data.images import DataSet, Images
from aeviewer.data.sources import open_data, sources
from aeviewer.errors import UserError
from aeviewer.training import checkpoint, run
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.events import Step
from aeviewer.training.header import Header, read_header
from aeviewer.training.loop import train
from aeviewer.training.metrics.encoding import latents
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.training.plan import Plan, training_threads
from aeviewer.training.run import describe
from aeviewer.training.state import TrainingState, begin
from aeviewer.zoo.registry import find

HERE = Path(__file__).parent
_CPU = torch.device("cpu")
_ALWAYS: Mapping[str, int | float | str] = {"seed": 0, "precision": "fp32"}
_PLACES = 100_000  # numbers: test images' latents in one file, half precision
_FEWEST = 300  # test images, whatever their latents take


class Recipe(BaseModel):
    """How one bundled model is made.

    Attributes:
        variant: name in the zoo.
        data: name of the data set.
        knobs: of the model, where they are not the default.
        plan: of the training.
        lesson: whether it is there for a lesson alone, and lies with the others of that kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    variant: str
    data: str
    knobs: Mapping[str, int | float | str | bool] = {}
    plan: Mapping[str, int | float | str]
    lesson: bool = False

    @property
    def folder(self) -> Path:
        """Where what it makes is kept."""
        return HERE / "lessons" if self.lesson else HERE

    @property
    def command(self) -> str:
        """The command line that trains the same model."""
        options = {"data": self.data, **self.knobs, **self.plan, **self._settled}
        words = [_option(name.replace("_", "-"), value) for name, value in options.items()]
        return f"aeviewer train {self.variant} {' '.join(words)} --device cpu --out RUN"

    def config(self) -> run.RunConfig:
        """Say it as a run folder does.

        Raises:
            UserError: a knob is out of its bounds.
        """
        knobs = find(self.variant).configure(self.knobs)
        plan = Plan.make("plan", {**self.plan, **self._settled})
        return run.RunConfig(
            variant=self.variant, knobs=knobs.model_dump(), plan=plan.model_dump(), data=self.data
        )

    @property
    def _settled(self) -> Mapping[str, int | float | str]:
        """Named, so that neither a default nor a machine decides."""
        return {name: self.plan.get(name, value) for name, value in _ALWAYS.items()}


def _option(name: str, value: object) -> str:
    if isinstance(value, bool):
        return f"--{name}" if value else f"--no-{name}"
    return f"--{name} {spelt(value)}"


def recipes() -> Mapping[str, Recipe]:
    """Read all recipes, by the names of the models."""
    table = tomllib.loads((HERE / "recipes.toml").read_text(encoding="utf-8"))
    return {name: Recipe.model_validate(entry) for name, entry in table.items()}


def make(name: str, recipe: Recipe, out: Path, data_folder: Path | None = None) -> Path:
    """Train a model, write NAME.safetensors and NAME.md into a folder; return the first's path.

    Raises:
        UserError: its data is not at hand, or the training failed.
    """
    data = open_data(recipe.data, folder=data_folder)
    return store(name, describe(_trained(name, recipe, data), data), data, recipe, out)


def take(name: str, recipe: Recipe, folder: Path, out: Path, data_folder: Path | None) -> Path:
    """Store the model of a run that followed the recipe.

    Raises:
        UserError: it did not, or has not ended.
    """
    found = checkpoint.load(run.checkpoint_path(folder))
    check(f"{folder}", name, recipe, found.header)
    return store(name, found, open_data(recipe.data, folder=data_folder), recipe, out)


def again(name: str, recipe: Recipe, folder: Path, data_folder: Path | None) -> Path:
    """Measure the model of that name in a folder anew, and write its card.

    Raises:
        UserError: it was made by another recipe.
    """
    path = folder / f"{name}.safetensors"
    found = checkpoint.load(path)
    check(f"{path}", name, recipe, found.header)
    return store(name, found, open_data(recipe.data, folder=data_folder), recipe, folder)


def rewrite(name: str, recipe: Recipe, folder: Path, data_folder: Path | None) -> Path:
    """Write the card of the model of that name in a folder anew; nothing is measured.

    Raises:
        UserError: the model or its data is not at hand.
    """
    header = read_header(folder / f"{name}.safetensors")
    path = folder / f"{name}.md"
    path.write_text(card(name, header, open_data(recipe.data, folder=data_folder)), "utf-8")
    return path


def check(origin: str, name: str, recipe: Recipe, header: Header) -> None:
    """Refuse what did not follow the recipe to its end.

    Raises:
        UserError: it did not; says what differs.
    """
    asked = recipe.config()
    if header.step != header.total:
        raise UserError(f"{origin} is at step {header.step} of {header.total}")
    if header.variant != recipe.variant:
        raise UserError(f"{origin} did not follow the recipe of {name}: it is {header.variant}")
    for part, was, wanted in (
        ("knobs", find(recipe.variant).configure(header.knobs).model_dump(), asked.knobs),
        ("plan", Plan.make("plan", header.plan).model_dump(), asked.plan),
    ):
        if was != wanted:
            raise UserError(f"{origin} did not follow the recipe of {name}: its {part} is {was}")


def store(name: str, full: Checkpoint, data: DataSet, recipe: Recipe, out: Path) -> Path:
    """Write a model rounded to half precision, and its card."""
    small = halved(full, data, recipe)
    path = out / f"{name}.safetensors"
    checkpoint.save(small, path)
    (out / f"{name}.md").write_text(card(name, small.header, data), encoding="utf-8")
    return path


def halved(full: Checkpoint, data: DataSet, recipe: Recipe) -> Checkpoint:
    """Round the weights to half precision; measure, and place test images, with these."""
    rounded = Checkpoint(full.header, {name: _half(value) for name, value in full.weights.items()})
    model = checkpoint.build(rounded, "the rounded model")
    shown = data.test.first(_shown(math.prod(model.latent_shape), data.test))
    places = {name: _half(value) for name, value in latents(model, shown).items()}
    normal = Plan.make("plan", full.header.plan).normal
    found = {
        "figures": evaluate(model, data, normal=normal),
        "recipe": recipe.command,
        "latent_shape": model.latent_shape,
    }
    return Checkpoint(full.header.model_copy(update=found), rounded.weights, latents=places)


def _shown(size: int, test: Images) -> int:
    """How many test images' places a file of sensible size can hold."""
    return min(len(test), max(_FEWEST, _PLACES // size))


def card(name: str, header: Header, data: DataSet) -> str:
    """Write the model card: what it is, what it was made of, how good it is, and was to be."""
    entry, source = find(header.variant), sources()[header.data]
    figures = "\n".join(f"| {key} | {value:.6g} |" for key, value in header.figures.items())
    latent = " x ".join(map(str, header.latent_shape))
    steps = f"{header.step:,} step{'s' * (header.step != 1)}, seed {header.plan['seed']}"
    return f"""# {name}

{entry.title} ({entry.paper}) with a latent of {latent}.

- Data: {source.title}: {source.about}. {len(data.train):,} images to train on, {len(data.test):,} \
to test on. No image is in the file, but where the model puts test images, and their labels.
- Training: {steps}, weights stored in half precision.
- Licence: the weights are under the project's own; that of the data is stated above.

Made by aeviewer {header.made_by} with `python pretrained/make.py {name}`, which trains as

    {header.recipe}

Figures on the test images, of the stored weights (squared error summed over pixels, nats an image):

| figure | value |
|---|---|
{figures}
{_targets(header)}"""


def _targets(header: Header) -> str:
    """Write what the zoo holds such a model to, and whether it is reached; often nothing."""
    rows = [
        cells(
            verdict, " / ".join(key for key in (verdict.target.figure, verdict.target.over) if key)
        )
        for verdict in held(header, header.figures)
    ]
    if not rows:
        return ""
    table = [COLUMNS, ("---",) * len(COLUMNS), *rows]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in table)
    return f"""
What such a model is held to: a reach is what shipped weights aim at, a gate what any training of so
many images must keep.

{lines}
"""


def _trained(name: str, recipe: Recipe, data: DataSet) -> TrainingState:
    asked = recipe.config()
    config = find(recipe.variant).configure(asked.knobs)
    plan = Plan.make("plan", asked.plan)
    state = begin(recipe.variant, config, plan, data.train.shape, _CPU)
    with TrainingBar(name, 0, state.total(plan.count(data.train))) as bar:
        for event in train(state, data.train):
            if isinstance(event, Step):
                bar.show(event)
    state.model.eval()
    return state


def _half(value: Tensor) -> Tensor:
    return value.half() if value.is_floating_point() else value


def main(argv: Sequence[str]) -> int:
    """Make the models named, or all."""
    known = recipes()
    parser = argparse.ArgumentParser(description="Make the bundled models.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--data-folder", type=Path, help="where the data sets' folders lie")
    parser.add_argument("--run", type=Path, help="a run that followed the recipe of the one NAME")
    parser.add_argument("--measure", action="store_true", help="do not train, measure anew")
    parser.add_argument("--card", action="store_true", help="do not measure either")
    given = parser.parse_args(argv)
    if unknown := [name for name in given.names if name not in known]:
        parser.error(f"unknown model {unknown[0]!r}; known: {', '.join(known)}")
    torch.set_num_threads(training_threads())
    try:
        for name in given.names or known:
            sys.stdout.write(f"{_made(name, known[name], given)}\n")
    except UserError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


def _made(name: str, recipe: Recipe, given: argparse.Namespace) -> Path:
    if given.run is not None:
        return take(name, recipe, given.run, recipe.folder, given.data_folder)
    if given.card:
        return rewrite(name, recipe, recipe.folder, given.data_folder)
    if given.measure:
        return again(name, recipe, recipe.folder, given.data_folder)
    return make(name, recipe, recipe.folder, given.data_folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
