"""The project's own text, for the guards that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FOLDERS = ("aeviewer", "assets", "pretrained", "tests", ".ci")
_TEXT = {"", ".json", ".md", ".py", ".qss", ".sh", ".svg", ".toml", ".txt"}


def texts() -> Iterator[tuple[str, str]]:
    """Each text file of the project: its path from the root, and what stands in it."""
    inside = [path for folder in _FOLDERS for path in (ROOT / folder).rglob("*")]
    for path in sorted([*ROOT.iterdir(), *inside]):
        if path.is_file() and path.suffix in _TEXT and not path.name.startswith(".aeviewer"):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Each Python file in these folders: its path from the root, and its syntax tree."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), _parsed(path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))
