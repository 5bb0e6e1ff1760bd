"""One of the models that are compared: its name, its plane, and its pictures."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.number import narrow
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.quiet import quiet
from aeviewer.app.kit.tips import tip
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, Theme
from aeviewer.app.views.compare.map import CompareMap
from aeviewer.app.views.compare.pictures import ComparePictures, Shot, beside
from aeviewer.session.store import Store
from aeviewer.words import N_, _

_AT_CURSOR, _CURSOR = N_("at the cursor"), N_("cursor")
_HEAD = 28  # points that the name takes
_DIGITS = 6  # characters of a squared error


@dataclass(frozen=True)
class Face:
    """How a model is called in its cell.

    Attributes:
        name: what the view calls it; empty for the first, which stays.
        title: what the cell calls it.
        about: more of it, in a sentence.
        fault: why it cannot be shown, in a sentence; empty where it can.
    """

    name: str
    title: str
    about: str = ""
    fault: str = ""


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """A reconstruction of the input that all models are given.

    Attributes:
        caption: what it is, in a word or two.
        image: the reconstruction, or None where there can be none.
        sse: squared error summed over the pixels; None where the input is not at hand.
        psnr: peak signal-to-noise ratio in dB; None with it.
    """

    caption: str
    image: QImage | None = None
    sse: float | None = None
    psnr: float | None = None

    @property
    def shot(self) -> Shot:
        """The same as a picture with its figures."""
        if self.sse is None or self.psnr is None:
            return Shot(self.caption, self.image)
        ratio = three_digits(self.psnr) if math.isfinite(self.psnr) else "\N{INFINITY}"
        lines = (
            _("{ratio} dB").format(ratio=ratio),
            _("SSE {sse}").format(sse=narrow(self.sse, _DIGITS)),
        )
        return Shot(self.caption, self.image, lines)


class CompareCell(QWidget):
    """Composes them.

    Attributes:
        removed: the model is to go.
    """

    removed = Signal()

    def __init__(self, store: Store, face: Face) -> None:
        super().__init__()
        self.map = CompareMap(store, face.title)
        self.pictures = ComparePictures(face.title)
        self._title, self._remove = _Title(), QToolButton()
        self._note, self._fault = QLabel(textFormat=Qt.TextFormat.PlainText), _sentence()
        self._decoded: QImage | None = None
        self._rebuilt: tuple[Rebuilt, ...] = ()
        self._removable = bool(face.name)
        self._build()
        self._remove.clicked.connect(self.removed)
        self.set_face(face)

    @property
    def decoded(self) -> QImage | None:
        """The picture at the cursor."""
        return self._decoded

    @property
    def rebuilt(self) -> tuple[Rebuilt, ...]:
        """What became of the input: by the model, and by PCA where there is that."""
        return self._rebuilt

    @property
    def note(self) -> str:
        """What is said of the plane."""
        return self._note.text()

    def set_face(self, face: Face) -> None:
        """Call the model by this name, or say why it cannot be shown."""
        self._title.say(face.title)
        self._title.setToolTip(tip(face.about))
        self._remove.setAccessibleName(_("Take {title} away").format(title=face.title))
        self._remove.setToolTip(self._remove.accessibleName())
        self._fault.setText(face.fault)
        self._fault.setVisible(bool(face.fault))
        for widget in (self.map, self.pictures):
            widget.setVisible(not face.fault)
        self._share_head()

    def set_bare(self, bare: bool) -> None:
        """Offer to take it away, if one may; or not."""
        kept = self._remove.sizePolicy()
        kept.setRetainSizeWhenHidden(not bare)  # all heads are of one height: all planes are, then
        self._remove.setSizePolicy(kept)
        self._remove.setVisible(self._removable and not bare)

    def set_note(self, text: str, about: str = "") -> None:
        """Say something about the plane, and more of it in a tool tip."""
        self._note.setText(text)
        self._note.setToolTip(tip(about))
        self._share_head()

    def set_decoded(self, image: QImage | None) -> None:
        """Show the picture at the cursor."""
        self._decoded = image
        self._show()

    def set_rebuilt(self, rebuilt: tuple[Rebuilt, ...]) -> None:
        """Show the reconstruction of the input, and the baseline's."""
        self._rebuilt = rebuilt
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.map.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the pictures where they leave the map the most."""
        super().resizeEvent(event)
        room = QSize(self.width(), self.height() - px(_HEAD) - SPACES[0])
        below = room.height() - max(2 * room.height() // 5, self.pictures.row_height)
        column = _least(beside(room)) > min(room.width(), below)
        self.pictures.set_column(room if column else None)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(across if column else down)
        self._body.setSpacing(SPACES[1] if column else SPACES[0])
        self._share_head()

    def _share_head(self) -> None:
        """Show what is said of the plane where that leaves the name whole."""
        taken = (widget.sizeHint().width() + SPACES[1] for widget in (self._note, self._remove))
        fits = self._title.wanted + sum(taken) <= self.width()
        self._note.setVisible(bool(self._note.text()) and not self._fault.text() and fits)

    def _show(self) -> None:
        here = Shot(_(_AT_CURSOR), self._decoded, brief=_(_CURSOR))
        shots = [here, *(made.shot for made in self._rebuilt)]
        self.pictures.set_shots([*shots, *[Shot("")] * (3 - len(shots))])

    def _build(self) -> None:
        self._remove.setText("\N{MULTIPLICATION SIGN}")
        self._remove.setProperty("flat", True)
        sized(self._remove, QWidget.setMinimumSize, _HEAD, _HEAD)
        head = QHBoxLayout()
        head.setSpacing(SPACES[1])
        head.addWidget(self._title, 1)
        head.addWidget(self._note)
        head.addWidget(self._remove)
        sized(self._title, QWidget.setMinimumHeight, _HEAD)
        self._note.setObjectName("quiet")
        column = boxes.column(self, SPACES[0])
        column.addLayout(head)
        column.addWidget(self._fault, 1)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.addWidget(self.map, 3)
        self._body.addWidget(self.pictures, 2)
        column.addLayout(self._body, 1)
        self.set_bare(False)


class _Title(QLabel):
    """A name, cut where there is no room for it."""

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def wanted(self) -> int:
        """Pixels that the whole name takes."""
        return self.fontMetrics().horizontalAdvance(self._words)

    def say(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one likes."""
        return QSize(20, px(_HEAD))

    def _fit(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._words, elide, self.width()))


def _least(size: QSize) -> int:
    return min(size.width(), size.height())


def _sentence() -> QLabel:
    label = quiet()
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.hide()
    return label
