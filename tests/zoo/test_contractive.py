"""The contraction: its closed form, and Hutchinson's estimate, against Jacobians by autograd."""

from typing import Any

import pytest
import torch
from torch import Tensor

from aeviewer.zoo.contract import Batch
from aeviewer.zoo.contractive import Contractive
from aeviewer.zoo.contractive_deep import DeepContractive
from aeviewer.zoo.registry import find

SHAPE = (1, 4, 5)


def closed(**knobs: Any) -> Contractive:
    entry = find("contractive")
    made = entry.build(SHAPE, entry.configure({"latent": 7, **knobs}), seed=1)
    assert isinstance(made, Contractive)
    return made


def deep(**knobs: Any) -> DeepContractive:
    entry = find("contractive-deep")
    config = entry.configure({"latent": 3, "hidden": (9, 8), **knobs})
    made = entry.build(SHAPE, config, seed=1)
    assert isinstance(made, DeepContractive)
    return made


def images(count: int = 6) -> Tensor:
    return torch.rand(count, *SHAPE, generator=torch.Generator().manual_seed(1))


def batch(x: Tensor, seed: int = 9) -> Batch:
    return Batch(x, None, 0.5, torch.Generator().manual_seed(seed))


def squared_norm(model: Contractive | DeepContractive, x: Tensor) -> Tensor:
    """||J||_F^2 of one image, by one backward pass a latent."""
    x = x.clone().requires_grad_()
    z = model.encode(x[None]).mean[0]
    rows = [torch.autograd.grad(each, x, retain_graph=True)[0] for each in z]
    return torch.stack(rows).square().sum()


def test_the_closed_form_is_the_jacobian_s_norm() -> None:
    model, x = closed(), images()
    expected = torch.stack([squared_norm(model, image) for image in x])
    torch.testing.assert_close(model.contraction(model.encode(x).mean), expected, rtol=1e-4, atol=0)
    torch.testing.assert_close(model.loss(batch(x)).terms["contraction"], expected.mean())


def test_the_closed_form_s_gradient_is_that_of_the_norm() -> None:
    model, x = closed(), images(1)
    (found,) = torch.autograd.grad(model.loss(batch(x)).terms["contraction"], [model.weight])
    weight = model.weight.detach().requires_grad_()
    h = torch.sigmoid(x.flatten(1) @ weight.T + model.hidden_bias)
    rows = [torch.autograd.grad(h[0, j], weight, create_graph=True)[0] for j in range(7)]
    assert rows[0].shape == weight.shape
    norm = ((h * (1 - h)).T * weight).square().sum()
    torch.testing.assert_close(found, torch.autograd.grad(norm, weight)[0])


def test_the_weights_are_tied() -> None:
    model, x = closed(), images()
    h = model.encode(x).mean
    rebuilt = torch.sigmoid(h @ model.weight + model.visible_bias)
    torch.testing.assert_close(model.decode(h), rebuilt.reshape(x.shape))
    assert sum(value.numel() for value in model.parameters()) == 7 * 20 + 7 + 20


def test_hutchinson_s_estimate_is_unbiased() -> None:
    model, x = deep(), images(2)
    exact = torch.stack([squared_norm(model, image) for image in x]).mean()
    many = x.repeat(10_000, 1, 1, 1)  # a probe for each
    found = model.loss(batch(many)).terms["contraction"]
    torch.testing.assert_close(found, exact, rtol=0.03, atol=0)
    one = model.loss(batch(x)).terms["contraction"]
    assert not torch.isclose(one, exact, rtol=1e-3)


def test_descending_the_estimate_lowers_the_exact_norm() -> None:
    model, x = deep(lam=100.0), images(64)
    optimizer = torch.optim.SGD(model.encoder.parameters(), lr=1e-3)
    before = squared_norm(model, x[0]).item()
    for seed in range(20):
        optimizer.zero_grad()
        torch.autograd.backward(model.loss(batch(x, seed)).total)
        optimizer.step()
    assert squared_norm(model, x[0]).item() < 0.7 * before


@pytest.mark.parametrize("make", [closed, deep])
def test_the_contraction_is_fp32_under_autocast(make: Any) -> None:
    expected = make().loss(batch(images())).terms["contraction"]
    with torch.autocast("cpu", torch.bfloat16):
        found = make().loss(batch(images())).terms["contraction"]
    assert torch.equal(found, expected)


@pytest.mark.parametrize("make", [closed, deep])
@pytest.mark.parametrize("lam", [0.0, 0.3])
def test_lam_weighs_the_contraction(make: Any, lam: float) -> None:
    loss = make(lam=lam).loss(batch(images()))
    expected = loss.terms["reconstruction"] + lam * loss.terms["contraction"]
    torch.testing.assert_close(loss.total, expected)
