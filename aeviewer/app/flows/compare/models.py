"""The models that are compared: the one on show, and others that are opened beside it.

The others stand still, so one copy of each is enough, and it goes with its cell. They are opened
and asked on the decoder's thread, by slices that bring their model along.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.app.decoder import Slice
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.trainings.leaving import kept_runs
from aeviewer.app.views.compare.bar import Offer
from aeviewer.data.images import Images
from aeviewer.data.sources import title_of
from aeviewer.errors import UserError
from aeviewer.latent.alignment import Laid
from aeviewer.session.view import View
from aeviewer.training.bundled import CHECKPOINT, bundled
from aeviewer.training.header import Header, read_header
from aeviewer.words import N_, _
from aeviewer.zoo.contract import Autoencoder, ImageShape
from aeviewer.zoo.registry import Model

_KEPT = N_("Trained here")


@dataclass(frozen=True, eq=False)
class Entrant:
    """One of the models that are compared.

    Attributes:
        name: what the view calls it; empty for the one on show.
        title: what its cell calls it.
        about: more of it, in a sentence.
        model: its weights; None for the one on show, which the decoder has.
        kind: the model's class.
        placed: where it puts samples; None before it is known.
        labels: (N,) class numbers of these, or None.
        classes: how many there are.
        shared: these are the samples of the model on show, by the same numbers.
        laid: how its plane is laid over that of the model on show.
    """

    name: str
    title: str
    about: str
    model: Model | None
    kind: type[Model]
    placed: Placed | None
    labels: NDArray[np.int64] | None
    classes: int
    shared: bool = True
    laid: Laid = field(default_factory=Laid)

    @property
    def reads(self) -> bool:
        """Whether it has an encoder."""
        return issubclass(self.kind, Autoencoder)

    @property
    def size(self) -> int:
        """How many numbers a latent has."""
        return 0 if self.placed is None else self.placed.latents.shape[1]

    def by_itself(self, slices: Iterator[Slice]) -> Iterator[Slice]:
        """Let slices have this model, whichever the decoder hands them."""
        return slices if self.model is None else (partial(_hand, self.model, s) for s in slices)

    def latent(self, view: View) -> Tensor | None:
        """Find the latent (D,) under the cursor; None before the samples are placed."""
        if self.placed is None:
            return None
        point = torch.tensor([self.laid.under(view.cursor)])
        fits = self.model is None and len(view.base) == self.size
        base = torch.tensor(view.base) if fits else None  # the base is of the first's latent space
        return self.placed.plane.lift(point, base)[0]


def first(subject: Subject, name: str) -> Entrant:
    """Make an entrant of the model on show, which the view calls by a name."""
    labels = subject.labels
    if labels is not None and subject.placed is not None:
        labels = labels[: len(subject.placed.points)]
    title = short(name) if name else subject.title
    kind, count = subject.twins.kind, len(subject.classes)
    return Entrant("", title, subject.title, None, kind, subject.placed, labels, count)


def short(name: str) -> str:
    """Call a model by its name, or by the last part of its path."""
    path = Path(name)
    return path.parent.name if path.name == CHECKPOINT else path.stem if path.suffix else path.name


def names(view: View) -> tuple[str, ...]:
    """Which others the view has beside its model, each once, eight at most."""
    unlike = [name for name in view.others if name and name != view.slots[0].model]
    return tuple(dict.fromkeys(unlike))[:8]


def offers(shape: ImageShape, beside: str) -> Sequence[Offer]:
    """Name the models for images (C, H, W), but for one: bundled ones, its data first, and runs."""
    found = []
    for name, path in bundled().items():
        if header := _header(path):
            found.append((header.image_shape, Offer(name, name, title_of(header.data))))
    runs = ((run, _header(run / CHECKPOINT)) for run in kept_runs())
    found += [(its.image_shape, Offer(str(run), run.name, _(_KEPT))) for run, its in runs if its]
    fitting = [offer for its, offer in found if its == shape]
    near = next((offer.group for offer in fitting if offer.name == beside), "")
    rest = [offer for offer in fitting if offer.name != beside]
    return sorted(
        rest, key=lambda offer: (offer.group == _(_KEPT), offer.group != near, offer.group)
    )


def _header(path: Path) -> Header | None:
    """What a checkpoint says of itself; None where it is damaged, and cannot be offered."""
    with suppress(UserError):
        return read_header(path)
    return None


def labelled_alike(one: NDArray[np.int64] | None, two: NDArray[np.int64] | None) -> bool:
    """Whether labels are those of the same samples: equal, as far as both go."""
    if one is None or two is None:
        return False
    both = min(len(one), len(two))
    return both > 0 and bool((one[:both] == two[:both]).all())


def same_samples(one: Subject, two: Subject) -> bool:
    """Whether two subjects are shown with the same samples."""
    if one.twins.image_shape != two.twins.image_shape:
        return False
    if one.images is None or two.images is None:
        return one.images is two.images and labelled_alike(one.labels, two.labels)
    return same_images(one.images, two.images)


def same_images(one: Images, two: Images) -> bool:
    """Whether images are the same, opened once or twice."""
    if one is two:
        return True
    return one.pixels.shape == two.pixels.shape and torch.equal(one.pixels, two.pixels)


def sides(shape: ImageShape) -> str:
    """Write (C, H, W) as a person would: 28 x 28, or 32 x 32 in colour."""
    channels, height, width = shape
    colour = {1: "", 3: _(" in colour")}.get(
        channels, _(" of {channels} channels").format(channels=channels)
    )
    return f"{width} \N{MULTIPLICATION SIGN} {height}{colour}"


def _hand(model: Model, part: Slice, _other: Model) -> object:
    return part(model)
