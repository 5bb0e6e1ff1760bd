"""What the map says of a chart that is fitted, is on its way, or cannot be had."""

import math
from importlib.util import find_spec

from aeviewer.app.flows.embedding.job import Fitted, Job
from aeviewer.app.kit.axes import CHARTS, ChartName
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.models.subject import Subject
from aeviewer.latent.embedding import FEWEST, NEAREST
from aeviewer.words import N_, _

MORE = N_(
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
        return _("the samples are being placed")
    if placed.latents.shape[1] <= 2:
        return _("the map shows all of this latent")
    if subject.live:
        return _("not while the model trains")
    if subject.twins.held is not None:
        return _("not of an earlier moment")
    if len(placed.latents) < FEWEST:
        return _("it needs {fewest} samples").format(fewest=FEWEST)
    return "" if placed.latents.isfinite().all() else _("latents are not finite")


def under_way(job: Job, share: float, left: float) -> str:
    """Say how much of a fit is done, from 0 to 1, and how many seconds are left, if known."""
    name, count = CHARTS[job.key.kind], f"{len(job.which):,}"
    time = _(", {left:.0f} s left").format(left=left) if math.isfinite(left) else ""
    return _("{name} of {count} samples: {share:.0f} %{time}\nThe map stays until then").format(
        name=name, count=count, share=100 * share, time=time
    )


def said(found: Fitted) -> str:
    """Say what lies between the samples, how far it is off, and how many were fitted."""
    fitted, count = len(found.chart.points), len(found.points)
    lines = [
        _("Between samples: a mix of the {nearest} nearest,").format(nearest=NEAREST),
        _("off by {error} of the spread").format(error=three_digits(found.error)),
    ]
    if fitted < count:
        lines.append(
            _("{fitted:,} of {count:,} samples fitted, the others placed among them").format(
                fitted=fitted, count=count
            )
        )
    return "\n".join(lines)
