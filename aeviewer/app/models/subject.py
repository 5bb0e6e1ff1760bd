"""What stands in a slot of the window: a model, its chart and the images it is shown with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.app.models.placed import Placed
from aeviewer.app.requests import latent_of
from aeviewer.data.images import Images
from aeviewer.latent.path import chain
from aeviewer.session.view import Anchor, Point, View
from aeviewer.training.history import History
from aeviewer.training.twins import Twins
from aeviewer.words import _

_PATH_POINTS = 49  # of the line on the map, for each leg


@dataclass(frozen=True)
class Subject:
    """A model on show.

    Attributes:
        title: how the window calls it.
        twins: its weights, for the decoder.
        classes: names of the classes.
        labels: (N,) class numbers of the samples on the map, or None.
        placed: where the samples are; None for a model that has no encoder.
        images: the samples themselves, or None where the data is not at hand.
        data: name of the data set that it was trained on; empty where nobody says.
        live: the model is in training, and the samples move.
        learned: the images of the training, of all classes, or None where they are not at hand.
        normal: numbers of the classes that it was trained on alone; empty for all.
        history: its weights at earlier moments, or None.
        figures: what was measured on all test images when it was trained; empty where unknown.
        string: (K, D) a geodesic that was found between anchors, or None.
        showing: stands for this one time that it was put on show, however its samples move since.
    """

    title: str
    twins: Twins
    classes: tuple[str, ...]
    labels: NDArray[np.int64] | None
    placed: Placed | None
    images: Images | None
    data: str = ""
    live: bool = False
    learned: Images | None = None
    normal: frozenset[int] = frozenset()
    history: History | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    string: Tensor | None = None
    showing: object = field(default_factory=object, repr=False)

    def anew(self) -> Self:
        """Put it on show another time: what was asked the time before is never answered."""
        return replace(self, showing=object())

    def same_model(self, before: "Subject | None") -> bool:
        """Whether it is the model of the one before, wherever its samples are now."""
        return before is not None and before.twins is self.twins

    def with_placed(self, placed: Placed) -> Self:
        """Move the samples."""
        return replace(self, placed=placed)

    def caption(self, sample: int, kind: str) -> str:
        """Call a sample by its class, what is shown of it, and its number.

        Args:
            sample: its number.
            kind: what is shown of it, marked to be translated.
        """
        if self.labels is None:
            return f"{_(kind)} {sample}"
        return f"{self.classes[int(self.labels[sample])]} · {_(kind)} {sample}"

    def told(self, which: slice) -> Tensor | None:
        """Labels (K,) of some of the images, or None where they are not known."""
        labels = None if self.images is None else self.images.labels
        return None if labels is None else labels[which]

    def latent(self, point: Point, base: tuple[float, ...]) -> Tensor | None:
        """Find the latent (D,) at a point of the plane; None before the samples are placed."""
        if self.placed is None:
            return None
        return self.placed.plane.lift(latent_of(point)[None], self.through(base))[0]

    def through(self, base: tuple[float, ...]) -> Tensor | None:
        """Take the view's base for a latent (D,), unless it is of another latent space."""
        fits = self.placed is not None and len(base) == self.placed.plane.size
        return latent_of(base) if fits else None

    def look_at(self, latent: Tensor) -> dict[str, tuple[float, ...]]:
        """What the view becomes with the cursor on a latent (D,): its cursor and its base.

        What the plane cannot say of the latent is in the base.
        """
        base = tuple(latent.tolist()) if len(latent) > 2 else ()
        return {"cursor": self.point(latent), "base": base}

    def point(self, latent: Tensor) -> Point:
        """Find the point of the plane that is nearest to a latent (D,)."""
        assert self.placed is not None
        x, y = self.placed.plane.project(latent[None])[0].tolist()
        return x, y

    def nearest(
        self, point: Point, hidden: frozenset[int] = frozenset(), first: int | None = None
    ) -> int | None:
        """Number of the sample nearest to a point of the plane, of the classes not hidden.

        That is the one a hand points at on the map; `nearest_latent` may be another.

        Args:
            point: of the plane.
            hidden: numbers of classes.
            first: only so many samples are looked at; None for all.
        """
        if self.placed is None or not len(self.placed.points):
            return None
        points = self.placed.points[:first]
        across, down = (points[:, i] - np.float32(point[i]) for i in (0, 1))
        distance = across * across + down * down  # a tenth of the time of a sum along the axis
        if hidden and self.labels is not None:
            distance[np.isin(self.labels[: len(distance)], list(hidden))] = np.nan
        return int(np.nanargmin(distance)) if np.isfinite(distance).any() else None

    def nearest_latent(self, view: View) -> int | None:
        """Number of the sample whose latent is nearest to the cursor's, of the classes not hidden.

        On the map another may lie nearer, as that leaves out all but two dimensions.
        """
        latent = self.latent(view.cursor, view.base)
        if self.placed is None or latent is None:
            return None
        hidden: NDArray[np.bool_] | None = None
        if view.hidden and self.labels is not None:
            hidden = np.isin(self.labels[: len(self.placed.latents)], list(view.hidden))
        return self.placed.nearest(latent, hidden)

    def anchor(self, anchor: Anchor) -> Tensor | None:
        """Find the latent of an anchor: its sample's, wherever that is by now, or its point's."""
        if self.placed is None:
            return None
        if anchor.sample is not None and anchor.sample < len(self.placed.latents):
            return self.placed.latents[anchor.sample]
        return self.latent(anchor.point, anchor.base)

    def stops(self, view: View) -> Tensor | None:
        """Find the latents (K, D) of the view's anchors; None without two."""
        found = [self.anchor(anchor) for anchor in view.anchors]
        known = [latent for latent in found if latent is not None]
        return torch.stack(known) if len(known) == len(found) >= 2 else None

    def path(self, view: View, places: Tensor) -> Tensor | None:
        """Walk the view's path at places (K,) in [0, 1]: (K, D); None without two anchors.

        A geodesic that was not found yet is walked straight.
        """
        stops = self.stops(view)
        if stops is None:
            return None
        if view.path == "geodesic" and self.string is not None:
            return chain(self.string, places, "lerp")
        shape = "slerp" if view.path == "slerp" else "lerp"
        return chain(stops, places, shape, closed=view.is_loop)

    def path_points(self, view: View) -> NDArray[np.float32]:
        """Trace the view's path in the plane, (K, 2); empty without one."""
        legs = max(1, len(view.anchors) - (0 if view.is_loop else 1))
        walked = self.path(view, torch.linspace(0, 1, legs * (_PATH_POINTS - 1) + 1))
        if walked is None or self.placed is None:
            return np.empty((0, 2), np.float32)
        return self.placed.plane.project(walked).numpy().astype(np.float32)
