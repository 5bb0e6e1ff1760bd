"""The codebook page: a sample as a map of codes, what its stages add, and the entries in use."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.kit.picture_row import Entry, PictureRow
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.codebook import text as words
from aeviewer.app.views.codebook.controls import CodebookControls
from aeviewer.app.views.codebook.entries import CodebookEntries
from aeviewer.app.views.codebook.index_map import IndexMap
from aeviewer.app.views.codebook.painting import Cell, brushed, painted
from aeviewer.app.views.codebook.sample_row import SampleRow
from aeviewer.app.views.codebook.stages import CodebookStages, Stage
from aeviewer.app.views.codebook.values import Looked, Rebuilt, Use
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _


class CodebookPage(PageView):
    """Composes the page, and links codes and cells under the mouse.

    Attributes:
        wanted: entries are in sight whose pictures are missing, or may be.
        sample_chosen: another sample is to be looked at: its number.
    """

    wanted = Signal()
    sample_chosen = Signal(int)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._looked: Looked | None = None
        self._rebuilt: Rebuilt | None = None
        self._use: Use | None = None
        self._lit: int | None = None
        self._unit: words.Unit = "images"
        self._book = (-1, 0)  # the stage and the size of the codebook on show
        self.controls = CodebookControls(store)
        self.map, self.pictures = IndexMap(store), PictureRow()
        self.stages, self.entries = CodebookStages(), CodebookEntries(store)
        self._sample_row = SampleRow(self.map, self.pictures, self.stages)
        self.empty = Hint(centred=True)
        self._figures, self._about = (quiet() for _ in range(2))
        self._by_use = QCheckBox(_("Most used first"))
        self._pages = QStackedLayout(self)
        self._build()
        self._connect()
        self.set_empty(words.INVITATION)

    @property
    def stage(self) -> int:
        """The stage on show, from 0; -1 before there is one."""
        return self._book[0]

    def control_rows(self) -> Sequence[QWidget]:
        """Which sample, and how many stages; the order of the entries."""
        return self.controls, self._by_use

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for part in (self.map, self.stages, self.entries):
            part.set_theme(theme)

    def set_empty(self, text: str, model: str = "") -> None:
        """Say what is missing, and offer a model that has it; or, with no text, show codes."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(0 if text else 1)

    def set_unit(self, unit: words.Unit) -> None:
        """Say what is counted, in the plural; empty where there is nothing."""
        self._unit = unit
        self._show_use()

    def clear(self) -> None:
        """Forget what was another model's."""
        self._looked = self._rebuilt = self._use = None
        self._book = (-1, 0)
        self.entries.set_size(0)

    def show_sample(self, looked: Looked) -> None:
        """Show a sample in codes."""
        self._looked = looked
        book = looked.stage, looked.sizes[looked.stage]
        if book != self._book:
            self._book = book
            self.map.set_pictures({})
            self._light(None, reveal=False)
            self.entries.set_size(book[1])
            self._show_use()
        self.controls.set_count(len(looked.sizes))
        self.controls.sample.show_number(looked.sample or 0)
        self.controls.show_painted(bool(painted(self._store.view, looked.sample)))
        self.map.set_map(looked.codes, looked.painted, words.of_map(looked))
        self._show_pictures()
        self._say_about()
        self.wanted.emit()

    def show_stages(self, rebuilt: Rebuilt) -> None:
        """Show the sample from each number of stages."""
        self._rebuilt = rebuilt
        self._show_pictures()

    def show_entries(self, pictures: Mapping[int, QImage]) -> None:
        """Show entries of the stage on show as these pictures, by code."""
        self.entries.set_pictures(pictures)
        self.map.set_pictures(pictures)

    def show_use(self, use: Use | None) -> None:
        """Show how often codes are used."""
        self._use = use
        self._show_use()
        self._show_pictures()
        self._say_about()

    def codes_wanted(self) -> list[int]:
        """Codes on the screen: those of the cells, then those of the entries in sight."""
        cells = [] if self._looked is None else np.unique(self._looked.codes).tolist()
        return list(dict.fromkeys([*cells, *self.entries.in_sight()]))

    def figures(self) -> str:
        """What is said of the codebook."""
        return self._figures.text()

    def about(self) -> str:
        """What is said of the code pointed at or chosen."""
        return self._about.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._limit()

    def _limit(self) -> None:
        self._sample_row.limit(self.width() - 2 * SPACES[1])

    def _show_use(self) -> None:
        use, stage = self._use, self.stage
        if use is None or stage < 0:
            self.entries.set_use(None, whole=False)
        else:
            self.entries.set_use(use.counts[stage], use.whole)
        self._figures.setText(words.of_book(self._looked, use, self._unit))

    def _show_pictures(self) -> None:
        looked, rebuilt = self._looked, self._rebuilt
        if looked is None:
            return
        lines = words.figures(looked)
        entries = [Entry(words.of_picture(looked), looked.picture, lines)]
        if looked.input is not None:
            entries.insert(0, Entry(_("input"), looked.input))
        self.pictures.set_entries(entries)
        if self.stages.isHidden() == (len(looked.sizes) > 1):
            self.stages.setVisible(len(looked.sizes) > 1)
            self._limit()
        if rebuilt is not None and len(rebuilt.pictures) == len(looked.sizes):
            made = zip(rebuilt.pictures, rebuilt.psnrs, strict=True)
            shelf = [
                Stage(image, words.of_stage(looked, stage, ratio))
                for stage, (image, ratio) in enumerate(made)
            ]
            self.stages.set_stages(shelf, looked.stage)

    def _light(self, code: int | None, reveal: bool) -> None:
        self._lit = code
        self.map.set_lit(code)
        self.entries.set_lit(code, reveal)
        self._say_about()

    def _say_about(self) -> None:
        chosen = self._store.view.code
        code = chosen if self._lit is None else self._lit
        self._about.setText(words.of_code(self._looked, self._use, code, chosen))

    def _on_entry_hovered(self, code: int) -> None:
        self._light(None if code < 0 else code, reveal=False)

    def _on_cell_hovered(self, code: int) -> None:
        self._light(None if code < 0 else code, reveal=True)

    def _on_picked(self, code: int) -> None:
        self._store.choose(code=code)

    def _on_painted(self, cells: Sequence[Cell]) -> None:
        view, looked = self._store.view, self._looked
        if looked is not None and view.code is not None and 0 <= view.code < self._book[1]:
            painting = brushed(view, looked.sample, looked.stage, cells, view.code)
            self._store.set(painted=painting)

    def _on_stage_chosen(self, stage: int) -> None:
        self.controls.choose_stage(stage)
        self._store.settle()

    def _on_by_use_clicked(self, checked: bool) -> None:
        self._store.choose(by_use=checked)

    def _follow(self, view: View) -> None:
        self._by_use.setChecked(view.by_use)
        self._say_about()

    def _connect(self) -> None:
        self.entries.hovered.connect(self._on_entry_hovered)
        self.entries.sighted.connect(self.wanted)
        self.map.hovered.connect(self._on_cell_hovered)
        self.map.picked.connect(self._on_picked)
        self.map.painted.connect(self._on_painted)
        self.map.released.connect(self._store.settle)
        self.stages.chosen.connect(self._on_stage_chosen)
        self.controls.sample.chosen.connect(self.sample_chosen)
        self.empty.wanted.connect(partial(open_model, self._store))
        self._by_use.clicked.connect(self._on_by_use_clicked)
        watch(self, self._store, self._follow, "code", "by_use")
        self._follow(self._store.view)

    def _build(self) -> None:
        self.pictures.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # not to rub
        self._by_use.setToolTip(tip(_("Order the entries by their use, or by their codes")))
        self._by_use.setAccessibleName(_("Most used first"))
        self.map.setToolTip(tip(_(words.MAP)))
        self.entries.setToolTip(tip(_(words.ENTRIES)))
        self._figures.setToolTip(tip(_(words.PERPLEXITY)))
        self._about.setWordWrap(False)  # what is pointed at must not move under the mouse
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Codebook"))
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        column.addWidget(self.controls)
        column.addWidget(self._sample_row, 2)
        column.addLayout(self._words())
        column.addWidget(self._about)
        column.addWidget(self.entries, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(content)

    def _words(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACES[1])
        row.addWidget(self._figures, 1)
        row.addWidget(self._by_use, 0, Qt.AlignmentFlag.AlignTop)
        return row
