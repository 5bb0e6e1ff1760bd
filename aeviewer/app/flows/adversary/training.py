"""The training as the adversary page sees it: both losses, and each objective's step alone."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from aeviewer.app.pages import Pages
from aeviewer.app.trainings.studio import Studio
from aeviewer.app.trainings.trainer import Mail
from aeviewer.app.views.adversary.page import AdversaryPage


class AdversaryTraining(QObject):
    """Tells the page how the studio's training goes, and the studio who is to step alone.

    The page may be made in the middle of a training, and then hears what came before.
    """

    def __init__(self, studio: Studio, pages: Pages, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._pages = studio, pages
        self._page: AdversaryPage | None = None
        self._players: tuple[str, ...] = ()
        self._losses: list[tuple[int, Mapping[str, float]]] = []  # images seen, and each term
        studio.began.connect(self._on_began)
        studio.progressed.connect(self._on_progressed)
        studio.phase_changed.connect(self._tell_players)
        pages.made.connect(self._on_page_made)
        for name in pages.views:
            self._on_page_made(name)

    def forget(self) -> None:
        """Drop the losses: another model is on show."""
        self._losses.clear()
        if self._page is not None:
            self._page.clear_losses()

    def _on_page_made(self, name: str) -> None:
        page = self._pages.views[name]
        if not isinstance(page, AdversaryPage):
            return
        self._page, self._players = page, ()
        page.step_wanted.connect(self._studio.step)
        for seen, terms in self._losses:
            page.append_losses(seen, terms)
        self._tell_players()

    def _on_began(self) -> None:
        self.forget()
        self._tell_players()

    def _on_progressed(self, mail: Mail) -> None:
        for seen, report in mail.reports:
            self._losses.append((seen, report.terms))
            if self._page is not None:
                self._page.append_losses(seen, report.terms)

    def _tell_players(self) -> None:
        """Say who may step, and whether now: those of the training that is under way."""
        if self._page is None:
            return
        phase, training = self._studio.phase, self._studio.training
        names = () if training is None else tuple(one.name for one, _ in training.state.objectives)
        players = names if phase != "idle" and len(names) > 1 else ()
        if players != self._players:
            self._players = players
            self._page.set_players(players)
        self._page.set_stepping(phase in {"running", "paused"})
