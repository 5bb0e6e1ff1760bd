"""The cards say of each model what is so: paper, terms of its loss, what there is to see."""

import re
from pathlib import Path

import pytest
import torch

from aeviewer.app.pages import PAGES
from aeviewer.app.views.map.layer_table import LAYERS
from aeviewer.session import why
from aeviewer.session.why import Card
from aeviewer.zoo.capabilities import ClosedForm, Evolving
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.registry import Variant, find, variants

CARDS = why.cards()
TITLES = {
    ("page", "map"): "Map",
    **{("page", page.name): page.title for page in PAGES},
    **{("layer", layer.name): layer.title for layer in LAYERS},
}
_LINK = re.compile(r"\[([^]]+)\]\((\w+):(\w+)\)")
_BLOCK = re.compile(r"^```math\n.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(params=variants())
def entry(request: pytest.FixtureRequest) -> Variant:
    return find(request.param)


@pytest.fixture
def card(entry: Variant) -> Card:
    return why.read(CARDS[entry.name])


def _terms_of(entry: Variant) -> set[str]:
    """What the losses of a model at its first step are made of, by name."""
    model = entry.build((1, 8, 8), entry.configure({"latent": 2}))
    generator = torch.Generator().manual_seed(0)
    x = torch.rand(8, 1, 8, 8, generator=generator)
    batch = Batch(x, torch.arange(8), 1.0, generator, 0, 8)
    if isinstance(model, ClosedForm):
        model.fit(x)
    if isinstance(model, Evolving):
        model.start(batch)
    losses = [model.loss, *(objective.loss for objective in model.objectives())]
    return {name for loss in losses for name in loss(batch).terms}


def test_each_card_is_of_a_model() -> None:
    assert set(CARDS) == set(variants())


def test_a_card_names_its_model_and_its_papers(entry: Variant, card: Card) -> None:
    said = "\n".join(card.sources)
    assert card.title == entry.title
    for paper in entry.paper.split("; "):
        author = re.split(r" & | \d", paper)[0]
        years = re.findall(r"\d{4}", paper)
        assert all(re.search(rf"^{author}\b.* {year}, ", said, re.MULTILINE) for year in years)


def test_the_formula_has_the_terms_of_the_loss(entry: Variant, card: Card) -> None:
    named = {name for part in card.parts for name in re.findall(r"\\term\{(\w+)\}", part.equation)}
    assert named == _terms_of(entry)


def test_a_card_opens_what_there_is(card: Card) -> None:
    text = "\n".join(part.text for part in card.parts)
    links = {(kind, name): words for words, kind, name in _LINK.findall(text)}
    assert links
    assert links.items() <= TITLES.items()


@pytest.mark.parametrize("path", CARDS.values(), ids=CARDS)
def test_a_card_fits_a_screen(path: Path) -> None:
    front, _, text = path.read_text("utf-8").removeprefix("+++").partition("+++")
    assert front
    words = _BLOCK.sub("", text).split()
    assert 120 <= len(words) <= 200
    titles = [part.title for part in why.read(path).parts]
    assert (titles[0], *titles[-2:]) == ("Idea", "Pitfalls", "What to look for")
