"""The flow of the codebook page: a sample in codes, the entries in sight, and the use of all."""

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.closely import look_closely
from aeviewer.app.flows.codebook import use as codebook_use
from aeviewer.app.flows.codebook import words as codebook_words
from aeviewer.app.flows.codebook import work as codebook_work
from aeviewer.app.flows.codebook.work import Source
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.codebook.page import CodebookPage
from aeviewer.app.views.codebook.painting import painted
from aeviewer.app.views.codebook.values import Entries, Looked, Rebuilt, Use
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

PAGE = "codebook"
_BLANK = N_("an even map: no sample is at hand")


class CodebookFlow(QObject):
    """Feeds one codebook page."""

    def __init__(self, store: Store, page: CodebookPage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._page, self._ask = store, page, ask
        self._subject: Subject | None = None
        self._lack = "", ""
        self._stage = -1  # whose entries' pictures are kept
        self._pictures: dict[int, QImage] = {}
        self._fresh: set[int] = set()  # codes whose pictures are of the newest weights
        self._counted = self._counting = self._known = False
        self.answers: Answers = {
            codebook_work.LOOK: self._on_looked,
            codebook_work.ENTRIES: self._on_entries,
            codebook_use.USE: self._on_use,
        }
        page.wanted.connect(self._picture)
        page.sample_chosen.connect(self._on_sample_chosen)
        watch(self, store, self._on_page, "page")
        watch(self, store, self._on_view, "cursor", "hidden", "painted", "stages")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._pictures, self._stage = {}, -1
            self._page.clear()
        if before is None or before.showing is not subject.showing:
            self._fresh.clear()
            self._counted = self._counting = self._known = False
            self._page.show_use(None)
        self._lack = codebook_words.missing(subject) if self._on_show else ("", "")
        self._look()

    def refresh(self) -> None:
        """Look at newer weights; what is being counted is counted to the end first."""
        self._fresh.clear()
        self._counted = False
        self._look()

    @property
    def _on_show(self) -> bool:
        return self._store.view.page == PAGE

    def _on_page(self, _view: View) -> None:
        if self._counting:  # whatever became of it, it is asked anew
            self._counted = self._counting = False
        if self._subject is not None and self._on_show:
            self._lack = codebook_words.missing(self._subject)
        self._look()

    def _on_view(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        """Ask for all that is on the page, while it is on show."""
        subject, view = self._subject, self._store.view
        if subject is None or not self._on_show:
            return
        self._page.set_empty(*self._lack)
        if self._lack[0]:
            return
        sample = subject.nearest(view.cursor, view.hidden)
        self._page.controls.sample.set_range(0, max(_size(subject) - 1, 0))
        cells = painted(view, sample)
        self._ask(codebook_work.look(SLOT, _source(subject, sample), cells, view.stages))
        self._count(subject)

    def _count(self, subject: Subject) -> None:
        """Ask how often codes are used, unless that is known or being found out."""
        if self._counted or self._counting:
            return
        images, placed = subject.images, subject.placed
        if not _size(subject):
            self._page.set_unit("")
            return
        self._counting = self._counted = True
        self._page.set_unit("latents" if images is None else "images")
        if images is not None:
            self._ask(codebook_use.count(SLOT, images))
        elif placed is not None:
            self._ask(codebook_use.count(SLOT, placed.latents))

    def _picture(self) -> None:
        """Ask for the pictures of entries that are on the screen and not of these weights."""
        if self._subject is None or not self._on_show or self._page.stage < 0:
            return
        if self._page.stage != self._stage:
            self._stage, self._pictures = self._page.stage, {}
            self._fresh.clear()
        missing = [code for code in self._page.codes_wanted() if code not in self._fresh]
        if missing:
            self._ask(codebook_work.entries(SLOT, self._stage, missing))

    def _on_looked(self, answer: Answer) -> None:
        if isinstance(answer.value, Looked):
            self._page.show_sample(answer.value)
        else:
            assert isinstance(answer.value, Rebuilt)
            self._page.show_stages(answer.value)

    def _on_entries(self, answer: Answer) -> None:
        found = answer.value
        assert isinstance(found, Entries)
        if found.stage == self._stage:
            self._pictures |= found.pictures
            self._fresh |= found.pictures.keys()
            self._page.show_entries(self._pictures)

    def _on_use(self, answer: Answer) -> None:
        assert isinstance(answer.value, Use)
        use = answer.value
        if use.whole or not self._known:  # newer weights are counted without a word
            self._page.show_use(use)
        if use.whole:
            self._known, self._counting = True, False
            self._look()

    def _on_sample_chosen(self, sample: int) -> None:
        """Put the cursor on a sample, or on the next one in sight where its class is hidden."""
        subject, view = self._subject, self._store.view
        if subject is None or subject.placed is None:
            return
        stands, last = subject.nearest(view.cursor, view.hidden), len(subject.placed.latents) - 1
        sample = _in_sight(subject, min(sample, last), sample >= (stands or 0), view.hidden)
        look_closely(self._store, subject, sample)


def _size(subject: Subject) -> int:
    """Number of samples that can be looked at."""
    if subject.images is not None:
        return len(subject.images)
    return 0 if subject.placed is None else len(subject.placed.latents)


def _source(subject: Subject, sample: int | None) -> Source:
    if sample is None or subject.placed is None:
        return Source(caption=_(_BLANK))
    caption = subject.caption(sample, N_("sample"))
    if subject.images is not None:
        return Source(sample, caption, image=subject.images.floats(slice(sample, sample + 1)))
    return Source(sample, caption, latent=subject.placed.latents[sample][None])


def _in_sight(subject: Subject, sample: int, onwards: bool, hidden: frozenset[int]) -> int:
    """The first sample of a class that is shown, from one on forwards or backwards."""
    if subject.labels is None or not hidden:
        return sample
    shown = np.flatnonzero(~np.isin(subject.labels, list(hidden)))
    after = shown[shown >= sample] if onwards else shown[shown <= sample][::-1]
    return int(after[0]) if len(after) else sample
