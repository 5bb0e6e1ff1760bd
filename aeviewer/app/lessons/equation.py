"""An equation as a part of a panel: as large as the text, or as wide as there is room."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from aeviewer.app.kit.painting import painting
from aeviewer.app.lessons.typeset import SIZE
from aeviewer.words import _


class Equation(QWidget):
    """Paints an SVG; while there is none, or never will be, the LaTeX stands there as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Equation"))
        self._renderer = QSvgRenderer(self)
        self._natural = QSize()
        self._source = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._source.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._source)

    @property
    def drawn(self) -> bool:
        """Whether the equation itself is there, not its LaTeX."""
        return not self._natural.isEmpty()

    def show_latex(self, latex: str, svg: bytes | None, pixels: int) -> None:
        """Show an equation in letters of so many pixels; gone while there is none."""
        self.setVisible(bool(latex))
        self.setAccessibleDescription(latex)
        self._natural = QSize()
        if svg is not None and self._renderer.load(QByteArray(svg)):
            self._natural = self._renderer.defaultSize() * (pixels / SIZE)
        self._source.setText("" if self.drawn else latex)
        self._source.setVisible(not self.drawn)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the equation is at this width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it from the left."""
        if self.drawn:
            with painting(self) as painter:
                self._renderer.render(painter, QRectF(0, 0, *self._size()))

    def _size(self) -> tuple[float, float]:
        """Width and height in pixels, in the room there is."""
        share = min(1.0, self.width() / self._natural.width())
        return share * self._natural.width(), share * self._natural.height()

    def _fit(self) -> None:
        if self.drawn:
            self.setFixedHeight(round(self._size()[1]))
        else:
            self.setMinimumHeight(0)
            self.setMaximumHeight(16_777_215)
