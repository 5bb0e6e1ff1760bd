"""An analogy: the picture that is to C as A is to B."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.series import Item, Series
from aeviewer.app.kit.tips import tip
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.map.marks import letter
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View
from aeviewer.words import N_, _

TERMS = 3
_SIGNS = ("", "\N{MINUS SIGN}", "+", "=")
_SUM = "A \N{MINUS SIGN} B + C"
_READY = N_("{sum}: what A has and B has not, given to C. The anchors are those of the path.")
_INVITATION = N_(
    "{sum} appears here. {count} of 3 anchors are set: Shift+click samples on the map, or let "
    "three be chosen."
)


class AnalogyView(QWidget):
    """Shows three anchors of the view, and what comes of them.

    Attributes:
        controls: what chooses, and moves the cursor.
        wanted: samples are to be chosen.
        taken: the cursor is to go where the result is.
    """

    wanted = Signal()
    taken = Signal()

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._theme = LIGHT
        self._images: Sequence[QImage] = ()
        self.words = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.found = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.pictures = Series(_("Three pictures and what comes of them"), 56)
        self._choose, self._take = (
            QPushButton(_("Choose three")),
            QPushButton(_("Go to {sum}").format(sum=_SUM)),
        )
        self.controls: Sequence[QWidget] = self._choose, self._take
        self._build()
        self._choose.clicked.connect(self.wanted)
        self._take.clicked.connect(self.taken)
        watch(self, store, self._follow, "anchors")
        self._follow(store.view)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.pictures.set_theme(theme)
        self._paint()

    def show_pictures(self, images: Sequence[QImage], found: str) -> None:
        """Show A, B, C and the result, or nothing; and say what lies near the result."""
        self._images = images
        self.found.setText(found)
        self.found.setVisible(bool(found))
        self._take.setEnabled(bool(images))
        self._paint()

    def _follow(self, view: View) -> None:
        count = min(len(view.anchors), TERMS)
        words = _(_READY) if count == TERMS else _(_INVITATION)
        self.words.setText(words.format(sum=_SUM, count=count))
        if count < TERMS:
            self.show_pictures((), "")

    def _paint(self) -> None:
        anchors = self._store.view.anchors[:TERMS]
        if not self._images or len(anchors) < TERMS:
            self.pictures.set_items(())
            return
        captions = [f"{letter(number)}\n{_short(a)}" for number, a in enumerate(anchors)]
        colours = self._theme.anchor_a, self._theme.anchor_b, self._theme.anchor_b, ""
        parts = zip(
            self._images,
            [*captions, _("{sum}\ndecoded").format(sum=_SUM)],
            _SIGNS,
            colours,
            strict=True,
        )
        self.pictures.set_items([Item(*part) for part in parts])

    def _build(self) -> None:
        self.setAccessibleName(_("Analogy"))
        self.words.setObjectName("quiet")
        self._choose.setToolTip(
            tip(
                _(
                    "Three of the selected samples or, without a selection, three of different "
                    "classes"
                )
            )
        )
        self._take.setToolTip(tip(_("Put the cursor on the result")))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACES[1])
        buttons.addWidget(self._choose)
        buttons.addWidget(self._take)
        buttons.addStretch(1)
        column = boxes.column(self, SPACES[1])
        column.addWidget(self.words)
        column.addLayout(buttons)
        column.addWidget(self.found)
        column.addWidget(self.pictures, 1)


def _short(anchor: Anchor) -> str:
    if anchor.sample is not None:
        return _("sample {sample:,}").format(sample=anchor.sample)
    x, y = (f"{value:.2f}".replace("-", "\N{MINUS SIGN}") for value in anchor.point)
    return _("point ({x}, {y})").format(x=x, y=y)
