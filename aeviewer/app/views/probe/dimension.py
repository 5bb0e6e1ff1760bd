"""What is known of one dimension of a latent: how much it tells, and whether it has collapsed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aeviewer.app.kit.numbers import amount
from aeviewer.latent.collapse import COLLAPSED
from aeviewer.words import _

MARK = "\N{WHITE CIRCLE}"


@dataclass(frozen=True)
class Dimension:
    """One dimension of a latent.

    Attributes:
        number: its place in the latent, from 0.
        worth: what it is ordered by, with its unit: the KL in nats, or the std of the latents;
            empty where neither is known.
        collapsed: it tells so little of an image that it may as well not be there.
    """

    number: int
    worth: str = ""
    collapsed: bool = False

    @property
    def name(self) -> str:
        """What it is called: z1 for the first, with a mark where it has collapsed."""
        return f"z{self.number + 1}" + (f" {MARK}" if self.collapsed else "")

    @property
    def told(self) -> str:
        """All that is known of it, as a sentence."""
        name = f"z{self.number + 1}"
        if self.collapsed:
            return _("{name} has collapsed: {worth} of KL, under {collapsed:g} nat").format(
                name=name, worth=self.worth, collapsed=COLLAPSED
            )
        if self.worth.endswith("nat"):
            return _("{name} tells {worth} of an image (KL from the prior, in the mean)").format(
                name=name, worth=self.worth
            )
        return (
            _("{name}: the latents' {worth}").format(name=name, worth=self.worth)
            if self.worth
            else name
        )


def unranked(size: int) -> list[Dimension]:
    """Take the dimensions as they come, where nothing is known of them."""
    return [Dimension(number) for number in range(size)]


def by_kl(kl: NDArray[np.float64]) -> list[Dimension]:
    """Rank dimensions by their KL (D,) in nats, the largest first."""
    return [
        Dimension(number, _("{kl} nat").format(kl=amount(kl[number])), bool(kl[number] < COLLAPSED))
        for number in _falling(kl)
    ]


def by_spread(std: NDArray[np.float64]) -> list[Dimension]:
    """Rank dimensions by the std (D,) of the latents, the largest first."""
    return [
        Dimension(number, _("std {std}").format(std=amount(std[number])))
        for number in _falling(std)
    ]


def _falling(worth: NDArray[np.float64]) -> Sequence[int]:
    order: list[int] = np.argsort(-np.nan_to_num(worth), kind="stable").tolist()
    return order
