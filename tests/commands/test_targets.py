"""`evaluate` holds a model to the zoo's targets for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from aeviewer.zoo import registry
from aeviewer.zoo.registry import find
from aeviewer.zoo.target import Target
from tests.commands.conftest import Run

Read = Callable[..., dict[str, Any]]
NAME = "digits-vanilla-2d"
HELD = (
    Target("sse", "< 3", knobs={"latent": 2}, data="digits", beside="PCA: 3.399"),
    Target("sse", "< 1", knobs={"latent": 2}, data="digits"),
    Target("sse", "< 1", over="sse_pca", samples=1000, data="digits"),
    Target("sse", "< 0.1", knobs={"latent": 30}, data="digits"),
    Target("knn10", ">= 0.1", data="shapes"),
)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the autoencoder targets on a data set that is always at hand."""
    entry = replace(find("vanilla"), targets=HELD)
    monkeypatch.setitem(registry._VARIANTS, "vanilla", entry)


@pytest.mark.usefixtures("held")
def test_people_read_what_is_reached_beneath_the_figures(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # room for each row in a line of its own
    code, out, _ = run("evaluate", NAME)
    assert code == 0
    table = out[out.index("What such a model is held to") :]
    lines = [" ".join(line.split()) for line in table.splitlines()]
    assert "squared error 1.97307 reach < 3 (PCA: 3.399) yes" in lines
    assert "squared error 1.97307 reach < 1 no" in lines
    (ratio,) = (
        line for line in lines if line.startswith("squared error / squared error, PCA 0.58")
    )
    assert ratio.endswith(" gate, from 1,000 images: < 1 yes")
    assert "< 0.1" not in table
    assert "10-NN" not in table


def test_json_has_them_under_one_key(read: Read, request: pytest.FixtureRequest) -> None:
    before = read("evaluate", NAME)
    assert "targets" not in before
    request.getfixturevalue("held")
    found = read("evaluate", NAME)
    targets = found.pop("targets")
    assert found == before
    first, second, third = targets
    assert first == {
        "figure": "sse",
        "value": found["sse"],
        "must": "< 3",
        "samples": 0,
        "beside": "PCA: 3.399",
        "reached": True,
    }
    assert (second["must"], second["reached"]) == ("< 1", False)
    assert (third["over"], third["samples"]) == ("sse_pca", 1000)
    assert third["value"] == pytest.approx(found["sse"] / found["sse_pca"])


@pytest.mark.usefixtures("held")
def test_images_of_some_classes_alone_are_held_to_nothing(read: Read) -> None:
    assert "targets" not in read("evaluate", NAME, "--normal", "0,1")
