"""The anomaly page: what is normal, how strange each image is, and where to draw the line."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.kit.place import placed
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.theme import SPACES, TYPE, Theme
from aeviewer.app.views.anomaly.histogram import ScoreHistogram
from aeviewer.app.views.anomaly.normal_row import NormalRow
from aeviewer.app.views.anomaly.ranking import Ranking
from aeviewer.app.views.anomaly.rated import Labels
from aeviewer.app.views.anomaly.roc import RocView
from aeviewer.app.views.anomaly.verdicts import Groups
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_TO_COME = N_("The images' anomaly scores appear here.")


class AnomalyPage(PageView):
    """Composes the page, and keeps the counts with the threshold."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._groups = Groups()
        self.normal = NormalRow(store)
        self._normal_place = placed(self.normal)
        self.histogram, self.roc = ScoreHistogram(store), RocView()
        self.ranking = Ranking(store)
        self._sentence, self._baseline = quiet(), quiet()
        self.empty = Hint(centred=True)
        self._counts = [_number() for _ in range(3)]
        self._propose = QPushButton(_("Propose"))
        self._pages = QStackedLayout(self)
        self._build()
        self.set_empty(_(_TO_COME))
        self._propose.clicked.connect(self._on_propose)
        self.empty.wanted.connect(partial(open_model, self._store))
        watch(self, store, self._count, "threshold")

    def control_rows(self) -> Sequence[QWidget]:
        """Which classes are normal, and the button that proposes a threshold."""
        return self._normal_place, self._propose

    def set_empty(self, text: str, model: str = "") -> None:
        """Say why there is nothing to see, and offer a model; with no text, show the page."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(0 if text else 1)

    def set_classes(
        self, classes: tuple[str, ...], labels: Labels | None, normal: frozenset[int]
    ) -> None:
        """Offer the classes that may count as normal; none without labels."""
        known = labels is not None
        self.normal.set_classes(classes if known else (), normal)
        self.ranking.set_classes(classes, labels if classes else None, normal)

    def set_groups(self, groups: Groups) -> None:
        """Show the scores."""
        self._groups = groups
        self.histogram.set_groups(groups)
        self._count(self._store.view)

    def set_proposed(self, threshold: float | None, why: str) -> None:
        """Propose a threshold, and say what is good about it."""
        self.histogram.set_proposed(threshold)
        self._propose.setToolTip(why)
        self._count(self._store.view)

    def say(self, training: str, baseline: str) -> None:
        """Say what the model knows of the anomalies, and what the baseline is."""
        for label, text in ((self._sentence, training), (self._baseline, baseline)):
            label.setText(text)
            label.setVisible(bool(text))

    def counts(self) -> list[str]:
        """What is said of the threshold."""
        return [label.text() for label in self._counts if label.text()]

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for part in (self.normal, self.histogram, self.roc, self.ranking):
            part.set_theme(theme)

    def _count(self, view: View) -> None:
        threshold, groups = self.histogram.threshold, self._groups
        self._propose.setEnabled(view.threshold is not None)
        said = ["", "", ""]
        if threshold is not None:
            found = groups.at(threshold)
            said = [_share(_("called anomalies"), found.false_alarms, len(groups.normal)), "", ""]
            if groups.told:
                anomalies, normal = len(groups.others), len(groups.normal)
                said = [
                    _share(_("caught"), found.caught, anomalies),
                    _share(_("missed"), found.missed, anomalies),
                    _share(_("false alarms"), found.false_alarms, normal),
                ]
                shares = found.false_alarms / max(1, normal), found.caught / max(1, anomalies)
                self.roc.set_point(*shares)
        for label, text in zip(self._counts, said, strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def _on_propose(self) -> None:
        self._store.choose(threshold=None)

    def _build(self) -> None:
        self._propose.setAccessibleName(_("Propose a threshold"))
        self.setAccessibleName(_("Anomalies"))
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        column.addWidget(self._normal_place)
        column.addWidget(self._sentence)
        column.addLayout(self._plots(), 1)
        column.addLayout(self._verdict())
        column.addWidget(self._baseline)
        column.addWidget(self.ranking, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(Scrolled(content, sideways=True))

    def _plots(self) -> QHBoxLayout:
        plots = QHBoxLayout()
        plots.setSpacing(SPACES[1])
        plots.addWidget(self.histogram, 3)
        plots.addWidget(self.roc, 2)
        return plots

    def _verdict(self) -> Wrapping:
        verdict = Wrapping(gap=SPACES[2])
        for label in (*self._counts, self._propose):
            verdict.addWidget(label)
        return verdict


def _number() -> QLabel:
    label = QLabel(textFormat=Qt.TextFormat.PlainText)
    write_numbers(label, TYPE[0])
    return label


def _share(what: str, part: int, whole: int) -> str:
    """Write 5 of 20 as a share, and below as numbers; the width is the same for all of them."""
    total = f"{whole:,}"
    share = f"{100 * part / max(1, whole):.1f} %"
    some = f"{part:>{len(total)},}"
    below = _("{part} of {total}").format(part=some, total=total)
    return f"{share:>7} {what}\n{below}"
