"""The wiring: THE flow. The view changes, the decoder is asked, its answers become pictures.

It owns the decoder and the model on show; what is asked, and what becomes of the answers, is told
in `flows/`. Views know the store alone.
"""

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from aeviewer.app import requests
from aeviewer.app.decoder import Answer, Decoder, Request
from aeviewer.app.flows.cursor import Cursor
from aeviewer.app.flows.drawing.flow import Drawing
from aeviewer.app.flows.embedding.flow import Charts
from aeviewer.app.flows.flow import SLOT, Flow
from aeviewer.app.flows.guess import GuessFlow
from aeviewer.app.flows.map.flow import MapLayers
from aeviewer.app.flows.map.hover import Hover
from aeviewer.app.flows.map.nearest import Nearest
from aeviewer.app.flows.map.neighbours import Neighbours
from aeviewer.app.flows.map.placing import Placing
from aeviewer.app.flows.pace import Pace
from aeviewer.app.flows.path.flow import PathFlow
from aeviewer.app.flows.path.geodesic import Geodesic
from aeviewer.app.flows.posterior import Holding
from aeviewer.app.flows.sheets import Sheets
from aeviewer.app.flows.table import FLOWS
from aeviewer.app.flows.terms import TermsFlow
from aeviewer.app.flows.time.flow import Time
from aeviewer.app.flows.time.trails import TimeTrails
from aeviewer.app.layout import Parts
from aeviewer.app.lessons.terms import Terms
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.pages import Pages
from aeviewer.app.panels.draw import DrawPanel
from aeviewer.app.panels.layer_menu import LayerMenu
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.panels.train import TrainPanel
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.path.bar import PathBar
from aeviewer.app.views.time_bar import TimeBar
from aeviewer.session.store import Store

AnyFlow = TypeVar("AnyFlow")

_LAST = "look"  # the request that is answered when all others are


@dataclass(frozen=True)
class Views:
    """The widgets that the flows feed."""

    map: LatentMap
    layers: LayerMenu
    path: PathBar
    pages: Pages
    probe: ProbePanel
    draw: DrawPanel
    train: TrainPanel
    time: TimeBar
    terms: Terms

    @classmethod
    def of(cls, parts: Parts) -> "Views":
        """Those among the widgets of a window."""
        return cls(
            map=parts.map,
            layers=parts.layers,
            path=parts.path,
            pages=parts.pages,
            probe=parts.probe,
            draw=parts.draw,
            train=parts.train,
            time=parts.time,
            terms=parts.lesson.terms,
        )


class Wiring(QObject):
    """Connects one store, one decoder and the views, by one flow for each of them."""

    failed = Signal(object)  # Exception
    answered = Signal(str)
    """Something asked of the decoder is on the screen: its name."""
    heard = Signal(object)
    """What came of it."""

    def __init__(self, store: Store, views: Views, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._probed = 0  # the step whose weights the cursor's picture is by
        self._pace = Pace()  # of all but that picture
        self._store, self._pages = store, views.pages
        self._decoder = Decoder(self)
        self._untold: set[Flow] = set()  # flows that know another model than the decoder does
        ask = self._ask
        self._cursor = Cursor(store, views.probe, ask, self)
        self._placing = Placing(store, views.map, ask, self)
        self._charts = Charts(store, views.map, views.probe.axes, ask, self)
        self._time = Time(store, views.time, self)
        self._others = self._made(views)
        self._flows: list[Flow] = [
            self._time,
            Hover(store, views.map, ask, self),  # before there are points to be hovered over
            self._placing,
            self._charts,
            self._cursor,
            *self._others,
        ]
        self._connect()
        self._decoder.start()

    def _made(self, views: Views) -> list[Flow]:
        """Make the flows that look at new weights by and by, when there is time."""
        store, ask = self._store, self._ask
        path = PathFlow(store, views.map, views.path, ask, self)
        geodesic = Geodesic(store, ask, self)
        geodesic.found.connect(path.set_string)
        return [
            Nearest(store, views.probe, ask, self),
            Neighbours(store, views.probe, ask, self),
            Holding(store, views.probe, ask, self),
            Sheets(store, views.train, ask, self),
            path,
            geodesic,
            Drawing(store, views.draw, ask, self),
            MapLayers(store, views.map, views.layers, ask, self),
            TimeTrails(store, views.map, ask, self),
            TermsFlow(views.terms, ask, self),
            GuessFlow(ask, self),
            *(self._flow_of(name) for name in views.pages.views),
        ]

    def _connect(self) -> None:
        self._time.moved.connect(self.refresh)
        self._pages.made.connect(self._on_page_made)
        self._placing.placed.connect(self._on_placed)
        self._charts.changed.connect(self._on_charted)
        self._charts.failed.connect(self.failed)
        self._decoder.answered.connect(self._on_answered)
        self._decoder.failed.connect(self.failed)

    @property
    def subject(self) -> Subject | None:
        """The model on show."""
        return self._subject

    def flow(self, kind: type[AnyFlow]) -> AnyFlow | None:
        """The flow of this kind; None where its page was not made yet."""
        return next((flow for flow in self._flows if isinstance(flow, kind)), None)

    def show(self, subject: Subject) -> None:
        """Put a model on show and ask it for everything."""
        before = self._subject
        if before and before.placed and subject.placed is None and before.twins is subject.twins:
            subject = subject.with_placed(before.placed)  # more samples of the same model
        self._decoder.show(SLOT, subject.twins)
        self._untold = set(self._flows)
        self._tell(subject.anew())
        self._probed = subject.twins.step
        self._pace.begin(self._probed)
        self._placing.begin()

    def refresh(self) -> None:
        """Look at new weights, if there are: the cursor's picture at once, the rest as it comes."""
        if self._subject is None:
            return
        self._time.refresh()
        step = self._subject.twins.step
        if step != self._probed:
            self._probed = step
            self._cursor.refresh()
        if not self._placing.busy and self._pace.is_due(step, follows=self._follows):
            self._look(step)

    @property
    def _follows(self) -> bool:
        """Whether a training is looked at as it goes; else a person goes through its moments."""
        subject = self._subject
        return subject is not None and subject.live and subject.twins.held is None

    def _look(self, step: int) -> None:
        """Ask for everything anew; the look ends when the last of it is answered."""
        self._pace.look(step)
        self._placing.refresh()
        for flow in self._others:
            flow.refresh()
        if not self._placing.busy:
            self._decoder.ask(requests.last(SLOT, _LAST))

    @property
    def busy(self) -> bool:
        """Whether the decoder has something left to answer, or a chart is being fitted."""
        return self._decoder.busy or self._charts.busy

    def close(self) -> None:
        """End the decoder's thread, and a fit."""
        self._charts.close()
        self._decoder.finish()

    def _ask(self, request: Request) -> None:
        """Ask for a flow, if it has been told of the model that would answer.

        Who is told before it may change the view, and it would follow with latents of another size.
        """
        if not any(request.name in flow.answers for flow in self._untold):
            self._decoder.ask(request)

    def _flow_of(self, page: str) -> Flow:
        return FLOWS[page](self._store, self._pages.views[page], self._ask, self)

    def _on_page_made(self, name: str) -> None:
        flow = self._flow_of(name)
        self._others.append(flow)
        self._flows.append(flow)
        if self._subject is not None:
            flow.show(self._subject)

    def _tell(self, subject: Subject) -> None:
        self._subject = subject = self._charts.charted(subject)
        for flow in tuple(self._flows):
            if self._subject is subject:  # else one of them led to another chart, which was told
                self._untold.discard(flow)
                flow.show(subject)

    def _on_placed(self, placed: Placed) -> None:
        if self._subject is not None:
            self._tell(self._subject.with_placed(placed))
            if self._pace.looking:  # what is seen of the samples is asked for by now
                self._decoder.ask(requests.last(SLOT, _LAST))
            self.refresh()  # another moment may have been chosen meanwhile

    def _on_charted(self) -> None:
        if self._subject is not None:
            self._tell(self._subject)

    def _on_answered(self, answer: Answer) -> None:
        if answer.name == _LAST:
            self._pace.end()
        for flow in tuple(self._flows):
            if handle := flow.answers.get(answer.name):
                handle(answer)
        self.heard.emit(answer.value)
        self.answered.emit(answer.name)
