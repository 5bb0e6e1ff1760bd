"""The training as the adversary page sees it: both losses, and each objective's step alone."""

from PySide6.QtCore import QObject

from aeviewer.app.studio import Studio
from aeviewer.app.trainer import Mail, Training
from aeviewer.app.views.adversary import AdversaryPage


class AdversaryTraining(QObject):
    """Tells the page how the studio's training goes, and the studio who is to step alone."""

    def __init__(self, studio: Studio, page: AdversaryPage, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._page = studio, page
        studio.began.connect(self._on_began)
        studio.progressed.connect(self._on_progressed)
        studio.phase_changed.connect(self._on_phase_changed)
        page.step_wanted.connect(studio.step)

    def _on_began(self, training: Training) -> None:
        names = [objective.name for objective, _ in training.state.objectives]
        self._page.clear_losses()
        self._page.set_players(names if len(names) > 1 else ())

    def _on_progressed(self, mail: Mail) -> None:
        for seen, report in mail.reports:
            self._page.append_losses(seen, report.terms)

    def _on_phase_changed(self, phase: str) -> None:
        self._page.set_stepping(phase in {"running", "paused"})
        if phase == "idle":
            self._page.set_players(())
