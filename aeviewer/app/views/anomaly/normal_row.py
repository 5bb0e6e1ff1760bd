"""Which classes count as normal: a toggle for each, in its colour."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import LIGHT, Theme
from aeviewer.app.views.map.chip import glyph_image
from aeviewer.app.views.map.stamps import glyphs_of
from aeviewer.session.store import Store
from aeviewer.words import _

_LONGEST = 24  # letters of a name
_GLYPH = 12


class NormalRow(QWidget):
    """Writes the view's `normal`."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._theme = store, LIGHT
        self._classes: tuple[str, ...] = ()
        self._normal: frozenset[int] = frozenset()
        self._toggles: list[QToolButton] = []
        self._line = Wrapping(self)
        self._title = QLabel(_("Normal classes"))
        self._line.addWidget(self._title)
        self.setAccessibleName(_("Normal classes"))

    def set_classes(self, classes: tuple[str, ...], normal: frozenset[int]) -> None:
        """Offer these classes, and show which of them count as normal."""
        if classes != self._classes:
            self._classes = classes
            self._rebuild()
        self._normal = normal
        for number, toggle in enumerate(self._toggles):
            toggle.setChecked(number in normal)
        self.setVisible(bool(classes))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        colours = theme.classes(len(self._classes)) if self._classes else []
        glyphs = glyphs_of(colours, each=theme.glyphs)
        for toggle, colour, glyph in zip(self._toggles, colours, glyphs, strict=True):
            image = glyph_image(colour, glyph, self.devicePixelRatioF())
            toggle.setIcon(QIcon(QPixmap.fromImage(image)))

    def _rebuild(self) -> None:
        for toggle in self._toggles:
            self._line.removeWidget(toggle)
            toggle.deleteLater()
        self._toggles = [self._toggle(number) for number in range(len(self._classes))]
        for toggle in self._toggles:
            self._line.addWidget(toggle)
            self._title.setMinimumHeight(toggle.sizeHint().height())
        self.set_theme(self._theme)

    def _toggle(self, number: int) -> QToolButton:
        name = self._classes[number]
        toggle = QToolButton(self)
        toggle.setCheckable(True)
        sized(toggle, _set_icon, _GLYPH)
        toggle.setText(
            (name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…").replace("&", "&&")
        )
        toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        toggle.setToolTip(tip(_("Count {name} as normal").format(name=name)))
        toggle.setAccessibleName(_("Normal: {name}").format(name=name))
        toggle.clicked.connect(lambda: self._flip(number))
        return toggle

    def _flip(self, number: int) -> None:
        self._store.choose(normal=self._normal ^ {number})
        self.set_classes(self._classes, self._normal)  # what was not accepted goes back


def _set_icon(toggle: QToolButton, side: int) -> None:
    toggle.setIconSize(QSize(side, side))
