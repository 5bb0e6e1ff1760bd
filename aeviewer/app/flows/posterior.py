"""The flow of the posterior in hand: its ellipse in the plane, and pictures of draws from it."""

from dataclasses import dataclass, replace

import torch
from PySide6.QtCore import QObject, QTimer
from torch import Tensor

from aeviewer.app import requests
from aeviewer.app.decoder import Answer
from aeviewer.app.flows.flow import FRAME, SLOT, Answers, Ask
from aeviewer.app.kit.picture_grid import Small
from aeviewer.app.kit.watching import watch
from aeviewer.app.models.subject import Subject
from aeviewer.app.panels.probe import ProbePanel
from aeviewer.app.requests import PAIR, latent_of
from aeviewer.app.views.probe.pad import Oval
from aeviewer.app.views.probe.panel import DRAWS
from aeviewer.latent.plane import Plane
from aeviewer.session.store import Store
from aeviewer.session.view import Held, Point, View
from aeviewer.words import N_, _
from aeviewer.zoo.contract import Autoencoder

_DETERMINISTIC = N_("This encoder is deterministic: each image has one latent, no posterior.")
_NO_ENCODER = N_("This model has no encoder, so there is no posterior.")
_NO_SAMPLES = N_("No sample is at hand whose posterior could be held.")
_NO_PLANE = N_("A posterior is an ellipse on a plane only: choose PCA or two axes for the map.")


@dataclass(frozen=True)
class Gaussian:
    """A diagonal Gaussian in latent space: mean and std (D,), and the mean it had at home."""

    mean: Tensor
    std: Tensor
    home: Tensor
    sample: int

    @property
    def held(self) -> Held:
        """The same for the view."""
        return Held(tuple(self.mean.tolist()), tuple(self.std.tolist()), self.sample)

    def oval(self, plane: Plane, draws: Tensor) -> Oval:
        """Lay it in the plane, where the std of its shadow is the root of B diag(std^2) B^T."""
        spread = plane.basis * self.std  # (2, D)
        if aligned(plane) is not None:  # the axes are dimensions, whichever is the longer
            widths, angle = spread.norm(dim=1), 0.0
        else:
            values, axes = torch.linalg.eigh(spread @ spread.T)  # ascending
            widths, angle = values.clamp(min=0).sqrt().flip(0), float(axes[1, 1].atan2(axes[0, 1]))
        first, second = widths.tolist()
        return Oval(
            _point(plane, self.mean),
            (first, second),
            angle,
            _point(plane, self.home),
            tuple(_point(plane, draw) for draw in draws),
        )

    def moved(self, plane: Plane, point: Point) -> "Gaussian":
        """Move the mean within the plane."""
        there = plane.lift(latent_of(point)[None], self.mean)[0]
        return replace(self, mean=there)

    def stretched(self, plane: Plane, axis: int, length: float) -> "Gaussian":
        """Give an axis of the ellipse another length.

        Where the plane is of two dimensions of the latent, that is the std of one of them;
        elsewhere all stds go along, as their shape belongs to the posterior.
        """
        dimensions = aligned(plane)
        if dimensions is None:
            now = self.oval(plane, self.mean[None][:0]).widths[axis]
            return self.scaled(length / max(now, 1e-12))
        std = self.std.clone()
        std[dimensions[axis]] = length
        return replace(self, std=std)

    def scaled(self, factor: float) -> "Gaussian":
        """Make all stds so many times as long."""
        return replace(self, std=self.std * factor)

    def draws(self, seed: int) -> Tensor:
        """Draw (DRAWS, D) by mean + std * noise, the noise by the seed: draws go along with it."""
        noise = torch.randn(DRAWS, len(self.mean), generator=torch.Generator().manual_seed(seed))
        return self.mean + self.std * noise


def aligned(plane: Plane) -> tuple[int, int] | None:
    """Which dimensions a plane is of, or None where it lies across them.

    Of a latent of one dimension, both axes are that.
    """
    ones = (plane.basis == 1).sum(1)
    if not torch.equal(plane.basis.abs().sum(1), ones.to(plane.basis)) or not ones[0]:
        return None
    first = int(plane.basis[0].argmax())
    return first, int(plane.basis[1].argmax()) if ones[1] else first


class Holding(QObject):
    """Feeds the probe's posterior while it is on show, and takes what is done to it by hand."""

    def __init__(self, store: Store, panel: ProbePanel, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._view, self._ask = store, panel.posterior, ask
        self._subject: Subject | None = None
        self._stood = store.view.slots, store.view.held
        self.answers: Answers = {"draws": self._on_drawn}
        self._following = QTimer(self, interval=FRAME, singleShot=True)
        self._following.timeout.connect(self.refresh)
        self._connect()
        fields = "cursor", "base", "hidden", "condition", "beside", "held", "draws"
        watch(self, store, self._on_view, *fields)
        watch(self, store, self._on_model, "slots", "held")

    def show(self, subject: Subject) -> None:
        """Take another model's posteriors, or the same in new places."""
        self._subject = subject
        self.refresh()

    def refresh(self) -> None:
        """Show the posterior, and ask for pictures of draws from it."""
        view = self._store.view
        if self._subject is None or view.beside != "posterior":
            return
        found = self._found()
        self._view.set_able(found is not None, view.held is not None)
        if found is None:
            self._view.pad.set_invitation(_lack(self._subject))
            self._view.pad.set_oval(None)
            self._view.draws.set_entries(())
            return
        draws = found.draws(view.draws)
        self._view.pad.set_oval(found.oval(self._plane(), draws))
        self._ask(requests.decode("draws", SLOT, draws, PAIR, view.condition))

    def _connect(self) -> None:
        panel = self._view
        panel.pad.moved.connect(self._on_moved)
        panel.pad.stretched.connect(self._on_stretched)
        panel.pad.scaled.connect(self._on_scaled)
        panel.pad.released.connect(self._store.settle)
        panel.reset.clicked.connect(self._on_reset)
        panel.again.clicked.connect(self._on_again)
        panel.draws.chosen.connect(self._on_chosen)

    def _plane(self) -> Plane:
        assert self._subject is not None
        assert self._subject.placed is not None
        plane = self._subject.placed.plane
        assert isinstance(plane, Plane)
        return plane

    def _found(self) -> Gaussian | None:
        """Take what is in hand, or the posterior of the sample nearest to the cursor."""
        subject, view = self._subject, self._store.view
        placed = None if subject is None else subject.placed
        if subject is None or placed is None or placed.stds is None or not len(placed.latents):
            return None
        if not isinstance(placed.plane, Plane):
            return None
        held = view.held
        if held is not None and len(held.mean) == len(held.std) == placed.latents.shape[1]:
            mean = latent_of(held.mean)
            known = held.sample < len(placed.latents)
            home = placed.latents[held.sample] if known else mean
            return Gaussian(mean, latent_of(held.std), home, held.sample)
        sample = subject.nearest_latent(view)
        if sample is None:
            return None
        mean = placed.latents[sample]
        return Gaussian(mean, placed.stds[sample], mean, sample)

    def _on_view(self, _view: View) -> None:
        if not self._following.isActive():
            self._following.start()

    def _on_model(self, view: View) -> None:
        """Let go of another model's posterior, unless it came with the model, as by an undo."""
        before, self._stood = self._stood, (view.slots, view.held)
        if view.held is not None and view.slots != before[0] and view.held == before[1]:
            self._store.set(held=None)

    def _on_moved(self, point: Point) -> None:
        if (found := self._found()) is not None:
            self._hold(found.moved(self._plane(), point))

    def _on_stretched(self, axis: int, length: float) -> None:
        if (found := self._found()) is not None:
            self._hold(found.stretched(self._plane(), axis, length))

    def _on_scaled(self, factor: float) -> None:
        if (found := self._found()) is not None:
            self._hold(found.scaled(factor))

    def _hold(self, found: Gaussian) -> None:
        """Let the ellipse follow at once: the next key goes on from where it is."""
        self._store.set(held=found.held)
        self.refresh()

    def _on_reset(self) -> None:
        self._store.choose(held=None)

    def _on_again(self) -> None:
        self._store.choose(draws=self._store.view.draws + 1)

    def _on_chosen(self, place: int) -> None:
        """Put the cursor on a draw; the posterior stays, whichever sample is nearest then."""
        found, subject = self._found(), self._subject
        if found is not None and subject is not None:
            draw = found.draws(self._store.view.draws)[place]
            self._store.choose(held=found.held, **subject.look_at(draw))

    def _on_drawn(self, answer: Answer) -> None:
        assert isinstance(answer.value, list)
        self._view.draws.set_entries([
            Small(image, _("draw {number}: click to put the cursor there").format(number=number))
            for number, image in enumerate(answer.value, 1)
        ])


def _point(plane: Plane, latent: Tensor) -> Point:
    x, y = plane.project(latent[None])[0].tolist()
    return x, y


def _lack(subject: Subject) -> str:
    if not issubclass(subject.twins.kind, Autoencoder):
        return _(_NO_ENCODER)
    if subject.placed is not None and len(subject.placed.latents) and subject.placed.stds is None:
        return _(_DETERMINISTIC)
    if subject.placed is not None and not isinstance(subject.placed.plane, Plane):
        return _(_NO_PLANE)
    return _(_NO_SAMPLES)
