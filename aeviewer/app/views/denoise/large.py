"""The large pictures of one sample: clean, noisy and denoised, what is off, and by how much."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.kit.picture_row import Entry
from aeviewer.app.kit.ramps import signed_ramp
from aeviewer.app.look.theme import Theme
from aeviewer.app.views.denoise.values import Denoised, Likeness
from aeviewer.words import N_, _

_RUB = N_("drag to rub out")
_ERROR = N_("error, \N{MINUS SIGN}1 to +1")
_KEY_STEP = 17  # of a ramp's 256 colours
_GAIN = 0.005  # dB, below which there is none
_LARGE = 9.995  # dB, from which on one decimal tells enough
_VEIL = 150  # of 255


def entries(made: Denoised, theme: Theme) -> Sequence[Entry]:
    """Show what became of a sample; what was rubbed out of it lies under a veil."""
    veil = _veil(made.hole, theme) if made.hole.any() else None
    ramp = signed_ramp(theme)
    key = tuple(QColor(*colour).name() for colour in ramp[::_KEY_STEP].tolist())
    ends = _("darker"), _("brighter")
    return (
        Entry(_("clean"), made.clean, (_(_RUB),), veil=veil),
        Entry(_("noisy"), made.noisy, _figures(made.before)),
        Entry(_("denoised"), made.denoised, (*_figures(made.after), *_gain(made))),
        Entry(_(_ERROR), _coloured(made.error, ramp), key=key, ends=ends),
    )


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
    digits = 2 if abs(gain) < _LARGE else 1  # no more than fit below a small picture
    value = f"{gain:.{digits}f}" if abs(gain) >= _GAIN else "0"  # less is how weights are rounded
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
