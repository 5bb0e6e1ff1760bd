"""Models are opened beside the one on show, on the decoder's thread, in slices."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from torch import Tensor

from aeviewer.app.decoder import Request, Slice
from aeviewer.app.flows.compare.models import Entrant, labelled_alike, short, sides
from aeviewer.app.flows.flow import SLOT
from aeviewer.app.flows.map.charting import place
from aeviewer.app.models.placed import Placed, unplaced
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import LAYER
from aeviewer.data.sources import title_of
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.bundled import resolve, shipped
from aeviewer.training.checkpoint import Checkpoint
from aeviewer.training.header import read_header
from aeviewer.words import _, ngettext
from aeviewer.zoo.capabilities import Discrete
from aeviewer.zoo.registry import Model, find

OPEN = "compare open"


@dataclass(frozen=True)
class Refused:
    """A model that cannot be compared, and why, in a sentence."""

    name: str
    fault: str


def opening(name: str, subject: Subject) -> Request:
    """Ask for a model to be opened: an `Entrant`, or a `Refused`."""
    return Request(OPEN, SLOT, _opening(name, subject), LAYER)


def _opening(name: str, subject: Subject) -> Iterator[Slice]:
    work = _Opening(name, subject)
    yield work.load
    if work.lacks_places:
        yield from work.placing()
    yield work.done


@dataclass
class _Opening:
    name: str
    subject: Subject
    found: Checkpoint | None = None
    entrant: Entrant | None = None
    fault: str = ""

    @property
    def lacks_places(self) -> bool:
        """Whether the images have to be encoded."""
        made = self.entrant
        return made is not None and made.placed is None and made.reads and bool(self.subject.images)

    def load(self, _model: Model) -> None:
        """Read the checkpoint."""
        try:
            path = _there(self.name)
            self._check(path)
            found = checkpoint.load(path)
            self.entrant = _entrant(self.name, found, checkpoint.build(found, str(path)))
        except UserError as error:
            self.fault = str(error)
            return
        self._chart(found.latents)

    def placing(self) -> Iterator[Slice]:
        """Encode the images of the model on show."""
        assert self.entrant is not None
        assert self.subject.images is not None
        slices = place(SLOT, self.subject.images, None).slices
        for part in self.entrant.by_itself(slices):
            yield partial(self._take, part)

    def done(self, _model: Model) -> Entrant | Refused:
        """Hand over what came of it."""
        if self.entrant is None:
            return Refused(self.name, self.fault)
        if self.entrant.placed is None:
            assert self.entrant.model is not None
            return replace(self.entrant, placed=unplaced(self.entrant.model), shared=False)
        return self.entrant

    def _check(self, path: Path) -> None:
        wanted, shape = self.subject.twins.image_shape, read_header(path).image_shape
        if shape != wanted:
            raise UserError(
                _(
                    "{name} is for images of {shape}; those of the model on show have {wanted}"
                ).format(name=short(self.name), shape=sides(shape), wanted=sides(wanted))
            )

    def _chart(self, latents: Mapping[str, Tensor]) -> None:
        """Take the latents that the checkpoint brings, where they are of the same samples."""
        assert self.entrant is not None
        mean, labels = latents.get("mean"), latents.get("labels")
        own = None if labels is None else labels.numpy().astype(np.int64)
        alike = labelled_alike(own, self.subject.labels)
        images = self.subject.images
        if mean is None or (images is not None and not (alike and len(mean) == len(images))):
            return
        where = Placed.of(mean.float())
        self.entrant = replace(self.entrant, placed=where, labels=own, shared=alike)

    def _take(self, part: Slice, model: Model) -> None:
        found = part(model)
        if isinstance(found, Placed) and self.entrant is not None:
            labels, count = self.subject.labels, len(self.subject.classes)
            self.entrant = replace(self.entrant, placed=found, labels=labels, classes=count)


def _entrant(name: str, found: Checkpoint, model: Model) -> Entrant:
    header = found.header
    count = math.prod(model.latent_shape)
    numbers = ngettext("{count:,} number", "{count:,} numbers", count).format(count=count)
    size = _("codes") if isinstance(model, Discrete) else numbers
    about = _("{title} of {size}, trained on {data}").format(
        title=find(header.variant).title, size=size, data=title_of(header.data)
    )
    return Entrant(
        name, short(name), about, model, type(model), None, None, len(header.classes), shared=True
    )


def _there(name: str) -> Path:
    if name not in shipped() and not Path(name).expanduser().exists():
        raise UserError(
            _("{name} is gone: no bundled model is called so, and there is no such file").format(
                name=name
            )
        )
    return resolve(name)
