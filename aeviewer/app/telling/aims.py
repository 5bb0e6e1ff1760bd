"""What a model is held to, in words: its targets as a line or two beneath its title."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from aeviewer.data.sources import sources
from aeviewer.words import N_, _
from aeviewer.zoo.target import Target

_SIGNS = {"<=": "\N{LESS-THAN OR EQUAL TO}", ">=": "\N{GREATER-THAN OR EQUAL TO}"}
_SIGNS |= {"+-": "\N{PLUS-MINUS SIGN}"}
FIGURES: Mapping[str, str] = {
    "sse": N_("squared error"),
    "sse_1": N_("that at depth 1"),
    "sse_2": N_("squared error at depth 2"),
    "sse_3": N_("squared error at depth 3"),
    "sse_4": N_("squared error at depth 4"),
    "rise_by_shift": N_("its rise by a shift of one pixel"),
    "knn10": N_("10-NN accuracy"),
    "auroc": N_("AUROC of anomalies"),
    "auroc_pca": N_("AUROC of PCA"),
    "negative_elbo": N_("negative ELBO"),
    "iw_bound": N_("importance-weighted bound"),
    "active_units": N_("active units"),
    "kl_top": N_("KL of the top level"),
    "kl_bottom": N_("KL of the bottom level"),
    "total_correlation": N_("total correlation"),
    "denoising_gain_db": N_("denoising gain in dB"),
    "l0": N_("active units of an image"),
    "dead": N_("share of dead units"),
    "mean_activation": N_("mean activation"),
    "jacobian_norm": N_("Jacobian norm"),
    "jacobian_norm_normalised": N_("scaled Jacobian norm"),
    "singular_value_21": N_("21st singular value"),
    "perplexity": N_("perplexity"),
    "codes_used": N_("codes used"),
    "rarest_class": N_("share of the rarest class"),
    "largest_class": N_("share of the largest class"),
    "frechet": N_("Frechet distance of samples"),
    "frechet_train": N_("that of training images"),
    "agreement": N_("samples of the class asked for"),
    "mmd": N_("MMD"),
    "gradient_energy": N_("gradient energy"),
}


def told(targets: Sequence[Target]) -> str:
    """Tell what one model is to reach, or, where nothing is said, what it must keep.

    One line for each data set and number of training images; none without targets.
    """
    reaches = [target for target in targets if not (target.samples or target.way)]
    chosen = reaches or targets
    lines = groupby(chosen, lambda target: (target.data, target.samples))
    return "\n".join(_line(data, samples, tuple(part)) for (data, samples), part in lines)


def _line(data: str, samples: int, targets: Iterable[Target]) -> str:
    title = sources()[data].title if data in sources() else data
    cases = groupby(targets, lambda target: (target.knobs, target.way))
    said = "; ".join(_case(knobs, way, tuple(part)) for (knobs, way), part in cases)
    if samples:
        line = _("Must show on {data} after {samples:,} images: {figures}.")
    else:
        line = _("Aim on {data}: {figures}.")
    return line.format(data=title, samples=samples, figures=said)


def _case(knobs: Mapping[str, object], way: str, targets: Iterable[Target]) -> str:
    """Say what goes for the same knobs, and is measured alike."""
    named = groupby(targets, lambda target: (target.figure, target.over))
    said = ", ".join(f"{_name(*key)} {_bounds(tuple(part))}" for key, part in named)
    if knobs:
        words = ", ".join(map(_knob, knobs.items()))
        said = _("{figures} with {knobs}").format(figures=said, knobs=words)
    return f"{said} ({_(way)})" if way else said


def _name(figure: str, over: str) -> str:
    names = [_(FIGURES.get(key, key.replace("_", " "))) for key in (figure, over) if key]
    return " / ".join(names)


def _bounds(targets: Sequence[Target]) -> str:
    """The bounds of one figure: reaches one after the other, gates at once."""
    between = _("{bounds} and {next}") if targets[0].samples else _("{bounds}, then {next}")
    bounds, *more = map(_bound, targets)
    for bound in more:
        bounds = between.format(bounds=bounds, next=bound)
    return bounds


def _bound(target: Target) -> str:
    words = " ".join(_SIGNS.get(word, word) for word in target.must.split())
    return f"{words} ({target.beside})" if target.beside else words


def _knob(named: tuple[str, object]) -> str:
    """A knob and its value, as the command line has them: hidden 512,256."""
    name, value = named
    if isinstance(value, bool):
        return name if value else f"no {name}"
    return f"{name} {','.join(map(str, value)) if isinstance(value, tuple) else value}"
