"""The flow of the compare page: several models under one cursor, one input for all of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from aeviewer.app.decoder import Answer, Request
from aeviewer.app.flows.compare import given as giving
from aeviewer.app.flows.compare import models
from aeviewer.app.flows.compare.faces import show_faces
from aeviewer.app.flows.compare.given import Given
from aeviewer.app.flows.compare.models import Entrant
from aeviewer.app.flows.compare.opening import OPEN, Refused, opening
from aeviewer.app.flows.compare.rates import RATES, Rates
from aeviewer.app.flows.compare.rounds import Rounds
from aeviewer.app.flows.flow import SLOT, Answers, Ask
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.requests import HOVER, decoded
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.app.views.pad import Pad
from aeviewer.data.images import Images
from aeviewer.latent.alignment import Laid, paired, spread_alike
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.contract import ImageShape
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import Model

PAGE = "compare"
_FRAME = 16  # milliseconds: a mouse moves several times in one


class CompareFlow(QObject):
    """Feeds one compare page."""

    def __init__(self, store: Store, page: ComparePage, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._page, self._ask = store, page, ask
        self._subject: Subject | None = None
        self._others: dict[str, Entrant | Refused] = {}
        self._offered: tuple[ImageShape, str] | None = None
        self._opening = ""
        self._given = Given()
        self._pca: PCA | None = None
        self._fitted: tuple[Images, int] | None = None
        self._pad = Pad(store, page)  # nobody sees it: it is asked for the drawing's ink
        self._pad.hide()
        self._cursor = Rounds("cursor", self._decoding, ask)
        self._rebuilt = Rounds("rebuilt", self._rebuilding, ask)
        self._rates = Rates(page.rates, ask, self._look)
        self._following = QTimer(self, interval=_FRAME, singleShot=True)
        self._following.timeout.connect(self._follow)
        self.answers: Answers = {
            OPEN: self._on_opened,
            giving.BASELINE: self._on_fitted,
            RATES: self._rates.on_measured,
            **self._cursor.answers(self._on_decoded),
            **self._rebuilt.answers(self._on_rebuilt),
        }
        self._watch()

    def show(self, subject: Subject) -> None:
        """Take a model, or its samples' new places; others are opened anew for other samples."""
        before, self._subject = self._subject, subject
        if before is not None and not models.same_samples(before, subject):
            self._others, self._pca = {}, None
        if before is None or before.showing is not subject.showing:
            self._forget()
        self._look()

    def refresh(self) -> None:
        """Look at newer weights of the first model."""
        self._look()

    @property
    def entrants(self) -> list[Entrant]:
        """The models that stand on the page, the first one first."""
        subject, view = self._subject, self._store.view
        if subject is None:
            return []
        known = (self._others.get(name) for name in models.names(view))
        others = [other for other in known if isinstance(other, Entrant)]
        return [models.first(subject, view.slots[0].model), *others]

    def _watch(self) -> None:
        watch(self, self._store, self._on_page, "page")
        watch(self, self._store, self._on_view, "others", "aligned", "comparing", "slots")
        watch(self, self._store, self._on_hand, "cursor", "base", "condition")
        watch(self, self._store, self._on_hand, "given", "selection", "hidden")
        watch(self, self._store, self._on_hand, "strokes", "own", "centred")

    def _on_page(self, _view: View) -> None:
        self._forget()  # whatever became of it, it is asked anew
        self._look()

    def _on_view(self, _view: View) -> None:
        self._look()

    def _on_hand(self, _view: View) -> None:
        if self._on_show() and not self._following.isActive():
            self._following.start()

    def _on_show(self) -> bool:
        return self._subject is not None and self._store.view.page == PAGE

    def _forget(self) -> None:
        """What was asked of the model before is never answered."""
        self._opening, self._fitted = "", None
        self._cursor.forget()
        self._rebuilt.forget()

    def _look(self) -> None:
        """Ask for what is lacking, if the page is on show."""
        subject, view = self._subject, self._store.view
        wanted = models.names(view)
        self._others = {name: self._others[name] for name in wanted if name in self._others}
        if subject is None or not self._on_show():
            self._rates.rest(subject, self.entrants)
            self._offered = None
            return
        self._page.set_empty("")
        self._offer(subject, view.slots[0].model)
        self._lay()
        faults = self._faults()
        show_faces(self._page, view, self.entrants, faults)
        self._open_next()
        self._fit_baseline(subject)
        if view.comparing == "rates":
            refused = [models.short(name) for name in wanted if name in faults]
            self._rates.look(subject, self.entrants, refused, self._pca)
        else:
            self._rates.rest(subject, self.entrants)
            self._follow()

    def _offer(self, subject: Subject, name: str) -> None:
        """Offer what fits, read anew whenever one comes to the page."""
        key = subject.twins.image_shape, name
        if key != self._offered:
            self._offered = key
            self._page.bar.set_offers(models.offers(*key))

    def _lay(self) -> None:
        """Lay the planes of the others over the first one's."""
        first, *others = self.entrants
        for other in others:
            self._others[other.name] = replace(other, laid=self._laid(other, first))
        for rounds in (self._cursor, self._rebuilt):
            rounds.hold(self.entrants)

    def _laid(self, other: Entrant, first: Entrant) -> Laid:
        if not self._store.view.aligned or other.placed is None or first.placed is None:
            return Laid()
        points, onto = other.placed.points, first.placed.points
        both = min(len(points), len(onto))
        if other.shared and both:
            return paired(points[:both], onto[:both])
        return spread_alike(points, onto)

    def _faults(self) -> Mapping[str, str]:
        """Say why models were refused, by their names."""
        known = self._others.items()
        return {name: found.fault for name, found in known if isinstance(found, Refused)}

    def _open_next(self) -> None:
        """Open one after the other, and nothing twice."""
        wanted = models.names(self._store.view)
        lacking = [name for name in wanted if name not in self._others]
        if lacking and self._subject is not None and self._opening not in lacking:
            self._opening = lacking[0]
            self._ask(opening(lacking[0], self._subject))

    def _on_opened(self, answer: Answer) -> None:
        found = answer.value
        assert isinstance(found, Entrant | Refused)
        if found.name == self._opening:
            self._opening = ""
        self._others[found.name] = found
        self._look()

    def _fit_baseline(self, subject: Subject) -> None:
        """Fit PCA to the images of the training, once for all models."""
        images = subject.learned or subject.images
        if images is None or len(images) < 2 or self._pca is not None:
            return
        wanted = (images, giving.most_components(images))
        if self._fitted is None or self._fitted[0] is not images:
            self._fitted = wanted
            self._ask(giving.fitting(*wanted))

    def _on_fitted(self, answer: Answer) -> None:
        assert isinstance(answer.value, PCA)
        self._pca = answer.value
        self._look()

    def _follow(self) -> None:
        """Ask for what the cursor and the input have become."""
        subject, view = self._subject, self._store.view
        if subject is None or not self._on_show() or view.comparing != "models":
            return
        self._given = giving.given(subject, view, self._pad, self.entrants)
        image = None if self._given.x is None else picture(self._given.x)
        self._page.set_input(self._given.caption, image, self._given.lack)
        entrants = self.entrants
        self._cursor.ask(entrants)
        self._rebuilt.ask(entrants)

    def _decoding(self, name: str, entrant: Entrant) -> Request | None:
        latent, told = entrant.latent(self._store.view), self._store.view.condition
        if latent is None:
            return None

        def made(model: Model) -> object:
            return entrant.name, picture(decoded(model, latent[None], told)[0])

        return Request(name, SLOT, entrant.by_itself(iter([made])), HOVER)

    def _rebuilding(self, name: str, entrant: Entrant) -> Request | None:
        if self._given.x is None and self._given.sample is None:
            self._page.cells[entrant.name].set_rebuilt(())
            return None
        return giving.rebuilding(name, entrant, self._given, self._pca)

    def _on_decoded(self, answer: Answer) -> None:
        name, image = _named(answer)
        if cell := self._page.cells.get(name):
            cell.set_decoded(image)

    def _on_rebuilt(self, answer: Answer) -> None:
        name, made = _named(answer)
        if cell := self._page.cells.get(name):
            cell.set_rebuilt(made)


def _named(answer: Answer) -> tuple[str, Any]:
    assert isinstance(answer.value, tuple)
    return answer.value
