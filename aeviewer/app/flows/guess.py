"""The flow of guessing: what can be guessed of the model on show, and the pictures asked about."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask, about
from aeviewer.app.guess.rounds import CHOICES, Ground
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import PROBE
from aeviewer.errors import UserError
from aeviewer.session.view import View
from aeviewer.words import N_, _, ngettext

_NO_MODEL = N_("There is no model to guess of: open one first.")
_NO_ENCODER = N_(
    "{title} has no encoder, so that no sample has a place on the map to be guessed: open an "
    "autoencoder."
)
_LIVE = N_("The samples move while a model trains: stop the training, then guess.")


class GuessFlow(QObject):
    """Decodes samples' latents for a question; between questions it asks nothing.

    Attributes:
        decoded: the pictures of some samples: their numbers, and a list of QImage.
    """

    decoded = Signal(object, object)  # tuple[int, ...], list[QImage]

    def __init__(self, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._ask = ask
        self._subject: Subject | None = None
        self._samples: tuple[int, ...] = ()
        self.answers: Answers = {"guess": self._on_decoded}

    def show(self, subject: Subject) -> None:
        """Take another model; whoever guessed of the one before has ended by then."""
        self._subject = subject

    def refresh(self) -> None:
        """Nothing: a question keeps its pictures until it is answered."""

    def ground(self, view: View) -> Ground:
        """What can be guessed of the map on show.

        Raises:
            UserError: nothing can; says why, and what to do.
        """
        subject = self._subject
        if subject is None:
            raise UserError(_(_NO_MODEL))
        if subject.placed is None or not len(subject.placed.points):
            raise UserError(_(_NO_ENCODER).format(title=subject.title))
        if subject.live:
            raise UserError(_(_LIVE))
        labels = subject.labels
        points = subject.placed.points if labels is None else subject.placed.points[: len(labels)]
        ground = Ground(points, labels, subject.classes, view.hidden)
        if len(ground.samples) < CHOICES:
            count = len(ground.samples)
            few = ngettext(
                "{count} sample is on the map; guessing takes {least}: show more classes.",
                "{count} samples are on the map; guessing takes {least}: show more classes.",
                count,
            )
            raise UserError(few.format(count=count, least=CHOICES))
        return ground

    def ask_for(self, samples: tuple[int, ...], view: View) -> None:
        """Decode the latents of samples."""
        subject = self._subject
        assert subject is not None
        assert subject.placed is not None
        self._samples = samples
        latents = subject.placed.latents[list(samples)]
        asked = requests.decode("guess", SLOT, latents, PROBE, view.condition)
        self._ask(about(samples, asked))

    def _on_decoded(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        samples, images = answer.value
        if samples == self._samples:
            pictures: list[QImage] = images
            self.decoded.emit(samples, pictures)
