"""Figures of codebooks, against counts made by hand."""

import math
from typing import Any

import pytest
import torch

from aeviewer.training.metrics.codebook import measure
from aeviewer.training.metrics.encoding import Subject
from aeviewer.zoo.registry import find
from aeviewer.zoo.rvq import RVQ
from aeviewer.zoo.vq import VQ
from tests.training import small

KNOBS = {"latent": 3, "channels": (4,), "codes": 8}


def build(name: str, **knobs: Any) -> Any:
    entry = find(name)
    return entry.build(small.SHAPE, entry.configure({**KNOBS, **knobs}), seed=1)


def test_a_codebook_s_perplexity_is_that_of_its_counts() -> None:
    model, of = build("vq"), small.data()
    assert isinstance(model, VQ)
    codes = model.codes(of.test.floats(slice(None))).flatten().tolist()
    shares = [codes.count(code) / len(codes) for code in set(codes)]
    with torch.no_grad():
        found = measure(Subject(model, of))
    entropy = -sum(share * math.log(share) for share in shares)
    assert found == {
        "perplexity": pytest.approx(math.exp(entropy)),
        "codes_used": len(shares),
        "bits": 3 * 3 * 3,  # cells of 6x5 halved once, and log2 of 8
    }


def test_an_even_use_has_the_codebook_s_size_as_perplexity() -> None:
    model, of = build("vq", codes=9, channels=(4,)), small.data()
    model.quantiser.nearest = lambda z: torch.arange(9).reshape(1, 3, 3).expand(len(z), 3, 3)
    with torch.no_grad():
        found = measure(Subject(model, of))
    assert found["perplexity"] == pytest.approx(9)
    assert found["codes_used"] == 9


def test_stages_are_measured_one_by_one_and_the_last_is_the_whole() -> None:
    model, of = build("rvq", stages=3), small.data()
    assert isinstance(model, RVQ)
    with torch.no_grad():
        found = measure(Subject(model, of))
        x = of.test.floats(slice(None))
        whole = (x - model.decode(model.encode(x).mean)).square().sum().item() / len(x)
        first = (x - model.decode_codes(model.codes(x)[:, :1])).square().sum().item() / len(x)
    assert found["sse_3"] == pytest.approx(whole, rel=1e-4)
    assert found["sse_1"] == pytest.approx(first, rel=1e-4)
    stages = [found[f"perplexity_{stage}"] for stage in (1, 2, 3)]
    assert found["perplexity"] == pytest.approx(sum(stages) / 3)
    assert found["bits"] == 3 * 3 * 3 * 3
    assert "sse_4" not in found


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    model, of = build("rvq"), small.data()
    with torch.no_grad():
        whole = measure(Subject(model, of))
        monkeypatch.setattr("aeviewer.training.metrics.encoding.CHUNK", 3)
        assert measure(Subject(model, of)) == pytest.approx(whole, rel=1e-4)
