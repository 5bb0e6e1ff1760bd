"""The four-corner grid with its controls: what lies between four anchors, to go about in."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from aeviewer.app.kit import boxes
from aeviewer.app.kit.stepper import of_count
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.mix.corner_grid import CornerGrid
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.words import N_, _

FEWEST, MOST = 5, 15
_CORNERS = 4
_INVITATION = N_(
    "What lies between four anchors appears here. {count} of 4 are set: Shift+click on the map."
)
_CHOOSE = N_("Choose four")
_CHOICE = N_("Four of the selected samples or, without a selection, four of different classes")
_SHAPES: tuple[tuple[Literal["lerp", "slerp"], str], ...] = (
    ("lerp", N_("Straight")),
    ("slerp", N_("Arc")),
)


class CornersView(QWidget):
    """Writes the view's spot, side and path; the cursor goes along.

    Attributes:
        grid: the pictures.
        controls: what it is set by.
        wanted: samples are to be chosen for the corners.
    """

    wanted = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.grid = CornerGrid()
        self._shape, self._where = QComboBox(), QLabel()
        self.controls: Sequence[QWidget] = (QWidget(),)
        self._side = of_count(
            _("Side"),
            _("How many pictures stand along each side of the grid"),
            (_("Fewer pictures"), _("More pictures")),
            FEWEST,
            MOST,
        )
        self._empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout(self)
        self._build()
        self._connect()
        self._follow(store.view)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.grid.set_theme(theme)

    def set_image(self, image: QImage | None, side: int) -> None:
        """Show side x side pictures, as one."""
        self.grid.set_image(image, side)

    def _follow(self, view: View) -> None:
        count = min(len(view.anchors), _CORNERS)
        self._empty.setText(_(_INVITATION).format(count=count))
        self._pages.setCurrentIndex(int(count == _CORNERS))
        self._shape.setCurrentIndex(max(self._shape.findData(view.path), 0))
        self._side.show_number(view.side)
        self.grid.set_spot(view.spot)
        self._where.setText(
            f"\N{RIGHTWARDS ARROW} {view.spot[0]:.2f} \N{DOWNWARDS ARROW} {view.spot[1]:.2f}"
        )

    def _on_taken(self, spot: Point) -> None:
        self._store.set(spot=spot)

    def _on_side_chosen(self, side: int) -> None:
        self._store.choose(side=side)

    def _on_shape_activated(self, _index: int) -> None:
        self._store.choose(path=self._shape.currentData())

    def _connect(self) -> None:
        self.grid.taken.connect(self._on_taken)
        self.grid.released.connect(self._store.settle)
        self._side.chosen.connect(self._on_side_chosen)
        self._shape.activated.connect(self._on_shape_activated)
        watch(self, self._store, self._follow, "anchors", "path", "side", "spot")

    def _build(self) -> None:
        self.setAccessibleName(_("Grid between four anchors"))
        for name, words in _SHAPES:
            self._shape.addItem(_(words), name)
        calm(self._shape)
        self._shape.setAccessibleName(_("Shape of the grid"))
        self._shape.setToolTip(
            tip(
                _(
                    "Straight: the four latents are mixed by their shares. Arc: along arcs that "
                    "keep the distance from 0, from side to side and from top to bottom"
                )
            )
        )
        write_numbers(self._where)
        self._where.setAccessibleName(_("Place in the grid, across and down"))
        self._where.setToolTip(
            tip(_("The place in the grid: across and down, from 0 at A to 1 at D"))
        )
        self._pages.addWidget(self._invitation())
        self._pages.addWidget(self._content())

    def _invitation(self) -> QWidget:
        page, button = QWidget(), self._chooser()
        self._empty.setObjectName("quiet")
        self._empty.setWordWrap(True)
        column = QVBoxLayout(page)
        column.setSpacing(SPACES[2])
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        return page

    def _content(self) -> QWidget:
        content, controls = QWidget(), Wrapping(self.controls[0], gap=SPACES[1])
        for part in (self._shape, self._side, self._chooser(), self._where):
            controls.addWidget(part)
        column = boxes.column(content, SPACES[1])
        column.addWidget(self.controls[0])
        column.addWidget(self.grid, 1)
        return content

    def _chooser(self) -> QPushButton:
        button = QPushButton(_(_CHOOSE))
        button.setToolTip(tip(_(_CHOICE)))
        button.clicked.connect(self.wanted)
        return button
