"""The denoising page: clean, noisy and denoised side by side, how far off, and many at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.kit.hint import Hint, open_model
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.picture_row import Entry, PictureRow
from aeviewer.app.kit.ramps import signed_ramp
from aeviewer.app.kit.watching import watch
from aeviewer.app.look.scale import px
from aeviewer.app.look.theme import LIGHT, SPACES, Theme
from aeviewer.app.views.denoise.controls import DenoiseControls
from aeviewer.app.views.denoise.rubbing import rubbed
from aeviewer.app.views.denoise.sample_rows import SampleRows
from aeviewer.app.views.page import PageView
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.words import N_, _

_INVITATION = N_("Noisy and denoised pictures appear here with a model.")
_RUB = N_("drag to rub out")
_ERROR = N_("error, \N{MINUS SIGN}1 to +1")
_NARROWEST = 320  # points of the pictures' width
_LEAST = 132  # points of height that the rows of samples keep
_KEY_STEP = 17  # of a ramp's 256 colours
_GAIN = 0.001  # dB, below which there is none
_VEIL = 150  # of 255


@dataclass(frozen=True)
class Likeness:
    """How like an image is to the clean one.

    Attributes:
        psnr: peak signal-to-noise ratio in dB; infinite where they are the same.
        ssim: structural similarity; None where it is not known.
    """

    psnr: float
    ssim: float | None


@dataclass(frozen=True, eq=False)
class Denoised:
    """What becomes of one sample.

    Attributes:
        clean: as it was.
        noisy: what the model is given.
        denoised: what it makes of that.
        error: (H, W) denoised - clean, the mean of the channels, in [-1, 1].
        hole: (H, W), the pixels rubbed out.
        before: how like the noisy image is.
        after: how like the denoised one is.
    """

    clean: QImage
    noisy: QImage
    denoised: QImage
    error: NDArray[np.float32]
    hole: NDArray[np.bool_]
    before: Likeness
    after: Likeness


@dataclass(frozen=True, eq=False)
class Many:
    """Some samples, clean, noisy and denoised, in the order of their numbers.

    Attributes:
        first: the number of the first.
        chosen: which of them is the one shown large.
        clean: as they were.
        noisy: what the model is given.
        denoised: what it makes of that.
        before: PSNR of each noisy image in dB, as `Likeness` has it.
        after: that of each denoised one.
    """

    first: int
    chosen: int
    clean: Sequence[QImage]
    noisy: Sequence[QImage]
    denoised: Sequence[QImage]
    before: Sequence[float]
    after: Sequence[float]


class DenoisePage(PageView):
    """Shows what noise does to a sample, and what the model does to the noise."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._theme = LIGHT
        self._shown: Denoised | None = None
        self._first = 0
        self._stood = store.view.looked_at, store.view.rubbed
        self.controls = DenoiseControls(store)
        self.note, self.empty = Hint(), Hint(centred=True)
        self.pictures, self.samples = PictureRow(), SampleRows()
        self._pages = QStackedLayout(self)
        self._build()
        self.pictures.rubbed.connect(self._on_rubbed)
        self.pictures.released.connect(store.settle)
        self.samples.chosen.connect(self._on_sample_chosen)
        for hint in (self.note, self.empty):
            hint.wanted.connect(partial(open_model, self._store))
        self.set_empty(_(_INVITATION))
        watch(self, store, self._follow, "sample", "selection", "rubbed")

    def control_rows(self) -> Sequence[QWidget]:
        """What is done to the sample."""
        return (self.controls,)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._paint()

    def set_empty(self, text: str, model: str = "") -> None:
        """Say what is missing, and offer a model that has it; or, with no text, show pictures."""
        self.empty.say(text, model)
        self._pages.setCurrentIndex(0 if text else 1)

    def set_note(self, text: str, model: str = "") -> None:
        """Say something about the pictures, and offer a model."""
        self.note.say(text, model)

    def clear(self) -> None:
        """Forget the pictures of another model."""
        self._shown = None
        self.pictures.set_entries(())
        self.samples.set_rows((), 0)
        self.set_note("")

    def show_one(self, made: Denoised) -> None:
        """Show the sample."""
        self._shown = made
        self._paint()

    def show_many(self, many: Many) -> None:
        """Show the samples around it."""
        self._first = many.first
        rows = ((_("clean"), many.clean), (_("noisy"), many.noisy), (_("denoised"), many.denoised))
        self.samples.set_rows(rows, many.chosen)

    def _paint(self) -> None:
        made = self._shown
        if made is None:
            return
        veil = _veil(made.hole, self._theme) if made.hole.any() else None
        ramp = signed_ramp(self._theme)
        key = tuple(QColor(*colour).name() for colour in ramp[::_KEY_STEP].tolist())
        self.pictures.set_entries((
            Entry(_("clean"), made.clean, (_(_RUB),), veil=veil),
            Entry(_("noisy"), made.noisy, _figures(made.before)),
            Entry(_("denoised"), made.denoised, (*_figures(made.after), *_gain(made))),
            Entry(
                _(_ERROR), _coloured(made.error, ramp), key=key, ends=(_("darker"), _("brighter"))
            ),
        ))
        self._stage.updateGeometry()  # figures may take another line
        self._stage.arrange()

    def _follow(self, view: View) -> None:
        """Another sample has no holes yet, unless they come with it, as by an undo."""
        before, self._stood = self._stood, (view.looked_at, view.rubbed)
        if view.rubbed and view.looked_at != before[0] and view.rubbed == before[1]:
            self._store.set(rubbed=())

    def _on_rubbed(self, start: Point, end: Point) -> None:
        if self._shown is not None:
            size = self._shown.clean.width(), self._shown.clean.height()
            self._store.set(rubbed=rubbed(self._store.view.rubbed, size, start, end))

    def _on_sample_chosen(self, column: int) -> None:
        self._store.choose(sample=self._first + column)

    def _build(self) -> None:
        self._stage = _Stage(self.pictures, self.samples)
        content = QWidget()
        column = boxes.column(content, SPACES[1], SPACES[1])
        column.addWidget(self.controls)
        column.addWidget(self.note)
        column.addWidget(self._stage, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(content)
        self.setAccessibleName(_("Denoising"))


class _Stage(QWidget):
    """The large pictures take what they can use, the rows of samples the rest."""

    def __init__(self, pictures: PictureRow, samples: SampleRows) -> None:
        super().__init__()
        self._pictures, self._samples = pictures, samples
        for widget in (pictures, samples):
            widget.setParent(self)
        self.setMinimumWidth(_NARROWEST)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.arrange()

    def heightForWidth(self, width: int) -> int:
        """What both need at least, to be seen."""
        return self._pictures.least_height(width) + SPACES[1] + px(_LEAST)

    def arrange(self) -> None:
        """Share the room between the two."""
        width, height = self.width(), self.height()
        high = self._pictures.height_in(QSize(width, height - SPACES[1] - px(_LEAST)))
        self._pictures.setGeometry(0, 0, width, high)
        below = high + SPACES[1]
        self._samples.setGeometry(0, below, width, max(height - below, 1))


def _figures(likeness: Likeness) -> tuple[str, ...]:
    ratio = "\N{INFINITY}" if likeness.psnr == float("inf") else three_digits(likeness.psnr)
    psnr = _("PSNR {ratio} dB").format(ratio=_signed(ratio))
    if likeness.ssim is None:
        return (psnr,)
    return psnr, _("SSIM {ssim}").format(ssim=_signed(three_digits(likeness.ssim)))


def _gain(made: Denoised) -> tuple[str, ...]:
    gain = made.after.psnr - made.before.psnr
    if not np.isfinite(gain):
        return ()
    value = three_digits(gain) if abs(gain) >= _GAIN else "0"  # less is how weights are rounded
    sign = "+" if gain >= _GAIN else ""
    return (_("gain {value}{gain} dB").format(value=sign, gain=_signed(value)),)


def _signed(number: str) -> str:
    return number.replace("-", "\N{MINUS SIGN}", 1) if number.startswith("-") else number


def _coloured(error: NDArray[np.float32], ramp: NDArray[np.uint8]) -> QImage:
    """Colour values from -1 to 1."""
    steps = len(ramp) - 1
    place = (np.nan_to_num(error).clip(-1, 1) * 0.5 + 0.5) * steps
    pixels = np.ascontiguousarray(ramp[place.round().astype(np.intp)])
    height, width = error.shape
    form = QImage.Format.Format_RGB888
    return QImage(pixels.tobytes(), width, height, 3 * width, form).copy()


def _veil(hole: NDArray[np.bool_], theme: Theme) -> QImage:
    """Colour what is rubbed out, so that one sees through it what was there."""
    colour = QColor(theme.accent)
    pixels = np.zeros((*hole.shape, 4), np.uint8)
    pixels[hole] = colour.red(), colour.green(), colour.blue(), _VEIL
    height, width = hole.shape
    form = QImage.Format.Format_RGBA8888
    return QImage(pixels.tobytes(), width, height, 4 * width, form).copy()
