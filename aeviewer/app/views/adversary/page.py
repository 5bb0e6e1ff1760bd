"""The adversary page: samples of the same noise, what the adversary says of them, and inversion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.choice import Choice, labelled
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.scrolled import Scrolled
from aeviewer.app.kit.stepper import of_seed
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wrapping import Wrapping
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.adversary.samples import SampleGrid
from aeviewer.app.views.adversary.scores import ScoreShapes, Verdicts
from aeviewer.app.views.adversary.search import SearchPanel
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_BARS = N_("Bars: how real the adversary finds each, on the histogram's axis")
_ALONE = N_(
    "One step of the {name}, while all others stand still, then wait. It counts as a step of the "
    "run, which its seed alone does not give again any more."
)
_TERMS = ("generator", "adversary")
_PARTS = (
    ("all", N_("everything")),
    ("samples", N_("the samples")),
    ("search", N_("the search")),
)
_CURVES, _LINE = 190, 32  # pixels of height
_BESIDE = 200  # pixels of width that what stands beside the samples needs


@dataclass(frozen=True, eq=False)
class Game:
    """How it stands between generator and adversary.

    Attributes:
        samples: pictures of the fixed noise.
        verdicts: what the adversary says of real images and of samples, of these first.
        words: what that means, in a sentence.
        kinds: how many classes there are among the samples, in a sentence.
    """

    samples: Sequence[QImage]
    verdicts: Verdicts
    words: str = ""
    kinds: str = ""


class AdversaryPage(PageView):
    """Composes the page.

    Attributes:
        step_wanted: this objective is to do a step alone: its name.
    """

    step_wanted = Signal(str)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.samples, self.scores = SampleGrid(), ScoreShapes()
        self.curves, self.search = (
            LossCurves(unit=_("each term in its own unit")),
            SearchPanel(store),
        )
        self.note = Hint(stacked=True)
        self._words, self._kinds, self._bars = (quiet(small=True) for _ in range(3))
        self._controls, self._alone, self._game = QWidget(), QWidget(), QWidget()
        self._noise = of_seed(
            _("Noise"),
            _("Seed of the noise that the samples are made of: the same seed, the same noise"),
        )
        self._steps: list[QPushButton] = []
        self._build()
        self._noise.chosen.connect(self._on_noise_chosen)
        self.samples.chosen.connect(self._on_sample_chosen)
        self.note.wanted.connect(partial(open_model, self._store))
        watch(self, store, self._follow, "noise", "goal", "made", "adversary")
        self._follow(store.view)
        self._bars.setText(_(_BARS))
        self._bars.hide()
        self.set_players(())
        self.clear_losses()

    def control_rows(self) -> Sequence[QWidget]:
        """The line above, and that of the search."""
        return self._controls, self.search.controls

    @property
    def words(self) -> tuple[str, str]:
        """What is said of the scores, and of the kinds of samples."""
        return self._words.text(), self._kinds.text()

    def show_game(self, game: Game | None) -> None:
        """Show how it stands; None before anything is known."""
        found = game or Game((), Verdicts())
        made = found.verdicts.made[: len(found.samples)]
        self.samples.set_samples(found.samples, made, found.verdicts.span)
        self.scores.set_verdicts(found.verdicts)
        self._bars.setVisible(len(made) > 0)
        for label, text in ((self._words, found.words), (self._kinds, found.kinds)):
            label.setText(text)
            label.setVisible(bool(text))

    def set_adversarial(self, adversarial: bool, note: str, model: str = "") -> None:
        """Say something of the model, offer another, and show scores where there are any."""
        self.note.say(note, model)
        self.scores.setVisible(adversarial)

    def set_players(self, names: Sequence[str]) -> None:
        """Offer to step these objectives of a training apart; none where nothing is trained."""
        for button in self._steps:
            button.deleteLater()
        self._steps = [self._button(name) for name in names]
        for button in self._steps:
            self._line.addWidget(button)
        self._alone.setVisible(bool(names))

    def set_stepping(self, possible: bool) -> None:
        """Say whether a step can be done now."""
        for button in self._steps:
            button.setEnabled(possible)

    def append_losses(self, seen: int, terms: Mapping[str, float]) -> None:
        """Add both losses after so many images seen."""
        both = {name: terms[name] for name in _TERMS if name in terms}
        if both:
            self.curves.append(seen, both)
            self.curves.setVisible(True)

    def clear_losses(self) -> None:
        """Forget the curves of another training."""
        self.curves.clear()
        self.curves.setVisible(False)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for part in (self.samples, self.scores, self.curves, self.search):
            part.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under each other where the page is narrow."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        around = 2 * SPACES[1] + self._area.verticalScrollBar().sizeHint().width()
        least = self.samples.width() + SPACES[2] + px(_BESIDE)
        roomy = self.width() - around >= least
        self._columns.setDirection(across if roomy else down)
        self._game.updateGeometry()  # at once: the next frame is of this size

    def _follow(self, view: View) -> None:
        self._noise.show_number(view.noise)
        self.samples.mark(view.made if view.goal == "made" else None)
        self._game.setVisible(view.adversary != "search")
        self.search.setVisible(view.adversary != "samples")
        alone = view.adversary == "search"
        self.search.set_alone(alone)
        for place, share in enumerate((0, 0, int(alone), int(not alone))):
            self._column.setStretch(place, share)
        self._noise.setVisible(view.adversary != "search" or view.goal == "made")

    def _on_noise_chosen(self, seed: int) -> None:
        self._store.choose(noise=seed)

    def _on_sample_chosen(self, number: int) -> None:
        self._store.choose(goal="made", made=number)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(name.capitalize())
        button.setAccessibleName(_("Step the {name} alone").format(name=name))
        button.setToolTip(tip(_(_ALONE).format(name=name)))
        button.clicked.connect(lambda: self.step_wanted.emit(name))
        return button

    def _build(self) -> None:
        sized(self.curves, QWidget.setFixedHeight, _CURVES)
        self.curves.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._set_by()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._game)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(SPACES[2])
        first, second = QVBoxLayout(), QVBoxLayout()
        first.addWidget(self.samples)
        first.addWidget(self._bars)
        first.addWidget(self.curves)
        for part in (self.note, self.scores, self._words, self._kinds):
            second.addWidget(part)
        for column, share in ((first, 0), (second, 1)):
            column.setSpacing(SPACES[1])
            column.addStretch(1)
            self._columns.addLayout(column, share)
        content = QWidget()
        column = self._column = boxes.column(content, SPACES[2], SPACES[1])
        column.addWidget(self._controls)
        column.addWidget(self._game)
        column.addWidget(self.search)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._area = Scrolled(content, sideways=True)
        whole.addWidget(self._area)
        self.setAccessibleName(_("Adversary"))

    def _set_by(self) -> None:
        """What is shown, of which noise, and the steps of a training."""
        part = Choice(
            self._store,
            "adversary",
            _PARTS,
            _("What is shown"),
            _(
                "The samples: draws of the generator, and what the adversary says of them. The "
                "search: which latent decodes to an image."
            ),
        )
        self._line = Wrapping(self._alone, gap=SPACES[1])
        caption = QLabel(_("Step alone"))
        sized(caption, QWidget.setMinimumHeight, _LINE)
        self._line.addWidget(caption)
        line = Wrapping(self._controls, gap=SPACES[2])
        for widget in (labelled(_("Show"), part), self._noise, self._alone):
            line.addWidget(widget)
