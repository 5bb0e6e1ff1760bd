"""What was drawn, or an image of one's own in its place, as a model's input."""

from torch import Tensor

from aeviewer.data import own
from aeviewer.data.drawing import as_digit, as_picture
from aeviewer.data.images import ImageShape
from aeviewer.session.view import View


def is_drawn(view: View) -> bool:
    """Whether there is anything to read."""
    return bool(view.strokes or view.own)


def drawn(view: View, ink: Tensor, shape: ImageShape) -> Tensor:
    """Make a model's input (C, H, W) of the view's own image, or else of ink (H', W').

    Raises:
        UserError: the view's own image is none.
    """
    if view.own:
        return own.as_input(own.pixels(view.own), shape, view.centred)
    return (as_digit if view.centred else as_picture)(ink, shape)
