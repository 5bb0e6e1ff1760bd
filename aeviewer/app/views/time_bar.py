"""The time bar: a slider through a training, which every view follows."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QWidget,
)

from aeviewer.app.kit.watching import watch
from aeviewer.app.kit.wheel import calm
from aeviewer.app.look.fonts import write_numbers
from aeviewer.app.look.scale import sized
from aeviewer.app.look.theme import SPACES, TYPE
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import N_, _, ngettext

_PERIOD = 33  # milliseconds: 30 moments a second at most
_RUN = 8000  # milliseconds from the first moment to the newest
_WORDS = 68  # pixels of the play button, as wide for either word
_TRAILS = N_("Lines on the map from where samples were: the selected ones, or some of all")


@dataclass(frozen=True)
class Moments:
    """What there is to look back to.

    Attributes:
        steps: steps after which weights were kept, ascending.
        newest: steps that the newest weights have been trained for.
        total: steps planned.
        per_epoch: steps of an epoch; 0 where nobody knows.
        bytes: memory that the kept weights take.
        cap: bytes that they never exceed.
    """

    steps: tuple[int, ...] = ()
    newest: int = 0
    total: int = 0
    per_epoch: int = 0
    bytes: int = 0
    cap: int = 0

    @property
    def past(self) -> tuple[int, ...]:
        """Those before the newest weights."""
        return tuple(step for step in self.steps if step < self.newest)

    def words(self, step: int) -> str:
        """Say where in the training a step is."""
        if not step:
            return _("step 0 · before training")
        if not self.per_epoch:
            return _("step {step:,} of {total:,}").format(step=step, total=self.total)
        epoch, last = (math.ceil(number / self.per_epoch) for number in (step, self.total))
        return _("step {step:,} · epoch {epoch:,} of {last:,}").format(
            step=step, epoch=epoch, last=max(last, epoch)
        )

    @property
    def memory(self) -> str:
        """Say what the kept weights take."""
        megabytes, cap = (math.ceil(number / 1e6) for number in (self.bytes, self.cap))
        return ngettext(
            "kept {count:,} moment, {megabytes:,} of {cap:,} MB",
            "kept {count:,} moments, {megabytes:,} of {cap:,} MB",
            len(self.steps),
        ).format(count=len(self.steps), megabytes=megabytes, cap=cap)


class TimeBar(QWidget):
    """Moves the view's moment; hidden while there are fewer than two moments to choose from."""

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = Moments()
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._play, self._newest = QPushButton(_("Play")), QPushButton(_("Newest"))
        self._trails = QCheckBox(_("Trails"))
        self._label, self._memory = QLabel(), QLabel()
        self._timer = QTimer(self, interval=_PERIOD)
        self._clock = QElapsedTimer()
        self._from = 0.0  # the share of the way at which the run began
        self._keys = self._make_actions()
        self._build()
        self._say()
        self._connect()
        self.setVisible(False)
        watch(self, store, self._follow, "moment", "trails")
        self._follow(store.view)

    def set_moments(self, moments: Moments) -> None:
        """Offer moments, or none."""
        if moments != self._moments:
            self._moments = moments
            self._follow(self._store.view)
        self.setVisible(len(moments.steps) > 1)
        for action in self._keys:
            action.setEnabled(len(moments.steps) > 1)

    def set_trails(self, lack: str) -> None:
        """Say why no sample can leave a trail, or nothing where one can."""
        self._trails.setEnabled(not lack)
        self._trails.setToolTip(lack or _(_TRAILS))

    def actions_to_show(self) -> list[QAction]:
        """Actions, with comma and full stop, for the moment before and the one after."""
        return list(self._keys)

    def stop(self) -> None:
        """End the run where it is."""
        self._play.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs unseen."""
        self.stop()
        super().hideEvent(event)

    def _place(self, view: View) -> int:
        """Where the slider stands; at its end for the newest weights."""
        past = self._moments.past
        return past.index(view.moment) if view.moment in past else len(past)

    def _follow(self, view: View) -> None:
        place, last = self._place(view), len(self._moments.past)
        self._slider.setRange(0, last)
        self._slider.setValue(place)
        at_end = place == last
        step = self._moments.newest if at_end else self._moments.past[place]
        words = self._moments.words(step)
        self._label.setText(words)
        self._slider.setAccessibleDescription(words)
        self._memory.setText(self._moments.memory)
        self._newest.setEnabled(not at_end)
        self._trails.setChecked(view.trails)

    def _go(self, place: int) -> None:
        """Look at the moment at a place of the slider."""
        past = self._moments.past
        self._store.set(moment=past[place] if 0 <= place < len(past) else None)

    def _walk(self, step: int) -> None:
        """Go to the moment before or after."""
        self.stop()
        place = self._place(self._store.view) + step
        self._go(min(max(place, 0), len(self._moments.past)))
        self._store.settle()

    def _on_acted(self, _action: int) -> None:
        """Follow a hand on the slider; where its value is set by `_follow`, nobody acted."""
        self.stop()
        self._go(self._slider.sliderPosition())
        if not self._slider.isSliderDown():
            self._store.settle()

    def _on_newest(self) -> None:
        self.stop()
        self._store.choose(moment=None)

    def _on_trails(self, on: bool) -> None:
        self._store.choose(trails=on)

    def _on_play_toggled(self, on: bool) -> None:
        self._play.setText(_("Pause") if on else _("Play"))
        if not on:
            self._timer.stop()
            self._store.settle()
            return
        place, last = self._place(self._store.view), max(1, len(self._moments.past))
        self._from = 0.0 if place >= last else place / last
        self._clock.start()
        self._timer.start()
        self._on_ticked()

    def _on_ticked(self) -> None:
        """Go where the clock says, so that a slow model skips moments rather than time."""
        share = self._from + self._clock.elapsed() / _RUN
        self._go(int(share * len(self._moments.past)))
        if share >= 1:
            self.stop()

    def _connect(self) -> None:
        self._slider.actionTriggered.connect(self._on_acted)
        self._slider.sliderReleased.connect(self._store.settle)
        self._play.toggled.connect(self._on_play_toggled)
        self._newest.clicked.connect(self._on_newest)
        self._trails.clicked.connect(self._on_trails)
        self._timer.timeout.connect(self._on_ticked)

    def _make_actions(self) -> tuple[QAction, QAction]:
        made = QAction(_("Earlier moment"), self), QAction(_("Later moment"), self)
        for action, key, step in zip(made, (",", "."), (-1, 1), strict=True):
            action.setShortcut(QKeySequence(key))
            action.setStatusTip(_("Look at the weights that were kept just before, or just after"))
            action.setEnabled(False)
            action.triggered.connect(lambda _checked, step=step: self._walk(step))
        return made

    def _build(self) -> None:
        self._play.setCheckable(True)
        sized(self._play, QWidget.setMinimumWidth, _WORDS)
        self._slider.setMinimumWidth(80)
        self._slider.setPageStep(5)
        calm(self._slider)
        for label in (self._label, self._memory):
            write_numbers(label, TYPE[0])
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setSpacing(SPACES[1])
        row.addWidget(self._play)
        row.addWidget(self._slider, 1)
        row.addWidget(self._newest)
        row.addWidget(self._trails)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACES[2], SPACES[0], SPACES[2], SPACES[0])
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addLayout(row, 0, 0, 1, 2)
        grid.addWidget(self._label, 1, 0)
        grid.addWidget(self._memory, 1, 1)

    def _say(self) -> None:
        self.setAccessibleName(_("Time machine"))
        self._slider.setAccessibleName(_("Moment of the training that all views show"))
        self._slider.setToolTip(
            _("Look back through the training (comma and full stop: one moment)")
        )
        self._play.setAccessibleName(_("Run through the training"))
        self._play.setToolTip(_("Run through the training to its newest weights"))
        self._newest.setAccessibleName(_("Back to the newest weights"))
        self._newest.setToolTip(_("Look at the newest weights again, and follow them"))
        self._trails.setAccessibleName(_("Trails"))
        self._trails.setToolTip(_(_TRAILS))
        self._label.setAccessibleName(_("Moment looked at"))
        self._memory.setAccessibleName(_("Memory of the moments kept"))
        self._memory.setToolTip(
            _("Weights kept to look back to; with no room left, every second goes")
        )
