"""Figures on test images, against formulas written out by hand."""

import math
from dataclasses import replace

import pytest
import torch

from aeviewer.data.images import DataSet, Images
from aeviewer.training.loop import train
from aeviewer.training.metrics.encoding import latents
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.zoo.vae import VAE
from aeviewer.zoo.vanilla import Vanilla
from tests.training import small


def test_errors_are_summed_over_pixels_and_averaged_over_images() -> None:
    model, of = small.state("vanilla").model, small.data()
    assert isinstance(model, Vanilla)
    x = of.test.floats(slice(None))
    sse = (x - model.decode(model.encode(x).mean)).square().flatten(1).sum(1).mean().item()
    found = evaluate(model, of)
    assert found["sse"] == pytest.approx(sse, rel=1e-5)
    assert found["psnr"] == pytest.approx(10 * math.log10(30 / sse), rel=1e-5)
    assert "negative_elbo" not in found


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
    assert evaluate(training.model, DataSet("two", images, images))["knn10"] == 1


def test_without_labels_there_are_no_neighbours() -> None:
    of = small.data()
    bare = replace(of, test=replace(of.test, labels=None))
    assert "knn10" not in evaluate(small.state().model, bare)
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
