"""The plane as it lies on the canvas: where samples and anchors are, seen by the camera."""

from aeviewer.app.kit.camera import Viewport
from aeviewer.app.views.map.content import Content
from aeviewer.app.views.map.framing import Framing
from aeviewer.app.views.map.selection import Lasso
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, Point

_REACH = 6.0  # pixels from a dot at which the mouse still means it


class Ground:
    """What gestures are made on.

    Attributes:
        content: what lies on the plane.
        framing: the camera on the screen.
    """

    def __init__(self, store: Store, content: Content, framing: Framing) -> None:
        self._store = store
        self.content, self.framing = content, framing

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies on the canvas."""
        return self.framing.viewport

    def sample_at(self, pixel: Point) -> int:
        """Number of the sample in front at a pixel, or -1."""
        view, content = self.framing.viewport, self.content
        radius = content.points.radius(view)
        return content.cloud.pick(view.to_plane(pixel), radius / view.scale, _REACH / view.scale)

    def point_of(self, sample: int) -> Point | None:
        """Where a sample lies, or None if nowhere."""
        return self.content.cloud.point_of(sample)

    def point_of_anchor(self, anchor: Anchor) -> Point:
        """Where an anchor lies: on its sample, wherever training has taken that."""
        moved = None if anchor.sample is None else self.point_of(anchor.sample)
        return moved or anchor.point

    def lasso(self, start: Point, *, box: bool, kept: tuple[int, ...]) -> Lasso:
        """Begin to select, at a point of the plane: by a box or a free line, beside what was."""
        content = self.content
        inside = content.cloud.inside
        return Lasso(self._store, content.selection, inside, start, box=box, kept=kept)
