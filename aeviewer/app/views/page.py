"""What every page of the window is."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from aeviewer.app.look.theme import Theme


class PageView(QWidget):
    """A page: it watches the store, and is given pictures and numbers by its flow.

    Attributes:
        bare: it is shown without its controls, as before an audience.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bare = False

    def offer_actions(self, actions: Mapping[str, QAction]) -> None:
        """Take those of the program's actions, by name, that belong on this page."""

    def set_staged(self, staged: bool) -> None:
        """Be seen by people who cannot scroll, as before an audience and in a picture; or not."""

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""

    def control_rows(self) -> Sequence[QWidget]:
        """What one sets the page by, the main row first; nobody else hides or shows these."""
        return ()

    def set_bare(self, bare: bool) -> None:
        """Hide what it is set by, or show that again."""
        self.bare = bare
        for row in self.control_rows():
            row.setHidden(bare)
