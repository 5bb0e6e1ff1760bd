"""Commands called in-process, and in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from aeviewer.cli import main

Run = Callable[..., tuple[int, str, str]]
SMALL = ("--hidden", "16", "--batch", "64", "--precision", "fp32")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call a command; return its exit code, stdout and stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def read(run: Run) -> Callable[..., dict[str, Any]]:
    """Call a command that prints JSON; return the one object."""

    def call(*words: object) -> dict[str, Any]:
        code, out, err = run(*words, "--json")
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        return found

    return call


@pytest.fixture
def spawn() -> Callable[..., subprocess.Popen[str]]:
    """Start the program in a process of its own, after some lines of preparation."""

    def start(*words: object, prepare: str = "", **options: Any) -> subprocess.Popen[str]:
        code = f"import sys\nfrom aeviewer.__main__ import main\n{prepare}\nsys.exit(main())"
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, words)],
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            text=True,
            env=os.environ | {"OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"},
            **options,
        )

    return start
