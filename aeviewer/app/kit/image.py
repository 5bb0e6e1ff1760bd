"""The picture: one image, as large as whole factors allow, with a caption that says what it is."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from aeviewer.app.kit.inviting import Inviting
from aeviewer.app.kit.painting import painting
from aeviewer.app.kit.pixels import paint, place
from aeviewer.app.look.fonts import caption_font
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.words import N_, _

_INVITATION = N_("Move over the map: the picture of that point appears here.")


class ImageView(Inviting):
    """Shows one picture with hard pixels, or a sentence where there is none yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_(_INVITATION), parent)
        self._image: QImage | None = None
        self._caption = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 96)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("Picture"))
        self.describe()

    @property
    def image(self) -> QImage | None:
        """The picture on show."""
        return self._image

    def set_image(self, image: QImage | None) -> None:
        """Show this picture; None brings the sentence back."""
        before, self._image = self._image, image
        if before is not None and image is not None and before.size() == image.size():
            self.update(self.picture().toAlignedRect())  # as at each move of the cursor
        else:
            self.describe()
            self.update()

    def set_caption(self, text: str) -> None:
        """Say below the picture what it is, as plain text."""
        self._caption = text
        self.describe()
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough for a digit of 28 pixels times ten, with its caption."""
        return QSize(280 + 2 * SPACES[2], 280 + 2 * SPACES[2] + self._caption_height())

    def picture(self) -> QRectF:
        """Where the picture stands in the widget, empty without one."""
        if self._image is None or self._image.isNull():
            return QRectF()
        margin = SPACES[1]
        room = self.rect().adjusted(margin, margin, -margin, -margin - self._caption_height())
        return place(self._image.size(), QRectF(room), self.devicePixelRatioF())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture with its frame and caption, or the sentence."""
        with painting(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        where = self.picture()
        if self._image is not None and not where.isEmpty():
            paint(painter, self._image, where, self.palette().color(QPalette.ColorRole.Mid))
            self._paint_caption(painter, where)
        else:
            self.paint_invitation(painter, SPACES[3])

    def _paint_caption(self, painter: QPainter, picture: QRectF) -> None:
        painter.setFont(caption_font(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        top = round(picture.bottom()) + SPACES[0]
        line = QRect(SPACES[1], top, self.width() - 2 * SPACES[1], painter.fontMetrics().height())
        shown = painter.fontMetrics().elidedText(
            self._caption, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, shown)

    def _caption_height(self) -> int:
        return px(TYPE[0]) + SPACES[1]

    def describe(self) -> None:
        """Tell what is shown, or the sentence."""
        self.setAccessibleDescription(self._caption if self._image else self.invitation)
