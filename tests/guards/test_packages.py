"""The libraries of Qt and the packages that hold them stand in `run` and in the doctor alike."""

import re

import pytest

from aeviewer.commands import doctor
from tests.guards.sources import ROOT


@pytest.mark.parametrize(
    ("name", "known"), [("pictures", doctor._PICTURES), ("window", doctor._WINDOW)]
)
def test_both_tables_are_one(name: str, known: dict[str, str]) -> None:
    found = re.search(rf'^{name}="([^"]+)"', (ROOT / "run").read_text(), re.MULTILINE)
    assert found is not None
    assert [tuple(pair.split(":")) for pair in found[1].split()] == list(known.items())
