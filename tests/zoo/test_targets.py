"""The table of targets: it speaks of models, knobs and figures that there are."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from aeviewer.data.images import DataSet
from aeviewer.data.sources import sources
from aeviewer.training.metrics import samples
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.zoo import registry
from aeviewer.zoo.knobs import Knobs
from aeviewer.zoo.registry import find, variant, variants
from aeviewer.zoo.target import Target, verdicts
from aeviewer.zoo.targets import TARGETS
from aeviewer.zoo.vanilla import Vanilla
from tests.training import small

_SHAPE = (1, 28, 28)
ALL = [(name, target) for name, targets in TARGETS.items() for target in targets]
PLAIN = [(name, target) for name, target in ALL if not target.way]
NAMES = [f"{name} {target.figure} {target.must}" for name, target in ALL]


@pytest.fixture(scope="module")
def data() -> DataSet:
    """A few images that go by the name of MNIST, so that they have its judge."""
    return DataSet("mnist", small.images(40, _SHAPE), small.images(20, _SHAPE, seed=1))


def test_every_model_of_the_zoo_has_targets_and_its_entry_has_them() -> None:
    assert set(TARGETS) == set(variants())
    for name, targets in TARGETS.items():
        assert find(name).targets == targets


@pytest.mark.parametrize(("name", "target"), ALL, ids=NAMES)
def test_a_target_names_knobs_and_data_that_there_are(name: str, target: Target) -> None:
    known = find(name).configure(target.knobs).model_dump()
    assert target.fits(target.data, known)
    assert target.data in sources()
    assert isinstance(target.holds(0.0), bool)


@pytest.mark.parametrize("name", sorted({name for name, _ in PLAIN}))
def test_its_figure_is_one_that_evaluate_prints(
    name: str, data: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "COUNT", 30)
    entry, targets = find(name), [target for known, target in PLAIN if known == name]
    for knobs in {str(target.knobs): target.knobs for target in targets}.values():
        model = entry.build(_SHAPE, entry.configure(knobs)).eval()
        printed = evaluate(model, data, draws=1)
        for target in targets:
            if target.knobs == knobs:
                assert {target.figure, target.over or target.figure} <= printed.keys()


@pytest.mark.parametrize(
    ("must", "held", "missed"),
    [
        ("<= 4.2", (4.2, 4.1), (4.21,)),
        ("< 1.6", (1.59,), (1.6, 1.7)),
        (">= 12", (12, 13), (11.9,)),
        ("> 5", (5.1,), (5.0,)),
        ("13.866 +- 0.005", (13.862, 13.87), (13.86, 13.872)),
    ],
)
def test_a_bound_is_kept_or_not(
    must: str, held: tuple[float, ...], missed: tuple[float, ...]
) -> None:
    target = Target("sse", must)
    assert all(target.holds(value) for value in held)
    assert not any(target.holds(value) for value in (*missed, float("nan")))


def test_a_bound_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="'about 3' is neither a relation"):
        Target("sse", "about 3").holds(3)


def test_figures_are_held_to_what_is_meant_for_the_model() -> None:
    targets = (
        Target("sse", "<= 4", 1000, {"latent": 2}),
        Target("sse", "<= 3", knobs={"latent": 2}),
        Target("sse", "<= 1", knobs={"latent": 30}),
        Target("knn10", ">= 0.9", 1000, {"latent": 2}),
        Target("knn10", ">= 0.5", data="digits"),
        Target("frechet", "< 5", over="frechet_train"),
        Target("sse", "< 1", way="over another's"),
        Target("kl", "> 1"),
    )
    figures = {"sse": 3.5, "knn10": 0.95, "frechet": 8.0, "frechet_train": 2.0}
    found = list(verdicts(targets, "mnist", {"latent": 2, "lam": 1.0}, figures))
    # The gate of the error stands back behind its reach; nobody measured a KL.
    assert [verdict.target for verdict in found] == [targets[1], targets[3], targets[5]]
    assert [verdict.value for verdict in found] == [3.5, 0.95, 4.0]
    assert [verdict.holds for verdict in found] == [False, True, True]


@pytest.fixture
def forget() -> Iterator[None]:
    """Take what is entered under the name `own` out of the zoo again."""
    yield
    registry._VARIANTS.pop("own", None)


@pytest.mark.usefixtures("forget")
@pytest.mark.parametrize("own", [(), (Target("sse", "< 50", data="digits"),)])
def test_a_model_of_ones_own_has_none_or_brings_them(own: tuple[Target, ...]) -> None:
    variant("own", "Own", "Nobody 2026", Knobs, targets=own)(Vanilla)
    assert find("own").targets == own


def test_the_table_needs_no_torch() -> None:
    code = "import sys, aeviewer.zoo.targets; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
