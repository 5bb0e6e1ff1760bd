"""Public docstrings say what the signature cannot: the shapes of tensors, and what is raised.

The check is a light one: it reads names and words. A shape may stand with the function, with its
class, or with the method of the contract that it implements.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.guards.sources import modules

FOLDERS = tuple(f"aeviewer/{folder}" for folder in ("zoo", "latent", "training", "data"))

# (B, C, H, W), (N,), (B, *latent_shape), (2, count) ... or a number for each image.
_SHAPE = re.compile(
    r"\((?:[*\w]+, ?)+(?:[*\w.]+)?\)|\bshapes?\b|\bscalar\b|\bnats\b|\bone number\b"
)
_TENSOR = re.compile(r"(?<!\[str, )\b(?:Tensor|ndarray|NDArray)\b")  # not those of a mapping
_CONVENTION = {"x", "z"}  # the contract's docstring gives them their shapes once for all

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Place:
    """A function, in its class if it has one, in its module."""

    path: str
    function: Function
    owner: ast.ClassDef | None

    @property
    def name(self) -> str:
        owner = f"{self.owner.name}." if self.owner else ""
        return f"{self.path}:{self.function.lineno} {owner}{self.function.name}"

    @property
    def public(self) -> bool:
        return not any(part.name.startswith("_") for part in (self.function, self.owner) if part)

    @property
    def documents(self) -> str:
        around = ast.get_docstring(self.owner) if self.owner else ""
        return f"{ast.get_docstring(self.function) or ''}\n{around or ''}"


def places(path: str, tree: ast.Module) -> Iterator[Place]:
    for node in tree.body:
        if isinstance(node, Function):
            yield Place(path, node, None)
        if isinstance(node, ast.ClassDef):
            yield from (Place(path, part, node) for part in node.body if isinstance(part, Function))


def _contract() -> set[str]:
    """Names of the methods that the zoo's contract documents."""
    return {
        place.function.name
        for path, tree in modules("aeviewer/zoo")
        if path.endswith("contract.py")
        for place in places(path, tree)
    }


def _tensors(function: Function) -> bool:
    """Whether it takes a tensor whose shape no convention gives, or returns one."""
    arguments = [*function.args.args, *function.args.posonlyargs, *function.args.kwonlyargs]
    written = [item.annotation for item in arguments if item.arg not in _CONVENTION]
    return any(_TENSOR.search(ast.unparse(note)) for note in [*written, function.returns] if note)


def lacks_shape(place: Place, contract: set[str]) -> bool:
    implements = place.owner is not None and place.function.name in contract
    return _tensors(place.function) and not implements and not _SHAPE.search(place.documents)


def raises(tree: ast.Module) -> set[str]:
    """Names of functions that raise UserError, themselves or by a private helper beside them."""
    found = [place.function for place in places("", tree)]
    names = {item.name for item in found if any(map(_raises_it, ast.walk(item)))}
    while more := {item.name for item in found if _calls(item) & names} - names:
        names |= more
    return names


def _raises_it(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and bool(node.exc) and "UserError" in ast.unparse(node)


def _calls(function: Function) -> set[str]:
    """Names of private functions it calls, where it does not catch what they raise."""
    caught = {
        inner
        for node in ast.walk(function)
        if isinstance(node, ast.Try) and "UserError" in " ".join(map(ast.unparse, node.handlers))
        for inner in ast.walk(node)
    }
    called = [n.func for n in ast.walk(function) if isinstance(n, ast.Call) and n not in caught]
    names = {item.id if isinstance(item, ast.Name) else "" for item in called}
    names |= {item.attr for item in called if isinstance(item, ast.Attribute)}
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


def lacks_raises(place: Place, raising: set[str]) -> bool:
    text = ast.get_docstring(place.function) or ""
    return place.function.name in raising and not re.search(r"Raises:\s[\s\S]*UserError", text)


def _public() -> Iterator[tuple[Place, ast.Module]]:
    for path, tree in modules(*FOLDERS):
        yield from ((place, tree) for place in places(path, tree) if place.public)


def test_shapes_are_named() -> None:
    contract = _contract()
    found = [place.name for place, _ in _public() if lacks_shape(place, contract)]
    assert not found, "no shape is named in:\n" + "\n".join(found)


def test_what_is_raised_is_told() -> None:
    raising = cache(raises)
    found = [place.name for place, tree in _public() if lacks_raises(place, raising(tree))]
    assert not found, "these raise UserError without a word:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("code", "silent"),
    [
        ('def f(points: Tensor) -> int:\n    """Count."""', True),
        ('def f(points: Tensor) -> int:\n    """Count points (N, 2)."""', False),
        ('def f(z: Tensor) -> int:\n    """Count."""', False),
        ('def f() -> Tensor:\n    """Make weights (call it once)."""', True),
        ('def f() -> dict[str, Tensor]:\n    """Name the weights."""', False),
        ('class A:\n    """One (d,)."""\n    def f(self) -> Tensor:\n        """Make."""', False),
        (
            'class A:\n    """One."""\n    def encode(self, a: Tensor) -> int:\n        """Do."""',
            False,
        ),
    ],
)
def test_the_guard_of_shapes(code: str, silent: bool) -> None:
    (place,) = places("x.py", ast.parse(code))
    assert lacks_shape(place, {"encode"}) == silent


@pytest.mark.parametrize(
    ("body", "silent"),
    [
        ('"""Read."""\n    raise UserError("no")', True),
        (
            '"""Read.\n\n    Raises:\n        UserError: no.\n    """\n    raise UserError("no")',
            False,
        ),
        ('"""Read."""\n    _helper()', True),
        ('"""Read."""\n    try:\n        _helper()\n    except UserError:\n        pass', False),
        ('"""Read."""\n    other()', False),
    ],
)
def test_the_guard_of_raises(body: str, silent: bool) -> None:
    tree = ast.parse(f'def read():\n    {body}\ndef _helper():\n    raise UserError("no")')
    assert lacks_raises(next(places("x.py", tree)), raises(tree)) == silent
