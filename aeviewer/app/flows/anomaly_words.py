"""What the anomaly page says in words: what a model can know of the anomalies, what is missing."""

from collections.abc import Collection

import numpy as np

from aeviewer.app.flows.scoring import Baseline
from aeviewer.app.subject import Subject
from aeviewer.data.sources import title_of
from aeviewer.training.fitting import fitting
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.vae import VAE

TO_COME = "The images are being scored"
CURVE_TO_COME = "The ROC curve is being drawn"
_CHOOSE = "Choose which classes are normal: all others are the anomalies to be found."
_NO_LABELS = "No labels: without them nobody can say which images a threshold should catch"
_NO_ENCODER = (
    "This model has no encoder: it rebuilds no image, so none can be rebuilt badly. "
    "Open an autoencoder."
)
_NOT_AT_HAND = (
    "The images of {title} are not at hand. Choose that data set in the bar and press Start: they "
    "are offered for download. Then open this model again."
)
_DIGITS = 1, 8, 8  # the shape of scikit-learn's, which come with it
_LONGEST = 4  # classes by name; more are counted


def missing(subject: Subject) -> str:
    """Say why there is nothing to score; empty where there is."""
    if not issubclass(subject.twins.kind, Autoencoder):
        return _NO_ENCODER
    if subject.images is None or not len(subject.images):
        return _NOT_AT_HAND.format(title=title_of(subject.data) or "this model")
    return ""


def at_hand() -> str:
    """Name a bundled autoencoder of images that need no download; empty without one."""
    return fitting(_DIGITS, list("0123456789"), VAE, Autoencoder)


def lacks_groups(subject: Subject, normal: frozenset[int]) -> str:
    """Say why normal images and anomalies cannot be told apart; empty where they can."""
    if subject.labels is None or not subject.classes:
        return _NO_LABELS
    if not normal:
        return "The ROC curve, of caught against false alarms, is here once some are normal"
    there = set(np.unique(subject.labels).tolist())
    if there <= normal:
        return "All test images are of normal classes: leave one out, which is to be found"
    if not there & normal:
        return "No test image is of a normal class: choose one that there are images of"
    return ""


def of_training(subject: Subject, normal: frozenset[int]) -> str:
    """Say what the model saw of the anomalies while it was trained."""
    if subject.labels is None or not subject.classes:
        return ""
    if not normal:
        return _CHOOSE
    everything = frozenset(range(len(subject.classes)))
    trained = subject.normal or everything
    if not subject.normal:
        return (
            "This model was trained on all classes: the anomalies are known to it, and the harder "
            "to find."
        )
    known, unknown = trained - normal, normal - trained
    said = [f"This model was trained on {_names(subject, trained)} alone."]
    if known:
        said.append(f"Of the anomalies, {_names(subject, known)} is known to it.")
    if unknown:
        said.append(f"Of what is normal, {_names(subject, unknown)} is new to it.")
    return " ".join(said)


def of_baseline(baseline: Baseline | None) -> str:
    """Say what the baseline is fitted to."""
    if baseline is None:
        return "PCA, the baseline, is being fitted."
    if baseline.curve is None:
        return "No baseline: no training images of the normal classes are at hand."
    of = "" if baseline.fitted == baseline.known else f" of {baseline.known:,}"
    return (
        f"PCA: {baseline.components} components, fitted to {baseline.fitted:,}{of} normal "
        "training images."
    )


def _names(subject: Subject, numbers: Collection[int]) -> str:
    if len(numbers) > _LONGEST:
        return f"{len(numbers)} classes"
    count = len(subject.classes)
    return ", ".join(subject.classes[n] if n < count else str(n) for n in sorted(numbers))
