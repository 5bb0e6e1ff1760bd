"""All figures there are: what each is called, its unit, what it means, and which way is better."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from aeviewer.latent.collapse import COLLAPSED


class Figure(NamedTuple):
    """One figure, described for a table.

    Attributes:
        label: its name.
        unit: of its value.
        meaning: in half a sentence.
        better: of two values; neither, where it is a baseline or a matter of choice.
        short: its name in a running line, if it deserves a place there.
    """

    label: str
    unit: str = ""
    meaning: str = ""
    better: Literal["lower", "higher", ""] = ""
    short: str = ""


_SAME = "the same, of as many principal components"
FIGURES = {
    "sse": Figure(
        "squared error",
        "per image",
        "of the posterior's mean decoded, summed over pixels",
        "lower",
    ),
    "sse_pca": Figure("squared error, PCA", "per image", _SAME),
    "psnr": Figure("PSNR", "dB", "the same error, from the mean over all pixels", "higher"),
    "ssim": Figure("SSIM", "up to 1", "likeness of structure, in a window of 11 pixels", "higher"),
    "ssim_pca": Figure("SSIM, PCA", "up to 1", _SAME),
    "negative_elbo": Figure(
        "negative ELBO",
        "nats",
        "bounds -log p(x) from above: lower is better",
        "lower",
        "-ELBO",
    ),
    "iw_bound": Figure(
        "importance-weighted",
        "nats",
        "the same, closer, by many draws of z an image",
        "lower",
        "IW bound",
    ),
    "reconstruction": Figure(
        "reconstruction", "nats", "-log p(x|z), with one draw of z an image", "lower"
    ),
    "kl": Figure("KL", "nats", "what the latent tells of the image, beyond the prior"),
    "active_units": Figure(
        "active units",
        "dimensions",
        f"that carry over {COLLAPSED} nat; the rest collapsed",
        "",
        "active units",
    ),
    "knn10": Figure(
        "10-NN accuracy", "of 1", "of the class, from 10 neighbours in latent space", "higher"
    ),
    "knn10_pca": Figure("10-NN, PCA", "of 1", _SAME),
    "linear_probe": Figure(
        "linear probe", "of 1", "of the class, by logistic regression on the latents", "higher"
    ),
    "linear_probe_pca": Figure("linear probe, PCA", "of 1", _SAME),
    "perplexity": Figure(
        "perplexity",
        "codes",
        "so many, used equally often, are as hard to guess",
        "higher",
        "perplexity",
    ),
    "codes_used": Figure("codes used", "codes", "of the codebook, at least once", "higher"),
    "bits": Figure("bits", "per image", "that the codes take, each at full length", "", "bits"),
    "l0": Figure("active latents", "per image", "units that are not 0", "", "L0"),
    "hoyer": Figure(
        "Hoyer index", "of 1", "1 where one unit does it all, 0 where all do", "higher"
    ),
    "dead": Figure("dead units", "of 1", "active for no test image", "lower", "dead"),
    "mean_activation": Figure("mean activation", "", "over all units and images"),
    "jacobian_norm": Figure(
        "Jacobian norm", "latents", "how far z moves with x; less where z is merely shrunk", "lower"
    ),
    "jacobian_norm_normalised": Figure(
        "Jacobian, scaled", "spreads", "the same, in units of the latents' own spread", "lower"
    ),
    "denoising_gain_db": Figure(
        "denoising gain", "dB", "PSNR above that of the noisy image", "higher", "gain in dB"
    ),
    "denoising_gain_median_db": Figure(
        "gain, median filter", "dB", "the same, of a 3 x 3 median filter"
    ),
    "frechet": Figure(
        "Frechet distance", "", "of samples from test images, to our classifier", "lower", "Frechet"
    ),
    "frechet_train": Figure(
        "Frechet, training", "", "the same, of as many training images: samples cannot do better"
    ),
    "coverage": Figure(
        "coverage", "classes", "that samples are of, to our classifier", "higher", "classes covered"
    ),
    "largest_class": Figure("largest class", "of 1", "share of the samples it takes", "lower"),
    "agreement": Figure(
        "agreement",
        "of 1",
        "of our classifier with the class asked for",
        "higher",
        "agreement",
    ),
    "confidence": Figure("confidence", "of 1", "of our classifier in its verdict", "higher"),
    "auroc": Figure(
        "AUROC", "of 1", "chance that an anomaly is rebuilt worse than a normal image", "higher"
    ),
    "auroc_pca": Figure("AUROC, PCA", "of 1", "the same, of 30 principal components"),
}


def figure(key: str) -> Figure:
    """Describe a figure; sse_2 is that of stage 2, and what is unknown is called by its key."""
    if key in FIGURES:
        return FIGURES[key]
    found = re.fullmatch(r"(\w+)_(\d+)", key)
    if found and (base := FIGURES.get(found[1])):
        of = "of the first stages alone, so many of them" if found[1] == "sse" else "of this stage"
        return base._replace(label=f"{base.label}, {found[2]}", meaning=of, short="")
    return Figure(key.replace("_", " "))


def in_order(keys: Iterable[str]) -> list[str]:
    """Sort keys as they stand above, each with its stages after it; the unknown ones come last."""
    known = list(FIGURES)

    def place(key: str) -> tuple[int, int, str]:
        staged = None if key in FIGURES else re.fullmatch(r"(\w+)_(\d+)", key)
        base, stage = (staged[1], int(staged[2])) if staged else (key, 0)
        return (known.index(base) if base in FIGURES else len(known), stage, key)

    return sorted(set(keys), key=place)
