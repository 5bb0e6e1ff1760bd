"""The flow of a lesson's terms: what each part of the loss is now, for the model on show."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import SLOT, Answers, Ask, about
from aeviewer.app.flows.term_values import COUNT, PARTS_OF_KL, latents_of, measured, request, units
from aeviewer.app.lessons.terms import Terms, Values
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import nothing
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.capabilities import Variational

_OPTIMISED = N_("Per image, as the training says it of its newest batches.")
_MEASURED = N_(
    "Per image, over all test images, which are not at hand here: as it was measured once."
)
_OF_DRAWS = N_("By {count} draws; what looks at real images has no value: none are at hand here.")
_NEITHER = N_("No values: the test images are not at hand here.")


class TermsFlow(QObject):
    """Tells the terms of a lesson's equation, while there are any."""

    def __init__(self, view: Terms, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._ask = view, ask
        self._subject: Subject | None = None
        self.answers: Answers = {"terms": self._on_terms}
        view.wanted.connect(self._look)

    def show(self, subject: Subject) -> None:
        """Take another model."""
        self._subject = subject
        self._look()

    def refresh(self) -> None:
        """Compute them anew by newer weights."""
        self._look()

    def _look(self) -> None:
        subject = self._subject
        if subject is None or not self._view.names:
            return
        asked = None if subject.live else request(subject)
        self._ask(nothing("terms", SLOT) if asked is None else about(subject.showing, asked))
        if subject.live:
            known = self._view.values.terms if self._view.values.live else {}
            self._view.show_values(
                Values(known, units(subject.twins.kind), _(_OPTIMISED), live=True)
            )
        elif subject.images is None:
            self._tell_without_images(subject, {})

    def _on_terms(self, answer: Answer) -> None:
        assert isinstance(answer.value, tuple)
        showing, terms = answer.value
        subject = self._subject
        if subject is None or subject.live or showing is not subject.showing:
            return
        if subject.images is None:
            self._tell_without_images(subject, terms)
            return
        count = min(COUNT, len(subject.images))
        note = ngettext(
            "Of the only test image.", "Per image, over the first {count} test images.", count
        ).format(count=count)
        self._view.show_values(Values(terms, units(subject.twins.kind), note))

    def _tell_without_images(self, subject: Subject, terms: Mapping[str, float]) -> None:
        """Tell what latents say, what was measured once, and what nobody can say here."""
        kind, names = subject.twins.kind, set(self._view.names)
        known = {**measured(kind, subject.figures), **terms}
        if not names & set(known):
            known = {}
        note = _note_without_images(subject, bool(known), bool(names & set(terms)))
        whole = issubclass(kind, Variational) and not names & PARTS_OF_KL
        self._view.show_values(Values(known, units(kind), note, whole=whole))


def _note_without_images(subject: Subject, known: bool, computed: bool) -> str:
    """Say what values were taken from; `computed` ones are told by latents."""
    if not computed:
        return _(_MEASURED) if known else _(_NEITHER)
    latents = latents_of(subject)
    if latents is None:
        return _(_OF_DRAWS).format(count=COUNT)
    count = len(latents.mean)
    return ngettext(
        "By the latent of the only test image, or as measured once; the image is not at hand here.",
        "By the latents of {count} test images, or as measured once; the images are not at hand "
        "here.",
        count,
    ).format(count=count)
