"""The two groups of samples that an attribute is made of, as a model places them."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from torch import Tensor

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.models.subject import Subject
from aeviewer.latent.analogy import attribute
from aeviewer.session.view import View
from aeviewer.training.fitting import fitting
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.vae import VAE

_NO_SAMPLES = N_("No samples lie here, so there are no groups: that takes an encoder.")
_TO_COME = N_("The samples are being placed.")
_LACKS = N_(
    "What one group has and the other has not is an attribute: keep two groups of samples. Select "
    "some on the map by Ctrl+drag, then keep them here{classes}."
)
_SAME = N_("Both groups have the same mean: there is no difference to add.")


@dataclass(frozen=True)
class Groups:
    """Numbers of samples, those without the attribute and those with it, of samples there are.

    Attributes:
        members: of both groups.
        latents: (N, D) of all samples; None before they are placed.
        labelled: they have classes.
    """

    members: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    latents: Tensor | None = None
    labelled: bool = False

    @classmethod
    def of(cls, subject: Subject, view: View) -> Self:
        """Take the view's groups, as far as a subject has such samples."""
        if subject.placed is None:
            return cls()
        latents = subject.placed.latents
        without, having = (
            tuple(sample for sample in group if 0 <= sample < len(latents)) for group in view.groups
        )
        return cls((without, having), latents, subject.labels is not None)

    @cached_property
    def means(self) -> list[Tensor]:
        """The mean latents (D,) of those groups that have members."""
        return [self._of(members).mean(0) for members in self.members if members]

    @cached_property
    def direction(self) -> Tensor | None:
        """The attribute (D,): the difference of the means; None without two groups, or without any.

        A difference within rounding is none.
        """
        if not all(self.members):
            return None
        without, having = map(self._of, self.members)
        found = attribute(without, having)
        return found if found.norm() > 1e-6 * max(1.0, having.norm(dim=1).mean().item()) else None

    def _of(self, members: tuple[int, ...]) -> Tensor:
        assert self.latents is not None
        return self.latents[list(members)]

    def described(self, subject: Subject, number: int) -> str:
        """Say how many are in a group, and what most of them are; nothing of nobody."""
        members = self.members[number]
        if not members:
            return ""
        count = ngettext("{count:,} sample", "{count:,} samples", len(members))
        count = count.format(count=len(members))
        if subject.labels is None or not subject.classes:
            return f"{count}\n"
        labels = Counter(subject.labels[list(members)].tolist())
        (most, share), *others = labels.most_common()
        name = subject.classes[most]
        part = f"{100 * share / len(members):.0f} %" if others else _("all")
        return _("{count},\n{part} are {name}").format(count=count, part=part, name=name)

    @property
    def lack(self) -> str:
        """Why there can be no groups, or nothing."""
        if self.latents is None:
            return _(_TO_COME)
        return "" if len(self.latents) else _(_NO_SAMPLES)

    def other(self, subject: Subject) -> str:
        """Name a bundled model whose samples lie in its latent, or nothing where these do."""
        if self.lack != _(_NO_SAMPLES):
            return ""
        return fitting(subject.twins.image_shape, subject.classes, VAE, Autoencoder)

    @property
    def words(self) -> str:
        """How long the attribute is, or what is missing."""
        if not all(self.members):
            return _(_LACKS).format(classes=_("; or take classes") if self.labelled else "")
        if self.direction is None:
            return _(_SAME)
        both = len(set(self.members[0]) & set(self.members[1]))
        length = three_digits(self.direction.norm().item())
        shared = ngettext(
            " {both:,} sample is in both groups.", " {both:,} samples are in both groups.", both
        ).format(both=both)
        return _("The means of the groups are {length} apart.{shared}").format(
            length=length, shared=shared if both else ""
        )
