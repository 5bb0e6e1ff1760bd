"""The traversal page: a row of pictures for each dimension, around the latent at the cursor."""

from aeviewer.session.script.ground import at_cursor
from aeviewer.session.script.shown import Shown
from aeviewer.session.view import View

_PRIOR = 3.0  # standard deviations of N(0, I)


def rows(view: View, shown: Shown) -> str:
    """The rows in sight."""
    (first, last), columns = shown.rows.places, shown.rows.columns
    seen = "" if (first, last) == (0, shown.size) else f"[{first}:{last}]"
    return f"""\
{at_cursor(view, shown)}

{_order(shown)}
{_range(view, shown)}

# A row for each dimension: it goes from low to high, while all others stay as they are in z.
rows = []
for number in order{seen}.tolist():
    values = torch.linspace(low[number], high[number], {columns})
    nearest, step = (values - z[number]).abs().argmin(), values[1] - values[0]
    if (values[nearest] - z[number]).abs() <= step / 2:
        values[nearest] = z[number]  # so that one picture is the cursor's own
    row = z.repeat({columns}, 1)
    row[:, number] = values
    rows.append(decode(row))
    print(f"z{{number + 1}} from {{low[number]:.3g}} to {{high[number]:.3g}}")
save(torch.cat(rows), {columns}, "traversal.png")"""


def _order(shown: Shown) -> str:
    if shown.samples < 2:
        return f"""\
# No samples say which dimension tells most of an image.
order = torch.arange({shown.size})"""
    if shown.stds:
        return """\
# The dimension that tells most of an image first, by its KL from the prior, in nats.
worth = Posterior(latents, stds).kl().double().mean(0)
order = worth.argsort(descending=True, stable=True)"""
    return """\
# The dimension in which the samples differ most first, by their standard deviation.
worth = latents.double().std(0)
order = worth.argsort(descending=True, stable=True)"""


def _range(view: View, shown: Shown) -> str:
    if view.reach == "prior" or not shown.samples:
        return f"""\
high = torch.full(({shown.size},), {_PRIOR})  # standard deviations of the prior
low = -high"""
    return "low, high = latents.amin(0), latents.amax(0)  # as far as the samples go"
