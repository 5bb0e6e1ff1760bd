"""How much of an attribute is added: a slider from -2 to 2, and the number."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.number import NumberField
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.theme import SPACES
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

MOST = 2.0
"""How often an attribute is added, or taken away, at most."""

_STEPS = 100  # for each time
_TIP = N_("How often the attribute is added to the latent at the cursor; below 0 it is taken away")


class StrengthSlider(QWidget):
    """Shows the view's strength and moves it; each gesture is one step of undo."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._slider, self._number = QSlider(Qt.Orientation.Horizontal), NumberField()
        self._build()
        self._slider.valueChanged.connect(self._on_slider_changed)
        self._slider.sliderReleased.connect(store.settle)
        self._number.typed.connect(self._on_typed)
        watch(self, store, self._follow, "strength")
        self._follow(store.view)

    def _follow(self, view: View) -> None:
        self._slider.setValue(_position(view.strength))
        self._number.show_number(view.strength)

    def _on_slider_changed(self, position: int) -> None:
        if position == _position(self._store.view.strength):
            return  # it only follows the strength
        self._store.set(strength=position / _STEPS)
        if not self._slider.isSliderDown():
            self._store.settle()

    def _on_typed(self, strength: float) -> None:
        self._store.choose(strength=min(max(strength, -MOST), MOST))
        self._number.show_number(self._store.view.strength)

    def _build(self) -> None:
        reach = round(MOST * _STEPS)
        self._slider.setRange(-reach, reach)
        self._slider.setSingleStep(_STEPS // 10)
        self._slider.setPageStep(_STEPS // 2)
        self._slider.setAccessibleName(_("Strength of the attribute"))
        self._slider.setMinimumWidth(80)
        calm(self._slider)
        self._number.setAccessibleName(_("Strength of the attribute as a number"))
        label = QLabel(_("How much"))
        label.setBuddy(self._slider)
        row = boxes.row(self, SPACES[1])
        for part in (label, self._slider, self._number):
            part.setToolTip(tip(_(_TIP)))
            row.addWidget(part, int(part is self._slider))


def _position(strength: float) -> int:
    return round(min(max(strength, -MOST), MOST) * _STEPS)
