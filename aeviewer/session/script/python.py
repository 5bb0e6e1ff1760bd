"""Values as Python writes them."""

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

_WIDTH = 100


def spelt(name: str, home: Path) -> str:
    """Write the name of something bundled or known as it is, a path from the home folder."""
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(home):
        return f'str(Path.home() / "{path.relative_to(home).as_posix()}")'
    return json.dumps(name, ensure_ascii=False)


def points(places: Iterable[tuple[float, float]], kind: str = "") -> str:
    """Write points (x, y) as a tensor (N, 2)."""
    exact = float if kind else _single
    pairs = ", ".join(f"[{exact(x)!r}, {exact(y)!r}]" for x, y in places)
    return f"torch.tensor([{_broken(pairs)}]{f', dtype={kind}' if kind else ''})"


def vector(values: Sequence[float]) -> str:
    """Write numbers as a tensor (N,)."""
    return f"torch.tensor([{_broken(', '.join(f'{value:.9g}' for value in values))}])"


def numbers(values: Sequence[int]) -> str:
    """Write whole numbers as a list."""
    return f"[{_broken(', '.join(map(str, values)))}]"


def names(values: Sequence[str]) -> str:
    """Write words as a list."""
    return f"[{_broken(', '.join(map(json.dumps, values)))}]"


def uses(text: str, name: str) -> bool:
    """Whether a text of Python reads a variable."""
    code = re.sub(r"#.*", "", text)
    return re.search(rf"(?<![.\w]){name}\b(?! = )", code) is not None


def _single(value: float) -> float:
    """Round as far as float32 does not notice."""
    return float(f"{value:.9g}")


def _broken(text: str) -> str:
    """Break a long list of numbers into lines."""
    if len(text) < _WIDTH // 2:
        return text
    lines = textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f"\n{lines}\n"
