"""What each unit of a latent adds to a picture: its atom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.views.features.picture import Values


@dataclass(frozen=True, eq=False)
class Atoms:
    """What the units of a latent do.

    Attributes:
        values: (U, C, H, W) the change of the picture for a step of 1.
        strength: (U,) how much each changes it over the data, or at all where there is no data.
        share: (U,) of the samples for which it is active; None where units cannot be off.
        idle: (U,) those that do nothing for any sample.
        idly: how those are called, in a word.
    """

    values: Values
    strength: NDArray[np.float32]
    share: NDArray[np.float32] | None
    idle: NDArray[np.bool_]
    idly: str = "dead"

    def __len__(self) -> int:
        return len(self.values)

    def order(self, by: str) -> list[int]:
        """Sort the units by strength, by use or by number, those that are idle last."""
        number = np.arange(len(self))
        if by == "number":
            return list(map(int, number))
        key = self.share if by == "use" and self.share is not None else self.strength
        return [int(unit) for unit in np.lexsort((number, -key, self.idle))]

    def said(self, unit: int) -> str:
        """What stands below a unit's picture."""
        if self.idle[unit]:
            return self.idly
        if self.share is not None:
            percent = 100 * float(self.share[unit])
            return f"{percent:.2g} %" if percent < 99.5 else f"{percent:.0f} %"
        return three_digits(float(self.strength[unit]))
