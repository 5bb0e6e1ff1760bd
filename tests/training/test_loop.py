"""The training generator: what it yields, in which order it sees the images, what it refuses."""

import itertools
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from aeviewer.errors import UserError
from aeviewer.training.events import Snapshot, Step
from aeviewer.training.loop import order, snapshot_steps, train
from aeviewer.zoo.contract import Batch, Loss
from tests.training import small


def test_steps_are_numbered_and_counted() -> None:
    found = small.steps(train(small.state(), small.images(23)))
    assert [step.number for step in found] == list(range(1, 16))  # 3 epochs of 5 full batches
    assert {step.total for step in found} == {15}
    assert [step.seen for step in found] == [4 * step.number for step in found]


def test_the_first_and_the_last_step_report() -> None:
    found = small.steps(train(small.state(), small.images(23)))
    assert found[0].report
    assert found[-1].report
    assert found[-1].report.remaining == 0
    assert set(found[0].report.terms) == {"reconstruction", "kl"}
    assert found[0].report.images_per_second > 0


def test_every_step_reports_where_every_step_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", 0.0)
    assert len(small.reports(train(small.state(), small.images(23)))) == 15


def test_reports_average_the_terms_of_their_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    far_apart = small.reports(train(small.state("vanilla"), small.images(23)))
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", 0.0)
    each = small.reports(train(small.state("vanilla"), small.images(23)))
    mean = sum(report.terms["reconstruction"] for report in each[1:]) / 14
    if len(far_apart) == 2:  # a very busy machine reports in between as well
        assert far_apart[1].terms["reconstruction"] == pytest.approx(mean, rel=1e-5)


def test_training_lessens_the_loss() -> None:
    found = small.reports(train(small.state("vanilla", epochs=200, lr=1e-2), small.images(8)))
    assert found[-1].terms["reconstruction"] < 0.8 * found[0].terms["reconstruction"]


def test_snapshots_come_after_their_step_and_hold_the_weights_of_then() -> None:
    training = small.state()
    events = []
    for event in train(training, small.images(23)):
        events.append(event)
        if isinstance(event, Snapshot):
            assert event.step == small.steps(events)[-1].number == training.step
            live = training.model.state_dict()
            assert all(torch.equal(event.weights[name], live[name]) for name in live)
            assert all(event.weights[name].data_ptr() != live[name].data_ptr() for name in live)
    assert isinstance(events[-1], Snapshot)


@given(st.integers(0, 10**9), st.integers(0, 10**10))
def test_snapshots_fit_the_cap_and_hold_the_last_step(total: int, size: int) -> None:
    found = snapshot_steps(total, size)
    assert len(found) <= 24
    assert len(found) * size <= max(size, 256_000_000)
    assert all(1 <= step <= total for step in found)
    assert (total in found) == (total > 0)


def test_snapshots_are_log_spaced() -> None:
    found = sorted(snapshot_steps(10**6, 1000))
    late = [later / earlier for earlier, later in itertools.pairwise(found) if earlier > 20]
    assert len(found) >= 22
    assert max(late) / min(late) < 1.1


@given(st.integers(0, 2**31 - 1), st.integers(0, 10**5), st.integers(1, 500))
def test_an_epoch_s_order_is_a_permutation_of_its_own(seed: int, epoch: int, count: int) -> None:
    drawn = order(seed, epoch, count)
    assert torch.equal(drawn.sort().values, torch.arange(count))
    assert torch.equal(drawn, order(seed, epoch, count))
    if count > 20:
        assert not torch.equal(drawn, order(seed, epoch + 1, count))
        assert not torch.equal(drawn, order(seed + 1, epoch, count))


def test_each_epoch_sees_each_image_once_and_drops_the_last_partial_batch() -> None:
    training = small.state("vanilla", epochs=2)
    seen: list[torch.Tensor] = []
    objective, optimizer = training.objectives[0]

    def spy(batch: Batch) -> Loss:
        seen.append(batch.images)
        return objective.loss(batch)

    training.objectives = [(replace(objective, loss=spy), optimizer)]
    list(train(training, small.images(23)))
    assert [len(x) for x in seen] == [4] * 10
    for epoch in (seen[:5], seen[5:]):
        assert len({tuple(image.flatten().tolist()) for image in torch.cat(epoch)}) == 20


def test_a_batch_larger_than_the_data_is_cut_to_it() -> None:
    found = small.steps(train(small.state(batch=100, epochs=3), small.images(5)))
    assert [step.seen for step in found] == [5, 10, 15]


def test_one_image_can_be_trained_on() -> None:
    assert len(small.steps(train(small.state(), small.images(1)))) == 3


@pytest.mark.parametrize("variant", ["vae", "vanilla", "pca"])
def test_no_epochs_do_nothing(variant: str) -> None:
    training = small.state(variant, epochs=0)
    before = {name: value.clone() for name, value in training.model.state_dict().items()}
    assert list(train(training, small.images(9))) == []
    after = training.model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.parametrize(("samples", "expected"), [(1, 1), (4, 1), (9, 2), (400, 100)])
def test_samples_override_the_epochs(samples: int, expected: int) -> None:
    found = small.steps(train(small.state(samples=samples), small.images(23)))
    assert len(found) == expected


def test_a_closed_form_takes_one_step() -> None:
    training = small.state("pca")
    step, snapshot = train(training, small.images(23))
    assert isinstance(step, Step)
    assert (step.number, step.total) == (1, 1)
    assert isinstance(snapshot, Snapshot)
    assert list(train(training, small.images(23))) == []


def test_images_of_another_shape_are_refused() -> None:
    sentence = (
        r"^the images are 6x5 with 3 channels, the model is for 6x5 with 1 channel; "
        r"choose a fitting data set$"
    )
    with pytest.raises(UserError, match=sentence):
        next(train(small.state(), small.images(5, (3, 6, 5))))


def test_no_images_are_refused() -> None:
    with pytest.raises(
        UserError, match=r"^there are 0 training images; a training needs at least 1"
    ):
        next(train(small.state(), small.images(0)))


def test_without_labels_it_trains_the_same() -> None:
    bare = replace(small.images(23), labels=None, classes=())
    with_labels, without = small.state(), small.state()
    list(train(with_labels, small.images(23)))
    list(train(without, bare))
    first, second = with_labels.model.state_dict(), without.model.state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_bf16_trains_and_keeps_fp32_weights() -> None:
    training = small.state(precision="bf16")
    found = small.reports(train(training, small.images(23)))
    assert all(torch.isfinite(torch.tensor(list(report.terms.values()))).all() for report in found)
    assert all(value.dtype == torch.float32 for value in training.model.state_dict().values())
