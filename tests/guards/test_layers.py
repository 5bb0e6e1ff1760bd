"""Imports go downwards only, Qt stays in app/, and only what is slow is imported late."""

import ast
from collections.abc import Iterator

import pytest

from tests.guards.sources import modules

# A module imports from its own layer and from those after it.
ORDER = ("app", "session", "training", "latent", "data", "zoo")
BOTTOM = {"errors", "files", "words"}
TOP = {"__main__", "cli", "commands"}

QT = {"PySide6", "shiboken6", "pyqtgraph", "superqt", "qtawesome"}

# What a module may import inside a function, and why; what stands for a package holds below it.
_TORCH = {f"aeviewer.{name}": "torch" for name in ("training", "latent", "data", "zoo")}
LATE = {
    "aeviewer": {
        "torch": "a second or two, which the first paint must not wait for",
        "torchvision": "another second, for the downloads alone",
        "sklearn": "half a second, where it is used",
        "torchmetrics": "a second or two, where it is used",
        "umap": "an extra, and ten seconds of compiling",
        "av": "an extra, for films in one of three formats",
    },
    "aeviewer.__main__": {
        "aeviewer.app": "Qt, which the command line does without",
        "aeviewer.cli": "cyclopts and rich, which the window does without",
    },
    "aeviewer.cli": {
        "aeviewer.app": "Qt, which training does without",
        "aeviewer.commands": "torch or Qt; each command loads what it needs",
        **_TORCH,
    },
    "aeviewer.commands": {"aeviewer.app": "Qt, which training does without", **_TORCH},
    "aeviewer.app": {
        "aeviewer.app": "torch or pyqtgraph, for those parts that are made after the first paint",
        "pyqtgraph": "a fifth of a second; plots are made after the first paint",
        "cmap": "a tenth of a second; only the colours of pictures need it",
        "ziamath": "half a second; equations are typeset on a thread",
        **_TORCH,
    },
    "aeviewer.data.catalogue": {"aeviewer.data": "torch; the names are listed without it"},
    "aeviewer.data.sources": {"aeviewer.data": "torch; the names are listed without it"},
}


def _imports(tree: ast.AST, late: bool = False) -> Iterator[tuple[str, bool]]:
    """Names imported below a node, in full, and whether inside a function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, late) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{name.name}", late) for name in node.names)
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _imports(node, late or inside)


def _layer(name: str) -> str:
    """Of aeviewer.app.window, app."""
    return [*name.split("."), ""][1]


def _reaches_up(source: str, target: str) -> bool:
    if source in TOP or target in BOTTOM | {"", "__version__"}:
        return False
    if source in ORDER and target in ORDER:
        return ORDER.index(target) < ORDER.index(source)
    return True


def _may_be_late(module: str, name: str) -> bool:
    return any(
        _lies_in(module, place) and any(_lies_in(name, late) for late in allowed)
        for place, allowed in LATE.items()
    )


def _lies_in(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"{package}.")


def faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Sentences on what a file of the project imports and should not."""
    module = path.removesuffix(".py").replace("/", ".")
    source = _layer(module)
    for name, late in _imports(tree):
        if name.partition(".")[0] in QT and source != "app":
            yield f"{path} imports {name}: Qt stays in app/"
        if _lies_in(name, "aeviewer") and _reaches_up(source, _layer(name)):
            yield f"{path} imports {name}, which lies above it"
        if late and not _may_be_late(module, name):
            yield f"{path} imports {name} inside a function"


def test_imports() -> None:
    found = [fault for path, tree in modules("aeviewer") for fault in faults(path, tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("aeviewer/zoo/x.py", "import aeviewer.training.loop"),
        ("aeviewer/data/x.py", "from aeviewer import session"),
        ("aeviewer/errors.py", "from aeviewer.zoo.knobs import Knobs"),
        ("aeviewer/training/x.py", "from aeviewer.cli import main"),
        ("aeviewer/session/x.py", "from PySide6.QtCore import QObject"),
        ("aeviewer/cli.py", "import PySide6"),
        ("aeviewer/data/x.py", "def read():\n    import json"),
        ("aeviewer/session/x.py", "def read():\n    from aeviewer.zoo import vae"),
    ],
)
def test_the_guard_bites(path: str, code: str) -> None:
    assert len(list(faults(path, ast.parse(code)))) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("aeviewer/app/views/x.py", "from aeviewer.zoo.registry import find\nimport pyqtgraph"),
        ("aeviewer/zoo/x.py", "from aeviewer.errors import UserError\nimport aeviewer.zoo.knobs"),
        ("aeviewer/data/x.py", "def load():\n    from torchvision.datasets import MNIST"),
        ("aeviewer/cli.py", "def train():\n    from aeviewer.commands import train"),
    ],
)
def test_the_guard_lets_pass(path: str, code: str) -> None:
    assert not list(faults(path, ast.parse(code)))
