"""Which part of the plane is shown: the person's camera, or a fit that does not jitter."""

from PySide6.QtCore import QEasingCurve, QSize, QVariantAnimation, Signal
from PySide6.QtWidgets import QStyle, QWidget

from aeviewer.app.kit.camera import Bounds, Viewport, between, fitted, steady
from aeviewer.session.view import Camera

_EASE_MS = 160
_PRIOR = (-3.5, -3.5, 3.5, 3.5)  # nearly all of a standard normal prior, while there are no points


class Framing(QVariantAnimation):
    """The camera as it is on the screen, which glides to where it should be.

    Attributes:
        moved: the camera on the screen is another one.
    """

    moved = Signal()

    def __init__(self, canvas: QWidget, chosen: Camera | None) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._chosen = chosen
        self._inset = 0
        self._fit = fitted(_PRIOR, 1, 1)
        self._shown = self._start = self._goal = chosen or self._fit
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value_changed)

    @property
    def viewport(self) -> Viewport:
        """Where the plane lies on the canvas."""
        return Viewport(self._shown, *_sides(self._canvas.size()))

    @property
    def fitted(self) -> Camera:
        """The fit, on show or not."""
        return self._fit

    @property
    def fitted_scale(self) -> float:
        """Pixels for each unit of the plane where all points are shown."""
        return Viewport(self._fit, *_sides(self._canvas.size())).scale

    def choose(self, camera: Camera | None) -> None:
        """Show what the person chose, at once; None for what is fitted next."""
        self._chosen = camera
        if camera is not None:
            self._go(camera, eased=False)

    def fit(
        self, bounds: Bounds | None, eased: bool, anew: bool = False, inset: int | None = None
    ) -> None:
        """Learn where the points and the cursor are, and follow unless the person chose a camera.

        Args:
            bounds: the box around what is to be seen, or None without points.
            eased: whether to glide there.
            anew: fit exactly, even if the former fit would still serve.
            inset: pixels at the right to leave free; as before, if it is None.
        """
        self._inset = self._inset if inset is None else inset
        if anew or not bounds:
            self._fit = self.fresh(bounds)
        else:
            self._fit = steady(self._fit, bounds, *self._room())
        if self._chosen is None:
            self._go(self._fit, eased)

    def fresh(self, bounds: Bounds | None) -> Camera:
        """Fit exactly, without following."""
        return fitted(bounds or _PRIOR, *self._room())

    def _room(self) -> tuple[int, int, int]:
        """Width and height of the canvas, and what to leave free at the right, in pixels."""
        width, height = _sides(self._canvas.size())
        return width, height, min(self._inset, width // 3)

    def _go(self, camera: Camera, eased: bool) -> None:
        if camera == self._goal and (eased or self._shown == camera):
            return
        self.stop()
        self._start, self._goal = self._shown, camera
        duration = easing(self._canvas) if eased else 0
        if not duration:
            self._show(camera)
            return
        self.setDuration(duration)
        self.start()

    def _on_value_changed(self, t: float) -> None:
        if self.state() == self.State.Running:
            self._show(between(self._start, self._goal, t))

    def _show(self, camera: Camera) -> None:
        if camera != self._shown:
            self._shown = camera
            self.moved.emit()


def easing(canvas: QWidget) -> int:
    """Milliseconds of a motion; 0 where nobody would see it, or the desktop wants no motion."""
    animates = canvas.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, canvas)
    return _EASE_MS if animates and canvas.isVisible() else 0


def _sides(size: QSize) -> tuple[int, int]:
    return max(size.width(), 1), max(size.height(), 1)
