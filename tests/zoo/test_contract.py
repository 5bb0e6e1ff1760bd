"""What every variant of the zoo keeps, whoever adds it."""

import ast
import inspect
import json
import sys
from collections import Counter
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor

from aeviewer.errors import UserError
from aeviewer.zoo.capabilities import (
    Adversarial,
    ClosedForm,
    Conditional,
    Denoising,
    Discrete,
    Evolving,
    Hierarchical,
    OfLatents,
    Sparse,
    Variational,
)
from aeviewer.zoo.contract import Autoencoder, Batch, GenerativeModel
from aeviewer.zoo.knobs import Knobs
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import Model, Variant, find, variants

NAMES = tuple(variants())
SHAPES = ((1, 28, 28), (3, 8, 10), (1, 1, 1))
TERMS = {
    *("reconstruction", "kl", "codebook", "commitment", "sparsity", "contraction"),
    *("adversary", "generator", "gradient_penalty", "mmd"),
    *("mutual_information", "total_correlation", "dimension_wise"),
}
Shape = tuple[int, int, int]


def config(entry: Variant, latent: int) -> Knobs:
    small = {"latent": latent, "hidden": (16, 12)}
    named = {knob.name for knob in entry.knobs.knobs()}
    return entry.configure({name: value for name, value in small.items() if name in named})


def images(shape: Shape, count: int = 8) -> Tensor:
    return torch.rand(count, *shape, generator=torch.Generator().manual_seed(1))


@pytest.fixture(params=SHAPES, ids=lambda shape: "x".join(map(str, shape)))
def shape(request: pytest.FixtureRequest) -> Shape:
    chosen: Shape = request.param
    return chosen


@pytest.fixture(params=(1, 2, 5))
def latent(request: pytest.FixtureRequest) -> int:
    chosen: int = request.param
    return chosen


@pytest.fixture(params=NAMES)
def entry(request: pytest.FixtureRequest) -> Variant:
    return find(request.param)


@pytest.fixture
def model(entry: Variant, shape: Shape, latent: int) -> Model:
    """A model at its first step; a copy, as to make it takes longer than most tests."""
    return deepcopy(made(entry.name, shape, latent))


@cache
def made(name: str, shape: Shape, latent: int) -> Model:
    """Solved, or started, where that is how it comes by its weights."""
    entry = find(name)
    model = entry.build(shape, config(entry, latent), seed=3)
    if isinstance(model, Evolving):
        model.start(batch(shape))
    if isinstance(model, ClosedForm) and latent <= shape[0] * shape[1] * shape[2]:
        model.fit(images(shape))
    return model


def batch(shape: Shape, progress: float = 0.5, seed: int = 5) -> Batch:
    generator = torch.Generator().manual_seed(seed)
    return Batch(images(shape), torch.arange(8) % 3, progress, generator)


def test_any_latent_decodes_to_an_image(model: Model, shape: Shape) -> None:
    for scale in (0.0, 1.0, 1e4):
        z = scale * torch.randn(4, *model.latent_shape)
        decoded = model.decode(z)
        assert decoded.shape == (4, *shape)
        assert decoded.min() >= 0
        assert decoded.max() <= 1


def test_one_and_no_latent_decode(model: Model, shape: Shape) -> None:
    assert model.decode(torch.zeros(1, *model.latent_shape)).shape == (1, *shape)
    assert model.decode(torch.zeros(0, *model.latent_shape)).shape == (0, *shape)


def test_encode_returns_a_posterior(model: Model, shape: Shape) -> None:
    if not isinstance(model, Autoencoder):
        pytest.skip("it does not encode")
    posterior = model.encode(images(shape))
    assert posterior.mean.shape == (8, *model.latent_shape)
    assert posterior.std is None or (posterior.std > 0).all()
    assert posterior.std is None or posterior.std.shape == posterior.mean.shape
    if isinstance(model, Variational):  # a VAE-GAN's std is in no bound of log p(x)
        assert posterior.std is not None


def test_what_latents_tell_of_a_loss_is_what_the_loss_says(model: Model, shape: Shape) -> None:
    latents = model.encode(images(shape)) if isinstance(model, Autoencoder) else None
    if not isinstance(model, OfLatents):
        pytest.skip("its loss needs images")
    losses = [objective.loss(batch(shape)).terms for objective in model.objectives()]
    said = {name: value for terms in losses for name, value in terms.items()}
    generator = batch(shape).generator
    if latents is None:
        latents = Posterior(model.prior(8, generator))
    told = model.terms_of_latents(latents, generator)
    assert told
    for name, value in told.items():
        torch.testing.assert_close(value, said[name])


def test_extreme_images_keep_the_loss_finite(model: Model, shape: Shape) -> None:
    for x in (torch.zeros(3, *shape), torch.ones(3, *shape)):
        loss = model.loss(Batch(x, None, 0.0, torch.Generator()))
        assert torch.isfinite(loss.total)


def test_the_terms_are_finite_scalars_of_known_names(model: Model, shape: Shape) -> None:
    for progress in (0.0, 0.01, 1.0):
        loss = model.loss(batch(shape, progress))
        assert set(loss.terms) <= TERMS
        assert "reconstruction" in loss.terms or not isinstance(model, Autoencoder)
        for value in (loss.total, *loss.terms.values()):
            assert value.shape == ()
            assert torch.isfinite(value)


def test_each_objective_moves_all_its_parameters(model: Model, shape: Shape) -> None:
    for objective in model.objectives():
        model.zero_grad()
        torch.autograd.backward(objective.loss(batch(shape)).total)
        for parameter in objective.parameters:
            assert parameter.grad is not None
            assert torch.isfinite(parameter.grad).all()


def test_every_parameter_belongs_to_one_objective(model: Model) -> None:
    owned = [id(each) for objective in model.objectives() for each in objective.parameters]
    trained = [each for each in model.parameters() if each.requires_grad]
    assert sorted(owned) == sorted(map(id, trained))
    assert isinstance(model, ClosedForm) == (not owned)


def test_the_prior_draws_latents_from_its_generator(model: Model) -> None:
    drawn = [model.prior(6, torch.Generator().manual_seed(2)) for _ in range(2)]
    assert drawn[0].shape == (6, *model.latent_shape)
    assert torch.equal(*drawn)
    assert not torch.equal(drawn[0], model.prior(6, torch.Generator().manual_seed(3)))


def test_a_loss_takes_its_noise_from_the_generator_alone(model: Model, shape: Shape) -> None:
    before = torch.get_rng_state()
    first, second = model.loss(batch(shape)), model.loss(batch(shape))
    assert torch.equal(first.total, second.total)
    assert torch.equal(before, torch.get_rng_state())


def test_the_loss_is_summed_over_pixels_and_averaged_over_images(entry: Variant) -> None:
    model = entry.build((1, 8, 8), config(entry, 2))
    if not isinstance(model, Autoencoder):
        pytest.skip("it rebuilds no image")
    x = images((1, 8, 8), 1)
    alone = _reconstruction(model, x)
    assert _reconstruction(model, x.repeat(7, 1, 1, 1)) == pytest.approx(alone, rel=0.2)
    assert alone > 1  # a mean over 64 pixels would be far below


def _reconstruction(model: Model, x: Tensor) -> float:
    return (
        model
        .loss(Batch(x, None, 1.0, torch.Generator().manual_seed(0)))
        .terms["reconstruction"]
        .item()
    )


def test_the_same_seed_gives_the_same_weights(entry: Variant) -> None:
    def weights(seed: int) -> dict[str, Any]:
        return dict(entry.build((1, 4, 4), config(entry, 2), seed).state_dict())

    before = torch.get_rng_state()
    first, again, other = weights(7), weights(7), weights(8)
    assert all(torch.equal(first[name], again[name]) for name in first)
    if entry.build((1, 4, 4), config(entry, 2)).objectives():
        assert any(not torch.equal(first[name], other[name]) for name in first)
    assert torch.equal(before, torch.get_rng_state())


def test_without_labels_a_loss_is_finite_too(model: Model, shape: Shape) -> None:
    for objective in model.objectives():
        unlabelled = Batch(images(shape), None, 0.5, torch.Generator().manual_seed(5))
        assert torch.isfinite(objective.loss(unlabelled).total)


def test_an_evolving_model_keeps_what_it_was_told_in_its_state(
    entry: Variant, model: Model, shape: Shape, latent: int
) -> None:
    if not isinstance(model, Evolving):
        pytest.skip("all of it follows gradients")
    twin = entry.build(shape, config(entry, latent), seed=99)
    twin.load_state_dict(model.state_dict())
    for each in (model, twin):
        for objective in each.objectives():
            objective.loss(batch(shape))
        assert isinstance(each, Evolving)
        each.advance(batch(shape))
    twin_state, state = twin.state_dict(), model.state_dict()
    assert all(torch.equal(state[name], twin_state[name]) for name in state)
    assert all(torch.isfinite(value).all() for value in state.values())


def _settings(entry: Variant) -> list[dict[str, str]]:
    """The defaults, and each value of each knob that chooses."""
    choices = [knob for knob in entry.knobs.knobs() if knob.kind == "choice"]
    return [{}] + [{knob.name: value} for knob in choices for value in knob.choices]


def test_every_choice_trains_in_bf16_too(entry: Variant) -> None:
    shape = (1, 8, 8)
    for setting in _settings(entry):
        values = config(entry, 2).model_dump() | setting
        model = entry.build(shape, entry.configure(values))
        if isinstance(model, Evolving):
            model.start(batch(shape))
        for objective in model.objectives():
            with torch.autocast("cpu", torch.bfloat16):
                loss = objective.loss(batch(shape))
            torch.autograd.backward(loss.total, inputs=list(objective.parameters))
            gradients = [each.grad for each in objective.parameters]
            assert all(each is not None and torch.isfinite(each).all() for each in gradients)


def test_codes_decode_as_the_latent_does(model: Model, shape: Shape) -> None:
    if not (isinstance(model, Autoencoder) and isinstance(model, Discrete)):
        pytest.skip("its latent is continuous")
    x, books = images(shape), model.codebooks()
    codes = model.codes(x)
    assert codes.shape == (8, len(books), *model.grid)
    assert codes.dtype == torch.int64
    for stage, book in enumerate(books):
        assert 0 <= codes[:, stage].min() <= codes[:, stage].max() < len(book)
    assert torch.allclose(model.decode_codes(codes), model.decode(model.encode(x).mean), atol=1e-5)
    assert model.decode_codes(codes[:, :1]).shape == (8, *shape)


def test_any_latent_is_quantised_as_it_is_decoded(model: Model, shape: Shape) -> None:
    encoder = model if isinstance(model, Autoencoder) else None
    if not isinstance(model, Discrete):
        pytest.skip("its latent is continuous")
    z = 2 * torch.randn(8, *model.latent_shape, generator=torch.Generator().manual_seed(4))
    codes = model.quantise(z)
    assert codes.shape == (8, len(model.codebooks()), *model.grid)
    assert codes.dtype == torch.int64
    assert torch.allclose(model.decode_codes(codes), model.decode(z), atol=1e-5)
    if encoder is not None:
        x = images(shape)
        assert torch.equal(model.quantise(encoder.encode(x).mean), model.codes(x))


def test_a_condition_changes_the_image(entry: Variant) -> None:
    model = entry.build((1, 6, 6), config(entry, 2))
    if not isinstance(model, Conditional):
        pytest.skip("it knows no classes")
    z, labels = torch.zeros(2, *model.latent_shape), torch.tensor([0, 1])
    first, second = model.decode_as(z, labels)
    assert not torch.equal(first, second)
    assert not torch.equal(first, model.decode(z)[0])
    q = model.encode_as(images((1, 6, 6), 1).repeat(2, 1, 1, 1), labels)
    assert not torch.equal(q.mean[0], q.mean[1])


def test_a_hierarchy_draws_from_the_posterior_it_returns(model: Model, shape: Shape) -> None:
    if not isinstance(model, Hierarchical):
        pytest.skip("its latent has one level")
    assert sum(model.levels) == model.latent_shape[0]
    q, z = model.draw(images(shape), torch.Generator().manual_seed(0))
    assert q.std is not None
    assert z.shape == q.mean.shape == (8, *model.latent_shape)
    assert ((z - q.mean).abs() <= 6 * q.std).all()


def test_an_adversary_scores_each_image(model: Model, shape: Shape) -> None:
    if not isinstance(model, Adversarial):
        pytest.skip("it has no adversary")
    scores = model.realness(images(shape))
    assert scores.shape == (8,)
    assert torch.isfinite(scores).all()


def test_a_dictionary_has_a_picture_for_each_unit(model: Model, shape: Shape) -> None:
    if not isinstance(model, Sparse):
        pytest.skip("it is not sparse")
    assert model.dictionary().shape == (*model.latent_shape, *shape)


def test_a_denoiser_names_its_noise(model: Model, shape: Shape) -> None:
    if not isinstance(model, Denoising):
        pytest.skip("it removes no noise")
    noisy = model.noise(images(shape), torch.Generator().manual_seed(0))
    assert noisy.shape == (8, *shape)


def test_knobs_survive_json(entry: Variant) -> None:
    made = config(entry, 5)
    assert entry.configure(json.loads(json.dumps(made.model_dump(mode="json")))) == made
    assert entry.configure(json.loads(made.model_dump_json())) == made


def test_knobs_may_be_text(entry: Variant) -> None:
    text = {knob.name: _text(knob.default) for knob in entry.knobs.knobs()}
    assert entry.configure(text) == entry.knobs()


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def test_classes_are_final(entry: Variant) -> None:
    assert isinstance(entry.model, type)
    assert issubclass(entry.model, GenerativeModel)
    assert not inspect.isabstract(entry.model)
    assert not entry.model.__subclasses__()
    assert getattr(entry.model, "__final__", False)


def test_no_concrete_method_is_overridden(entry: Variant) -> None:
    assert isinstance(entry.model, type)
    ours = [each for each in entry.model.__mro__ if each.__module__.startswith("aeviewer.")]
    assert GenerativeModel in ours
    concrete = Counter(
        name
        for each in ours
        for name, value in vars(each).items()
        if inspect.isfunction(value) and not getattr(value, "__isabstractmethod__", False)
    )
    assert {name for name, count in concrete.items() if count > 1} <= {"__init__"}


def test_a_model_is_one_file_of_its_own(entry: Variant) -> None:
    source = inspect.getsource(sys.modules[entry.model.__module__])
    imported = [
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module
    ]
    others = {find(name).model.__module__ for name in NAMES} - {entry.model.__module__}
    assert not others & set(imported)


def test_knobs_say_what_they_are_and_where_they_end(entry: Variant) -> None:
    for knob in entry.knobs.knobs():
        assert len(knob.help) > 5
        if knob.kind in {"int", "float"}:
            assert knob.high is not None
            assert knob.low is not None or knob.above is not None


def test_values_out_of_bounds_are_refused_in_a_sentence(entry: Variant) -> None:
    for knob in entry.knobs.knobs():
        for bad in ("nonsense", float("nan"), 1e300, -1):
            if knob.kind == "bool" and bad == "nonsense":
                continue
            with pytest.raises(UserError) as caught:
                entry.configure({knob.name: bad})
            assert str(caught.value).startswith(f"{entry.name}.{knob.name} is ")
            assert "must" in str(caught.value)
            assert "\n" not in str(caught.value)


def test_the_latent_is_bounded(entry: Variant) -> None:
    for bad in (0, -1, 10**9, 1.5, "x", None, [2]):
        with pytest.raises(UserError, match=r"latent is .*; it must lie in \[1, 512\]$"):
            entry.configure({"latent": bad})


def test_an_unknown_knob_is_refused(entry: Variant) -> None:
    with pytest.raises(UserError, match=f"^{entry.name} has no knob 'colour'; it has: .*latent"):
        entry.configure({"colour": 1})


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(UserError, match=r"^unknown model 'x'; known: aae, .*vanilla, vq"):
        find("x")


def test_knobs_that_ask_for_too_much_are_refused_before_it_is_taken() -> None:
    entry = find("vanilla")
    wide = entry.configure({"hidden": ",".join(["16384"] * 8)})
    with pytest.raises(
        UserError, match=r"^vanilla with these knobs .* bytes of weights; the bound"
    ):
        entry.build((1, 28, 28), wide)
