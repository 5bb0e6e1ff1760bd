"""The state of the program as one frozen value.

What is annotated with bounds is held to them where a view comes from elsewhere (`session/file`).
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Interval, MaxLen

NARROWEST, WIDEST = 1e-9, 1e12
"""How much of the plane a camera shows, at least and at most."""

FAR = 1e13
"""How far off a coordinate may be: its square is finite in float32."""

Coordinate = Annotated[float, Interval(ge=-FAR, le=FAR)]
Point = tuple[Coordinate, Coordinate]
Number = Annotated[int, Interval(ge=0, le=2**31 - 1)]
"""Of a sample, a class, a code, a step; or a seed."""
Share = Annotated[float, Interval(ge=0, le=1)]
Scalar = str | int | float | bool


@dataclass(frozen=True)
class Anchor:
    """A stop on a path: a place in the plane, or a sample that takes the place along.

    Attributes:
        point: (x, y) in the plane, where it was put.
        sample: number of the sample it sits on, or None for a free point.
        base: the latent that a free point was put at, where the plane does not say all of it;
            empty for the plane's own origin.
    """

    point: Point
    sample: Number | None = None
    base: tuple[Coordinate, ...] = ()


@dataclass(frozen=True)
class Camera:
    """What part of the plane is on the screen.

    Attributes:
        centre: the point in the middle.
        span: how much of the plane the canvas's shorter side shows, in latent units.
    """

    centre: Point
    span: Annotated[float, Interval(ge=NARROWEST, le=WIDEST)]


@dataclass(frozen=True)
class Slot:
    """A place for a model; views, requests to the decoder and snapshots name it.

    Attributes:
        name: what requests call it.
        model: the checkpoint in it: a bundled one's name, a path, or "" for the one in training.
    """

    name: str = "a"
    model: str = "mnist-vae-2d"


@dataclass(frozen=True)
class Spoil:
    """Noise that images are spoilt by.

    Attributes:
        kind: a kind of noise that the zoo knows.
        level: how strong, in the kind's own unit.
        seed: of what is drawn.
    """

    kind: str = "gaussian"
    level: Annotated[Coordinate, Ge(0)] = 0.5
    seed: Number = 0


@dataclass(frozen=True)
class Painting:
    """Codes painted over a sample's own; shown with that sample of that model alone.

    Attributes:
        model: the checkpoint in the slot, as `Slot` names it.
        sample: number of the sample, or None for a map without one.
        cells: (stage, row, column, code) of each cell painted, counted from 0.
    """

    model: str = ""
    sample: Number | None = None
    cells: tuple[tuple[Number, Number, Number, Number], ...] = ()


@dataclass(frozen=True)
class Features:
    """What the features page shows of a latent's units.

    Attributes:
        unit: number of the unit looked at closely, from 0; None for the first in order.
        order: how the units are sorted: how much they change the picture, for how many samples
            they are active, or as they are numbered.
        at: where a unit's effect is taken: at the mean latent, or where the cursor is.
        jacobian: whose singular values are shown.
        part: what has the page for itself: the units with the recipe, or the Jacobian.
    """

    unit: Number | None = None
    order: Literal["strength", "use", "number"] = "strength"
    at: Literal["mean", "cursor"] = "mean"
    jacobian: Literal["encoder", "decoder"] = "encoder"
    part: Literal["all", "units", "jacobian"] = "all"


@dataclass(frozen=True)
class Stroke:
    """A line of a drawing.

    Attributes:
        points: (x, y) from the upper left corner of the sheet, of its side.
        rub: it takes ink away.
    """

    points: tuple[Point, ...]
    rub: bool = False


@dataclass(frozen=True)
class Held:
    """A posterior that was taken in hand: a Gaussian that is no sample's any more.

    Attributes:
        mean: (d,) its middle.
        std: (d,) its widths.
        sample: number of the sample whose posterior it was.
    """

    mean: tuple[Coordinate, ...]
    std: tuple[Annotated[Coordinate, Ge(0)], ...]
    sample: Number = 0


@dataclass(frozen=True)
class View:
    """All that a person has chosen to look at; equal views show equal pictures.

    Attributes:
        slots: the models on show, one for now.
        variant: name of the model family chosen for training.
        data: name or folder of the data set chosen for training.
        knobs: the hyper-parameters that differ from their defaults, by name.
        device: what to train on: auto, cpu, cuda:0, mps.
        cursor: the point of the plane that is decoded.
        base: the latent that the plane is laid through where there are more than two dimensions:
            what the cursor does not say of z; empty for the plane's own origin.
        axes: two latent dimensions to show, or None for the plane of largest variance.
        chart: what places a latent of more than two dimensions on the map: a plane (by PCA, or the
            axes), t-SNE or UMAP. Where there is none of these, the plane stands in.
        chart_seed: what t-SNE or UMAP was begun with.
        camera: the part of the plane on the screen, or None to fit all points.
        layers: what the map paints, from the bottom up.
        condition: number of the class that a conditional model is told; None for none.
        anchors: what the path leads through, A then B and so on.
        path: the shape of the path between them; a geodesic is the shortest as pictures go.
        closed: whether it leads back to A, from three anchors on.
        t: the place on the path, from 0 at A to 1 at its end.
        hidden: numbers of the classes that are not shown.
        selection: numbers of the samples chosen, in order; all views mark the same ones.
        tool: what a drag on the map does: move the cursor, or select by a box or a lasso.
        page: what is in the middle of the window: the map, or another page's name.
        spoil: the noise of the denoising page.
        sample: the sample that pages look at closely, or None for the first one selected.
        rubbed: where holes are rubbed into that sample on the denoising page: (x, y) in shares of
            the picture's width and height, from its upper left corner.
        repeats: how often the denoising page sends an image through the model, from 1 to 20.
        normal: numbers of the classes that count as normal, where anomalies are looked for.
        threshold: the anomaly score from which on an image is called abnormal; None for the one
            that a page proposes.
        stages: how many of a codebook model's stages rebuild the picture, from 1 on; the codebook
            page shows the last of these.
        code: the entry of that stage's codebook that is chosen, and painted with; None for none.
        painted: codes painted over a sample's.
        by_use: whether a codebook's entries are in the order of their use, or of their numbers.
        moment: how many steps the model on show had been trained for when it was as it is looked
            at; None for its newest weights. One that is not kept counts as None.
        trails: whether lines on the map lead from where samples were to where they are.
        strokes: the drawing, line by line.
        centred: whether the drawing is centred as MNIST was, or taken as it lies.
        own: an image that was dropped or pasted, as the text of a PNG in base64, which is read in
            the drawing's place; empty for none.
        reach: how far the rows of a traversal go: as far as the samples, or three standard
            deviations of the prior.
        beside: what the probe shows below the picture: the nearest sample, its neighbours, or its
            posterior.
        held: the posterior as it was changed by hand; None for that of the nearest sample.
        draws: the seed of what is drawn from it.
        others: the models that stand beside the first one where models are compared: bundled
            names, files or run folders, eight at most.
        comparing: what is compared: what the models show, or what a picture costs them.
        aligned: whether the compared models' planes are turned and scaled so that the samples lie
            where they do in the first one's, or taken as they are.
        given: what all compared models are to rebuild: the sample nearest to the cursor, the first
            one selected, or the drawing.
        honest: whether the path's honesty is unfolded below its strip.
        mixing: how the mixing page mixes latents: a grid between four anchors, an attribute that is
            added, or an analogy of three anchors.
        side: how many pictures stand along each side of the four-corner grid, from 5 to 15.
        spot: the place in that grid: (0, 0) at A, (1, 0) at B, (0, 1) at C, (1, 1) at D.
        groups: numbers of the samples kept as two groups, those without an attribute and those
            that have it; either may be empty.
        strength: how often the attribute is added to the cursor's latent, from -2 to 2.
        noise: seed of the draws from the prior that the adversary page shows as samples.
        goal: what image the search on that page is for: the sample looked at closely, the drawing,
            or one of the page's own samples.
        made: number of that one, from 0.
        starts: how many of the page's samples the search starts from, from 1 to 16.
        searching: whether the search for that image's latent is on.
        adversary: what has the adversary page for itself: the samples with what the adversary says
            of them, or the search.
        features: what the features page shows.
        lesson: the lesson that is open: a bundled one's name, or a path; empty for none.
        lesson_step: number of its step, from 0.
        theme: colours of the window; `system` follows the desktop.
        scale: what the size of all text is multiplied by, from 0.75 to 3.
        glyphs: whether each class has a form of its own on the map, in every theme.
    """

    slots: tuple[Slot, ...] = (Slot(),)
    variant: str = "vae"
    data: str = "digits"
    knobs: tuple[tuple[str, Scalar], ...] = ()
    device: str = "auto"
    cursor: Point = (0.0, 0.0)
    base: tuple[Coordinate, ...] = ()
    axes: tuple[Number, Number] | None = None
    chart: Literal["pca", "tsne", "umap"] = "pca"
    chart_seed: Number = 0
    camera: Camera | None = None
    layers: tuple[str, ...] = ("points",)
    condition: Number | None = None
    anchors: tuple[Anchor, ...] = ()
    path: Literal["lerp", "slerp", "geodesic"] = "lerp"
    closed: bool = False
    t: Share = 0.0
    hidden: frozenset[Number] = frozenset()
    selection: tuple[Number, ...] = ()
    tool: Literal["cursor", "box", "lasso"] = "cursor"
    page: str = "map"
    spoil: Spoil = Spoil()
    sample: Number | None = None
    rubbed: tuple[Point, ...] = ()
    repeats: Annotated[int, Interval(ge=1, le=20)] = 1
    normal: frozenset[Number] = frozenset()
    threshold: Coordinate | None = None
    stages: Annotated[Number, Ge(1)] = 1
    code: Number | None = None
    painted: Painting = Painting()
    by_use: bool = False
    moment: Number | None = None
    trails: bool = True
    strokes: tuple[Stroke, ...] = ()
    centred: bool = True
    own: str = ""
    reach: Literal["samples", "prior"] = "samples"
    beside: Literal["nearest", "neighbours", "posterior"] = "nearest"
    held: Held | None = None
    draws: Number = 0
    others: Annotated[tuple[str, ...], MaxLen(8)] = ()
    comparing: Literal["models", "rates"] = "models"
    aligned: bool = True
    given: Literal["nearest", "selected", "drawing"] = "nearest"
    honest: bool = False
    mixing: Literal["grid", "attribute", "analogy"] = "grid"
    side: Annotated[int, Interval(ge=5, le=15)] = 9
    spot: tuple[Share, Share] = (0.5, 0.5)
    groups: tuple[tuple[Number, ...], tuple[Number, ...]] = ((), ())
    strength: Annotated[float, Interval(ge=-2, le=2)] = 0.0
    noise: Number = 0
    goal: Literal["sample", "drawing", "made"] = "sample"
    made: Number = 0
    starts: Annotated[int, Interval(ge=1, le=16)] = 8
    searching: bool = False
    adversary: Literal["all", "samples", "search"] = "all"
    features: Features = Features()
    lesson: str = ""
    lesson_step: Number = 0
    theme: Literal["system", "light", "dark", "contrast", "projector"] = "system"
    scale: Annotated[float, Interval(ge=0.75, le=3)] = 1.0
    glyphs: bool = False

    @property
    def looked_at(self) -> int:
        """Number of the sample that pages look at closely: chosen, or first selected, or first."""
        if self.sample is not None:
            return self.sample
        return self.selection[0] if self.selection else 0

    @property
    def is_loop(self) -> bool:
        """Whether the path leads back to where it began: two anchors make no loop."""
        return self.closed and len(self.anchors) > 2
