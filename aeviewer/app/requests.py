"""What the window asks of a model, cut into slices short enough to give way to the cursor."""

from collections.abc import Sequence
from typing import Any

import torch
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app.decoder import Request
from aeviewer.app.pictures import pictures
from aeviewer.zoo.capabilities import Conditional
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

PROBE, HOVER, PAIR, SHEET, LAYER, MAP, _LAST = range(7)  # urgencies: the cursor first


def nothing(name: str, slot: str) -> Request:
    """Withdraw what was asked under a name."""
    return Request(name, slot, iter(()))


def decode(
    name: str, slot: str, latents: Tensor, urgency: int, condition: int | None = None
) -> Request:
    """Ask for the pictures (a list of QImage) of flat latents (N, D), of a class if one is told."""

    def made(model: Model) -> list[QImage]:
        return pictures(decoded(model, latents, condition))

    return Request(name, slot, iter([made]), urgency)


def pair(
    name: str, slot: str, images: Tensor, urgency: int, labels: Tensor | None = None
) -> Request:
    """Ask for images (N, C, H, W) and their reconstructions: two lists of QImage.

    A `Conditional` model is told the classes (N,), where they are known.
    """

    def both(model: Model) -> tuple[list[QImage], list[QImage]]:
        inputs = images.to(model.device)
        if not isinstance(model, Autoencoder):
            return pictures(inputs), []
        return pictures(inputs), pictures(_rebuilt(model, inputs, labels))

    return Request(name, slot, iter([both]), urgency)


def samples(slot: str, count: int, condition: int | None = None) -> Request:
    """Ask for pictures of draws from the prior: the same draws each time, so one sees them grow.

    A `Conditional` model is told the class, or, without one, each class in turn.
    """

    def draw(model: Model) -> list[QImage]:
        generator = torch.Generator(model.device).manual_seed(0)
        z = model.prior(count, generator)
        if condition is None and isinstance(model, Conditional):
            turns = torch.arange(count, device=z.device) % model.classes
            return pictures(model.decode_as(z, turns))
        return pictures(decoded(model, z, condition))

    return Request("samples", slot, iter([draw]), SHEET)


def draw(slot: str, seed: int) -> Request:
    """Ask for one draw from the prior: a flat latent (D,)."""

    def drawn(model: Model) -> Tensor:
        generator = torch.Generator(model.device).manual_seed(seed)
        return model.prior(1, generator).flatten().cpu()

    return Request("draw", slot, iter([drawn]), PROBE)


def last(slot: str, name: str) -> Request:
    """Ask for nothing, after all else that is asked by now: the answer is True."""
    return Request(name, slot, iter([lambda _: True]), _LAST)


def latent_of(values: Sequence[float]) -> Tensor:
    """Make a flat latent (D,) of plain numbers."""
    return torch.tensor(values, dtype=torch.float32)


def decoded(model: Model, latents: Tensor, condition: int | None = None) -> Tensor:
    """Decode flat latents (N, D), by a `Conditional` model as the class it is told, if one is."""
    z = latents.reshape(-1, *model.latent_shape).to(model.device)
    if condition is None or not isinstance(model, Conditional):
        return model.decode(z)
    return model.decode_as(z, torch.full((len(z),), condition, device=z.device))


def _rebuilt(model: Autoencoder[Any], x: Tensor, labels: Tensor | None) -> Tensor:
    if labels is None or not isinstance(model, Conditional):
        return model.decode(model.encode(x).mean)
    told = labels.to(x.device)
    return model.decode_as(model.encode_as(x, told).mean, told)
