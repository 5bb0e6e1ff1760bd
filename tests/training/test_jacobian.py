"""The Jacobian's figures, on models whose Jacobian is known."""

import pytest
import torch
from torch import Tensor

from aeviewer.data.images import DataSet
from aeviewer.training.metrics.encoding import Subject
from aeviewer.training.metrics.jacobian import jacobian, measure, singular_values
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.pca import PCA, PCAKnobs
from aeviewer.zoo.registry import find
from tests.training.small import SHAPE, data, images


def linear(weight: Tensor) -> PCA:
    """A model with z = W x."""
    model = PCA(SHAPE, PCAKnobs(latent=len(weight)))
    model.components.copy_(weight)
    return model


def weight(latent: int = 4) -> Tensor:
    return torch.randn(latent, 30, generator=torch.Generator().manual_seed(2))


@torch.no_grad()
def test_the_norm_of_a_linear_model_is_its_weight_s() -> None:
    found = measure(Subject(linear(weight()), data()))
    assert found["jacobian_norm"] == pytest.approx(weight().norm().item(), rel=1e-5)
    spread = (data().test.floats(slice(None)).flatten(1) @ weight().T).var(0, correction=0).sum()
    expected = (weight().norm() / spread.sqrt()).item()
    assert found["jacobian_norm_normalised"] == pytest.approx(expected, rel=1e-4)


def test_the_normalised_norm_forgets_the_latent_s_scale() -> None:
    small, large = (measure(Subject(linear(factor * weight()), data())) for factor in (0.1, 10))
    assert large["jacobian_norm"] == pytest.approx(100 * small["jacobian_norm"], rel=1e-4)
    key = "jacobian_norm_normalised"
    assert large[key] == pytest.approx(small[key], rel=1e-4)


def test_a_model_that_stands_still_has_no_normalised_norm() -> None:
    assert measure(Subject(linear(0 * weight()), data())) == {"jacobian_norm": 0}


def test_singular_values_are_those_of_the_weight() -> None:
    x = images(3).floats(slice(None))
    expected = torch.linalg.svdvals(weight()).expand(3, -1)
    torch.testing.assert_close(singular_values(linear(weight()), x), expected)


@pytest.mark.parametrize("name", ["vae", "vanilla", "contractive", "sparse-topk"])
def test_each_image_has_its_own_jacobian(name: str) -> None:
    entry = find(name)
    model = entry.build(SHAPE, entry.configure({"latent": 35}), seed=1)
    assert isinstance(model, Autoencoder)
    x = images(3).floats(slice(None))
    one_by_one = []
    for image in x:
        image.requires_grad_()
        z = model.encode(image[None]).mean[0]
        rows = [torch.autograd.grad(each, image, retain_graph=True)[0].flatten() for each in z]
        one_by_one.append(torch.stack(rows))
    torch.testing.assert_close(jacobian(model, x), torch.stack(one_by_one))


def test_quantised_latents_have_none() -> None:
    entry = find("vq")
    model = entry.build((1, 8, 8), entry.configure({}))
    assert isinstance(model, Autoencoder)
    assert (
        measure(Subject(model, DataSet("small", images(4, (1, 8, 8)), images(4, (1, 8, 8))))) == {}
    )
