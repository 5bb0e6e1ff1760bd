"""The quantiser, against vector-quantize-pytorch and the papers' formulas, and its two models."""

import copy
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from vector_quantize_pytorch import VectorQuantize  # type: ignore[import-untyped]
from vector_quantize_pytorch.vector_quantize_pytorch import (  # type: ignore[import-untyped]
    rotate_to,
)

from aeviewer.training.loop import train
from aeviewer.training.recording import record
from aeviewer.training.run import resume
from aeviewer.training.state import TrainingState, begin
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.quantise import Quantiser, pass_through
from aeviewer.zoo.registry import find
from aeviewer.zoo.rvq import RVQ
from aeviewer.zoo.vq import VQ
from tests.training import small

KNOBS = {"latent": 3, "channels": (4,), "codes": 8}


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def cells(count: int = 6, seed: int = 0, width: int = 3) -> Tensor:
    return torch.randn(count, width, 4, 5, generator=seeded(seed))


def quantiser(size: int = 5, width: int = 3, *, revives: bool = True) -> Quantiser:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return Quantiser(size, width, 0.9, revives)


def oracle(of: Quantiser) -> VectorQuantize:
    """The other library's, with the same entries and no past either."""
    size, width = of.codebook.shape
    made = VectorQuantize(width, size, decay=of.decay, eps=0.0, rotation_trick=False)
    made._codebook.embed.data.copy_(of.codebook[None])
    made._codebook.cluster_size.zero_()
    made._codebook.embed_avg.zero_()
    return made.train()


def ends(z: Tensor) -> Tensor:
    return z.movedim(1, -1)


def test_codes_are_the_nearest_entries() -> None:
    one, z = quantiser(), cells()
    expected = torch.cdist(ends(z).reshape(-1, 3), one.codebook).argmin(1).reshape(6, 4, 5)
    codes, entries = one(z)
    assert torch.equal(codes, expected)
    assert torch.equal(ends(entries), one.codebook[codes])


def test_bf16_around_it_changes_no_code() -> None:
    one, z = quantiser(64), 100 + cells(50)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(one.nearest(z), quantiser(64).nearest(z))


def test_it_moves_as_the_other_library_does() -> None:
    one = quantiser()
    other = oracle(one)
    for step in range(8):
        z = cells(40, seed=step) + 0.1 * step
        codes, entries = one(z)
        theirs, indices, _ = other(ends(z).reshape(40, 20, 3))
        assert torch.equal(codes.reshape(40, 20), indices)
        torch.testing.assert_close(ends(entries).reshape(40, 20, 3), theirs)
        one.advance(step, seeded())
        torch.testing.assert_close(one.codebook, other._codebook.embed[0])
        torch.testing.assert_close(one.use, other._codebook.cluster_size[0])


def test_an_entry_out_of_use_stays_where_it_is_however_long() -> None:
    one = quantiser(revives=False)
    one.codebook[3] = 1e3
    one(cells())
    one.advance(0, seeded())
    for step in range(1, 3000):
        one._seen = (cells(1)[:, :, :1, :1], torch.zeros(1, 1, 1, dtype=torch.int64))
        one.advance(step, seeded())
    assert torch.isfinite(one.codebook).all()
    assert (one.codebook[3] == 1e3).all()


def test_dead_entries_are_revived_on_cells_every_fifty_steps() -> None:
    one = quantiser()
    one.codebook[1:] = 1e3
    for step in range(50):
        assert (one.codebook[1:] == 1e3).all()
        one(cells(seed=step))
        one.advance(step, seeded())
    rows = ends(cells(seed=49)).reshape(-1, 3)
    assert all((rows == entry).all(1).any() for entry in one.codebook[1:])
    assert not (rows == one.codebook[0]).all(1).any()
    one(cells())
    one.advance(50, seeded())
    assert set(one.nearest(cells()).flatten().tolist()) == set(range(5))


def test_without_revival_the_dead_stay_dead() -> None:
    one = quantiser(revives=False)
    one.codebook[1:] = 1e3
    for step in range(50):
        one(cells(seed=step))
        one.advance(step, seeded())
    assert (one.codebook[1:] == 1e3).all()


@pytest.mark.parametrize("size", [5, 300])
def test_entries_start_on_cells(size: int) -> None:
    one, z = quantiser(size), cells()
    one.start(z, seeded())
    rows = ends(z).reshape(-1, 3)
    assert all((rows == entry).all(1).any() for entry in one.codebook)
    assert len(set(map(tuple, one.codebook.tolist()))) == min(size, len(rows))


def test_codes_are_drawn_as_often_as_they_are_in_use() -> None:
    one = quantiser()
    assert set(one.draw((4, 20, 20), seeded()).flatten().tolist()) == set(range(5))
    one.use.copy_(torch.tensor([1.0, 0, 3, 0, 0]))
    drawn = one.draw((10, 20, 20), seeded())
    assert set(drawn.flatten().tolist()) == {0, 2}
    assert (drawn == 2).double().mean().item() == pytest.approx(0.75, abs=0.03)


def through(z: Tensor, quantised: Tensor, gradient: Any, upstream: Tensor) -> tuple[Tensor, Tensor]:
    """The output, and the gradient that z is given."""
    z = z.clone().requires_grad_()
    out = pass_through(z, quantised, gradient)
    torch.autograd.backward(out, upstream)
    assert z.grad is not None
    return out.detach(), z.grad


def test_straight_through_is_the_identity_to_a_gradient() -> None:
    z, upstream = cells(), cells(seed=2)
    quantised = quantiser()(z)[1]
    out, gradient = through(z, quantised, "straight-through", upstream)
    torch.testing.assert_close(out, quantised)
    assert torch.equal(gradient, upstream)


def test_the_rotation_is_the_formula_s() -> None:
    z, upstream = cells(), cells(seed=2)
    quantised = quantiser()(z)[1]
    out, gradient = through(z, quantised, "rotation", upstream)
    torch.testing.assert_close(out, quantised)
    rows = zip(*(ends(each).reshape(-1, 3) for each in (z, quantised, upstream)), strict=True)
    expected = []
    for e, q, g in rows:
        unit_e, unit_q = e / e.norm(), q / q.norm()
        r = (unit_e + unit_q) / (unit_e + unit_q).norm()
        turn = torch.eye(3) - 2 * torch.outer(r, r) + 2 * torch.outer(unit_q, unit_e)
        torch.testing.assert_close(turn @ turn.T, torch.eye(3), atol=1e-4, rtol=0)
        expected.append(q.norm() / e.norm() * turn.T @ g)
    torch.testing.assert_close(ends(gradient).reshape(-1, 3), torch.stack(expected))


def test_the_rotation_is_the_other_library_s() -> None:
    z, upstream = cells(), cells(seed=2)
    quantised = quantiser()(z)[1]
    theirs = ends(z).clone().requires_grad_()
    torch.autograd.backward(rotate_to(theirs, ends(quantised)), ends(upstream))
    assert theirs.grad is not None
    gradient = through(z, quantised, "rotation", upstream)[1]
    torch.testing.assert_close(ends(gradient), theirs.grad)


@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize("factor", [0.0, -1.0, 1.0])
def test_the_rotation_is_finite_where_no_angle_is(width: int, factor: float) -> None:
    quantised = cells(width=width)
    for z, q in ((factor * quantised, quantised), (quantised, 0 * quantised)):
        out, gradient = through(z, q, "rotation", torch.ones_like(z))
        torch.testing.assert_close(out, q)
        assert torch.isfinite(gradient).all()


def model(name: str, shape: tuple[int, int, int] = small.SHAPE, **knobs: Any) -> Any:
    entry = find(name)
    return entry.build(shape, entry.configure({**KNOBS, **knobs}), seed=1)


def batch(count: int = 8) -> Batch:
    return Batch(small.images(count).floats(slice(None)), None, 0.5, seeded(5))


def test_the_vq_loss_is_equation_3_written_out() -> None:
    made = model("vq", commitment=0.7)
    assert isinstance(made, VQ)
    loss, x = made.loss(batch()), batch().images
    z = made.encode(x).mean
    entries = made.quantiser.codebook[made.codes(x)[:, 0]].movedim(-1, 1)
    reconstruction = (x - made.decode(z)).square().flatten(1).sum(1).mean()
    commitment = (z - entries).square().flatten(1).sum(1).mean()
    torch.testing.assert_close(loss.terms["reconstruction"], reconstruction)
    torch.testing.assert_close(loss.terms["commitment"], commitment)
    torch.testing.assert_close(loss.total, reconstruction + 0.7 * commitment)


def test_the_rvq_loss_commits_to_the_sum_at_every_depth() -> None:
    made = model("rvq", stages=3, dropout=0.0)
    assert isinstance(made, RVQ)
    loss, x = made.loss(batch()), batch().images
    z, codes = made.encode(x).mean, made.codes(x)
    total, commitment = torch.zeros_like(z), torch.zeros(())
    for stage, book in enumerate(made.codebooks()):
        total = total + book[codes[:, stage]].movedim(-1, 1)
        commitment = commitment + (z - total).square().flatten(1).sum(1).mean()
    torch.testing.assert_close(loss.terms["commitment"], commitment)
    rebuilt = (x - made.decode(z)).square().flatten(1).sum(1).mean()
    torch.testing.assert_close(loss.terms["reconstruction"], rebuilt)


def test_each_stage_rounds_what_the_stages_before_left() -> None:
    made = model("rvq", stages=3)
    assert isinstance(made, RVQ)
    x = batch().images
    rest = made.encode(x).mean
    for stage, book in enumerate(made.codebooks()):
        rows = ends(rest).reshape(-1, 3)
        assert torch.equal(made.codes(x)[:, stage].flatten(), torch.cdist(rows, book).argmin(1))
        rest = rest - book[made.codes(x)[:, stage]].movedim(-1, 1)


@pytest.mark.parametrize(
    ("dropout", "shares"), [(0.0, (0, 0, 0, 1)), (0.5, (1, 1, 1, 5)), (1.0, (1, 1, 1, 1))]
)
def test_quantiser_dropout_cuts_a_share_of_the_images_evenly(
    dropout: float, shares: tuple[int, ...]
) -> None:
    made = model("rvq", dropout=dropout)
    assert isinstance(made, RVQ)
    depths = made._depths(batch(4000))
    found = torch.bincount(depths, minlength=4) / 4000
    expected = torch.tensor(shares) / sum(shares)
    torch.testing.assert_close(found, expected, atol=0.03, rtol=0)


@pytest.mark.parametrize("name", ["vq", "rvq"])
def test_a_loss_moves_nothing_and_may_be_taken_again(name: str) -> None:
    made = model(name)
    made.start(batch())
    before = copy.deepcopy(made.state_dict())
    first = made.loss(batch()).total
    assert torch.equal(first, copy.deepcopy(made).loss(batch()).total)
    assert torch.equal(first, made.loss(batch()).total)
    assert all(torch.equal(before[key], value) for key, value in made.state_dict().items())
    made.advance(batch())
    assert any(not torch.equal(before[key], value) for key, value in made.state_dict().items())


@pytest.mark.parametrize("name", ["vq", "rvq"])
def test_a_look_without_gradient_is_not_followed(name: str) -> None:
    made = model(name)
    before = copy.deepcopy(made.state_dict())
    with torch.no_grad():
        made.loss(batch())
    made.decode(made.encode(batch().images).mean)
    made.advance(batch())
    assert all(torch.equal(before[key], value) for key, value in made.state_dict().items())


@pytest.mark.parametrize("name", ["vq", "rvq"])
def test_images_of_odd_sizes_have_codes(name: str) -> None:
    made = model(name, (3, 15, 20), channels=(4, 6))
    x = torch.rand(2, 3, 15, 20)
    assert made.codes(x).shape[2:] == made.grid == (4, 5)
    assert made.decode_codes(made.codes(x)).shape == x.shape


def test_a_drawn_map_is_made_of_entries() -> None:
    made = model("vq")
    z = made.prior(5, seeded())
    assert torch.equal(made.quantiser.entries(made.quantiser.nearest(z)), z)


def test_a_random_start_leaves_the_data_out_of_it() -> None:
    made = model("vq", start="random")
    before = made.quantiser.codebook.clone()
    made.start(batch())
    assert torch.equal(made.quantiser.codebook, before)


def training(name: str) -> TrainingState:
    config = find(name).configure(KNOBS)
    return begin(name, config, small.plan(epochs=12), small.SHAPE, small.CPU)


@pytest.mark.parametrize("name", ["vq", "rvq"])
def test_stops_change_no_bit_of_the_codebooks(name: str, tmp_path: Path) -> None:
    of, whole = small.data(), training(name)
    list(train(whole, of.train))
    state = training(name)
    for stop in (1, 49, 50):  # the entries are revived with the 50th step
        events = record(tmp_path, state, of, "small", train(state, of.train))
        while state.step < stop:
            next(events)
        events.close()  # type: ignore[attr-defined]  # a generator
        state = resume(tmp_path, of, small.CPU)
        assert state.step == stop
    list(train(state, of.train))
    found, wanted = state.model.state_dict(), whole.model.state_dict()
    assert any("codebook" in key for key in found)
    assert all(torch.equal(found[key], value) for key, value in wanted.items())
