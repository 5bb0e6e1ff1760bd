"""What a script must know of its figure beyond the view."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cells:
    """The decoded manifold in sight: a picture for each cell of the plane.

    Attributes:
        side: of a cell.
        columns: numbers of the first cell across and of the one after the last.
        rows: the same upwards.
    """

    side: float
    columns: tuple[int, int]
    rows: tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """What the window knows of its figure beyond the view.

    Attributes:
        size: how many dimensions a latent has.
        samples: how many samples are placed on the map.
        data: name or folder of their images; empty where the checkpoint brings latents alone.
        flat: the map is a plane.
        axes: the two dimensions that span it; None for the plane of largest variance.
        drawn: it goes through a draw from the prior, as no sample says where to look.
        conditional: the model is told classes.
        discrete: its latent is rounded, so that no path relaxes.
        strip: how many pictures there are along the path.
        cells: the decoded manifold in sight; None where it is not on show.
        noise: how many samples are drawn, are shown, and stand in a row on the adversary page.
        home: the person's folder, which a script names as such.
    """

    size: int
    samples: int = 0
    data: str = ""
    flat: bool = True
    axes: tuple[int, int] | None = None
    drawn: bool = False
    conditional: bool = False
    discrete: bool = False
    strip: int = 9
    cells: Cells | None = None
    noise: tuple[int, int, int] = (0, 0, 1)
    home: Path = Path("~")
