"""PCA, against scikit-learn's and against the figures of the literature."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from sklearn import decomposition

from aeviewer.data import idx_folder
from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.pca import PCA
from aeviewer.zoo.registry import find

SHAPE = (2, 3, 4)


def pca(latent: int, shape: tuple[int, int, int] = SHAPE) -> PCA:
    entry = find("pca")
    model = entry.build(shape, entry.configure({"latent": latent}))
    assert isinstance(model, PCA)
    return model


def test_it_rebuilds_as_scikit_learn_does() -> None:
    x = torch.rand(50, *SHAPE, generator=torch.Generator().manual_seed(0))
    model = pca(5)
    model.fit(x)
    flat = x.flatten(1).numpy()
    oracle = decomposition.PCA(5, svd_solver="full").fit(flat)
    rebuilt = torch.as_tensor(oracle.inverse_transform(oracle.transform(flat)))
    torch.testing.assert_close(
        model.decode(model.encode(x).mean), rebuilt.clamp(0, 1).reshape(x.shape), atol=1e-4, rtol=0
    )
    error = model.loss(Batch(x, None, 1.0, torch.Generator())).total
    expected = (x.flatten(1) - rebuilt).square().sum(1).mean()
    torch.testing.assert_close(error, expected, atol=1e-4, rtol=1e-4)


def test_the_prior_has_the_data_s_spread() -> None:
    x = torch.rand(200, *SHAPE, generator=torch.Generator().manual_seed(0))
    model = pca(3)
    model.fit(x)
    drawn = model.prior(20_000, torch.Generator().manual_seed(1)).std(0)
    torch.testing.assert_close(drawn, model.encode(x).mean.std(0), rtol=0.03, atol=0)


@pytest.mark.parametrize(("count", "latent"), [(1, 2), (4, 5), (100, 25)])
def test_too_few_images_or_pixels_are_told(count: int, latent: int) -> None:
    with pytest.raises(UserError, match=rf"^pca.latent is {latent}; these {count} images of 24"):
        pca(latent).fit(torch.rand(count, *SHAPE))


def test_constant_images_give_no_nan() -> None:
    model = pca(2)
    x = torch.full((10, *SHAPE), 0.5)
    model.fit(x)
    assert all(torch.isfinite(value).all() for value in model.state_dict().values())
    torch.testing.assert_close(model.decode(model.encode(x).mean), x)


@pytest.mark.real
@pytest.mark.parametrize(("latent", "sse", "bound"), [(30, 13.866, 0.005), (2, 43.645, 0.01)])
def test_mnist_gives_the_figure_of_hinton_and_salakhutdinov(
    real_data: Callable[[str], Path], latent: int, sse: float, bound: float
) -> None:
    mnist = idx_folder.load(real_data("MNIST"), "mnist")
    model = pca(latent, (1, 28, 28))
    model.fit(mnist.train.floats(slice(None)))
    bare = DataSet("mnist", replace(mnist.train, labels=None), replace(mnist.test, labels=None))
    assert evaluate(model, bare)["sse"] == pytest.approx(sse, abs=bound)
