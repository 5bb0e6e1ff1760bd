"""The card of a model: idea, formula, pitfalls, and what to open to see them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from aeviewer.app.kit.leaf import Leaf
from aeviewer.app.lessons.equation import Equation
from aeviewer.app.lessons.prose import Prose
from aeviewer.app.look.scale import px, sized
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.session.why import Card, Part
from aeviewer.words import _

_SIZE = (620, 480)  # pixels at 100 %; it grows with its card
_LEFT_OVER = 48  # pixels of the window's height, and of the screen's, for its own frame
_TITLE, _HEADING, _TEXT = TYPE[3], TYPE[2], TYPE[1]


class WhyDialog(Leaf):
    """Shows one card after another.

    Attributes:
        followed: a link was clicked: page or layer, and its name.
    """

    followed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Key.Key_F2, _("Close the card (Esc or F2)"), parent)
        self._equations: list[tuple[str, Equation]] = []
        self._beside, self._sized = parent, False
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Card of the model"))
        self._growing = QTimer(self, singleShot=True, interval=0)  # once all is laid out
        self._growing.timeout.connect(self._grow)
        self._area.verticalScrollBar().rangeChanged.connect(lambda *_: self._growing.start())
        self._hold(self._area)
        sized(self, WhyDialog._fit, *_SIZE)

    @property
    def equations(self) -> Sequence[Equation]:
        """Those of the card on show."""
        return [equation for _, equation in self._equations]

    def show_card(self, card: Card, aims: str) -> None:
        """Show a card, and what the model is held to; its equations come with `set_equations`."""
        self._equations = []
        self._show(card.title, card.sources, aims, [self._part(part) for part in card.parts])

    def show_words(self, title: str, source: str, words: str, aims: str) -> None:
        """Show what a model without a card says of itself, and what it is held to."""
        label = QLabel(words, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._equations = []
        self._show(title, (source,), aims, [label])

    def set_equations(self, svgs: Mapping[str, bytes]) -> None:
        """Take the equations as SVG, by their LaTeX; one that is missing stands as its LaTeX."""
        for latex, equation in self._equations:
            equation.show_latex(latex, svgs.get(latex), px(_HEADING))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay as a hand made it."""
        super().resizeEvent(event)
        self._sized = self._sized or event.spontaneous()

    def _show(
        self, title: str, sources: Sequence[str], aims: str, parts: Sequence[QWidget]
    ) -> None:
        self.setWindowTitle(_("Why: {title}").format(title=title))
        self.setAccessibleName(_("Why: {title}").format(title=title))
        content, column = QWidget(), QVBoxLayout()
        content.setLayout(column)
        column.setContentsMargins(0, 0, SPACES[1], 0)
        column.setSpacing(SPACES[1])
        column.addWidget(_line(title, _TITLE))
        for words in ("\n".join(sources), aims):
            if words:
                column.addWidget(_line(words, TYPE[0], quiet=True))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._area.setWidget(content)  # which lets go of the card before
        self._growing.start()

    def _fit(self, width: int, height: int) -> None:
        """Take the size that goes with the text, on the screen, until a hand sets it."""
        if not self._sized:
            self.resize(QSize(width, height).boundedTo(self._room()))

    def _grow(self) -> None:
        """Be high enough for the card, as far as window and screen are, until a hand sets it."""
        if self._sized:
            return
        hidden = self._area.verticalScrollBar().maximum()
        most = min(self._beside.height() - _LEFT_OVER, self._room().height())
        if hidden and most > self.height():
            self.resize(self.width(), min(self.height() + hidden, most))
        self._come_back()

    def _come_back(self) -> None:
        """Go up and to the left, as far as it lies beyond the screen's edges."""
        screen, own = self.screen().availableGeometry(), self.frameGeometry()
        beyond = (own.bottomRight() - screen.bottomRight()).toTuple()
        x, y = (max(0, by) for by in beyond)
        if x or y:
            self.move(self.pos() - QPoint(x, y))

    def _room(self) -> QSize:
        """Return what of the screen it may take."""
        return self.screen().availableSize() - QSize(_LEFT_OVER, _LEFT_OVER)

    def _part(self, part: Part) -> QWidget:
        """Heading, equation and text of one section."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, SPACES[1], 0, 0)
        column.setSpacing(SPACES[0])
        column.addWidget(_line(part.title, _HEADING))
        if part.equation:
            self._equations.append((part.equation, Equation()))
            column.addWidget(self._equations[-1][1])
        if part.text:
            column.addWidget(self._prose(part))
        return whole

    def _prose(self, part: Part) -> Prose:
        prose = Prose(part.title)
        prose.say(part.text, px(_TEXT))
        prose.anchorClicked.connect(self._on_link)
        if "](" in part.text:  # Tab goes from link to link, Enter follows
            prose.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            prose.setToolTip(
                _("Click a link, or Tab to it and press Enter, to see it in the window")
            )
        return prose

    def _on_link(self, link: QUrl) -> None:
        self.followed.emit(link.scheme(), link.path())


def _line(text: str, size: int, *, quiet: bool = False) -> QLabel:
    label = QLabel(text, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    font = label.font()
    font.setPixelSize(px(size))
    label.setFont(font)
    if quiet:
        label.setObjectName("quiet")
    return label
