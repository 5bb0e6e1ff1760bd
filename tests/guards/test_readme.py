"""The README's two commands are those that are tested."""

import os
import subprocess

import pytest

from aeviewer.cli import main
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


def test_its_tables_are_those_that_compare_prints(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text()
    table = text.partition("<!-- compare -->\n")[2].partition("<!-- /compare -->")[0]
    assert main(["compare", "--markdown"]) == 0
    assert table == capsys.readouterr().out
