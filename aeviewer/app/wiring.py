"""The wiring: THE flow. The view changes, the decoder is asked, its answers become pictures.

Everything that knows both the store and the decoder is here; views know the store alone.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage
from torch import Tensor

from aeviewer.app import requests
from aeviewer.app.decoder import Answer, Decoder
from aeviewer.app.flows.drawing import Drawing
from aeviewer.app.flows.flow import SLOT, Flow
from aeviewer.app.flows.geodesic import Geodesic
from aeviewer.app.flows.map_layers import MapLayers
from aeviewer.app.flows.table import FLOWS
from aeviewer.app.panels.draw import DrawPanel
from aeviewer.app.panels.layer_menu import LayerMenu
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.panels.train import TrainPanel
from aeviewer.app.pictures import picture
from aeviewer.app.requests import HOVER, PAIR, PROBE, SHEET, Placed, latent_of
from aeviewer.app.subject import Subject
from aeviewer.app.views.map import LatentMap
from aeviewer.app.views.page import PageView
from aeviewer.app.views.path import PathBar
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.zoo.capabilities import Conditional

_FRAME = 16  # milliseconds: a mouse moves several times in one, and only the picture keeps up
_PRIOR = (-3.0, -3.0, 3.0, 3.0)  # of the plane: three standard deviations
_TO_COME = "The samples are being placed"
_NO_SAMPLES = "No samples at hand; drag, and what lies there is decoded"
_NO_ENCODER = "No encoder, so no sample lies here; drag to decode"
_SHEET_EVERY = 0.4  # seconds between two looks at the sheets while training
_REST = 3  # times as long as the samples' placing took: a large model shall be trained, not shown
_RECONSTRUCTED, _SAMPLED = 8, 16


@dataclass(frozen=True)
class Views:
    """The widgets that the wiring feeds."""

    map: LatentMap
    layers: LayerMenu
    path: PathBar
    pages: Mapping[str, PageView]
    probe: ProbePanel
    draw: DrawPanel
    train: TrainPanel


class Wiring(QObject):
    """Connects one store, one decoder and the views."""

    failed = Signal(object)  # Exception
    answered = Signal(str)
    """Something asked of the decoder is on the screen: its name."""

    def __init__(self, store: Store, views: Views, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._views = store, views
        self._subject: Subject | None = None
        self._shown_pair: int | None = None
        self._placing = False
        self._hovered = -1
        self._stood = (store.view.t, store.view.cursor)
        self._on_path = False  # the cursor is where the path's slider put it
        self._probed = self._sheeted = 0  # steps whose weights were looked at
        self._sheets_at = self._placing_since = self._placing_took = 0.0
        self._following = QTimer(self, interval=_FRAME, singleShot=True)
        self._following.timeout.connect(self._follow_closely)
        self._decoder = Decoder(self)
        self._geodesic = Geodesic(store, self._decoder.ask, self)
        self._geodesic.found.connect(self._on_string)
        self._flows: Sequence[Flow] = (
            self._geodesic,
            Drawing(store, views.draw, self._decoder.ask, self),
            MapLayers(store, views.map, views.layers, self._decoder.ask, self),
            *(
                FLOWS[name](store, view, self._decoder.ask, self)
                for name, view in views.pages.items()
            ),
        )
        self._answers = self._table_of_answers()
        self._decoder.answered.connect(self._on_answered)
        self._decoder.failed.connect(self.failed)
        self._decoder.start()
        self._watch()

    @property
    def subject(self) -> Subject | None:
        """The model on show."""
        return self._subject

    def show(self, subject: Subject) -> None:
        """Put a model on show and ask it for everything."""
        before, self._shown_pair, self._placing = self._subject, None, False
        if before and before.placed and subject.placed is None and before.twins is subject.twins:
            subject = subject.with_placed(before.placed)  # more samples of the same model
        self._subject = subject
        self._probed = self._sheeted = subject.twins.step
        self._decoder.show(SLOT, subject.twins)
        self._paint_points()
        widths = subject.placed is not None and subject.placed.stds is not None
        self._views.probe.set_widths(widths)
        told = issubclass(subject.twins.kind, Conditional)
        self._views.probe.set_subject(subject.title, subject.classes if told else ())
        self.place()
        self._tell_flows()
        self._ask_sheets()
        self._follow_path(self._store.view)
        self._follow_cursor()

    def refresh(self) -> None:
        """Look at new weights, if there are: the cursor's picture at once, the rest as it comes."""
        step = 0 if self._subject is None else self._subject.twins.step
        if step != self._probed:
            self._probed = step
            self._ask_probe()
        pause = max(_SHEET_EVERY, _REST * self._placing_took)
        rested = not self._placing and time.monotonic() - self._sheets_at > pause
        if step != self._sheeted and rested:
            self._sheeted = step
            self._ask_pair()
            self._ask_sheets()
            self.place()
            for flow in self._flows:
                flow.refresh()

    def place(self) -> None:
        """Ask where the samples are now, unless that is being worked out."""
        subject = self._subject
        if subject is None or subject.images is None or self._placing:
            return
        self._placing, self._placing_since = True, time.monotonic()
        # A map that moves keeps its bearings; one that stands must come out the same each time.
        before = subject.placed.plane if subject.placed and subject.live else None
        self._decoder.ask(requests.place(SLOT, subject.images, self._store.view.axes, before))

    def close(self) -> None:
        """End the decoder's thread."""
        self._following.stop()
        self._decoder.finish()

    def _watch(self) -> None:
        self._store.watch(self._follow_hand, "cursor", "base")
        self._store.watch(self._follow_path, "anchors", "path", "closed")
        self._store.watch(self._follow_place_on_path, "t", "cursor")
        self._store.watch(self._follow_axes, "axes")
        self._store.watch(lambda _: self._ask_pair(), "hidden")
        self._store.watch(self._follow_condition, "condition")
        self._views.path.strip.recounted.connect(self._ask_strip)
        self._views.map.hovered.connect(self._on_hovered)
        self._views.probe.sample.clicked.connect(self._on_sample)
        self._views.probe.resample.clicked.connect(self._on_resample)
        self._views.probe.sliders.moved.connect(self._on_slider)
        self._views.probe.sliders.released.connect(self._store.settle)

    def _latent(self) -> Tensor | None:
        view = self._store.view
        return None if self._subject is None else self._subject.latent(view.cursor, view.base)

    def _follow_cursor(self) -> None:
        self._ask_probe()
        self._follow_closely()

    def _follow_hand(self, _view: View) -> None:
        """Ask for the picture at each move of the mouse, and for the rest once a frame."""
        self._ask_probe()
        if not self._following.isActive():
            self._following.start()

    def _follow_closely(self) -> None:
        """Let the sliders and the nearest sample come after the cursor."""
        latent = self._latent()
        if latent is None or self._subject is None or self._subject.placed is None:
            return
        self._views.probe.axes.set_size(len(latent))
        self._views.probe.sliders.set_latent(latent.tolist(), self._subject.placed.ranges)
        self._ask_pair()

    def _follow_condition(self, view: View) -> None:
        self._follow_cursor()
        self._follow_path(view)
        self._ask_sheets()

    def _follow_path(self, view: View) -> None:
        if self._subject is None or self._subject.placed is None:
            return
        self._views.map.set_path(self._subject.path_points(view))
        ends = self._subject.path(view, latent_of([0.0, 1.0]))
        if ends is None:
            self._views.path.set_thumbnails(None, None)
        else:
            self._decode("anchors", ends, HOVER)
        self._ask_strip()
        if self._on_path and view.cursor == self._stood[1]:
            self._stay_on_path(view)

    def _ask_strip(self) -> None:
        """Ask for the pictures along the path, as many as there is room for."""
        strip = self._views.path.strip
        places = torch.linspace(0, 1, strip.count)
        walked = None if self._subject is None else self._subject.path(self._store.view, places)
        if walked is None:
            strip.set_images(())
        else:
            self._decode("strip", walked, SHEET)

    def _on_string(self, string: Tensor | None) -> None:
        if self._subject is None or (string is None and self._subject.string is None):
            return
        self._subject = replace(self._subject, string=string)
        view = self._store.view
        self._views.map.set_path(self._subject.path_points(view))
        self._ask_strip()
        if self._on_path and view.cursor == self._stood[1]:
            self._stay_on_path(view)

    def _stay_on_path(self, view: View) -> None:
        """Put the cursor at its place on the path, wherever that is by now."""
        walked = None if self._subject is None else self._subject.path(view, latent_of([view.t]))
        if walked is not None:
            self._go_to(walked[0])
        self._on_path = walked is not None

    def _follow_axes(self, view: View) -> None:
        subject = self._subject
        self._placing = False  # what is being worked out is for other axes
        if subject is not None and subject.images is None and subject.placed is not None:
            self._on_placed(
                requests.placed(subject.placed.latents, view.axes, stds=subject.placed.stds)
            )
        self.place()

    def _follow_place_on_path(self, view: View) -> None:
        before, self._stood = self._stood, (view.t, view.cursor)
        if view.cursor != before[1]:
            self._on_path = False  # it was moved by hand, or came back with an older view
        elif view.t != before[0]:
            self._stay_on_path(view)

    def _on_slider(self, dimension: int, value: float) -> None:
        latent = self._latent()
        if latent is not None:
            latent[dimension] = value
            self._go_to(latent)

    def _on_sample(self) -> None:
        self._store.settle()
        self._decoder.ask(requests.draw(SLOT, secrets.randbits(31)))

    def _on_drawn(self, latent: Tensor) -> None:
        self._go_to(latent)
        self._store.settle()

    def _on_resample(self) -> None:
        """Draw from q(z|x) of the nearest sample; the view keeps the draw."""
        sample, subject = self._shown_pair, self._subject
        placed = None if subject is None else subject.placed
        if sample is None or placed is None or placed.stds is None:
            return
        mean, std = placed.latents[sample], placed.stds[sample]
        self._on_drawn(mean + std * torch.randn(mean.shape))

    def _go_to(self, latent: Tensor) -> None:
        """Put the cursor on a latent."""
        assert self._subject is not None
        self._store.set(**self._subject.look_at(latent))

    def _on_hovered(self, sample: int) -> None:
        subject = self._subject
        if subject is None or subject.placed is None or sample < 0:
            return
        if subject.images is not None:
            image = picture(subject.images.pixels[sample])
            self._views.map.set_preview(sample, image, self._caption(sample, "input"))
            return
        self._hovered = sample
        latent = subject.placed.latents[sample][None]
        self._decode("hover", latent, HOVER)

    def _caption(self, sample: int, kind: str) -> str:
        subject = self._subject
        if subject is None or subject.labels is None:
            return f"{kind} {sample}"
        return f"{subject.classes[int(subject.labels[sample])]} · {kind} {sample}"

    def _decode(self, name: str, latents: Tensor, urgency: int) -> None:
        told = self._store.view.condition
        self._decoder.ask(requests.decode(name, SLOT, latents, urgency, told))

    def _ask_probe(self) -> None:
        latent = self._latent()
        if latent is not None:
            self._decode("probe", latent[None], PROBE)

    def _ask_pair(self) -> None:
        """Ask for the sample nearest to the cursor, as it is and as the model rebuilds it."""
        subject = self._subject
        if subject is None or subject.placed is None:
            return
        sample = subject.nearest(self._store.view.cursor, self._store.view.hidden)
        if sample is None:
            self._views.probe.clear_pair()
            return
        self._shown_pair = sample
        if subject.images is not None:
            images = subject.images.floats(slice(sample, sample + 1))
            labels = self._labels(slice(sample, sample + 1))
            self._decoder.ask(requests.pair("pair", SLOT, images, PAIR, labels))
        else:
            latent = subject.placed.latents[sample][None]
            self._decode("rebuilt", latent, PAIR)

    def _labels(self, which: slice) -> Tensor | None:
        images = None if self._subject is None else self._subject.images
        return None if images is None or images.labels is None else images.labels[which]

    def _ask_sheets(self) -> None:
        self._sheets_at = time.monotonic()
        subject = self._subject
        if subject is None:
            return
        self._decoder.ask(requests.samples(SLOT, _SAMPLED, self._store.view.condition))
        if subject.images is not None:
            images = subject.images.floats(slice(_RECONSTRUCTED))
            labels = self._labels(slice(_RECONSTRUCTED))
            self._decoder.ask(requests.pair("reconstructions", SLOT, images, SHEET, labels))
        elif subject.placed is not None:
            latents = subject.placed.latents[:_RECONSTRUCTED]
            self._decode("reconstructed", latents, SHEET)

    def _table_of_answers(self) -> dict[str, Callable[[Any], None]]:
        return {
            "probe": self._on_probe,
            "hover": self._on_hover_decoded,
            "pair": self._on_pair,
            "rebuilt": lambda images: self._on_pair(([None], images)),
            "anchors": lambda images: self._views.path.set_thumbnails(*images),
            "draw": self._on_drawn,
            "strip": self._views.path.strip.set_images,
            "samples": self._views.train.set_samples,
            "reconstructions": lambda both: self._views.train.set_reconstructions(*both),
            "reconstructed": lambda images: self._views.train.set_reconstructions([], images),
            "map": self._on_placed,
        }

    def _tell_flows(self) -> None:
        if self._subject is not None:
            for flow in self._flows:
                flow.show(self._subject)

    def _on_answered(self, answer: Answer) -> None:
        if answer.name in self._answers:
            self._answers[answer.name](answer.value)
        for flow in self._flows:
            if handle := flow.answers.get(answer.name):
                handle(answer)
        self.answered.emit(answer.name)

    def _on_probe(self, images: list[QImage]) -> None:
        self._views.probe.set_picture(images[0])

    def _on_hover_decoded(self, images: list[QImage]) -> None:
        caption = self._caption(self._hovered, "reconstruction")
        self._views.map.set_preview(self._hovered, images[0], caption)

    def _on_pair(self, both: tuple[list[QImage | None], list[QImage]]) -> None:
        inputs, outputs = both
        if self._shown_pair is not None:
            caption = self._caption(self._shown_pair, "sample")
            self._views.probe.set_pair(inputs[0], outputs[0] if outputs else None, caption)

    def _on_placed(self, placed: Placed) -> None:
        self._placing = False
        self._placing_took = time.monotonic() - self._placing_since
        if self._subject is None:
            return
        self._subject = self._subject.with_placed(placed)
        self._views.probe.set_widths(placed.stds is not None)
        self._paint_points()
        self._tell_flows()
        self._follow_path(self._store.view)
        self._follow_cursor()

    def _paint_points(self) -> None:
        subject = self._subject
        if subject is None or subject.placed is None:
            self._views.map.set_empty(_TO_COME)
            return
        points, labels = subject.placed.points, subject.labels
        if labels is not None and len(labels) != len(points):  # not all samples are placed yet
            labels = labels[: len(points)]
        if not len(points):
            missing = _NO_SAMPLES if subject.images is None else _NO_ENCODER
            self._views.map.set_empty(missing, _PRIOR)
            labels = None  # there is no class to point out
        self._views.map.set_axes(subject.placed.plane.names)
        self._views.map.set_points(points, labels, subject.classes)
