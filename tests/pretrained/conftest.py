"""The scripts beside the bundled models, which are no package, as modules."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

_FOLDER = Path(__file__).parents[2] / "pretrained"


@pytest.fixture(scope="module")
def make() -> Iterator[ModuleType]:
    yield from _script("make")


@pytest.fixture(scope="module")
def judging() -> Iterator[ModuleType]:
    yield from _script("judge")


def _script(name: str) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location(f"pretrained_{name}", _FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]
