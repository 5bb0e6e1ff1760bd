"""The path through the anchors: its pictures, where on it one is, and how honest it is."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHideEvent, QImage, QPalette, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QStackedLayout, QWidget

from aeviewer.app.kit.watching import watch
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.map.marks import letter
from aeviewer.app.views.path.controls import PathControls
from aeviewer.app.views.path.end import PathEnd
from aeviewer.app.views.path.honesty import NAMES, HonestyRows
from aeviewer.app.views.path.strip import Strip
from aeviewer.app.views.path.track import Track
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _

_Place = tuple[()] | tuple[int, int, int, int, Qt.AlignmentFlag]  # in the grid
_NARROWEST = 312  # pixels, in which the last of the looks has room
_BELOW = len(NAMES) + 1  # the row of the controls, where the honesty is above it
_INVITATIONS = (
    N_("Shift+click the map in two places or more, and walk from A to B here."),
    N_("A is set. Shift+click another place to set B."),
)


@dataclass(frozen=True)
class _Look:
    """What the bar shows in the room that it has.

    Attributes:
        side: of the thumbnails, in pixels.
        letter: pixels for the letter beside a thumbnail.
        spacing: pixels between the controls.
        track: pixels of width that strip and slider have at least.
        named: whether the button that unfolds the honesty says so.
        words: whether Play says so in words.
        number: whether t is written out.
        strip: whether pictures stand above the slider.
        titles: whether the measures below it have titles; else they have tool tips.
        slim: whether it leaves the height to the map, as the audience needs it: the measures say
            themselves in a line, and the controls stand in the strip's row.
    """

    side: int
    letter: int
    spacing: int
    track: int
    named: bool = False
    words: bool = False
    number: bool = False
    strip: bool = False
    titles: bool = False
    slim: bool = False


_LOOKS = (
    _Look(60, SPACES[3], SPACES[1], 200, True, words=True, number=True, strip=True, titles=True),
    _Look(60, SPACES[3], SPACES[1], 120, words=True, number=True, strip=True, titles=True),
    _Look(60, SPACES[2], SPACES[1], 80, number=True, strip=True, titles=True),
    _Look(32, SPACES[2], SPACES[0], 100, strip=True, titles=True),
    _Look(32, SPACES[2], SPACES[0], 40),
)
_SLIM = _Look(32, SPACES[2], SPACES[0], 120, strip=True, titles=True, slim=True)


class PathBar(QWidget):
    """Shows the view's path, moves t along it, and unfolds how honest it is.

    Attributes:
        honesty: the measures along the path.
    """

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._invitation = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._ends = PathEnd(left=True), PathEnd(left=False)
        self._track, self._controls = Track(store), PathControls(store)
        self.honesty = HonestyRows(store, self)
        self._pages = QStackedLayout(self)
        self._look, self._unfolded, self._bare = _LOOKS[0], False, False
        self._place: _Place = ()
        self._theme = LIGHT
        self._build()
        self._controls.changed.connect(self._choose_look)
        slider = self._track.slider
        slider.sliderPressed.connect(self._on_slider_pressed)
        slider.sliderReleased.connect(self._on_slider_released)
        watch(self, store, self._show_anchors, "anchors", "closed")
        watch(self, store, self._show_honest, "honest")
        self.set_theme(LIGHT)
        self._show_honest(store.view)

    @property
    def strip(self) -> Strip:
        """The pictures along the path."""
        return self._track.strip

    def set_thumbnails(self, a: QImage | None, b: QImage | None) -> None:
        """Show the pictures at both ends."""
        for end, image in zip(self._ends, (a, b), strict=True):
            end.set_image(image)

    def set_held(self, on: bool) -> None:
        """Say whether the cursor is where the slider is, or somewhere else."""
        self.strip.set_held(on)
        self.honesty.set_held(on)

    def set_relaxing(self, able: bool) -> None:
        """Say whether a geodesic can be found for the model on show."""
        self._controls.set_relaxing(able)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of the anchors, and of the signs on the button."""
        self._theme = theme
        for part in (self.strip, self._controls.play, self.honesty):
            part.set_theme(theme)
        self._ends[0].set_colour(theme.anchor_a)
        self._show_anchors(self._store.view)

    def set_bare(self, bare: bool) -> None:
        """Leave as much height to the map as can be, before an audience; or take one's own."""
        if bare != self._bare:
            self._bare = bare
            self._choose_look()

    def stop(self) -> None:
        """End the walk where it is."""
        self._controls.play.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing walks unseen."""
        self.stop()
        super().hideEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the last of the looks can be, whichever is on show."""
        return QSize(px(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():  # a look has a height of its own
            self._choose_look()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style needs other room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._choose_look()

    def _choose_look(self) -> None:
        slim = self._bare and self._unfolded
        for look in (_SLIM, *_LOOKS) if slim else _LOOKS:
            self._take(look)
            if self._grid.minimumSize().width() <= self.width():
                break
        self._grid.activate()  # before the next frame
        self._controls.arrange()

    def _take(self, look: _Look) -> None:
        self._look = look
        for end in self._ends:
            end.set_size(look.side, px(look.letter))
        margin = look.spacing + SPACES[0]
        self._grid.setContentsMargins(margin, SPACES[0], margin, SPACES[0])
        self._grid.setHorizontalSpacing(look.spacing)
        self._track.set_look(strip=look.strip or self._unfolded, least=look.track)
        self._controls.set_look(
            named=look.named,
            words=look.words,
            number=look.number,
            spacing=look.spacing,
            slim=look.slim,
        )
        self._controls.set_foldable(look.strip or self._unfolded)
        self._put_controls(look)
        self.honesty.set_look(shown=self._unfolded, titles=look.titles, slim=look.slim)
        self._grid.invalidate()
        self.updateGeometry()

    def _show_anchors(self, view: View) -> None:
        count = len(view.anchors)
        ready = count >= 2
        if not ready:
            self.stop()
            self._invitation.setText(_(_INVITATIONS[count]))
        else:
            last = 0 if view.is_loop else count - 1
            self._ends[0].say(letter(0), view.anchors[0])
            self._ends[1].say(letter(last), view.anchors[last])
            self._ends[1].set_colour(self._theme.anchor_b if last else self._theme.anchor_a)
        self._sheet.setEnabled(ready)
        self._pages.setCurrentIndex(1 if ready else 0)
        self._unfold(ready and view.honest)

    def _show_honest(self, view: View) -> None:
        self._unfold(view.honest and len(view.anchors) >= 2)

    def _unfold(self, on: bool) -> None:
        self._unfolded = on
        self._choose_look()

    def _put_controls(self, look: _Look) -> None:
        """Put the controls beside the strip, or below the honesty; or, slim, before the strip."""
        side = Qt.AlignmentFlag
        place: _Place = (0, 3, 1, 1, side(0))
        if self._unfolded:
            place = (_BELOW, 0, 1, 3, side.AlignRight)
        if look.slim:
            place = (0, 0, 1, 1, side.AlignLeft)
        if place != self._place:
            self._place = place
            self._grid.removeWidget(self._controls)
            self._grid.addWidget(self._controls, *place)
            self._controls.lend_fold(self._grid if look.slim else None)
        beside = self._ends[0].width() + look.spacing  # in the columns' first cells
        for column, part in ((0, self._controls), (2, self._controls.fold)):
            wide = part.minimumSizeHint().width() + beside
            self._grid.setColumnMinimumWidth(column, wide if look.slim else 0)

    def _on_slider_pressed(self) -> None:
        self._controls.play.held = True  # the finger leads

    def _on_slider_released(self) -> None:
        self._controls.play.held = False

    def _build(self) -> None:
        self.setAccessibleName(_("Path through the anchors"))
        self._invitation.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._invitation.setTextFormat(Qt.TextFormat.PlainText)
        self._invitation.setWordWrap(True)
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(self._ends[0], 0, 0, right)
        self._grid.addWidget(self._track, 0, 1)
        self._grid.addWidget(self._ends[1], 0, 2, left)
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(SPACES[0])
        self.honesty.add_to(self._grid, 1)
        self._pages.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # see minimumSizeHint
        self._pages.addWidget(self._invitation)
        self._pages.addWidget(self._sheet)
