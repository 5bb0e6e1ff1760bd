"""The registry: a variant enters itself by one decorator in its own file.

Every module of this package is imported once, so that adding a model is adding one file.
"""

import importlib
import math
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import torch

import aeviewer.zoo
from aeviewer.errors import UserError
from aeviewer.zoo.contract import GenerativeModel, ImageShape
from aeviewer.zoo.knobs import Knobs
from aeviewer.zoo.target import Target
from aeviewer.zoo.targets import TARGETS

Model = GenerativeModel[Any]
M = TypeVar("M", bound=Callable[[ImageShape, Any], Model])

_LARGEST = 2_000_000_000  # bytes of weights that knobs may ask for


@dataclass(frozen=True)
class Variant:
    """An entry of the zoo.

    Attributes:
        name: the word of the command line and of checkpoints.
        title: how the window calls it.
        paper: who proposed it, and when.
        model: the final class.
        knobs: the type of its hyper-parameters.
        targets: what it must show and is to reach; a model that states none has none.
    """

    name: str
    title: str
    paper: str
    model: Callable[[ImageShape, Any], Model]
    knobs: type[Knobs]
    targets: tuple[Target, ...] = ()

    def configure(self, values: Mapping[str, object]) -> Knobs:
        """Check hyper-parameters, given as numbers or text.

        Raises:
            UserError: one is unknown or out of its bounds.
        """
        return self.knobs.make(self.name, values)

    def build(self, image_shape: ImageShape, config: Knobs, seed: int = 0) -> Model:
        """Make a fresh model for images (C, H, W); the same seed gives the same weights.

        Raises:
            UserError: the knobs ask for more weights than the bound.
        """
        self.outline(image_shape, config)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self.model(image_shape, config)

    def outline(self, image_shape: ImageShape, config: Knobs) -> Model:
        """Make the model on the meta device, where shapes are known and nothing is allocated.

        Raises:
            UserError: the knobs ask for more weights than the bound.
        """
        with torch.device("meta"):
            model = self.model(image_shape, config)
        size = sum(math.prod(value.shape) * 4 for value in model.state_dict().values())
        if size > _LARGEST:
            raise UserError(
                f"{self.name} with these knobs has {size:,} bytes of weights; the bound is "
                f"{_LARGEST:,}: choose smaller sizes"
            )
        return model


_VARIANTS: dict[str, Variant] = {}


def variant(
    name: str, title: str, paper: str, knobs: type[Knobs], targets: tuple[Target, ...] = ()
) -> Callable[[M], M]:
    """Enter a final model class into the zoo; its targets are those given, or the table's."""

    def enter(model: M) -> M:
        if name in _VARIANTS and _VARIANTS[name].model.__module__ != model.__module__:
            raise ValueError(f"two models are called {name!r}")
        aims = targets or TARGETS.get(name, ())
        _VARIANTS[name] = Variant(name, title, paper, model, knobs, aims)
        return model

    return enter


def variants() -> Mapping[str, Variant]:
    """All entries, by name."""
    for module in pkgutil.iter_modules(aeviewer.zoo.__path__):
        importlib.import_module(f"aeviewer.zoo.{module.name}")
    return dict(sorted(_VARIANTS.items()))


def find(name: str) -> Variant:
    """Look an entry up.

    Raises:
        UserError: there is none of that name.
    """
    known = variants()
    if name not in known:
        raise UserError(f"unknown model {name!r}; known: {', '.join(known)}")
    return known[name]
