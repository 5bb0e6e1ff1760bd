"""How an encoder or a decoder stretches at a place: the singular values of its Jacobian."""

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.flows.features.place import Place
from aeviewer.app.flows.features.units import Columns
from aeviewer.app.kit.numbers import signed
from aeviewer.app.views.features.row import Tile
from aeviewer.latent.features import singular
from aeviewer.training.metrics.jacobian import jacobian
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model

_TOP = 8  # directions that are shown


@dataclass(frozen=True, eq=False)
class Stretches:
    """A Jacobian's singular values and leading directions, of the encoder or of the decoder."""

    side: str
    sample: int | None
    values: list[float]
    tiles: list[Tile]


def stretch(place: Place, side: str, sample: int | None) -> Iterator[Slice]:
    """Decompose the Jacobian of the encoder or the decoder at a sample: `Stretches`."""
    latent = place.latent if sample is None else place.latents[sample]
    if side == "encoder" and sample is not None:
        found: list[Tensor] = []
        yield lambda model: found.append(_encoder_jacobian(place, model, sample))
        yield lambda model: _stretches(model, side, sample, found[0])
        return
    columns = Columns(place, latent)
    yield from columns.slices()
    yield lambda model: _stretches(model, "decoder", sample, columns.found.flatten(1))


def _encoder_jacobian(place: Place, model: Model, sample: int) -> Tensor:
    assert isinstance(model, Autoencoder)
    images = place.subject.images
    if images is None:
        x = place.decode(model, place.latents[sample][None])
    else:
        x = images.floats(slice(sample, sample + 1)).to(model.device)
    return jacobian(model, x)[0].cpu()


def _stretches(model: Model, side: str, sample: int | None, j: Tensor) -> Stretches:
    values, directions = singular(j, _TOP)
    pictures = directions.reshape(-1, *model.image_shape).numpy()
    tiles = [Tile(signed(values[at].item()), change) for at, change in enumerate(pictures)]
    return Stretches(side, sample, values.tolist(), tiles)
