"""What the anomaly page says in words: what a model can know of the anomalies, what is missing."""

from collections.abc import Collection

import numpy as np

from aeviewer.app.flows.anomaly.scoring import Baseline
from aeviewer.app.models.subject import Subject
from aeviewer.data.sources import title_of
from aeviewer.training.fitting import fitting
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.vae import VAE

TO_COME = N_("The images are being scored")
CURVE_TO_COME = N_("The ROC curve is being drawn")
_CHOOSE = N_("Choose which classes are normal: all others are the anomalies to be found.")
_NO_LABELS = N_("No labels: without them nobody can say which images a threshold should catch")
_NO_ENCODER = N_(
    "This model has no encoder: it rebuilds no image, so none can be rebuilt badly. "
    "Open an autoencoder."
)
_NOT_AT_HAND = N_(
    "The images of {title} are not at hand. Choose that data set in the bar and press Start: they "
    "are offered for download. Then open this model again."
)
_DIGITS = 1, 8, 8  # the shape of scikit-learn's, which come with it
_LONGEST = 4  # classes by name; more are counted


def missing(subject: Subject) -> str:
    """Say why there is nothing to score; empty where there is."""
    if not issubclass(subject.twins.kind, Autoencoder):
        return _(_NO_ENCODER)
    if subject.images is None or not len(subject.images):
        return _(_NOT_AT_HAND).format(title=title_of(subject.data) or _("this model"))
    return ""


def at_hand(subject: Subject) -> str:
    """Name a bundled autoencoder of the images on show, or else of ones that need no download."""
    if subject.images is not None and len(subject.images):
        return fitting(subject.twins.image_shape, subject.classes, VAE, Autoencoder)
    return fitting(_DIGITS, list("0123456789"), VAE, Autoencoder)


def lacks_groups(subject: Subject, normal: frozenset[int]) -> str:
    """Say why normal images and anomalies cannot be told apart; empty where they can."""
    if subject.labels is None or not subject.classes:
        return _(_NO_LABELS)
    if not normal:
        return _("The ROC curve, of caught against false alarms, is here once some are normal")
    there = set(np.unique(subject.labels).tolist())
    if there <= normal:
        return _("All test images are of normal classes: leave one out, which is to be found")
    if not there & normal:
        return _("No test image is of a normal class: choose one that there are images of")
    return ""


def of_training(subject: Subject, normal: frozenset[int]) -> str:
    """Say what the model saw of the anomalies while it was trained."""
    if subject.labels is None or not subject.classes:
        return ""
    if not normal:
        return _(_CHOOSE)
    everything = frozenset(range(len(subject.classes)))
    trained = subject.normal or everything
    if not subject.normal:
        return _(
            "This model was trained on all classes: the anomalies are known to it, and the harder "
            "to find."
        )
    known, unknown = trained - normal, normal - trained
    said = [
        _("This model was trained on {subject} alone.").format(subject=_names(subject, trained))
    ]
    if known:
        said.append(
            _("Of the anomalies, {subject} is known to it.").format(subject=_names(subject, known))
        )
    if unknown:
        said.append(
            _("Of what is normal, {subject} is new to it.").format(subject=_names(subject, unknown))
        )
    return " ".join(said)


def of_baseline(baseline: Baseline | None) -> str:
    """Say what the baseline is fitted to."""
    if baseline is None:
        return _("PCA, the baseline, is being fitted.")
    if baseline.curve is None:
        return _("No baseline: no training images of the normal classes are at hand.")
    of = (
        "" if baseline.fitted == baseline.known else _(" of {known:,}").format(known=baseline.known)
    )
    return ngettext(
        "PCA: {components} component, fitted to {fitted:,}{of} normal training images.",
        "PCA: {components} components, fitted to {fitted:,}{of} normal training images.",
        baseline.components,
    ).format(components=baseline.components, fitted=baseline.fitted, of=of)


def _names(subject: Subject, numbers: Collection[int]) -> str:
    if len(numbers) > _LONGEST:
        return _("{count} classes").format(count=len(numbers))
    count = len(subject.classes)
    return ", ".join(subject.classes[n] if n < count else str(n) for n in sorted(numbers))
