"""Where the window was: found in what is kept, and nothing where that is damaged."""

import json
from pathlib import Path

import pytest

from aeviewer.session.frame import read_frame
from aeviewer.session.kept import Kept, write


def test_it_is_read_from_what_is_kept(tmp_path: Path) -> None:
    write(Kept(toured=True, frame="AdnQywAD"), tmp_path / "window.json")
    assert read_frame(tmp_path / "window.json") == "AdnQywAD"


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "3", "{}", '{"frame": 3}', '{"frame": null}', "\u00ff", "[" * 100_000),
        json.dumps({"frame": "A", "more": "A" * 200_000}),
    ],
)
def test_what_is_damaged_is_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "window.json"
    path.write_text(text)
    assert read_frame(path) == ""


def test_neither_is_what_is_not_there(tmp_path: Path) -> None:
    assert read_frame(tmp_path / "none.json") == read_frame(tmp_path) == ""
