"""The search for an image's latent: what for, from where, how far it is."""

from collections.abc import Sequence
from typing import get_args, get_type_hints

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from aeviewer.app.kit import boxes
from aeviewer.app.kit.picture_row import PictureRow
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.stepper import of_count, of_number
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.adversary.found import Found, entries, said
from aeviewer.app.views.adversary.plane import WaysPlane
from aeviewer.app.views.path.strip import Strip
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _, ngettext

MOST_STARTS = 16
GOALS: Sequence[str] = get_args(get_type_hints(View)["goal"])
_TITLES = {
    "sample": N_("an image of the data"),
    "drawing": N_("the drawing"),
    "made": N_("a sample above"),
}
_HEIGHT, _LINE = 156, 32  # pixels
_PLANE = 260  # pixels of width at most, beside the pictures
_ALL = 16_777_215  # pixels: Qt's word for no limit
_NOWHERE = -1.0  # a place on the strip that marks no picture: the cursor is not on this path


class SearchPanel(QWidget):
    """Writes what the view says of the search, and shows how it goes.

    Attributes:
        controls: what it is set by.
        nearest_wanted: take the sample nearest to the cursor.
        cursor_wanted: put the cursor on what was found.
    """

    nearest_wanted = Signal()
    cursor_wanted = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._able, self._alone = True, False
        self._goal, self._search = QComboBox(), QToolButton()
        self._nearest, self._go = QPushButton(_("Nearest")), QPushButton(_("Put the cursor there"))
        self._sample = of_number(
            _("Image"),
            _("Number of the image of the data"),
            (_("Previous image"), _("Next image")),
        )
        self._starts = of_count(
            _("Starts"),
            _(
                "From how many draws of the prior it descends; they are others than "
                "the samples above"
            ),
            (_("One start less"), _("One start more")),
            1,
            MOST_STARTS,
        )
        self._progress, self._words, self._figures = QLabel(), quiet(small=True), quiet(small=True)
        self.pictures, self.strip, self.plane = PictureRow(), Strip(), WaysPlane()
        self.controls, self._row = QWidget(), QWidget()
        self._build()
        self._connect()
        watch(self, store, self._show, "goal", "sample", "starts", "searching", "selection")
        self._show(store.view)

    @property
    def said(self) -> str:
        """The sentence above the pictures."""
        return self._words.text()

    @property
    def figures(self) -> str:
        """The figures below them."""
        return self._figures.text()

    def set_alone(self, alone: bool) -> None:
        """Take all the room there is, or a strip of the page."""
        self._alone = alone
        self._limit()

    def _limit(self) -> None:
        self._row.setMaximumHeight(_ALL if self._alone else px(_HEIGHT))
        self.plane.setMaximumWidth(_ALL if self._alone else px(_PLANE))

    def set_count(self, count: int, *, placed: bool) -> None:
        """Say how many images of the data there are, and whether they lie on the map."""
        self._sample.set_range(0, max(count - 1, 0))
        self._sample.setEnabled(bool(count))
        self._nearest.setEnabled(bool(count) and placed)
        self._show(self._store.view)

    def say(self, text: str, able: bool) -> None:
        """Say what is missing or particular; and whether one can search."""
        self._able = able
        self._words.setText(text)
        self._words.setVisible(bool(text))
        self._row.setVisible(able)
        self._show(self._store.view)

    def show_found(self, found: Found | None) -> None:
        """Show how far it is; None where nothing is searched for."""
        self.pictures.set_entries(() if found is None else entries(found))
        done = found is not None and found.picture is not None
        self.strip.set_images(found.strip if found is not None else ())
        self._figures.setText("" if found is None else said(found))
        self._figures.setVisible(done)
        self._go.setEnabled(done)
        self._progress.setText(_steps(found) if found is not None and found.total else "")

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.strip.set_theme(theme)
        self.plane.set_theme(theme)

    def _show(self, view: View) -> None:
        self._goal.setCurrentIndex(GOALS.index(view.goal))
        for widget in (self._sample, self._nearest):
            widget.setVisible(view.goal == "sample")
        self._sample.show_number(view.looked_at)
        self._starts.show_number(view.starts)
        self._search.setEnabled(self._able)
        self._search.setChecked(view.searching and self._able)

    def _set(self, **changes: object) -> None:
        self._store.choose(**changes)

    def _connect(self) -> None:
        self._goal.activated.connect(lambda place: self._set(goal=GOALS[place]))
        self._sample.chosen.connect(lambda sample: self._set(sample=sample))
        self._starts.chosen.connect(lambda starts: self._set(starts=starts))
        self._search.clicked.connect(lambda on: self._set(searching=on))
        self._nearest.clicked.connect(self.nearest_wanted)
        self._go.clicked.connect(self.cursor_wanted)

    def _build(self) -> None:
        self._name_all()
        column = boxes.column(self, SPACES[1])
        self._lay_out_controls()
        column.addWidget(self.controls)
        column.addWidget(self._words)
        self._lay_out_found()
        column.addWidget(self._row, 1)
        column.addWidget(self.strip)
        column.addLayout(self._line_below())
        column.addStretch()  # keeps the controls above, where there are no pictures

    def _name_all(self) -> None:
        """Say of each control what it is."""
        self._goal.addItems([_(_TITLES[goal]) for goal in GOALS])
        self._goal.setAccessibleName(_("Image whose latent is searched for"))
        self._goal.setToolTip(tip(_("What the search is for: which latent decodes to this image?")))
        calm(self._goal)
        self._search.setText(_("Search"))
        self._search.setCheckable(True)
        self._search.setToolTip(
            tip(
                _(
                    "Gradient descent on z, from several draws of the prior, to the least squared "
                    "error; while this is on, anew for each other image"
                )
            )
        )
        self._search.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._nearest.setToolTip(tip(_("Take the image that lies nearest to the cursor")))
        self._go.setToolTip(tip(_("Put the cursor on the latent that was found")))
        for button in (self._search, self._nearest, self._go):
            button.setAccessibleName(button.text())
        self.strip.setAccessibleName(_("Pictures on the way of the best start"))

    def _lay_out_controls(self) -> None:
        self._go.setEnabled(False)
        line = Wrapping(self.controls, gap=SPACES[1])
        caption = QLabel(_("Inversion: which latent decodes to"))
        choices = (caption, self._goal, self._sample, self._nearest, self._starts, self._search)
        for choice in (*choices, self._go):
            sized(choice, QWidget.setMinimumHeight, _LINE)
            line.addWidget(choice)

    def _lay_out_found(self) -> None:
        """Put the pictures beside the plane that the ways lie in."""
        self.strip.set_t(_NOWHERE)
        sized(self._row, QWidget.setMinimumHeight, _HEIGHT)
        sized(self, SearchPanel._limit)
        self._row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        row = boxes.row(self._row, SPACES[1])
        row.addWidget(self.pictures, 2)
        row.addWidget(self.plane, 1)

    def _line_below(self) -> QHBoxLayout:
        """How far it is, and the figures."""
        self._figures.hide()
        line = QHBoxLayout()
        line.setSpacing(SPACES[2])
        line.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._figures, 1)
        return line


def _steps(found: Found) -> str:
    """Say how far a search is."""
    said = ngettext("{iteration} of {total} step", "{iteration} of {total} steps", found.total)
    return said.format(iteration=found.iteration, total=found.total)
