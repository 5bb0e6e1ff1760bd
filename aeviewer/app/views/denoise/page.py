"""The denoising page: clean, noisy and denoised side by side, how far off, and many at a glance."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.kit.picture_row import PictureRow
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.denoise.controls import DenoiseControls
from aeviewer.app.views.denoise.large import entries
from aeviewer.app.views.denoise.rubbing import rubbed
from aeviewer.app.views.denoise.sample_rows import SampleRows
from aeviewer.app.views.denoise.values import Denoised, Many
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.words import N_, _

_INVITATION = N_("Noisy and denoised pictures appear here with a model.")
_NARROWEST = 320  # points of the pictures' width
_LEAST = 132  # points of height that the rows of samples keep


class DenoisePage(PageView):
    """Shows what noise does to a sample, and what the model does to the noise."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._theme = LIGHT
        self._shown: Denoised | None = None
        self._first = 0
        self._stood = store.view.looked_at, store.view.rubbed
        self.controls = DenoiseControls(store)
        self.note, self.empty = Hint(), Hint(centred=True)
        self.pictures, self.samples = PictureRow(), SampleRows()
        self._pages = QStackedLayout(self)
        self._build()
        self.pictures.rubbed.connect(self._on_rubbed)
        self.pictures.released.connect(store.settle)
        self.samples.chosen.connect(self._on_sample_chosen)
        for hint in (self.note, self.empty):
            hint.wanted.connect(partial(open_model, self._store))
        self.set_empty(_(_INVITATION))
        watch(self, store, self._follow, "sample", "selection", "rubbed")

    def control_rows(self) -> Sequence[QWidget]:
        """What is done to the sample."""
        return (self.controls,)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._paint()

    def set_empty(self, text: str, model: str = "") -> None:
        """Say what is missing, and offer a model that has it; or, with no text, show pictures."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(0 if text else 1)

    def set_note(self, text: str, model: str = "") -> None:
        """Say something about the pictures, and offer a model."""
        self.note.say(text, model)

    def clear(self) -> None:
        """Forget the pictures of another model."""
        self._shown = None
        self.pictures.set_entries(())
        self.samples.set_rows((), 0)
        self.set_note("")

    def show_one(self, made: Denoised) -> None:
        """Show the sample."""
        self._shown = made
        self._paint()

    def show_many(self, many: Many) -> None:
        """Show the samples around it."""
        self._first = many.first
        rows = ((_("clean"), many.clean), (_("noisy"), many.noisy), (_("denoised"), many.denoised))
        self.samples.set_rows(rows, many.chosen)

    def _paint(self) -> None:
        if self._shown is None:
            return
        self.pictures.set_entries(entries(self._shown, self._theme))
        self._stage.updateGeometry()  # figures may take another line
        self._stage.arrange()

    def _follow(self, view: View) -> None:
        """Another sample has no holes yet, unless they come with it, as by an undo."""
        before, self._stood = self._stood, (view.looked_at, view.rubbed)
        if view.rubbed and view.looked_at != before[0] and view.rubbed == before[1]:
            self._store.set(rubbed=())

    def _on_rubbed(self, start: Point, end: Point) -> None:
        if self._shown is not None:
            size = self._shown.clean.width(), self._shown.clean.height()
            self._store.set(rubbed=rubbed(self._store.view.rubbed, size, start, end))

    def _on_sample_chosen(self, column: int) -> None:
        self._store.choose(sample=self._first + column)

    def _build(self) -> None:
        self._stage = _Stage(self.pictures, self.samples)
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        column.addWidget(self.controls)
        column.addWidget(self.note)
        column.addWidget(self._stage, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(content)
        self.setAccessibleName(_("Denoising"))


class _Stage(QWidget):
    """The large pictures take what they can use, the rows of samples the rest."""

    def __init__(self, pictures: PictureRow, samples: SampleRows) -> None:
        super().__init__()
        self._pictures, self._samples = pictures, samples
        for widget in (pictures, samples):
            widget.setParent(self)
        self.setMinimumWidth(_NARROWEST)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.arrange()

    def heightForWidth(self, width: int) -> int:
        """What both need at least, to be seen."""
        return self._pictures.least_height(width) + SPACES[1] + px(_LEAST)

    def arrange(self) -> None:
        """Share the room between the two."""
        width, height = self.width(), self.height()
        high = self._pictures.height_in(QSize(width, height - SPACES[1] - px(_LEAST)))
        self._pictures.setGeometry(0, 0, width, high)
        below = high + SPACES[1]
        self._samples.setGeometry(0, below, width, max(height - below, 1))
