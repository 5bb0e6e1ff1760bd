"""What the adversary page says in words: what the scores mean, and what is missing."""

from collections.abc import Sequence

from aeviewer.app.flows.drawing.drawn import is_drawn
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.adversary.scores import Verdicts
from aeviewer.session.view import View
from aeviewer.words import N_, _, ngettext
from aeviewer.zoo.aae import AAE
from aeviewer.zoo.capabilities import Adversarial, Discrete

_NO_IMAGES = N_("No images are at hand: search for one of the model's samples, or for a drawing.")
_NOT_DRAWN = N_("Nothing is drawn yet: the sheet is in the Draw panel, beside the probe.")
_NO_SLOPE = N_(
    "This latent is made of codes, so there is no slope to descend: a small change of z leaves the "
    "picture as it is."
)
_LIVE = N_("While the model trains, a search goes on by the weights of its beginning.")
_REBUILT = N_("The images of the data are reconstructions here: their own are not at hand.")
_TO_COME = N_("The images are being placed.")
_NO_ADVERSARY = N_("This model has no adversary: nothing in it tells real images from samples")
_LATENTS = N_(
    "This adversary looks at latents, not at images: it tells draws of the prior from latents of "
    "images, and is asked here about the latents of both kinds."
)

_OFF = 0.15  # that the AUC is above the share told right; at the best threshold it is 0.1 at most


def is_adversarial(subject: Subject) -> bool:
    """Whether there is an adversary to ask."""
    return issubclass(subject.twins.kind, Adversarial)


def of_model(subject: Subject, other: str) -> str:
    """Say what is special about the model; empty where nothing is.

    Args:
        subject: what is on show.
        other: a bundled model with an adversary, or nothing.
    """
    if not is_adversarial(subject):
        return (
            _("{no_adversary}; that of {other} does.").format(
                no_adversary=_(_NO_ADVERSARY), other=other
            )
            if other
            else f"{_(_NO_ADVERSARY)}."
        )
    return _(_LATENTS) if issubclass(subject.twins.kind, AAE) else ""


def of_verdicts(subject: Subject, verdicts: Verdicts) -> str:
    """Say what the scores come to."""
    if not len(verdicts.real):
        return (
            _("No real images are at hand: only the samples are judged.")
            if len(verdicts.made)
            else ""
        )
    if issubclass(subject.twins.kind, AAE):
        return _("The more alike both are, the better the latents of images fill the prior.")
    if not verdicts.probable:
        gap = three_digits(float(verdicts.real.mean() - verdicts.made.mean()))
        return _(
            "A critic: its scores have no unit; in the mean real images have {gap} more."
        ).format(gap=gap)
    right = verdicts.right
    assert right is not None
    real, made = len(verdicts.real), len(verdicts.made)
    return _(
        "The adversary tells {right:.0f} % right, of {real} and {made}; by guessing it would be "
        "50 %.{verdicts}"
    ).format(
        right=100 * right,
        real=ngettext("{count} real image", "{count} real images", real).format(count=real),
        made=ngettext("{count} sample", "{count} samples", made).format(count=made),
        verdicts=_of_order(verdicts, right),
    )


def _of_order(verdicts: Verdicts, right: float) -> str:
    """Say how well its scores order the images, whatever threshold is taken."""
    if verdicts.area is None:
        return ""
    said = _(" The real one scores higher in {area:.0f} % of all pairs (AUC)").format(
        area=100 * verdicts.area
    )
    off = verdicts.area - right >= _OFF
    return (
        _("{said}: it tells them apart, but not by one half.").format(said=said)
        if off
        else f"{said}."
    )


def of_kinds(shares: Sequence[float], classes: Sequence[str], least: float) -> str:
    """Say how many classes the samples cover.

    Args:
        shares: of the samples, that each class has; empty where nothing can judge them.
        classes: their names.
        least: a class with a smaller share counts as missed.
    """
    if not shares:
        return ""
    covered = sum(share > least for share in shares)
    most = max(range(len(shares)), key=lambda number: shares[number])
    missed = [name for name, share in zip(classes, shares, strict=True) if share <= least]
    lacking = _("; hardly any {missed}").format(missed=", ".join(missed)) if missed else ""
    return ngettext(
        "A classifier sees {covered} of {count} class among them, and {name} most "
        "often, in {shares:.0f} %{lacking}.",
        "A classifier sees {covered} of {count} classes among them, and {name} most "
        "often, in {shares:.0f} %{lacking}.",
        len(shares),
    ).format(
        covered=covered,
        count=len(shares),
        name=classes[most],
        shares=100 * shares[most],
        lacking=lacking,
    )


def lacks_goal(subject: Subject, count: int, view: View) -> str:
    """Say why nothing can be searched for; empty where something can.

    Args:
        subject: what is on show.
        count: how many images of the data are at hand, or latents that could be decoded for them.
        view: what is wanted.
    """
    if issubclass(subject.twins.kind, Discrete):
        return _(_NO_SLOPE)
    if view.goal == "drawing" and not is_drawn(view):
        return _(_NOT_DRAWN)
    if view.goal == "sample" and not count:
        return _(_NO_IMAGES) if subject.placed is not None else _(_TO_COME)
    return ""


def of_search(subject: Subject, view: View) -> str:
    """Say what is particular about the search and its image; empty where nothing is."""
    rebuilt = view.goal == "sample" and subject.images is None
    return f"{_(_LIVE) if subject.live else ''} {_(_REBUILT) if rebuilt else ''}".strip()
