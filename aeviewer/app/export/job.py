"""One export from the order to the file, while the window goes on: open, lay out, paint, write."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from aeviewer.app.export import stills
from aeviewer.app.export.behind import Heard, Sight, posed, table_of
from aeviewer.app.export.easel import Easel
from aeviewer.app.export.making import Making
from aeviewer.app.export.motifs import motif_of
from aeviewer.app.export.opened import Opened, opened
from aeviewer.app.export.order import Order, check
from aeviewer.app.export.reel import Reel
from aeviewer.app.export.sheets import sheet
from aeviewer.app.export.table import csv_of
from aeviewer.app.export.target import write
from aeviewer.app.export.walked import along, begun
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.curves.curves import LossCurves
from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.portable import portable
from aeviewer.session.view import View
from aeviewer.words import N_, _

_PATIENCE = 120_000  # milliseconds that a picture may take until it is all there
_CURVES = "curves"
_MOST_SHAPES = 200_000
_LATE = N_(
    "the view is not ready after two minutes; stop what it searches for or fits, then try again"
)


class Job(Making):
    """Carries an order out; `progressed` tells of frames."""

    def __init__(
        self,
        order: Order,
        view: View,
        on_show: Subject | None = None,
        curves: LossCurves | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Take an order.

        Args:
            order: what to export.
            view: what is looked at.
            on_show: the model in the window, for one that is in no file.
            curves: those of its training.
            parent: owns the job.

        Raises:
            UserError: it cannot be carried out.
        """
        check(order)
        if order.look.what == "path" and len(view.anchors) < 2:
            raise UserError(_("there is no path: put two anchors on the map first"))
        if order.is_film and order.motion == "walk":
            view = begun(view)
        super().__init__(order.target, partial(opened, view, on_show), parent)
        self._order, self._view, self._curves = order, view, curves
        self._opened: Opened | None = None
        self._heard = Heard()
        self._easel: Easel | None = None
        self._frames: Iterator[dict[str, object]] = iter(())
        self._reel: Reel | None = None
        self._posed = False
        self._late = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._late.timeout.connect(lambda: self._end(UserError(_(_LATE))))

    def _make(self, first: Opened) -> None:
        """Put the model on an easel that is laid out for the order."""
        self._opened, order = first, self._order
        view, look = self._view, order.look
        if order.is_table:
            view, look = posed(view, look)
        elif order.is_vector:
            look = replace(look, scale=1)
        self._easel = easel = Easel(view, look, self)
        easel.still.connect(self._on_still)
        easel.failed.connect(self._end)
        if order.is_table:
            easel.heard.connect(self._heard.take)
        self._late.start()
        easel.show(first.subject, self._draw)

    @property
    def _drawn(self) -> bool:
        """Whether there are curves in the window."""
        return self._curves is not None and bool(self._curves.points())

    def _draw(self, curves: LossCurves) -> None:
        """Draw the curves that are in the window; where there are none, those on disk."""
        if self._drawn and self._curves is not None:
            curves.take_over(self._curves)
        elif self._order.look.what == _CURVES and self._opened is not None:
            self._opened.draw(curves, self._view.moment)

    def _on_still(self) -> None:
        self._late.stop()
        if self._order.is_table:
            self._guarded(self._tabulate)
        else:
            self._guarded(self._shoot if self._order.is_film else self._paint)

    def _tabulate(self) -> None:
        """Write the numbers behind the picture."""
        assert self._easel is not None
        assert self._opened is not None
        subject, parts = self._easel.subject, self._easel.parts
        assert subject is not None
        reports = () if self._drawn else self._opened.reports
        sight = Sight(subject, parts, self._heard, reports)
        table = table_of(self._order.look.what, sight)
        self._put(lambda: csv_of(table))

    def _paint(self) -> None:
        """Paint the one picture, and write it."""
        assert self._easel is not None
        text, subject, order = file.to_text(portable(self._view)), self._easel.subject, self._order
        if motif_of(order.look.what).is_sheet:
            assert subject is not None
            make = partial(sheet, self._view, subject, order.look, order.count)
            self._put(lambda: stills.png(make(), text))
            return
        if order.form == "png":
            self._put(partial(stills.png, self._easel.image(), text))
            return
        _check_shapes(self._easel.subject)
        made = stills.svg if self._order.form == "svg" else stills.pdf
        data = made(self._easel.root, motif_of(self._order.look.what).title)
        self._put(lambda: data)

    def _shoot(self) -> None:
        """Hand over a frame of a film; the first time, begin with it."""
        assert self._easel is not None
        if self._reel is None:
            changes = _changes(self._order, self._view, self._easel.subject)
            self._frames = iter(changes)
            self._reel = Reel(self._order, len(changes), self)
            self._reel.hungry.connect(self._go_on)
            self._reel.progressed.connect(self._tell)
            self._reel.done.connect(lambda data: self._put(lambda: data))
            self._reel.failed.connect(self._end)
            self._easel.change(**_before(self._order, changes))
            self._reel.start()
            return
        if self._posed:
            self._posed = False
            self._reel.give(self._easel.image())

    def _go_on(self) -> None:
        """Pose for the next frame; `still` comes."""
        changes, easel = next(self._frames, None), self._easel
        if changes is not None and easel is not None and not self._over:
            self._posed = True
            self._late.start()
            self._guarded(lambda: easel.change(**changes))

    def _put(self, work: Callable[[], bytes]) -> None:
        """Write what comes of some work, on a thread, too."""
        self._write(lambda: write(self._target, work()))

    def _let_go(self) -> None:
        self._late.stop()
        if self._reel is not None:
            self._reel.cancel()
            self._reel.wait()
        if self._easel is not None:
            self._easel.close()


def _check_shapes(subject: Subject | None) -> None:
    """See that not too many shapes are to be written.

    Raises:
        UserError: there are.
    """
    count = 0 if subject is None or subject.placed is None else len(subject.placed.points)
    if count > _MOST_SHAPES:
        raise UserError(
            _(
                "{count:,} samples are too many to be shapes, of which there may be "
                "{most_shapes:,}: choose PNG"
            ).format(count=count, most_shapes=_MOST_SHAPES)
        )


def _changes(order: Order, view: View, subject: Subject | None) -> Sequence[dict[str, object]]:
    """What changes from frame to frame: the place on the path, the moment, or all in a walk.

    Raises:
        UserError: there is no path or walk, or nothing was kept of the training.
    """
    if order.motion == "walk":
        return along(order, view)
    if order.motion == "path":
        if len(view.anchors) < 2:
            raise UserError(_("there is no path to film: put two anchors on the map first"))
        return [{"t": t} for t in there_and_back(order.frames, closed=view.is_loop)]
    moments = () if subject is None or subject.history is None else subject.history.moments
    if len(moments) < 2:
        raise UserError(
            _("nothing was kept of this training to film: open a run, or train it here")
        )
    count = min(order.frames, len(moments))
    chosen = {round(at * (len(moments) - 1) / (count - 1)) for at in range(count)}
    return [{"moment": moments[at].step} for at in sorted(chosen)]


def there_and_back(frames: int, *, closed: bool = False) -> list[float]:
    """Places t of a film that plays without a jump: to the end and back, or once round a loop."""
    if closed:
        return [at / frames for at in range(frames)]
    return [1 - abs(1 - 2 * at / frames) for at in range(frames)]


def _before(order: Order, changes: Sequence[dict[str, object]]) -> dict[str, object]:
    """Where to be before the first frame: the cursor goes along only when t changes."""
    return dict(changes[-1]) if order.motion == "path" else {}
