"""What the map says of a chart that is fitted, is on its way, or cannot be had."""

import math
from importlib.util import find_spec

from aeviewer.app.flows.embedding_job import Fitted, Job
from aeviewer.app.numbers import three_digits
from aeviewer.app.subject import Subject
from aeviewer.app.views.axes import CHARTS, ChartName
from aeviewer.latent.embedding import FEWEST, NEAREST

MORE = (
    "Neither t-SNE nor UMAP has an inverse. The one used here mixes the latents of the {nearest} "
    "samples whose points are nearest, the nearer the more; on a sample it is that sample. Its "
    "error: how far each latent lies from what its point says without it, in the mean, as a share "
    "of how far latents lie from their mean: 0 is exact, 1 is no better than the mean. Samples "
    "that were not fitted are placed among the {nearest} whose latents are nearest."
)


def lack(subject: Subject, kind: ChartName) -> str:
    """Say in half a sentence why a chart cannot be had of a model's samples now, or nothing."""
    placed = subject.placed
    if kind == "umap" and find_spec("umap") is None:
        return 'pip install "aeviewer[embed]"'
    if placed is None:
        return "the samples are being placed"
    if placed.latents.shape[1] <= 2:
        return "the map shows all of this latent"
    if subject.live:
        return "not while the model trains"
    if subject.twins.held is not None:
        return "not of an earlier moment"
    if len(placed.latents) < FEWEST:
        return f"it needs {FEWEST} samples"
    return "" if placed.latents.isfinite().all() else "latents are not finite"


def under_way(job: Job, share: float, left: float) -> str:
    """Say how much of a fit is done, from 0 to 1, and how many seconds are left, if known."""
    name, count = CHARTS[job.key.kind], f"{len(job.which):,}"
    time = f", {left:.0f} s left" if math.isfinite(left) else ""
    return f"{name} of {count} samples: {100 * share:.0f} %{time}\nThe map stays until then"


def said(found: Fitted) -> str:
    """Say what lies between the samples, how far it is off, and how many were fitted."""
    fitted, count = len(found.chart.points), len(found.points)
    lines = [
        f"Between samples: a mix of the {NEAREST} nearest,",
        f"off by {three_digits(found.error)} of the spread",
    ]
    if fitted < count:
        lines.append(f"{fitted:,} of {count:,} samples fitted, the others placed among them")
    return "\n".join(lines)
