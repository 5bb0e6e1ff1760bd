"""The compare page: several models under one cursor, one selection and one camera."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.camera import Bounds
from aeviewer.app.kit.hint import Hint
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.compare.bar import CompareBar
from aeviewer.app.views.compare.cell import CompareCell, Face
from aeviewer.app.views.compare.grid import Grid, Input
from aeviewer.app.views.compare.rates import RatesView
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_TO_COME = N_("Several models beside each other appear here.")
_ALONE = N_(
    "Add a second model, by the button above: its plane stands beside this one, under the same "
    "cursor, selection and camera."
)
_CAPTION = 88  # points of width
_LEAST = 1.0  # of the plane's units: what is smaller is one place, and its noise would fill a frame


class ComparePage(PageView):
    """Composes the page, and keeps one cell for each model."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self._theme = store, LIGHT
        self.bar, self.rates = CompareBar(store), RatesView()
        self.note = quiet()
        self.empty = Hint(centred=True)
        self.input = Input()
        self.cells: dict[str, CompareCell] = {}
        self._grid = Grid()
        self._alone, self._caption = quiet(), quiet()
        self._choices = QWidget()
        self._outer, self._sides = QStackedLayout(self), QStackedLayout()
        self._build()
        self.set_empty(_(_TO_COME))
        watch(self, store, self._on_hidden, "hidden")
        watch(self, store, self._on_side, "comparing")
        self._on_side(store.view)

    def control_rows(self) -> Sequence[QWidget]:
        """What is compared, and what the models are given."""
        return self.bar, self._choices

    def set_bare(self, bare: bool) -> None:
        """Hide what it is set by, in the cells too, or show that again."""
        super().set_bare(bare)
        for cell in self.cells.values():
            cell.set_bare(bare)

    def offer_actions(self, actions: Mapping[str, QAction]) -> None:
        """Offer to train a twin of the first model."""
        self.bar.offer_twin(actions["twin"])

    def set_empty(self, text: str) -> None:
        """Say why there is nothing to compare; an empty text brings the page back."""
        self.empty.say(text)
        self._outer.setCurrentIndex(0 if text else 1)

    def set_faces(self, faces: Sequence[Face]) -> None:
        """Show these models, the first one first; cells of others go, with all that they hold."""
        for name in [name for name in self.cells if name not in {face.name for face in faces}]:
            self.cells.pop(name).deleteLater()
        for face in faces:
            if face.name in self.cells:
                self.cells[face.name].set_face(face)
            else:
                self.cells[face.name] = self._cell(face)
        self._alone.setVisible(len(faces) == 1)
        for widget in (self.note, self.bar.align):
            widget.setVisible(len(faces) > 1)
        shown = [self.cells[face.name] for face in faces]
        self._grid.set_cells([*shown, *([self._alone] if len(faces) == 1 else [])])

    def set_note(self, text: str) -> None:
        """Say how the planes lie."""
        self.note.setText(text)

    def set_input(self, caption: str, image: QImage | None, lack: str = "") -> None:
        """Show what all models are given, or say what is missing."""
        self.input.set_image(image)
        self.input.setVisible(image is not None)
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self._lack.setText(lack)
        self._lack.setVisible(bool(lack))

    @property
    def caption(self) -> str:
        """What the input is said to be."""
        return self._caption.text()

    @property
    def lack(self) -> str:
        """What is said to be missing of the input."""
        return self._lack.text()

    def fit(self) -> None:
        """Let all planes show the same: what is around all points of all of them."""
        known = (cell.map.bounds for cell in self.cells.values())
        bounds = _around([each for each in known if each is not None])
        for cell in self.cells.values():
            cell.map.set_bounds(bounds)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.rates.set_theme(theme)
        for cell in self.cells.values():
            cell.set_theme(theme)

    def _cell(self, face: Face) -> CompareCell:
        cell = CompareCell(self._store, face)
        cell.set_theme(self._theme)
        cell.set_bare(self.bare)
        cell.removed.connect(partial(self._on_removed, face.name))
        return cell

    def _on_removed(self, name: str) -> None:
        others = self._store.view.others
        self._store.choose(others=tuple(other for other in others if other != name))

    def _on_hidden(self, view: View) -> None:
        for cell in self.cells.values():
            cell.map.hide_classes(view.hidden)
        self.fit()

    def _on_side(self, view: View) -> None:
        self._sides.setCurrentIndex(1 if view.comparing == "rates" else 0)

    def _build(self) -> None:
        self.setAccessibleName(_("Compare"))
        self._alone.setText(_(_ALONE))
        self._alone.setParent(self._grid)
        self._alone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lack = quiet()
        self._lack.hide()
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        column.addWidget(self.bar)
        column.addLayout(self._sides, 1)
        self._sides.addWidget(self._models())
        self._sides.addWidget(self.rates)
        self._outer.addWidget(self.empty)
        self._outer.addWidget(Scrolled(content, sideways=True))

    def _models(self) -> QWidget:
        side = QWidget()
        column = boxes.column(side, SPACES[1])
        column.addLayout(self._head())
        column.addWidget(self._grid, 1)
        return side

    def _head(self) -> QHBoxLayout:
        """What all models are given, with the choices and the words beside it."""
        head, words = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(SPACES[1])
        words.setSpacing(SPACES[0])
        line = Wrapping(self._choices, gap=SPACES[1])
        for widget in (self.bar.given, self.bar.align):
            line.addWidget(widget)
        words.addWidget(self._choices)
        words.addWidget(self.note)
        words.addWidget(self._lack)
        sized(self._caption, QWidget.setFixedWidth, _CAPTION)
        head.addWidget(self.input)
        head.addWidget(self._caption)
        head.addLayout(words, 1)
        return head


def _around(parts: Sequence[Bounds]) -> Bounds | None:
    """What is around all boxes, and no smaller than can mean something."""
    if not parts:
        return None
    sides = zip(*parts, strict=True)
    left, bottom, right, top = (
        end(side) for end, side in zip((min, min, max, max), sides, strict=True)
    )
    lacks = max(0.0, (_LEAST - max(right - left, top - bottom)) / 2)
    return left - lacks, bottom - lacks, right + lacks, top + lacks
