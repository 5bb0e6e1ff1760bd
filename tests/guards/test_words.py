"""Texts are translated when they are read: not at import, and not by a name that hides `_`."""

import ast
from collections.abc import Iterator

import pytest

from tests.guards.sources import modules

_SPOKEN = {"_", "ngettext"}
_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_INNER = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """What belongs to a scope itself, not to one inside it."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if not isinstance(node, _Scope | _INNER):
            yield from _within(node)


def _binds(scope: ast.AST) -> bool:
    """Whether a scope has a _ of its own: an argument, or a target of what stands in it."""
    names = (node for node in _within(scope) if isinstance(node, ast.Name))
    bound = any(node.id == "_" and isinstance(node.ctx, ast.Store) for node in names)
    return bound or (isinstance(scope, _Scope) and "_" in _arguments(scope.args))


def _arguments(arguments: ast.arguments) -> set[str]:
    return {node.arg for node in ast.walk(arguments) if isinstance(node, ast.arg)}


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    for node in _within(scope):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _SPOKEN:
            yield node


def faults(path: str, tree: ast.AST, hidden: bool = False) -> Iterator[str]:
    """Sentences on calls that come too early, or that call something else."""
    early = isinstance(tree, ast.Module)
    for call in _calls(tree):
        if early:
            yield f"{path}:{call.lineno} translates at import; mark it by N_ and read it by _"
        elif hidden:
            yield f"{path}:{call.lineno} calls a _ of its own"
        if call.args and isinstance(call.args[0], ast.JoinedStr):
            yield f"{path}:{call.lineno} translates an f-string; use .format"
    for node in _within(tree):
        if isinstance(node, _Scope | _INNER):
            yield from faults(path, node, hidden or _binds(node))


def test_texts() -> None:
    found = [fault for path, tree in modules("aeviewer") for fault in faults(path, tree)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "TITLE = _('Map')",
        "class A:\n    title = ngettext('a', 'b', 2)",
        "def f():\n    for _ in 'ab':\n        pass\n    return _('Map')",
        "def f(x):\n    return x.connect(lambda _: x(_('Map')))",
        "def f(_):\n    return [_('Map') for x in 'ab']",
        "def f(n):\n    return _(f'{n} maps')",
    ],
)
def test_the_guard_bites(code: str) -> None:
    assert len(list(faults("x.py", ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "TITLE = N_('Map')\ndef f():\n    return _(TITLE)",
        "def f(x):\n    x.connect(lambda *_: x())\n    return _('Map')",
        "def f(x):\n    [1 for _ in x]\n    return _('{n} maps').format(n=len(x))",
    ],
)
def test_the_guard_lets_pass(code: str) -> None:
    assert not list(faults("x.py", ast.parse(code)))
