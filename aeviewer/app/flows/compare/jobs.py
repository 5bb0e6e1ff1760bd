"""What is measured of rate and distortion, in slices; all on the same pictures."""

import copy
import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from aeviewer.app.flows.compare.given import spread
from aeviewer.app.flows.compare.measuring import Job, Measuring
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.flows.map.tiles import batch_of
from aeviewer.app.views.codebook.text import stages as counted
from aeviewer.app.views.compare.rates import Series, Spot
from aeviewer.data.images import Images
from aeviewer.training.metrics import rate
from aeviewer.training.metrics.rate import QUALITIES, Cost, Form, Steps
from aeviewer.training.state import Encoding
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.capabilities import Conditional, Discrete, Sparse
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import Model

PCA_KEY = "pca"
_PICTURES = 500  # measured at most
_DEPTHS = (1, 2, 3, 4, 6, 8)  # bits of one number of a latent
_COMPONENT = 8  # bits of one component of PCA
_FILES = 16  # pictures written in one slice


@dataclass(frozen=True, eq=False)
class Sheet:
    """The pictures that all are measured on."""

    images: Images
    numbers: Tensor

    @classmethod
    def of(cls, images: Images) -> "Sheet":
        """Take some of them, evenly."""
        return cls(images, spread(len(images), _PICTURES))

    @property
    def pixels(self) -> int:
        """Numbers of a picture."""
        return math.prod(self.images.shape)

    def parts(self, size: int) -> Sequence[Tensor]:
        """Their numbers, by the handful."""
        return torch.split(self.numbers, size)

    def series(
        self, title: str, costs: Mapping[str, Cost], about: str, *, baseline: bool = False
    ) -> Series:
        """Make a series of what each choice costs."""
        spots = [
            Spot(label, cost.bits / cost.count, rate.psnr(sse, self.pixels), sse)
            for label, cost in costs.items()
            for sse in [cost.sse / cost.count]
        ]
        return Series(title, title, tuple(spots), baseline, about)


def of_files(sheet: Sheet, form: Form) -> Job:
    """Measure files that Pillow writes."""
    parts = sheet.parts(_FILES)

    def start(_model: Model) -> Measuring:
        whole: dict[str, Cost] = {}
        own: dict[str, Cost] = {}
        for quality in QUALITIES:
            label = _("quality {quality}").format(quality=quality)
            for part in parts:
                one, two = rate.files(sheet.images.floats(part), form, quality)
                whole[label] = whole.get(label, Cost()) + one
                own[label] = own.get(label, Cost()) + two
                yield None
        name = "WebP" if form == "WEBP" else form
        less = _("the frame") if form == "WEBP" else _("the scan")
        yield (
            sheet.series(f"{name}, {less}", own, _(_SHARED[form]), baseline=True),
            sheet.series(
                _("{name}, whole file").format(name=name),
                whole,
                _("Every byte of the file"),
                baseline=True,
            ),
        )

    return Job(form, len(QUALITIES) * len(parts) + 1, start)


_SHARED: Mapping[Form, str] = {
    "JPEG": N_("Without header and tables, which are the same for every picture of one quality"),
    "WEBP": N_("Without the container of 20 bytes"),
}


def of_pca(sheet: Sheet, pca: PCA) -> Job:
    """Measure principal components, 1, 2, 4 and so on, rounded to 8 bits each."""
    parts = sheet.parts(batch_of(pca))
    most = len(pca.components)
    sizes = [2**power for power in range(most.bit_length()) if 2**power <= most]

    def start(_model: Model) -> Measuring:
        z = torch.cat([pca.encode(sheet.images.floats(part)).mean for part in parts])
        costs: dict[str, Cost] = {}
        steps = Steps.over(z, _COMPONENT)
        for size in sizes:
            total = Cost()
            for part, latents in zip(parts, torch.split(z, batch_of(pca)), strict=True):
                kept = steps(latents)
                kept[:, size:] = 0
                x = sheet.images.floats(part)
                bits = float(_COMPONENT * size * len(x))
                total += Cost(bits, rate.squared(x, pca.decode(kept)), len(x))
                yield None
            said = ngettext("{size} component", "{size} components", size)
            costs[said.format(size=size)] = total
        about = _("{component} bits for each component, fitted to training images").format(
            component=_COMPONENT
        )
        yield (sheet.series("PCA", costs, about, baseline=True),)

    return Job((PCA_KEY, pca), len(sizes) * len(parts) + 1, start)


def of_model(sheet: Sheet, key: Hashable, entrant: Entrant) -> Job:
    """Measure a model that has an encoder, by a copy where its weights may move on."""

    def start(model: Model) -> Measuring:
        own = entrant.model or copy.deepcopy(model)
        assert isinstance(own, Autoencoder)
        return (
            _codes(sheet, entrant, own)
            if isinstance(own, Discrete)
            else _numbers(sheet, entrant, own)
        )

    count = len(sheet.parts(_batch(sheet.images)))
    return Job(key, count * (1 + len(_DEPTHS)) + 1, start)


def _codes(sheet: Sheet, entrant: Entrant, model: Model) -> Measuring:
    assert isinstance(model, Discrete)
    stages = len(model.codebooks())
    costs = {counted(stage + 1): Cost() for stage in range(stages)}
    for part in sheet.parts(_batch(sheet.images)):
        x = sheet.images.floats(part).to(model.device)
        codes = model.codes(x)
        for stage, label in enumerate(costs, start=1):
            costs[label] += rate.discrete(model, x, codes, stage)
            yield None
    cells = math.prod(model.grid)
    about = ngettext(
        "{cells} cell, log2 of the codebook's size for each stage",
        "{cells} cells, each log2 of the codebook's size for each stage",
        cells,
    ).format(cells=cells)
    yield (sheet.series(entrant.title, costs, about),)


def _numbers(sheet: Sheet, entrant: Entrant, model: Encoding) -> Measuring:
    parts = sheet.parts(_batch(sheet.images))
    found = []
    for part in parts:
        found.append(_encoded(model, sheet.images, part))
        yield None
    steps = {bits: Steps.over(torch.cat(found), bits) for bits in _DEPTHS}
    costs = {}
    for bits in _DEPTHS:
        total = Cost()
        for part, z in zip(parts, found, strict=True):
            x, labels = _read(model, sheet.images, part)
            total += rate.continuous(model, x, z, steps[bits], labels)
            yield None
        said = ngettext("{bits} bit a number", "{bits} bits a number", bits)
        costs[said.format(bits=bits)] = total
    yield (sheet.series(entrant.title, costs, _about(model)),)


def _about(model: Encoding) -> str:
    size = math.prod(model.latent_shape)
    if isinstance(model, Sparse):
        return ngettext(
            "A bit for the only unit, and a number where it is active",
            "A bit for each of {size} units, and numbers for those that are active",
            size,
        ).format(size=size)
    told = _(", and the class") if isinstance(model, Conditional) else ""
    return ngettext(
        "{size} number in equal steps over its range{told}",
        "{size} numbers in equal steps over the range of each{told}",
        size,
    ).format(size=size, told=told)


def _encoded(model: Encoding, images: Images, part: Tensor) -> Tensor:
    x, labels = _read(model, images, part)
    if labels is not None and isinstance(model, Conditional):
        return model.encode_as(x, labels).mean.flatten(1)
    return model.encode(x).mean.flatten(1)


def _read(model: Model, images: Images, part: Tensor) -> tuple[Tensor, Tensor | None]:
    x = images.floats(part).to(model.device)
    if images.labels is None or not isinstance(model, Conditional):
        return x, None
    return x, images.labels[part].to(x.device)


def _batch(images: Images) -> int:
    return max(1, 64 * 784 // math.prod(images.shape))
