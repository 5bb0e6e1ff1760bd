"""A chart that is not linear: samples there and back, mixes between them, the error as defined."""

import io
import os
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from aeviewer.latent import fit_embedding
from aeviewer.latent.embedding import NEAREST, Embedding, relative_error


def embedding(count: int = 60, size: int = 5, seed: int = 0) -> Embedding:
    generator = torch.Generator().manual_seed(seed)
    latents = torch.randn(count, size, generator=generator)
    points = 10 * torch.randn(count, 2, generator=generator)
    return Embedding(latents, points, ("t-SNE 1", "t-SNE 2"))


def mixed(at: Tensor, places: Tensor, values: Tensor) -> Tensor:
    """By the formula, one number at a time: weights (1/d - 1/R)^2 of the eight nearest."""
    far = [(at - place).double().norm().item() for place in places]
    order = sorted(range(len(far)), key=lambda i: far[i])
    reach = 1 / far[order[NEAREST]] if len(order) > NEAREST else 0.0
    weights = {i: (1 / far[i] - reach) ** 2 for i in order[:NEAREST]}
    total = sum(weights.values())
    return torch.stack([w / total * values[i].double() for i, w in weights.items()]).sum(0).float()


@pytest.mark.parametrize("count", [5, 9, 60])
def test_between_samples_it_mixes_by_the_formula(count: int) -> None:
    chart = embedding(count)
    p, z = torch.tensor([[1.0, -2.0], [40.0, 3.0]]), torch.ones(1, 5)
    expected = torch.stack([mixed(one, chart.points, chart.latents) for one in p])
    torch.testing.assert_close(chart.lift(p), expected, atol=1e-5, rtol=1e-4)
    expected = mixed(z[0], chart.latents, chart.points)
    torch.testing.assert_close(chart.project(z)[0], expected, atol=1e-4, rtol=1e-4)


def test_on_a_sample_it_is_the_sample_there_and_back() -> None:
    chart = embedding()
    assert torch.equal(chart.lift(chart.points), chart.latents)
    assert torch.equal(chart.project(chart.latents), chart.points)


def test_a_sample_that_comes_into_the_mix_does_not_make_it_jump() -> None:
    chart = embedding()
    way = torch.stack([torch.linspace(-9, 9, 20_001), torch.full((20_001,), 1.3)], 1)
    steps = (chart.lift(way)[1:] - chart.lift(way)[:-1]).norm(dim=1)
    inside = [set(row.tolist()) for row in torch.cdist(way, chart.points).topk(8, largest=False)[1]]
    changes = [i for i in range(20_000) if inside[i] != inside[i + 1]]
    assert len(changes) > 8
    assert steps[changes].max() < 0.02  # of latents that are 3 apart


@pytest.mark.parametrize("kind", ["equal", "ring", "lone"])
def test_places_that_say_nothing_are_mixed_all_the_same(kind: str) -> None:
    angles = torch.arange(9) * (2 * torch.pi / 9)
    points = {
        "equal": torch.zeros(20, 2),
        "ring": torch.stack([angles.cos(), angles.sin()], 1).round(decimals=3),
        "lone": torch.zeros(1, 2),
    }[kind]
    chart = Embedding(torch.randn(len(points), 3), points, ("", ""))
    for p in (torch.zeros(1, 2), torch.full((1, 2), 1e-30), torch.full((1, 2), 1e9)):
        found = chart.lift(p)
        assert found.isfinite().all()
        assert (found <= chart.latents.max(0).values + 1e-5).all()


def test_a_base_is_what_its_own_point_lifts_to_and_no_other() -> None:
    chart, base = embedding(), torch.full((5,), 0.3)
    here = chart.project(base[None])
    assert torch.equal(chart.lift(here, base)[0], base)
    there = here + 0.5
    assert torch.equal(chart.lift(there, base), chart.lift(there))


def test_the_error_is_that_of_brute_force() -> None:
    chart = embedding(40)
    off, middle = [], chart.latents.mean(0)
    for i in range(40):
        others = [j for j in range(40) if j != i]
        found = mixed(chart.points[i], chart.points[others], chart.latents[others])
        off.append((found - chart.latents[i]).norm())
    spread = torch.stack([(z - middle).norm() for z in chart.latents]).mean()
    expected = torch.stack(off).mean() / spread
    errors = torch.cat([chart.errors(slice(0, 15)), chart.errors(slice(15, 40))])
    assert relative_error(chart, errors) == pytest.approx(expected.item(), rel=1e-4)


def test_the_error_is_small_where_the_chart_says_all_and_large_where_it_says_nothing() -> None:
    generator = torch.Generator().manual_seed(1)
    points = torch.rand(2000, 2, generator=generator)
    faithful = Embedding(points @ torch.tensor([[1.0, 0, 2], [0, 1, 1]]), points, ("", ""))
    random = Embedding(torch.randn(2000, 8, generator=generator), points, ("", ""))
    assert relative_error(faithful, faithful.errors(slice(2000))) < 0.05
    assert relative_error(random, random.errors(slice(2000))) > 0.95


# -- the program that fits


def clusters(count: int = 60) -> NDArray[np.float32]:
    """Three of them, far from each other, sample by sample in turn."""
    centres = 20 * np.eye(3, 6)[np.arange(count) % 3]
    return (centres + np.random.default_rng(0).normal(size=(count, 6))).astype(np.float32)


def fit(kind: str, latents: NDArray[np.float32], seed: int = 0) -> tuple[NDArray[np.float32], str]:
    written = io.BytesIO()
    np.save(written, latents)
    made = subprocess.run(
        [sys.executable, "-P", fit_embedding.__file__, kind, str(seed)],
        input=written.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    return np.load(io.BytesIO(made.stdout)), made.stderr.decode()


def apart(points: NDArray[np.float32]) -> float:
    """How far the middles of the three clusters are apart, in the widths of the widest."""
    groups = [points[n::3] for n in range(3)]
    middles = [group.mean(0) for group in groups]
    widest = max(float(group.std(0).max()) for group in groups)
    return min(float(np.linalg.norm(middles[i] - middles[i - 1])) for i in range(3)) / widest


def test_tsne_tells_clusters_apart_and_how_far_it_is() -> None:
    points, said = fit("tsne", clusters())
    assert points.shape == (60, 2)
    assert points.dtype == np.float32
    assert apart(points) > 3
    told = [line.split() for line in said.splitlines() if line.startswith("progress")]
    assert len(told) > 3
    assert {total for _, _, total in told} == {"1000"}
    done = [int(share) for _, share, _ in told]
    assert done == sorted(done)


def test_the_seed_says_all_of_it() -> None:
    first, second = fit("tsne", clusters(), 3)[0], fit("tsne", clusters(), 3)[0]
    assert np.array_equal(first, second)


def test_umap_where_it_is_installed() -> None:
    if find_spec("umap") is None:
        pytest.skip("umap-learn is not installed")
    points, said = fit("umap", clusters())
    assert apart(points) > 3
    assert "progress 500 500" in said


def test_the_program_needs_neither_torch_nor_qt() -> None:
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]);"
        "print(sorted({'torch', 'PySide6', 'aeviewer'} & set(sys.modules)))"
    )
    made = subprocess.run(
        [sys.executable, "-P", "-c", code, fit_embedding.__file__],
        capture_output=True,
        check=True,
        text=True,
    )
    assert made.stdout.strip() == "[]"
