"""What a search for an image's latent has found, as pictures and as words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from aeviewer.app.kit.number import narrow
from aeviewer.app.kit.numbers import amount, three_digits
from aeviewer.app.kit.picture_row import Entry
from aeviewer.words import _

_DIGITS = 6  # of an error, below a picture of 84 pixels
_LEAST = 1e-4  # below, that is an error of nothing to a reader


@dataclass(frozen=True, eq=False)
class Found:
    """What a search has found so far.

    Attributes:
        target: the image whose latent is searched for.
        iteration: how many are done.
        total: how many there will be; 0 where no search is on.
        picture: what the best latent decodes to; None before there is one.
        errors: squared errors of all starts, rising.
        rebuilt: what the model makes of the image by its encoder; None without one.
        rebuilt_error: the squared error of that.
        length: the best latent's norm.
        usual: that of draws from the prior, in the mean.
        strip: pictures on the way of the best one, from its start on.
    """

    target: QImage
    iteration: int = 0
    total: int = 0
    picture: QImage | None = None
    errors: tuple[float, ...] = ()
    rebuilt: QImage | None = None
    rebuilt_error: float = 0.0
    length: float = 0.0
    usual: float = 0.0
    strip: Sequence[QImage] = ()


def entries(found: Found) -> list[Entry]:
    """Show the image, what was found, and what the encoder makes of it."""
    made = [Entry(_("image"), found.target)]
    if found.picture is not None:
        made.append(Entry(_("found"), found.picture, (_error(found.errors[0]),)))
    if found.rebuilt is not None:
        error = _error(found.rebuilt_error)
        made.append(Entry(_("by the encoder"), found.rebuilt, (error,)))
    return made


def _error(error: float) -> str:
    text = narrow(error, _DIGITS) if error >= _LEAST else amount(error)
    return _("error {error}").format(error=text)


def said(found: Found) -> str:
    """Say what the starts came to, and whether the latent is one that the prior would draw."""
    if found.picture is None:
        return ""
    lowest, highest = amount(found.errors[0]), amount(found.errors[-1])
    starts = (
        _(", by start from {lowest} to {highest}").format(lowest=lowest, highest=highest)
        if len(found.errors) > 1
        else f" {lowest}"
    )
    return _(
        "Squared error, summed over pixels{starts}. |z| is {length}; draws of the prior "
        "have {usual}."
    ).format(starts=starts, length=three_digits(found.length), usual=three_digits(found.usual))
