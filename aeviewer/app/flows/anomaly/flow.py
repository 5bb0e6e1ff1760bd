"""The flow of the anomaly page: scores once for each model, curves for each choice of classes."""

import numpy as np
from PySide6.QtCore import QObject
from torch import Tensor

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.anomaly import scoring, words
from aeviewer.app.flows.anomaly.scoring import Baseline, Judged, Scored
from aeviewer.app.flows.closely import look_closely
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.anomaly.page import AnomalyPage
from aeviewer.app.views.anomaly.rated import Shelf
from aeviewer.app.views.anomaly.roc import Line
from aeviewer.app.views.anomaly.verdicts import Scores, grouped
from aeviewer.data.images import Images
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.metrics.anomaly import Curve
from aeviewer.words import N_, _

PAGE = "anomaly"
_STRANGE = 0.95  # of all images score lower, where nobody says which are normal
_YOUDEN = N_("Where caught minus false alarms is largest (Youden's index)")
_TOP = N_("Five of a hundred images score higher")


class AnomalyFlow(QObject):
    """Feeds one anomaly page."""

    def __init__(self, store: Store, page: AnomalyPage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._page, self._ask = store, page, ask
        self._subject: Subject | None = None
        self._scores: Scores | None = None
        self._judged: Judged | None = None
        self._baseline: Baseline | None = None
        self._scoring = self._stale = False
        self._fitting: frozenset[int] | None = None
        self.answers: Answers = {
            scoring.SCORES: self._on_scored,
            scoring.CURVE: self._on_judged,
            scoring.BASELINE: self._on_fitted,
        }
        page.ranking.chosen.connect(self._go_to)
        watch(self, store, self._on_page, "page")
        watch(self, store, self._on_normal, "normal")

    @property
    def normal(self) -> frozenset[int]:
        """The classes that count as normal: the chosen ones, or those of the training."""
        if self._subject is None:
            return frozenset()
        count = len(self._subject.classes)
        chosen = frozenset(number for number in self._store.view.normal if number < count)
        return chosen or self._subject.normal

    def show(self, subject: Subject) -> None:
        """Take a model; its samples' new places change nothing here."""
        before, self._subject = self._subject, subject
        if before and before.showing is subject.showing:
            return
        self._scores = self._judged = self._baseline = self._fitting = None
        self._scoring = self._stale = False
        self._page.ranking.set_shelf(Shelf())  # its numbers are those of other samples
        self._look()

    def refresh(self) -> None:
        """Score by newer weights, once what was asked before is there."""
        self._stale = True
        self._look()

    def _on_page(self, _view: View) -> None:
        self._scoring, self._fitting = False, None  # whatever became of it, it is asked anew
        self._look()

    def _on_normal(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        """Ask for what is lacking, if the page is on show."""
        subject = self._subject
        if subject is None or self._store.view.page != PAGE:
            return
        lack = words.missing(subject)
        other = words.at_hand(subject) if lack else ""
        self._page.set_empty(lack or ("" if self._scores is not None else words.TO_COME), other)
        if lack or subject.images is None:
            return
        self._page.set_classes(subject.classes, subject.labels, self.normal)
        if (self._scores is None or self._stale) and not self._scoring:
            self._scoring, self._stale = True, False
            self._ask(scoring.score_all(SLOT, subject.images))
        if self._scores is not None:
            self._regroup(subject, self._scores)

    def _regroup(self, subject: Subject, scores: Scores) -> None:
        """Show the scores by what is normal now, and ask for the curves."""
        assert subject.images is not None
        lack = words.lacks_groups(subject, self.normal)
        self._page.roc.set_missing(lack or words.CURVE_TO_COME)
        labels = subject.images.labels
        if lack or labels is None:
            self._judged = None
            self._page.set_groups(grouped(scores, None))
            self._page.set_proposed(float(np.quantile(scores, _STRANGE)), _(_TOP))
        else:
            strange = scoring.anomalous(labels, self.normal).numpy()
            self._page.set_groups(grouped(scores, strange))
            self._ask_curves(subject.images, labels, scores)
        self._show_curves(subject)

    def _ask_curves(self, images: Images, labels: Tensor, scores: Scores) -> None:
        self._ask(scoring.judge(SLOT, scores, labels, self.normal))
        fitted = self._baseline and self._baseline.normal == self.normal
        if self._subject and not fitted and self._fitting != self.normal:
            self._fitting = self.normal
            learned = self._subject.learned
            self._ask(scoring.judge_baseline(SLOT, images, learned, self.normal))

    def _show_curves(self, subject: Subject) -> None:
        """Show the curves there are for what is normal now."""
        normal = self.normal
        judged = self._judged if self._judged and self._judged.normal == normal else None
        known = self._baseline if self._baseline and self._baseline.normal == normal else None
        model = None if judged is None else _line(_("this model"), judged.curve)
        linear = None
        if judged and known and known.curve:
            linear = _line(
                _("PCA of {components}").format(components=known.components), known.curve
            )
        self._page.roc.set_lines(model, linear)
        if judged is not None:
            self._page.set_proposed(judged.curve.proposed, _(_YOUDEN))
        below = words.of_baseline(known) if judged else ""
        self._page.say(words.of_training(subject, normal), below)

    def _on_scored(self, answer: Answer) -> None:
        if isinstance(answer.value, Shelf):
            self._page.ranking.set_shelf(answer.value)
            return
        assert isinstance(answer.value, Scored)
        self._scores, self._scoring = answer.value.scores, False
        self._look()

    def _on_judged(self, answer: Answer) -> None:
        assert isinstance(answer.value, Judged)
        self._judged = answer.value
        if self._subject is not None:
            self._show_curves(self._subject)

    def _on_fitted(self, answer: Answer) -> None:
        assert isinstance(answer.value, Baseline)
        self._baseline = answer.value
        if self._fitting == answer.value.normal:
            self._fitting = None
        if self._subject is not None:
            self._show_curves(self._subject)

    def _go_to(self, sample: int) -> None:
        look_closely(self._store, self._subject, sample)


def _line(title: str, curve: Curve) -> Line:
    return Line(title, curve.false_alarms, curve.caught, curve.area)
