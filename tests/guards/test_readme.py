"""The README's two commands are those that are tested."""

import os
import subprocess

import pytest

from tests.guards.sources import ROOT


@pytest.mark.parametrize("command", ["./run", "./run test"])
def test_the_readme_names_the_command(command: str) -> None:
    assert command in [line.strip() for line in (ROOT / "README.md").read_text().splitlines()]


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_the_script_is_sound(script: str) -> None:
    assert subprocess.run(["bash", "-n", ROOT / script], check=False).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="files are executable or not on POSIX alone")
def test_run_is_executable() -> None:
    assert os.access(ROOT / "run", os.X_OK)
