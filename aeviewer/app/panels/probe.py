"""The probe: what is at the cursor, large; its latent; and what lies near it in latent space."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.axes import AxesChoice
from aeviewer.app.kit.beside import Beside, caption, captioned
from aeviewer.app.kit.class_choice import ClassChoice
from aeviewer.app.kit.image import ImageView
from aeviewer.app.kit.picture_grid import PictureGrid, Small
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.probe.panel import PosteriorPanel
from aeviewer.app.views.probe.sliders import LatentSliders
from aeviewer.session.store import Store
from aeviewer.words import N_, _

_NEAREST = N_("Nearest sample")
_NEAREST_TIP = N_(
    "The sample whose latent is nearest to the cursor's. On the map another one may lie nearer: "
    "that leaves out all but two dimensions"
)
_LEAST, _BARE = 180, 96  # pixels of the picture's height
_OUTPUT = N_("What the model makes of it")
_RESAMPLE = N_("Put the cursor on a draw from the posterior of the nearest sample")
_DETERMINISTIC = N_("This encoder is deterministic: each image has one latent, not a distribution")

_NO_ENCODER = N_("This model has no encoder, and so no posterior to draw from")


class ProbePanel(QWidget):
    """The decoded picture, the latent's sliders, and what is beside: a sample, eight, a posterior.

    Attributes:
        neighbours: the samples nearest to the cursor in latent space.
        posterior: the nearest sample's, to be held.
        sample: asks for a draw from the prior.
        resample: asks for a draw from the nearest sample's posterior.
    """

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axes = AxesChoice(store)
        self.condition = ClassChoice(store)
        self.picture = ImageView()
        self.picture.set_caption(_("decoded at the cursor"))
        self.picture.set_invitation(_("Drag in the map: what lies there is decoded here"))
        self.picture.setMinimumHeight(_LEAST)
        self.sliders = LatentSliders()
        self.sample, self.resample = QPushButton(_("Sample")), QPushButton(_("Resample"))
        self.sample.setToolTip(_("Put the cursor on a draw from the prior"))
        self.sample.setEnabled(False)
        self.set_widths(False)
        self._input, self._output = ImageView(), ImageView()
        self._nearest = QLabel(_(_NEAREST))
        self._nearest.setToolTip(tip(_(_NEAREST_TIP)))
        self.neighbours = PictureGrid(_("Nearest samples"), columns=4, rows=2, lines=2)
        self._eight = caption("")
        self.posterior = PosteriorPanel()
        self._beside = Beside(store)
        self._rest = QWidget()
        self._title = QLabel()
        self._title.setObjectName("quiet")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()

    def set_subject(self, title: str, told: tuple[str, ...] = ()) -> None:
        """Say which model is asked, and which classes it can be told, if any."""
        self._title.setText(title)
        self.condition.set_classes(told)
        self.sample.setEnabled(True)

    def set_widths(self, known: bool, encodes: bool = True) -> None:
        """Say whether the encoder gives posteriors with a width, of which can be drawn again.

        Args:
            known: it does.
            encodes: there is an encoder.
        """
        self.resample.setEnabled(known)
        lack = _(_DETERMINISTIC) if encodes else _(_NO_ENCODER)
        self.resample.setToolTip(_(_RESAMPLE) if known else lack)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.posterior.set_theme(theme)

    def set_bare(self, bare: bool) -> None:
        """Show the picture alone, or all."""
        self.picture.setMinimumHeight(_BARE if bare else _LEAST)
        above, below = (0, SPACES[0]) if bare else (SPACES[1], SPACES[2])
        self._column.setContentsMargins(SPACES[2], above, SPACES[2], below)
        self._title.setHidden(bare)
        self._rest.setHidden(bare)

    def set_picture(self, image: QImage) -> None:
        """Show what is decoded at the cursor."""
        self.picture.set_image(image)

    def set_pair(self, before: QImage | None, after: QImage | None, caption: str) -> None:
        """Show the nearest sample as it is and as the model rebuilds it."""
        self._nearest.setText(_("Nearest: {caption}").format(caption=caption))
        self._input.set_invitation(_("Its image is not at hand"))
        self._input.set_image(before)
        self._output.set_invitation(_(_OUTPUT))
        self._output.set_image(after)
        self._output.show()

    def show_neighbours(self, entries: Sequence[Small], told: str = "") -> None:
        """Show the samples nearest to the cursor, and say what stands below each; or none."""
        self.neighbours.set_entries(entries)
        self._eight.setText(told)

    def clear_pair(self, why: str) -> None:
        """Show that no sample is near, and why in half a sentence."""
        self._nearest.setText(_(_NEAREST))
        self._input.set_invitation(why)
        self._input.set_image(None)
        self._output.set_image(None)
        self._output.hide()  # a second box would say nothing

    def _lay_out(self) -> None:
        self._input.set_caption(_("input"))
        self._input.set_invitation(_("Its image is not at hand"))
        self._output.set_caption(_("reconstruction"))
        self._output.set_invitation(_(_OUTPUT))
        eight = captioned(self.neighbours, self._eight)
        self._beside.add("nearest", _("Nearest sample"), self._pair())
        self._beside.add("neighbours", _("Nearest eight samples"), eight)
        self._beside.add("posterior", _("Posterior of the nearest"), self.posterior)
        draws = QHBoxLayout()
        draws.setSpacing(SPACES[1])
        for button in (self.sample, self.resample):
            draws.addWidget(button)
        rest = boxes.column(self._rest, SPACES[1])
        rest.addWidget(self.condition)
        rest.addWidget(self.axes)
        rest.addWidget(self.sliders, 1)
        rest.addLayout(draws)
        rest.addWidget(self._beside, 2)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACES[2], SPACES[1], SPACES[2], SPACES[2])
        column.setSpacing(SPACES[1])
        column.addWidget(self._title)
        column.addWidget(self.picture, 3)
        column.addWidget(self._rest, 3)

    def _pair(self) -> QWidget:
        pair, row = QWidget(), QHBoxLayout()
        row.setSpacing(SPACES[1])
        for view in (self._input, self._output):
            view.setMinimumSize(100, 110)
            row.addWidget(view)
        column = boxes.column(pair, SPACES[0])
        column.addWidget(self._nearest)
        column.addLayout(row, 1)
        return pair
