"""The script that makes the bundled models, with a recipe that takes a second."""

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from aeviewer.cli import main
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError
from aeviewer.training import checkpoint, run
from aeviewer.training.bundled import shipped
from aeviewer.training.header import peek
from aeviewer.training.metrics.encoding import latents as encoded
from aeviewer.training.metrics.evaluate import evaluate
from aeviewer.training.plan import Plan
from aeviewer.zoo.registry import find


def _tiny(make: ModuleType, variant: str) -> Any:
    knobs = {"latent": 2, "hidden": "16"}
    return make.Recipe(variant=variant, data="digits", knobs=knobs, plan={"epochs": 2, "seed": 5})


@pytest.mark.parametrize("variant", ["vae", "vanilla"])
def test_a_model_is_made(make: ModuleType, variant: str, tmp_path: Path) -> None:
    path = make.make("tiny", _tiny(make, variant), tmp_path)
    header, latents = peek(path)
    data = open_data("digits")
    assert header.variant == variant
    assert header.step == header.total == 10
    assert latents is not None
    assert latents.mean.shape == (len(data.test), 2)
    assert (latents.std is not None) == (variant == "vae")
    assert latents.labels is not None
    assert data.test.labels is not None
    assert np.array_equal(latents.labels, data.test.labels)

    made = checkpoint.load(path)
    assert not made.training
    assert {value.dtype for value in made.weights.values()} == {torch.float16}
    model = checkpoint.build(made, str(path))
    assert evaluate(model, data) == header.figures
    exact = encoded(model, data.test)["mean"].numpy()
    assert np.abs(latents.mean - exact).max() <= 1e-3 * np.abs(exact).max()


def test_the_recipe_makes_the_same_weights(make: ModuleType, tmp_path: Path) -> None:
    path = make.make("tiny", _tiny(make, "vae"), tmp_path)
    words = peek(path)[0].recipe.split()
    assert words[:3] == ["aeviewer", "train", "vae"]
    assert main([*words[1:-1], str(tmp_path / "run"), "--threads", "1"]) == 0
    trained = checkpoint.load(run.checkpoint_path(tmp_path / "run"))
    for name, value in checkpoint.load(path).weights.items():
        assert torch.equal(trained.weights[name].half(), value)


def test_the_card_tells_what_it_is(make: ModuleType, tmp_path: Path) -> None:
    header, _ = peek(make.make("tiny", _tiny(make, "vae"), tmp_path))
    card = (tmp_path / "tiny.md").read_text()
    for text in ("# tiny", "CC BY 4.0", "seed 5", header.recipe, "| negative_elbo |", "1,437"):
        assert text in card
    assert str(tmp_path) not in card


def test_a_run_that_followed_the_recipe_is_taken(make: ModuleType, tmp_path: Path) -> None:
    recipe = _tiny(make, "vae")
    made = make.make("tiny", recipe, tmp_path)
    words = recipe.command.split()
    assert main([*words[1:-1], str(tmp_path / "run"), "--threads", "1"]) == 0
    (tmp_path / "taken").mkdir()
    taken = make.take("tiny", recipe, tmp_path / "run", tmp_path / "taken", None)
    assert taken.read_bytes() == made.read_bytes()
    other = recipe.model_copy(update={"plan": {"epochs": 2, "seed": 6}})
    with pytest.raises(UserError, match="did not follow the recipe of tiny: its plan is"):
        make.take("tiny", other, tmp_path / "run", tmp_path, None)


def test_every_bundled_model_has_a_recipe_that_makes_it(make: ModuleType) -> None:
    recipes = make.recipes()
    assert set(shipped()) <= set(recipes)
    for name, path in shipped().items():
        header, recipe = peek(path)[0], recipes[name]
        assert path.parent == recipe.folder
        asked = recipe.config()
        assert header.recipe == recipe.command
        assert header.variant == recipe.variant
        assert header.data == recipe.data
        found = find(header.variant).configure(header.knobs)
        assert found == find(header.variant).configure(asked.knobs)
        assert Plan.make("plan", header.plan) == Plan.make("plan", asked.plan)
        assert (path.with_suffix(".md")).read_text().startswith(f"# {name}\n")


def test_the_bundled_models_are_small(make: ModuleType) -> None:
    folder = Path(make.HERE)
    assert sum(path.stat().st_size for path in folder.rglob("*.safetensors")) < 40_000_000


def test_an_unknown_name_is_refused(make: ModuleType) -> None:
    with pytest.raises(SystemExit):
        make.main(["songs"])
