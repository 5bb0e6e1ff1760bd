"""The track: the strip of pictures, and below it the slider, at one scale."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.scale import px
from aeviewer.app.views.path.strip import Strip, inset
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

_STEPS = 1000
_HANDLE = 8  # pixels from a slider's end to the middle of its handle there
_SLIDER = 28  # pixels of height


class Track(QWidget):
    """Shows t of the view, and moves it; each gesture is one step of undo.

    Attributes:
        strip: the pictures along the path.
        slider: where on it one is, below the middle of the picture there.
    """

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._least = 0
        self.strip, self.slider = Strip(), QSlider(Qt.Orientation.Horizontal)
        for part in (self.strip, self.slider):
            part.setParent(self)
        self.slider.setRange(0, _STEPS)
        self.slider.setSingleStep(10)
        self.slider.setPageStep(100)
        calm(self.slider)
        self.slider.setAccessibleName(_("Place on the path, from its first anchor to its last"))
        self.slider.setToolTip(_("The place t on the path: 0 at A, 1 at its end"))
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.slider.sliderReleased.connect(store.settle)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        watch(self, store, self._show, "t")
        self._show(store.view)

    def set_look(self, *, strip: bool, least: int) -> None:
        """Show the strip or not, on so many pixels of width at least."""
        self._least = least
        self.strip.setVisible(strip)
        self.updateGeometry()
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """The strip's height above the slider's."""
        above = 0 if self.strip.isHidden() else self.strip.sizeHint().height()
        return QSize(self._least, above + px(_SLIDER))

    def sizeHint(self) -> QSize:
        """It takes what width is left over."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        above = 0 if self.strip.isHidden() else self.strip.sizeHint().height()
        self.strip.setGeometry(0, 0, self.width(), above)
        left = max(round(inset(self.width())) - px(_HANDLE), 0)
        self.slider.setGeometry(left, above, max(self.width() - 2 * left, 1), px(_SLIDER))

    def _show(self, view: View) -> None:
        self.slider.setValue(_position(view.t))
        self.strip.set_t(view.t)

    def _on_slider_changed(self, position: int) -> None:
        if position == _position(self._store.view.t):
            return  # it only follows t
        self._store.set(t=position / _STEPS)
        if not self.slider.isSliderDown():
            self._store.settle()


def _position(t: float) -> int:
    return round(t * _STEPS)
