"""What the compare page measures of rate and distortion, in slices, each thing once.

All on the same pictures. What is measured is kept for as long as model and pictures are the same.
"""

from collections.abc import Callable, Hashable, Sequence

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.compare.jobs import Sheet, of_files, of_model, of_pca
from aeviewer.app.flows.compare.measuring import Job, Measured, Run
from aeviewer.app.flows.compare.models import Entrant, same_images
from aeviewer.app.flows.flow import SLOT, Ask
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import LAYER, nothing
from aeviewer.app.views.compare.rates import RatesView, Series
from aeviewer.training.metrics import rate
from aeviewer.training.metrics.rate import Form
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.pca import PCA

RATES = "compare rates"
_MODEL = "model"

_NOT_AT_HAND = N_(
    "Rates are measured on pictures, and those of this model are not at hand. Choose its data set "
    "in the bar and press Start: it is offered for download. Then open this model again."
)
_LIVE = N_(" The model in training is measured when the training has ended.")
_BLIND = N_(" Without an encoder a picture has no bits: {names}.")
_REFUSED = N_(" Left out, as said side by side: {names}.")
_COUNTED = N_(
    "Bits are those of a picture alone: weights, components and ranges are the receiver's already. "
    "A model's latent is cut into equal steps over the range of each number, at 1 to 8 bits a "
    "number; PCA has 8 bits a component; codes cost log2 of their codebook for each cell and "
    "stage. JPEG and WebP are counted as whole files, and without what all files share."
)


class Rates:
    """Measures what is not measured yet, and shows what is."""

    def __init__(self, view: RatesView, ask: Ask, again: Callable[[], None]) -> None:
        self._view, self._ask = view, ask
        self._kept: dict[Hashable, tuple[Series, ...]] = {}
        self._sheet: Sheet | None = None
        self._wanted: Sequence[Job] = ()
        self._run: Run | None = None
        self._stopped = False
        self._again = again
        view.stopped.connect(self._on_stopped)
        view.wanted.connect(self._on_wanted)

    def look(
        self, subject: Subject, entrants: Sequence[Entrant], refused: Sequence[str], pca: PCA | None
    ) -> None:
        """Show what is known of these, and ask for the rest; ask again for what was under way.

        The names of those that were refused are told.
        """
        if subject.images is None or not len(subject.images):
            self._view.set_series((), 1)
            self._view.set_empty(_(_NOT_AT_HAND))
            self._view.set_caption("")
            self._view.set_progress(None)
            self._view.set_able(False, complete=False)
            return
        if self._sheet is None or not same_images(self._sheet.images, subject.images):
            self._sheet = Sheet.of(subject.images)
            self._kept, self._run, self._stopped = {}, None, False
        self._wanted = _jobs(self._sheet, subject, entrants, pca)
        self._kept = {job.key: self._kept[job.key] for job in self._wanted if job.key in self._kept}
        self._caption(self._sheet, subject, entrants, refused)
        self._go_on()

    def on_measured(self, answer: Answer) -> None:
        """Take what is ready."""
        made = answer.value
        assert isinstance(made, Measured)
        if made.run is not self._run:
            return
        before = len(self._kept)
        wanted = {job.key for job in self._wanted}
        self._kept |= {key: found for key, found in made.found.items() if key in wanted}
        self._view.set_progress(made.done)
        if len(self._kept) != before:
            self._show()
        if len(made.found) == len(made.run.jobs):
            self._run = None
            self._go_on()

    def rest(self, subject: Subject | None, entrants: Sequence[Entrant]) -> None:
        """Measure nothing while nobody looks, and hold on to no models but these."""
        if self._run is not None:
            self._ask(nothing(RATES, SLOT))
        alive = {_key(subject, entrant) for entrant in entrants if subject is not None}
        self._run, self._wanted = None, ()
        self._kept = {
            key: found for key, found in self._kept.items() if _is_baseline(key) or key in alive
        }

    def _go_on(self) -> None:
        lacking = [job for job in self._wanted if job.key not in self._kept]
        self._show()
        self._view.set_able(True, complete=not lacking)
        if not lacking or self._stopped:
            self._view.set_progress(None)
            return
        if self._run is None or self._run.keys != tuple(job.key for job in lacking):
            self._run = Run(lacking)
        self._view.set_progress(self._run.done)
        self._ask(Request(RATES, SLOT, self._run.slices(), LAYER))

    def _show(self) -> None:
        if self._sheet is None:
            return
        found = [one for job in self._wanted for one in self._kept.get(job.key, ())]
        self._view.set_empty(_("The pictures are being measured."))
        self._view.set_series(found, self._sheet.pixels)

    def _caption(
        self, sheet: Sheet, subject: Subject, entrants: Sequence[Entrant], refused: Sequence[str]
    ) -> None:
        total, count = len(sheet.images), len(sheet.numbers)
        of = "" if total == count else _(" of {total:,}").format(total=total)
        blind = ", ".join(entrant.title for entrant in entrants if not entrant.reads)
        without = _(_BLIND).format(names=blind) if blind else ""
        without += _(_REFUSED).format(names=", ".join(refused)) if refused else ""
        live = _(_LIVE) if subject.live and entrants[0].reads else ""
        pictures = ngettext(
            "{count:,}{of} test picture of {pixels:,} numbers",
            "{count:,}{of} test pictures of {pixels:,} numbers",
            count,
        ).format(count=count, of=of, pixels=sheet.pixels)
        self._view.set_caption(
            _("On the same {pictures}.{without}{live} {counted}").format(
                pictures=pictures, without=without, live=live, counted=_(_COUNTED)
            )
        )

    def _on_stopped(self) -> None:
        self._stopped = True
        self._ask(nothing(RATES, SLOT))
        self._run = None
        self._go_on()

    def _on_wanted(self) -> None:
        self._stopped = False
        self._again()


def _key(subject: Subject, entrant: Entrant) -> Hashable:
    """What tells a model from others, and from itself after another step."""
    return _MODEL, entrant.model or (subject.twins, subject.twins.step)


def _is_baseline(key: Hashable) -> bool:
    return not (isinstance(key, tuple) and key[0] == _MODEL)


def _jobs(
    sheet: Sheet, subject: Subject, entrants: Sequence[Entrant], pca: PCA | None
) -> Sequence[Job]:
    still = [e for e in entrants if e.reads and not (e.model is None and subject.live)]
    jobs = [of_model(sheet, _key(subject, entrant), entrant) for entrant in still]
    if pca is not None:
        jobs.append(of_pca(sheet, pca))
    forms: tuple[Form, ...] = ("JPEG", "WEBP")
    return [*jobs, *(of_files(sheet, f) for f in forms if rate.can_write(f, sheet.images.shape))]
