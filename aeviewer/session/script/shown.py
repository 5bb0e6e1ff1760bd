"""What a script must know of its figure beyond the view."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


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
class Scatter:
    """The samples on the map, as large as they are in a picture of twice its pixels.

    Attributes:
        bounds: left, bottom, right and top of the plane in sight.
        size: of the picture.
        radius: of a dot.
        colours: of the classes, and in the end of samples without one.
        ground: the colour below them.
    """

    bounds: tuple[float, float, float, float]
    size: tuple[int, int]
    radius: float
    colours: tuple[str, ...]
    ground: str


@dataclass(frozen=True)
class Group:
    """Samples that stand for something.

    Attributes:
        title: what, in a word.
        samples: their numbers.
        label: the class that these are all samples of; None where they are of several, or not all.
    """

    title: str = ""
    samples: tuple[int, ...] = ()
    label: int | None = None


@dataclass(frozen=True)
class Units:
    """What the features page shows of a latent.

    Attributes:
        shape: of one latent.
        linear: the decoder is a dictionary, whose atoms are the same everywhere.
        switched: a unit is off where it is 0.
    """

    shape: tuple[int, ...] = ()
    linear: bool = False
    switched: bool = False


@dataclass(frozen=True)
class Rows:
    """The rows of the traversal page.

    Attributes:
        places: of the first row in sight among all of them, and of the one after the last.
        columns: how many pictures each has.
    """

    places: tuple[int, int] = (0, 0)
    columns: int = 11


@dataclass(frozen=True)
class Rival:
    """A model that stands beside the first one where models are compared.

    Attributes:
        name: a bundled one, or a path.
        title: what its cell calls it.
        point: of its own plane that lies under the cursor.
        size: how many dimensions its latent has.
        samples: how many lie in its plane.
        kept: their latents are in its file; else the images are encoded.
        shared: these are the samples of the first model.
        spatial: its latents have places, so that flat ones are reshaped.
        encodes: it has an encoder.
        conditional: it is told classes.
        counted: which of its numbers a picture costs: all, the active ones, codes, or none that
            PCA could be held against.
    """

    name: str
    title: str
    point: tuple[float, float]
    size: int = 0
    samples: int = 0
    kept: bool = False
    shared: bool = True
    spatial: bool = False
    encodes: bool = True
    conditional: bool = False
    counted: Literal["all", "active", "codes", "none"] = "all"


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
        scatter: how the samples lie on the map; None where they are not on show.
        noise: how many samples are drawn, are shown, and stand in a row on the adversary page.
        stds: the posteriors have widths.
        labelled: the samples have classes.
        sample: number of the sample that the page looks at closely; None for none.
        label: number of its class; None where that is not known.
        normal: numbers of the classes that count as normal; empty where nothing is to be told.
        called: the names of these, where they are not called by their numbers.
        known: how many training images of these are at hand.
        groups: samples without an attribute, and samples that have it.
        stages: how many a model of codes has.
        painted: codes painted over the sample: stage, row, column, code.
        rows: of the traversal page.
        units: of the features page.
        rivals: the models that are compared, the first one first.
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
    scatter: Scatter | None = None
    noise: tuple[int, int, int] = (0, 0, 1)
    stds: bool = False
    labelled: bool = False
    sample: int | None = None
    label: int | None = None
    normal: tuple[int, ...] = ()
    called: tuple[str, ...] = ()
    known: int = 0
    groups: tuple[Group, Group] = (Group(), Group())
    stages: int = 1
    painted: tuple[tuple[int, int, int, int], ...] = ()
    rows: Rows = Rows()
    units: Units = Units()
    rivals: tuple[Rival, ...] = ()
    home: Path = Path("~")
