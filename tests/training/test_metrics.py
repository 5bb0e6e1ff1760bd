"""Figures on test images, against formulas written out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from sklearn import decomposition
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info, threadpool_limits
from torch import Tensor

from aeviewer.data.images import DataSet, Images
from aeviewer.training.loop import train
from aeviewer.training.metrics import classes, reconstruction
from aeviewer.training.metrics.encoding import Subject, latents
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import find
from aeviewer.zoo.vae import VAE
from aeviewer.zoo.vanilla import Vanilla
from tests.training import small

COMPARED = ("sse", "ssim", "knn10", "linear_probe")  # with as many principal components


def test_errors_are_summed_over_pixels_and_averaged_over_images() -> None:
    model, of = small.state("vanilla").model, small.data()
    assert isinstance(model, Vanilla)
    x = of.test.floats(slice(None))
    sse = (x - model.decode(model.encode(x).mean)).square().flatten(1).sum(1).mean().item()
    found = evaluate(model, of)
    assert found["sse"] == pytest.approx(sse, rel=1e-5)
    assert found["psnr"] == pytest.approx(10 * math.log10(30 / sse), rel=1e-5)
    assert "negative_elbo" not in found


def _ssim(x: Tensor, y: Tensor, reach: int, sigma: float) -> float:
    """Wang 2004, eq. 13, on one-channel images, mirrored at their edges."""
    offsets = torch.arange(-reach, reach + 1, dtype=torch.float64)
    line = torch.softmax(-offsets.square() / (2 * sigma**2), 0)
    window = torch.outer(line, line)[None, None]

    def mean(z: Tensor) -> Tensor:
        return F.conv2d(F.pad(z.double(), [reach] * 4, mode="reflect"), window)

    a, b = mean(x), mean(y)
    variances = mean(x * x) - a * a + mean(y * y) - b * b
    above = (2 * a * b + 0.01**2) * (2 * (mean(x * y) - a * b) + 0.03**2)
    return (above / ((a * a + b * b + 0.01**2) * (variances + 0.03**2))).mean().item()


@pytest.mark.parametrize(
    ("shape", "reach", "sigma"),
    [((1, 13, 12), 5, 1.5), ((1, 6, 5), 2, 2.25 / 3.5), ((1, 3, 9), 1, 1.25 / 3.5)],
)
def test_the_window_of_the_structure_fits_the_image(
    shape: tuple[int, int, int], reach: int, sigma: float
) -> None:
    images = small.images(23, shape)
    of = DataSet("any", images, small.images(7, shape, seed=1))
    model = find("vanilla").build(shape, find("vanilla").configure({"hidden": (8,)}))
    x, rebuilt = next(Subject(model, of).rebuilt())
    assert evaluate(model, of)["ssim"] == pytest.approx(_ssim(x, rebuilt, reach, sigma), rel=1e-3)


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 2, 9)])
def test_two_pixels_have_no_structure(shape: tuple[int, int, int]) -> None:
    of = DataSet("tiny", small.images(23, shape), small.images(7, shape))
    found = evaluate(find("vae").build(shape, find("vae").configure({"hidden": (8,)})), of)
    assert "ssim" not in found
    assert "sse" in found


def test_pca_stands_beside() -> None:
    of = small.data(60)
    found = evaluate(small.state("vanilla").model, of)
    flat, test = (images.floats(slice(None)).flatten(1).numpy() for images in (of.train, of.test))
    oracle = decomposition.PCA(2).fit(flat)
    rebuilt = oracle.inverse_transform(oracle.transform(test))
    assert found["sse_pca"] == pytest.approx(np.square(test - rebuilt).sum(1).mean(), rel=1e-4)
    training = small.state("pca")
    list(train(training, of.train))
    own = evaluate(training.model, of)
    assert {key: found[f"{key}_pca"] for key in COMPARED} == (
        pytest.approx({key: own[key] for key in COMPARED}, rel=1e-4)
    )
    assert not [key for key in own if key.endswith("_pca")]


@pytest.mark.parametrize(("latent", "images"), [(31, 60), (9, 8)])
def test_there_are_no_more_components_than_pixels_or_images(latent: int, images: int) -> None:
    entry = find("vanilla")
    model = entry.build(small.SHAPE, entry.configure({"latent": latent, "hidden": (8,)}))
    assert Subject(model, small.data(images)).baseline is None
    assert not [key for key in evaluate(model, small.data(images)) if key.endswith("_pca")]


def test_quantised_latents_have_no_baseline() -> None:
    entry = find("vq")
    model = entry.build(small.SHAPE, entry.configure({}))
    assert Subject(model, small.data()).baseline is None


def test_latents_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model, of = small.state("vanilla").model, small.data()
    assert isinstance(model, Autoencoder)
    encode, seen = model.encode, []

    def counted(x: Tensor) -> Posterior:
        seen.append(len(x))
        return encode(x)

    monkeypatch.setattr(model, "encode", counted)
    fitting = ((Autoencoder, reconstruction.measure), (Autoencoder, classes.measure))
    monkeypatch.setattr("aeviewer.training.metrics.evaluate._FITTING", fitting)
    assert {"sse", "knn10", "linear_probe"} <= set(evaluate(model, of))
    assert sorted(seen) == [7, 23]


def test_the_bound_is_its_two_terms() -> None:
    model, of = small.state("vae").model, small.data()
    assert isinstance(model, VAE)
    found, x = evaluate(model, of), of.test.floats(slice(None))
    posterior = model.encode(x)
    assert found["kl"] == pytest.approx(posterior.kl().sum(1).mean().item(), rel=1e-5)
    assert found["negative_elbo"] == pytest.approx(found["reconstruction"] + found["kl"])
    z = posterior.sample(torch.Generator().manual_seed(0))
    nats = model.negative_log_likelihood(x, z).mean().item()
    assert found["reconstruction"] == pytest.approx(nats, rel=1e-5)
    active = int((posterior.kl().mean(0) > 0.01).sum())
    assert found["active_units"] == active


def test_figures_depend_on_the_seed_alone() -> None:
    model, of = small.state("vae").model, small.data()
    assert evaluate(model, of) == evaluate(model, of)
    assert evaluate(model, of, seed=1)["kl"] == evaluate(model, of)["kl"]
    assert evaluate(model, of, seed=1)["reconstruction"] != evaluate(model, of)["reconstruction"]


def test_neighbours_tell_classes_apart_where_the_latents_do() -> None:
    training = small.state("pca")
    pixels = torch.zeros(60, *small.SHAPE, dtype=torch.uint8)
    pixels[::2, 0, 0] = 200  # one class has a bright first row, of varying length
    pixels[torch.arange(60), 0, 5, torch.arange(60) % 5] = 90
    images = Images(pixels, torch.arange(60) % 2, ("bright", "dark"))
    list(train(training, images))
    found = evaluate(training.model, DataSet("two", images, images))
    assert found["knn10"] == found["linear_probe"] == 1


def test_the_linear_probe_does_not_depend_on_the_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two, its last steps differ by rounding, and its accuracy by the third digit."""
    fit = LogisticRegression.fit
    threads: set[object] = set()

    def watched(self: LogisticRegression, *given: object) -> LogisticRegression:
        threads.update(each["num_threads"] for each in threadpool_info() if _is_blas(each))
        return fit(self, *given)

    monkeypatch.setattr(LogisticRegression, "fit", watched)
    with threadpool_limits(2, "blas"):
        evaluate(small.state().model, small.data())
    assert threads <= {1}  # none, where the system's BLAS keeps its threads to itself


def _is_blas(library: dict[str, object]) -> bool:
    return library["user_api"] == "blas"


def test_without_labels_or_classes_to_compare_there_are_no_judgements() -> None:
    of = small.data()
    bare = replace(of, test=replace(of.test, labels=None))
    alone = replace(of, train=of.train.of_classes((1,)))
    strange = replace(of, train=of.train.of_classes((0, 1)))
    for data in (bare, alone, strange):
        assert not {"knn10", "linear_probe", "knn10_pca"} & set(evaluate(small.state().model, data))
    assert set(latents(small.state().model, bare.test)) == {"mean", "std"}


@pytest.mark.parametrize(
    ("variant", "names"), [("vae", {"mean", "std", "labels"}), ("pca", {"mean", "labels"})]
)
def test_latents_are_flat_and_in_order(variant: str, names: set[str]) -> None:
    training = small.state(variant)
    found = latents(training.model, small.data().test)
    assert set(found) == names
    assert found["mean"].shape == (7, 2)
    assert found["mean"].dtype == torch.float32


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    model, of = small.state("vanilla").model, small.data()
    whole = evaluate(model, of)
    monkeypatch.setattr("aeviewer.training.metrics.encoding.CHUNK", 3)
    assert evaluate(model, of) == pytest.approx(whole, rel=1e-5)
