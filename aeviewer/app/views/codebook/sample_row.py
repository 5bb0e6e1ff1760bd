"""The row of a sample on the codebook page: its map of codes, its pictures, and its stages."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.picture_row import PictureRow
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES
from aeviewer.app.views.codebook.index_map import IndexMap
from aeviewer.app.views.codebook.stages import CodebookStages

_SHARES = 2, 3  # of the width, for the map and for the pictures
_TEXT = 72  # points below the pictures


class SampleRow(QWidget):
    """The map, and beside it the pictures above the stages; no higher than they can use."""

    def __init__(self, index_map: IndexMap, pictures: PictureRow, stages: CodebookStages) -> None:
        super().__init__()
        self._stages = stages
        beside = QVBoxLayout()
        beside.setSpacing(SPACES[0])
        beside.addWidget(pictures, 1)
        beside.addWidget(stages)
        row = boxes.row(self, SPACES[2])
        row.addWidget(index_map, _SHARES[0])
        row.addLayout(beside, _SHARES[1])

    def limit(self, width: int) -> None:
        """Be no higher than is of use at a width; not to be called while it is resized itself."""
        share = (width - SPACES[2]) // sum(_SHARES)
        high = share * _SHARES[0] + px(_TEXT)
        if not self._stages.isHidden():
            below = self._stages.sizeHint().height() + SPACES[0]
            high = max(high, share * _SHARES[1] // 2 + px(_TEXT) + below)
        self.setMaximumHeight(max(high, self.minimumSizeHint().height()))
