"""The flow of the adversary page: samples and scores by the newest weights, and the search."""

from PySide6.QtCore import QObject

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.adversary import scoring, words
from aeviewer.app.flows.adversary.search import PAGE, SearchFlow
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.adversary.page import AdversaryPage, Game
from aeviewer.data.sources import sources
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.fitting import fitting
from aeviewer.training.judge import SHAPE, weights_path
from aeviewer.training.metrics.samples import COVERED
from aeviewer.zoo.aae import AAE
from aeviewer.zoo.capabilities import Adversarial
from aeviewer.zoo.gan import GAN


class AdversaryFlow(QObject):
    """Feeds one adversary page."""

    def __init__(self, store: Store, page: AdversaryPage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._page, self._ask = store, page, ask
        self._subject: Subject | None = None
        self._judging = self._stale = False
        self._search = SearchFlow(store, page.search, ask, self)
        self.answers: Answers = {scoring.NAME: self._on_judged, **self._search.answers}
        watch(self, store, self._on_view, "page", "noise", "condition")

    def show(self, subject: Subject) -> None:
        """Take a model; its samples' new places concern the search's ways alone."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._page.show_game(None)
        placed = not before or (_real(before).latents is None) != (_real(subject).latents is None)
        if not before or before.showing is not subject.showing or placed:
            self._judging = self._stale = False  # what was asked before is never answered
            self._look()
        self._search.show(subject, on_show=self._store.view.page == PAGE)

    def refresh(self) -> None:
        """Look at newer weights, once what was asked before is there."""
        self._stale = True
        self._look()
        self._search.refresh()

    def _on_view(self, view: View) -> None:
        self._judging = False  # whatever becomes of it, it is asked anew
        self._look()
        self._search.look(on_show=view.page == PAGE)

    def _look(self) -> None:
        """Ask for the samples and what is said of them, if the page is on show."""
        subject, view = self._subject, self._store.view
        if subject is None or view.page != PAGE:
            return
        adversarial = words.is_adversarial(subject)
        other = "" if adversarial else _other(subject)
        self._page.set_adversarial(adversarial, words.of_model(subject, other), other)
        if not self._judging:
            self._judging, self._stale = True, False
            told, judge = view.condition, _judge_of(subject)
            self._ask(scoring.judge(SLOT, view.noise, _real(subject), told, judge))

    def _on_judged(self, answer: Answer) -> None:
        judged, subject = answer.value, self._subject
        assert isinstance(judged, scoring.Judged)
        self._judging = False
        if subject is None:
            return
        kinds = words.of_kinds(judged.shares, subject.classes, COVERED)
        said = words.of_verdicts(subject, judged.verdicts)
        self._page.show_game(Game(judged.samples, judged.verdicts, said, kinds))
        if self._stale:
            self._look()


def _other(subject: Subject) -> str:
    """Name a bundled model that has an adversary, best one that is made of nothing else."""
    return fitting(subject.twins.image_shape, subject.classes, GAN, Adversarial)


def _real(subject: Subject) -> scoring.Real:
    """Take real images, or latents that came with the model, which an AAE's adversary judges."""
    asked = subject.images is None and issubclass(subject.twins.kind, AAE)
    latents = subject.placed.latents if asked and subject.placed is not None else None
    return scoring.Real(subject.images, latents)


def _judge_of(subject: Subject) -> str:
    """Name the data set whose judge knows such samples; empty for none."""
    data, fits = subject.data, subject.twins.image_shape == SHAPE
    return data if fits and data in sources() and weights_path(data).is_file() else ""
