"""The flow of the denoising page: samples are spoilt, sent through the model and compared."""

from PySide6.QtCore import QObject

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.denoise.work import One, Samples, Work
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import PAIR, SHEET
from aeviewer.app.views.denoise.controls import Offer
from aeviewer.app.views.denoise.page import DenoisePage
from aeviewer.app.views.denoise.values import Many
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.training.fitting import fitting
from aeviewer.words import N_, _
from aeviewer.zoo.capabilities import Denoising
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.noise import KINDS, LARGEST_MIXED, MIXED, Noise

PAGE = "denoise"
_UNTRAINED = N_("This model was not trained on noisy images")
_REBUILT = N_("The clean images are reconstructions: its own are not at hand.")

_TITLES = {
    "gaussian": N_("Gaussian"),
    "mask": N_("Mask"),
    "salt-pepper": N_("Salt and pepper"),
    "speckle": N_("Speckle"),
    "blur": N_("Blur"),
    "block": N_("Block"),
}
OFFERS = (
    *(
        Offer(name, _TITLES.get(name, name.capitalize()), kind.usual, kind.largest, kind.level)
        for name, kind in KINDS.items()
    ),
    Offer(MIXED, N_("Mixed"), 1.0, LARGEST_MIXED, N_("times the usual level of the kind drawn")),
)


class DenoiseFlow(QObject):
    """Feeds the denoising page."""

    def __init__(self, store: Store, view: DenoisePage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._view, self._ask = store, view, ask
        self._subject: Subject | None = None
        self.answers: Answers = {"denoise": self._on_one, "denoise-many": self._on_many}
        view.controls.offer(OFFERS)
        fields = "page", "spoil", "sample", "selection", "rubbed", "repeats"
        watch(self, store, self._on_view, *fields)

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._view.clear()
        self._view.controls.set_count(len(Samples.of(subject)))
        self._look()

    def refresh(self) -> None:
        """Denoise anew by newer weights."""
        self._look()

    def _on_view(self, _view: View) -> None:
        self._look()

    def _look(self) -> None:
        """Ask for all that is on the page, while it is on show."""
        subject = self._subject
        if subject is None or self._store.view.page != PAGE:
            return
        samples = Samples.of(subject)
        lack = _lack(subject, samples)
        self._view.set_empty(lack, _other(subject) if lack else "")
        if lack:
            return
        work = Work(samples, self._store.view)
        self._ask(Request("denoise", SLOT, work.one(), PAIR))
        self._ask(Request("denoise-many", SLOT, work.many(), SHEET))

    def _on_one(self, answer: Answer) -> None:
        assert isinstance(answer.value, One)
        self._view.show_one(answer.value.shown)
        self._view.set_note(*self._note(answer.value.trained))

    def _on_many(self, answer: Answer) -> None:
        assert isinstance(answer.value, Many)
        self._view.show_many(answer.value)

    def _note(self, trained: Noise | None) -> tuple[str, str]:
        """Say what the model learned to remove, or which one learned it."""
        subject = self._subject
        assert subject is not None
        rebuilt = f" {_(_REBUILT)}" if subject.images is None else ""
        if trained is not None:
            return _("Trained on {kind} noise of level {level:g}.{rebuilt}").format(
                kind=trained.kind, level=trained.level, rebuilt=rebuilt
            ), ""
        model = _other(subject)
        other = _("; a denoising autoencoder was") if model else ""
        return f"{_(_UNTRAINED)}{other}.{rebuilt}", model


def _other(subject: Subject) -> str:
    """Name a bundled model that was trained on noisy images."""
    return fitting(subject.twins.image_shape, subject.classes, Denoising)


def _lack(subject: Subject, samples: Samples) -> str:
    """Say what the page is missing, or nothing."""
    if not issubclass(subject.twins.kind, Autoencoder):
        return _("This model has no encoder that could read a noisy image, so it cannot mend one.")
    if not len(samples) and subject.placed is not None:
        return _("No images are at hand, and no latents that could be decoded in their place.")
    return "" if len(samples) else _("The samples are being placed.")
