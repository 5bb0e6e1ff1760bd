"""One model of each kind, small and hardly trained, with as much of its samples as there is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aeviewer.training import checkpoint
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.loop import train
from aeviewer.training.plan import Plan
from aeviewer.training.run import describe
from aeviewer.training.state import begin
from aeviewer.zoo.registry import Model, find
from tests.app.making import CPU, Shape, data_set

GREY, COLOUR = (1, 8, 8), (3, 6, 10)
SAMPLES = 40
Stock = Literal["images", "latents", "nothing"]
_SMALL = {"hidden": (8,), "channels": (4,), "codes": 8, "stages": 2, "width": 2, "top": 2}


@dataclass(frozen=True)
class Kind:
    """A model, and what is at hand.

    Attributes:
        variant: of the zoo.
        latent: how many dimensions; of a map of codes, in each cell.
        shape: of its images.
        labelled: whether they have classes.
        stock: its images, a checkpoint with their latents alone, or neither.
    """

    variant: str
    latent: int
    shape: Shape
    labelled: bool
    stock: Stock

    def __str__(self) -> str:
        colour = "colour" if self.shape == COLOUR else "grey"
        labels = "labels" if self.labelled else "unlabelled"
        return f"{self.variant} {self.latent}, {colour}, {labels}, {self.stock}"


KINDS = (
    Kind("vae", 1, GREY, True, "images"),
    Kind("vae", 2, COLOUR, False, "latents"),
    Kind("vae", 3, GREY, True, "nothing"),
    Kind("vae", 16, COLOUR, True, "images"),
    Kind("vae", 64, GREY, False, "latents"),
    Kind("vanilla", 1, COLOUR, True, "nothing"),
    Kind("vanilla", 64, GREY, True, "images"),
    Kind("conv", 16, GREY, False, "latents"),
    Kind("conv", 3, COLOUR, True, "images"),
    Kind("vq", 4, COLOUR, True, "images"),
    Kind("vq", 4, GREY, False, "nothing"),
    Kind("rvq", 4, GREY, True, "latents"),
    Kind("gan", 16, GREY, True, "images"),
    Kind("gan", 2, COLOUR, False, "nothing"),
    Kind("cvae", 2, GREY, True, "latents"),
    Kind("cvae", 3, COLOUR, False, "images"),
    Kind("sparse", 64, COLOUR, True, "latents"),
    Kind("sparse-kl", 16, GREY, False, "nothing"),
    Kind("sparse-topk", 64, COLOUR, False, "images"),
    Kind("contractive", 16, GREY, True, "nothing"),
    Kind("contractive-deep", 3, COLOUR, False, "images"),
    Kind("denoising", 16, GREY, False, "images"),
    Kind("hierarchical", 3, COLOUR, True, "latents"),
    Kind("aae", 2, GREY, True, "images"),
    Kind("vaegan", 1, COLOUR, False, "latents"),
    Kind("wae", 64, GREY, False, "nothing"),
    Kind("tcvae", 3, GREY, False, "images"),
    Kind("pca", 2, COLOUR, True, "images"),
)
"""Not everything with everything, but all pairs of shape, labels and stock."""


def save(kind: Kind, path: Path) -> Model:
    """Write the checkpoint of a model that has done one step; its data is called `made`."""
    data, entry = data_set("made", kind.shape, kind.labelled), find(kind.variant)
    own = {knob.name for knob in entry.knobs.knobs()}
    values = {name: value for name, value in _SMALL.items() if name in own}
    plan = Plan.make("plan", {"epochs": 1, "batch": 60, "precision": "fp32"})
    config = entry.configure({**values, "latent": kind.latent})
    state = begin(kind.variant, config, plan, kind.shape, CPU)
    for _ in train(state, data.train):
        pass
    found = describe(state, data, with_latents=kind.stock != "nothing")
    checkpoint.save(Checkpoint(found.header, found.weights, {}, found.latents), path)
    return state.model
