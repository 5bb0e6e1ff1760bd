"""The samples of the adversary page."""

from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View


def samples(view: View, shown: Shown) -> str:
    """The samples of the adversary page."""
    drawn, count, columns = shown.noise
    made = "decode(z)"
    if shown.conditional and view.condition is None:
        made = "model.decode_as(z, torch.arange(len(z)) % model.classes)"  # each class in turn
    return f"""\
# Draws from the prior, by the seed of the page.
z = model.prior({drawn}, torch.Generator().manual_seed({view.noise}))[:{count}]
save({made}, {columns}, "samples.png")"""
