"""The ranking: the images that score highest and those that score lowest, with where they err."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.keys import paint_ramp
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.themed import Themed
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES
from aeviewer.app.views.anomaly.column import ROWS, SIDE, TALL, WIDE, Columns, high, text_line
from aeviewer.app.views.anomaly.rated import Known, Labels, Rated, Shelf
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import _

_NAMES = 88  # points to the left, for the rows' names
_BETWEEN = SPACES[2]  # the two groups
_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Ranking(Themed):
    """Columns of pictures in two groups, as many as there is room for.

    Attributes:
        chosen: an image was clicked: the sample's number.
    """

    chosen = Signal(int)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._shelf = Shelf()
        self._known = Known()
        self._reached = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Images ranked by anomaly score"))
        watch(self, store, self._follow, "sample")

    def set_shelf(self, shelf: Shelf) -> None:
        """Show these images."""
        self._shelf, self._reached = shelf, 0
        self._follow(self._store.view)

    def set_classes(
        self, classes: tuple[str, ...], labels: Labels | None, normal: frozenset[int]
    ) -> None:
        """Say what each sample is, by its number; None without labels."""
        self._known = Known(classes, labels, normal)
        self._follow(self._store.view)

    def sizeHint(self) -> QSize:
        """One line of columns."""
        return QSize(px(_NAMES) + 10 * WIDE, self._head() + high())

    def minimumSizeHint(self) -> QSize:
        """Four columns."""
        return QSize(px(_NAMES) + 4 * WIDE, self._head() + high())

    def places(self) -> list[tuple[Rated, QRect]]:
        """The images in sight and where each column stands, the highest scores first."""
        half = (self.width() - px(_NAMES) - _BETWEEN) // 2
        return [
            *self._stand(self._shelf.worst, px(_NAMES), half),
            *self._stand(self._shelf.best, px(_NAMES) + half + _BETWEEN, half),
        ]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        for number, (rated, where) in enumerate(self.places()):
            if where.contains(event.position().toPoint()):
                self._reached = number
                self.chosen.emit(rated.sample)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from image to image, and choose one."""
        key, places = Qt.Key(event.key()), self.places()
        if key in _MOVES and places:
            self._reached = min(max(self._reached + _MOVES[key], 0), len(places) - 1)
            self._follow(self._store.view)
        elif key in _CHOOSE and self._reached < len(places):
            self.chosen.emit(places[self._reached][0].sample)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, rows' names and columns."""
        with painting(self) as painter:
            painter.setFont(caption_font(self.font()))
            painter.fillRect(self.rect(), QColor(self._theme.panel))
            places = self.places()
            if places:
                self._paint_heads(painter, places)
                self._paint_names(painter)
            columns = Columns(self._theme, self._known, self.devicePixelRatioF())
            for number, (rated, where) in enumerate(places):
                columns.paint(painter, rated, where)
                self._paint_frame(painter, number, rated, where)

    def _head(self) -> int:
        return QFontMetrics(self.font()).height() + SPACES[1]

    def _stand(
        self, images: Sequence[Rated], left: int, room: int
    ) -> Iterator[tuple[Rated, QRect]]:
        columns = max(1, room // WIDE)
        lines = max(1, (self.height() - self._head()) // high())
        wide = max(room // columns, WIDE)
        for number, rated in enumerate(images[: columns * lines]):
            line, column = divmod(number, columns)
            corner = QPoint(left + column * wide, self._head() + line * high())
            yield rated, QRect(corner, QSize(wide, high() - SPACES[0]))

    def _paint_heads(self, painter: QPainter, places: list[tuple[Rated, QRect]]) -> None:
        painter.setPen(QColor(self._theme.text))
        heads = {_("Strangest"): self._shelf.worst, _("Least strange"): self._shelf.best}
        for title, group in heads.items():
            first = [where for rated, where in places if rated in group[:1]]
            if first:
                left = first[0].left() + (first[0].width() - SIDE) / 2
                at = QPointF(left, painter.fontMetrics().ascent() + 2)
                painter.drawText(at, title)

    def _paint_names(self, painter: QPainter) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(self._theme.quiet))
        for number, name in enumerate(map(_, ROWS)):
            box = QRectF(0, self._head() + number * TALL, px(_NAMES) - SPACES[0], TALL)
            painter.drawText(box, right, name)
        box = QRectF(0, self._head() + len(ROWS) * TALL, px(_NAMES) - SPACES[0], text_line())
        painter.drawText(box, right, _("score"))
        if self._known.labels is not None:
            painter.drawText(box.translated(0, text_line()), right, _("class"))
        below = self._head() + 2.5 * TALL + px(SPACES[1])
        bar = QRectF(SPACES[1], below, px(_NAMES) - SPACES[1] - px(40), 8)
        paint_ramp(painter, bar, self._shelf.ramp)
        text = QRectF(bar.right(), below - 4, px(40) - SPACES[0], px(16))
        painter.drawText(text, right, three_digits(self._shelf.error))

    def _paint_frame(self, painter: QPainter, number: int, rated: Rated, where: QRect) -> None:
        """The sample that is looked at has a frame; where the keys are, a thinner one."""
        chosen = rated.sample == self._store.view.sample
        if chosen or (self.hasFocus() and number == self._reached):
            style = Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DotLine
            painter.setPen(self._theme.pen(self._theme.accent, 2, style))
            painter.drawRoundedRect(QRectF(where).adjusted(0, -3, 0, 0), 4, 4)

    def _follow(self, _view: View) -> None:
        places = self.places()
        if self._reached < len(places):
            rated = places[self._reached][0]
            known, labels = self._known, self._known.labels
            said = "" if labels is None else f"{known.classes[labels[rated.sample]]}, "
            self.setAccessibleDescription(
                _("Image {sample}, {said}score {score}").format(
                    sample=rated.sample, said=said, score=three_digits(rated.score)
                )
            )
        self.update()
