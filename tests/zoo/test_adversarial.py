"""The adversarial models, against formulas written out by hand and linear critics."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from aeviewer.training import loop
from aeviewer.training.plan import Plan
from aeviewer.training.state import begin
from aeviewer.zoo.aae import AAE
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.game import squared_slope
from aeviewer.zoo.gan import GAN
from aeviewer.zoo.registry import Model, find
from aeviewer.zoo.vaegan import VAEGAN

SHAPE = (1, 8, 7)
SMALL: dict[str, dict[str, Any]] = {
    "gan": {"latent": 3, "width": 4},
    "aae": {"latent": 3, "hidden": (8,), "critic_hidden": (6,)},
    "vaegan": {"latent": 3, "width": 4},
}


def build(name: str, **knobs: Any) -> Model:
    entry = find(name)
    return entry.build(SHAPE, entry.configure({**SMALL[name], **knobs}), seed=1)


def gan(**knobs: Any) -> GAN:
    model = build("gan", **knobs)
    assert isinstance(model, GAN)
    return model


def batch(step: int = 0) -> Batch:
    generator = torch.Generator().manual_seed(1)
    x = torch.rand(6, *SHAPE, generator=generator)
    return Batch(x, None, 0.5, torch.Generator().manual_seed(9), step)


class Linear(nn.Module):
    """D(x) = <slope, x>."""

    def __init__(self, slope: Tensor):
        super().__init__()
        self.slope = nn.Parameter(slope)

    def forward(self, x: Tensor) -> Tensor:
        return x.flatten(1) @ self.slope


def slope(norm: float) -> Tensor:
    value = torch.randn(8 * 7, generator=torch.Generator().manual_seed(2))
    scaled: Tensor = norm * value / value.norm()
    return scaled


def adversary_loss(model: Model, step: int = 0) -> Any:
    return model.objectives()[0].loss(batch(step))


def test_the_squared_slope_of_a_linear_critic_is_its_own() -> None:
    critic = Linear(slope(3.0))
    found = squared_slope(critic, batch().images)
    torch.testing.assert_close(found, torch.full((6,), 9.0))
    torch.autograd.backward(found.mean())
    assert critic.slope.grad is not None
    torch.testing.assert_close(critic.slope.grad, 2 * critic.slope.detach())


def test_the_squared_slope_equals_that_of_functional_derivatives() -> None:
    critic, x = gan().adversary, batch().images
    each = torch.func.vmap(torch.func.grad(lambda one: critic(one[None]).sum()))(x)
    found = squared_slope(critic, x)
    torch.testing.assert_close(found, each.flatten(1).square().sum(1))


def test_the_squared_slope_is_exact_under_autocast() -> None:
    critic, x = gan().adversary, batch().images
    with torch.autocast("cpu", torch.bfloat16):
        found = squared_slope(critic, x)
    assert torch.equal(found, squared_slope(critic, x))


@pytest.mark.parametrize(("step", "asked"), [(0, True), (1, False), (7, False), (8, True)])
def test_r1_is_lazy_and_counts_for_the_steps_it_rests(step: int, asked: bool) -> None:
    model = gan(lazy=8, r1=0.5)
    model.adversary = nn.Sequential(Linear(slope(3.0)))
    loss = adversary_loss(model, step)
    assert ("gradient_penalty" in loss.terms) == asked
    expected = loss.terms["adversary"] + (8 * 0.25 * 9 if asked else 0)
    torch.testing.assert_close(loss.total, expected)


@pytest.mark.parametrize(("norm", "penalty"), [(1.0, 0.0), (3.0, 4.0), (0.0, 1.0)])
def test_the_critic_pays_for_a_slope_that_is_not_one(norm: float, penalty: float) -> None:
    model = gan(loss="wasserstein", penalty=10)
    model.adversary = nn.Sequential(Linear(slope(norm)))
    loss = adversary_loss(model)
    assert loss.terms["gradient_penalty"].item() == pytest.approx(penalty, abs=1e-5)
    expected = loss.terms["adversary"].item() + 10 * penalty
    assert loss.total.item() == pytest.approx(expected, abs=1e-4)


def test_the_game_is_the_paper_s() -> None:
    model, of = gan(r1=0), batch(step=1)
    z = torch.randn(6, 3, generator=torch.Generator().manual_seed(9))
    real = torch.sigmoid(model.adversary(of.images))
    fake = torch.sigmoid(model.adversary(model.generator(z)))
    torch.testing.assert_close(model.loss(of).total, -fake.log().mean())
    expected = -(real.log() + (1 - fake).log()).mean()  # eq. 1, to be raised
    torch.testing.assert_close(adversary_loss(model, 1).total, expected)


def test_the_critic_s_game_is_the_difference() -> None:
    model = gan(loss="wasserstein")
    z = torch.randn(6, 3, generator=torch.Generator().manual_seed(9))
    real, fake = model.adversary(batch().images).mean(), model.adversary(model.generator(z)).mean()
    torch.testing.assert_close(adversary_loss(model).terms["adversary"], fake - real)
    torch.testing.assert_close(model.loss(batch()).total, -fake)
    assert [objective.every for objective in model.objectives()] == [1, 5]


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_turn_of_an_objective_moves_all_its_own_and_nothing_else(name: str) -> None:
    knobs = find(name).configure(SMALL[name])
    state = begin(name, knobs, Plan(precision="fp32"), SHAPE, torch.device("cpu"))
    for objective, optimizer in state.objectives:
        before = {key: value.clone() for key, value in state.model.named_parameters()}
        loop._optimise(state, objective, optimizer, batch())
        after = dict(state.model.named_parameters())
        moved = {id(value) for key, value in after.items() if not torch.equal(value, before[key])}
        assert moved == {id(each) for each in objective.parameters}


def test_the_average_follows_by_its_decay() -> None:
    model = gan(decay=0.9)
    before = [value.clone() for value in model.average.parameters()]
    torch.testing.assert_close(before, list(model.generator.parameters()))
    with torch.no_grad():
        for value in model.generator.parameters():
            value.add_(1.0)
    model.advance(batch(step=1000))
    for mean, old, new in zip(
        model.average.parameters(), before, model.generator.parameters(), strict=True
    ):
        torch.testing.assert_close(mean, 0.9 * old + 0.1 * new)


def test_the_average_is_saved_decoded_with_and_never_trained() -> None:
    model, z = gan(), torch.randn(4, 3)
    assert any(name.startswith("average.") for name in model.state_dict())
    assert not any(value.requires_grad for value in model.average.parameters())
    before = model.decode(z)
    with torch.no_grad():
        for value in model.generator.parameters():
            value.add_(1.0)
    assert torch.equal(model.decode(z), before)


@pytest.mark.parametrize("training", [True, False])
def test_an_image_is_made_alone_as_among_others(training: bool) -> None:
    """As it would not be with a batch norm, were the model in training."""
    model, z = gan(width=16).train(training), torch.randn(5, 3)
    alone = torch.cat([model.decode(one[None]) for one in z])
    torch.testing.assert_close(model.decode(z), alone)


def test_the_encoder_of_the_aae_is_rewarded_for_deceit() -> None:
    model = build("aae", weight=7)
    assert isinstance(model, AAE)
    loss = model.loss(batch())
    z = model.encode(batch().images).mean
    expected = -torch.sigmoid(model.critic(z)).log().mean()
    torch.testing.assert_close(loss.terms["generator"], expected)
    torch.testing.assert_close(loss.total, loss.terms["reconstruction"] + 7 * expected)


def test_r1_of_the_aae_is_taken_at_draws_of_the_prior() -> None:
    model = build("aae", r1=4)
    assert isinstance(model, AAE)
    drawn = torch.randn(6, 3, generator=torch.Generator().manual_seed(9))
    each = torch.func.vmap(torch.func.grad(lambda one: model.critic(one[None]).sum()))(drawn)
    loss = adversary_loss(model)
    expected = each.square().sum(1).mean()
    torch.testing.assert_close(loss.terms["gradient_penalty"], expected)
    torch.testing.assert_close(loss.total, loss.terms["adversary"] + 2 * expected)


def test_the_vae_gan_s_encoder_loses_the_features_negative_elbo() -> None:
    model = build("vaegan")
    assert isinstance(model, VAEGAN)
    loss, x = model.loss(batch()), batch().images
    z = model.encode(x).sample(torch.Generator().manual_seed(9))
    apart = (model.features(x) - model.features(model.decode(z))).flatten(1)
    expected = (apart**2).sum(1).mean() / 2
    torch.testing.assert_close(loss.terms["reconstruction"], expected)
    torch.testing.assert_close(loss.total, expected + loss.terms["kl"])


def test_the_vae_gan_s_decoder_weighs_likeness_by_gamma() -> None:
    totals = [build("vaegan", gamma=g).objectives()[2].loss(batch()) for g in (0, 1, 3)]
    unlike = totals[1].total - totals[0].total
    assert unlike > 0
    torch.testing.assert_close(totals[2].total - totals[0].total, 3 * unlike)
    torch.testing.assert_close(totals[0].total, totals[0].terms["generator"])


def test_the_vae_gan_s_discriminator_is_to_tell_images_from_reconstructions_and_samples() -> None:
    model = build("vaegan", r1=4)
    assert isinstance(model, VAEGAN)
    x, source = batch().images, torch.Generator().manual_seed(9)
    rebuilt = model.decode(model.encode(x).sample(source))
    drawn = model.decode(model.prior(6, source))
    real, *fakes = (torch.sigmoid(model.realness(each)) for each in (x, rebuilt, drawn))
    expected = -(real.log() + sum((1 - fake).log() for fake in fakes)).mean()  # algorithm 1
    torch.testing.assert_close(adversary_loss(model, step=1).total, expected)
    each = torch.func.vmap(torch.func.grad(lambda one: model.realness(one[None]).sum()))(x)
    r1 = each.flatten(1).square().sum(1).mean()
    torch.testing.assert_close(adversary_loss(model, step=8).total, expected + 8 * 2 * r1)
