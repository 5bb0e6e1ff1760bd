"""The flow of the features page: the units of a model, one of them close, and one sample."""

from PySide6.QtCore import QObject, QTimer

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.closely import look_closely
from aeviewer.app.flows.features.place import Place
from aeviewer.app.flows.features.recipe import Recipe, cook
from aeviewer.app.flows.features.stretches import Stretches, stretch
from aeviewer.app.flows.features.units import Found, find
from aeviewer.app.flows.features.values import OfUnit, look_at_unit
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.requests import LAYER, PAIR, SHEET
from aeviewer.app.views.features.page import FeaturesPage
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _
from aeviewer.zoo.capabilities import Discrete, Linear
from aeviewer.zoo.contract import Autoencoder

PAGE = "features"
_PAUSE = 80  # milliseconds: while a hand moves the cursor, nothing is asked for at each event
_NEAR = 1e-4  # of the plane's units: the cursor lies on a sample
_OF_CODES = N_(
    "This model rounds its latent to codes of a codebook: a small step of a unit changes nothing, "
    "so there is no effect to show. Look at its codes instead."
)
_TO_COME = N_("The samples are being placed.")


class FeaturesFlow(QObject):
    """Feeds the features page."""

    def __init__(self, store: Store, page: FeaturesPage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._page, self._ask = store, page, ask
        self._subject: Subject | None = None
        self._found: Found | None = None
        self._asked: tuple[object, ...] = ()
        self.answers: Answers = {
            "features": self._on_found,
            "feature": self._on_unit,
            "recipe": self._on_recipe,
            "stretches": self._on_stretches,
        }
        self._resting = QTimer(self, interval=_PAUSE, singleShot=True)
        self._resting.timeout.connect(self._look)
        page.sampled.connect(self._go_to)
        watch(self, store, self._on_moved, "cursor", "base", "hidden", "sample", "condition")
        watch(self, store, lambda _: self._look(), "page", "features")

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places."""
        before, self._subject = self._subject, subject
        if not subject.same_model(before):
            self._found = None
            self._page.clear()
        self._asked = ()
        self._look()

    def refresh(self) -> None:
        """Find the units of newer weights."""
        self._asked = ()
        self._look()

    def sample(self) -> int | None:
        """Number of the sample that is looked at: the chosen one, or that nearest to the cursor."""
        subject, view = self._subject, self._store.view
        if subject is None or subject.placed is None:
            return None
        chosen = view.sample
        if chosen is not None and chosen < len(subject.placed.points):
            x, y = subject.placed.points[chosen].tolist()
            if abs(x - view.cursor[0]) + abs(y - view.cursor[1]) < _NEAR:
                return chosen
        return subject.nearest(view.cursor, view.hidden)

    def _on_moved(self, _view: View) -> None:
        if self._store.view.page == PAGE:
            self._resting.start()

    def _look(self) -> None:
        """Ask for what is on the page, while it is on show."""
        subject, view = self._subject, self._store.view
        if subject is None or view.page != PAGE:
            return
        lack = _lack(subject)
        self._page.set_empty(lack, "codebook" if lack == _(_OF_CODES) else "")
        place = None if lack else self._place(subject, view)
        if place is None:
            return
        self._page.offer(
            encodes=issubclass(subject.twins.kind, Autoencoder),
            linear=issubclass(subject.twins.kind, Linear),
            samples=len(place.latents),
        )
        if not self._ask_units(place, view):
            self._ask_rest(place)

    def _place(self, subject: Subject, view: View) -> Place | None:
        latent = subject.latent(view.cursor, view.base)
        return None if latent is None else Place(subject, latent, view.condition)

    def _ask_units(self, place: Place, view: View) -> bool:
        """Ask for the units, unless what is known, or was asked for, is of the same."""
        at_cursor = view.features.at == "cursor" or not len(place.latents)
        where = tuple(place.latent.tolist()) if at_cursor else ()
        base = (
            id(place.subject.twins),
            place.subject.twins.step,
            place.condition,
            len(place.latents),
        )
        wanted = (base, where)
        if wanted == self._asked:
            return self._found is None
        known = self._found if self._asked and self._asked[0] == base else None
        if not len(place.latents):
            known = None  # its atoms are those at the cursor
        self._asked = wanted
        self._ask(Request("features", SLOT, find(place, at_cursor, known), SHEET))
        return known is None

    def _ask_rest(self, place: Place) -> None:
        """Ask for the unit, the recipe and the Jacobian at the sample."""
        found, sample, view = self._found, self.sample(), self._store.view
        if found is None:
            return
        self._page.show_sample(sample)
        unit = self._page.choose(found.sheet)
        if len(place.latents) and found.use is not None:
            self._ask(Request("feature", SLOT, look_at_unit(place, found, unit, sample), PAIR))
            if sample is not None:
                self._ask(Request("recipe", SLOT, cook(place, found, sample), SHEET))
        side = view.features.jacobian
        self._ask(Request("stretches", SLOT, stretch(place, side, sample), LAYER))

    def _on_found(self, answer: Answer) -> None:
        assert isinstance(answer.value, Found)
        self._found = answer.value
        subject, view = self._subject, self._store.view
        self._page.show_atoms(answer.value.sheet)
        if subject is not None and (place := self._place(subject, view)) is not None:
            self._ask_rest(place)

    def _on_unit(self, answer: Answer) -> None:
        assert isinstance(answer.value, OfUnit)
        self._page.show_unit(answer.value.activations, answer.value.most, answer.value.least)

    def _on_recipe(self, answer: Answer) -> None:
        assert isinstance(answer.value, Recipe)
        linear = self._found is not None and self._found.linear
        self._page.show_recipe(answer.value.tiles, answer.value.missed, linear)

    def _on_stretches(self, answer: Answer) -> None:
        assert isinstance(answer.value, Stretches)
        made = answer.value
        self._page.show_stretches(made.side, made.values, made.tiles)

    def _go_to(self, sample: int) -> None:
        look_closely(self._store, self._subject, sample)


def _lack(subject: Subject) -> str:
    """Say what the page is missing, or nothing."""
    if issubclass(subject.twins.kind, Discrete):
        return _(_OF_CODES)
    return _(_TO_COME) if subject.placed is None else ""
