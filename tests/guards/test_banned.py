"""What is written nowhere in the project."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.guards.sources import ROOT, modules, texts

# Written so that no pattern matches itself: this file is read as well.
BANNED = {
    r"\bblock[S]ignals\b|\bQSignal[B]locker\b": "set equal values silently instead",
    r"\bprocess[E]vents\b": "return to the event loop instead",
    r"\bhas[a]ttr\(": "ask for a type",
    r"(?m)^\s*from \S+ import \*": "name what is imported",
    r"(?<![\w.~])/(?:home|Users|mnt|media|opt|srv|root|work(?:space)?)/\w": "a path of one machine",
    r"\bindex[-]url\b|\bfind[-]links\b": "pip's own settings say where packages are",
    r"\b(?:pypi|pythonhosted|anaconda|npmjs|debian)\.(?:org|com)\b": "a registry's host",
    r"\bdownload\.pytorch\.org\b": "a registry's host",
}
BANNED_IN_TESTS = {
    r"\btime\.sleep\(|from time import .*\bsleep\b": "wait for a signal",
    r"\bqtbot\.wait\(": "wait for a signal",
}
_HOME = Path.home()  # now, as each test gets one of its own


@cache
def _here() -> dict[str, str]:
    """What a text could name of this machine by mistake."""
    banned = {
        rf"(?<![\w.]){re.escape(f'{path}/')}": "a path of this machine" for path in (ROOT, _HOME)
    }
    beside = "|".join(re.escape(path.name) for path in ROOT.parent.iterdir())
    banned[rf"(?<!\.)\.\./(?:{beside})\b"] = "what lies beside the project"
    return banned


def faults(path: str, text: str) -> list[str]:
    banned = BANNED | _here() | (BANNED_IN_TESTS if path.startswith("tests/") else {})
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}: {why}"
        for pattern, why in banned.items()
        for match in re.finditer(pattern, text)
    ]


def test_nothing_banned_is_written() -> None:
    found = [fault for path, text in texts() for fault in faults(path, text)]
    assert not found, "\n".join(found)


def test_no_except_is_bare() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules("aeviewer", "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "widget.block" + "Signals(True)",
        "app.process" + "Events()",
        "if has" + "attr(model, 'encode'):",
        "from torch import" + " *",
        "see .." + f"/{ROOT.name}/notes.md",
        "open('/ho" + "me/someone/data')",
        "pip install --index" + "-url x",
        "https://py" + "pi.org/simple",
        f"{ROOT}/" + "README.md",
        "time." + "sleep(1)",
        "qtbot." + "wait(100)",
    ],
)
def test_the_guard_bites(text: str) -> None:
    assert faults("tests/x.py", text)


@pytest.mark.parametrize(
    "text", ["math.prod(image_shape)", "qtbot.waitSignal(ended)", "a / root / b"]
)
def test_the_guard_lets_pass(text: str) -> None:
    assert not faults("tests/x.py", text)
