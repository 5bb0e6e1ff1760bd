"""The knobs of a training: the learning rate's cycle, steps, devices, precision."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from aeviewer.errors import UserError
from aeviewer.training import plan as module
from aeviewer.training.plan import Plan, devices, pick_device, settle_precision, training_threads

CPU = torch.device("cpu")


def test_the_rate_rises_to_its_peak_at_a_tenth_and_falls_to_almost_nothing() -> None:
    plan = Plan(lr=1.0)
    assert plan.rate(0) == pytest.approx(1 / 25)
    assert plan.rate(0.05) == pytest.approx((1 + 1 / 25) / 2)
    assert plan.rate(0.1) == pytest.approx(1)
    assert plan.rate(0.55) == pytest.approx((1 + 1e-4) / 2)
    assert plan.rate(1) == pytest.approx(1e-4)


def test_the_rate_is_torch_s_one_cycle() -> None:
    total = 200
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    oracle = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        2e-3,
        total_steps=total + 1,
        pct_start=(0.1 * total + 1) / (total + 1),
        final_div_factor=1e4 / 25,
        cycle_momentum=False,
    )
    plan = Plan(lr=2e-3)
    for step in range(total):
        assert oracle.get_last_lr()[0] == pytest.approx(plan.rate(step / total), rel=1e-6)
        optimizer.step()
        oracle.step()


@given(st.floats(0, 1), st.floats(1e-8, 10))
def test_the_rate_stays_between_its_ends(progress: float, lr: float) -> None:
    assert 0 < Plan(lr=lr).rate(progress) <= lr * (1 + 1e-9)


@given(st.integers(1, 70_000), st.integers(1, 65_536), st.integers(0, 100))
def test_steps_are_full_batches(images: int, batch: int, epochs: int) -> None:
    plan = Plan(batch=batch, epochs=epochs)
    assert plan.steps(images) == epochs * plan.steps_per_epoch(images)
    assert plan.steps_per_epoch(images) * min(batch, images) <= images
    assert plan.steps_per_epoch(images) >= 1


@pytest.mark.parametrize(
    ("knob", "value", "demand"),
    [
        ("lr", "0", r"lie in \(0, 10\]"),
        ("lr", "-1", r"lie in \(0, 10\]"),
        ("lr", "1e6", r"lie in \(0, 10\]"),
        ("lr", "nan", r"lie in \(0, 10\]"),
        ("lr", "x", r"lie in \(0, 10\]"),
        ("batch", "0", r"lie in \[1, 65536\]"),
        ("batch", "-1", r"lie in \[1, 65536\]"),
        ("epochs", "-1", r"lie in \[0, 100000\]"),
        ("samples", "0", r"lie in \[1, 1000000000000\]"),
        ("seed", "-1", r"lie in \[0, 2147483647\]"),
        ("seed", str(2**64), r"lie in \[0, 2147483647\]"),
        ("precision", "fp8", "be one of: auto, fp32, bf16"),
    ],
)
def test_bad_knobs_are_refused(knob: str, value: str, demand: str) -> None:
    with pytest.raises(UserError, match=rf"^plan.{knob} is {value}; it must {demand}$"):
        Plan.make("plan", {knob: value})


@pytest.mark.parametrize(
    ("has_units", "time", "precision"),
    [
        (True, 0.15, "bf16"),
        (True, 1.6, "fp32"),  # the kernel denies them
        (False, 0.15, "fp32"),
        (None, 0.15, "bf16"),  # torch cannot tell
        (None, 0.9, "fp32"),
    ],
)
def test_auto_precision_is_bf16_where_it_clearly_pays(
    has_units: bool | None, time: float, precision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = {torch.float32: 1.0, torch.bfloat16: time}
    monkeypatch.setattr(module, "_product_time", times.__getitem__)
    can_tell = None if has_units is None else lambda: has_units
    for name in module._UNITS:
        monkeypatch.setattr(torch.cpu, name, can_tell)
    assert settle_precision(Plan(), CPU).precision == precision
    assert settle_precision(Plan(), CPU, "vae").precision == precision


def test_auto_precision_of_what_is_solved_is_fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_bf16_pays", lambda: True)
    assert settle_precision(Plan(), CPU, "vae").precision == "bf16"
    assert settle_precision(Plan(), CPU, "pca").precision == "fp32"


def test_auto_precision_settles_alike_each_time() -> None:
    assert len({settle_precision(Plan(), CPU).precision for _ in range(5)}) == 1


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_chosen_precision_stays(precision: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_product_time", {}.__getitem__)
    plan = Plan.make("plan", {"precision": precision})
    assert settle_precision(plan, CPU) is plan


def test_the_products_are_timed() -> None:
    assert 0 < module._product_time(torch.float32) < math.inf


@pytest.mark.parametrize("name", ["tpu", "cuda:99", "", "CPU", "cpu:1"])
def test_a_device_that_is_not_there_is_named_with_those_that_are(name: str) -> None:
    with pytest.raises(
        UserError, match=rf"^device '{name}' is not on this machine; it has: auto, cpu"
    ):
        pick_device(name)


def test_devices_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pick_device("cpu") == CPU
    monkeypatch.setattr(module, "devices", lambda: ("cpu",))
    assert pick_device("auto") == CPU
    monkeypatch.setattr(module, "devices", lambda: ("cpu", "cuda:0", "cuda:1"))
    assert pick_device("auto") == torch.device("cuda:0")
    assert pick_device("cuda") == torch.device("cuda:0")
    assert pick_device("cuda:1") == torch.device("cuda:1")


def test_the_cpu_is_always_there_and_keeps_a_thread() -> None:
    assert devices()[0] == "cpu"
    assert training_threads() >= 1
