"""What is kept between two starts: read back as it was, or told to be damaged."""

import json
from pathlib import Path

import pytest

from aeviewer.errors import UserError
from aeviewer.session.kept import Exported, Kept, RecentFile, place, read, write

ONE = RecentFile(kind="session", path="one.json")
TWO = RecentFile(kind="data", path="two")
ASKED = Exported(
    what="map",
    form="png",
    theme="light",
    motion="path",
    width=900,
    height=700,
    scale=2,
    frames=90,
    fps=30,
    count=64,
    folder="figures",
)


def test_it_comes_back_as_it_was() -> None:
    before = Kept(files=(ONE, TWO), commands=("Edit: Undo",), layout="AAAA", toured=True)
    kept = before.model_copy(update={"exported": ASKED})
    write(kept, place())
    assert read(place()) == kept


def test_there_is_nothing_at_first() -> None:
    assert read(place()) == Kept()


def test_it_lies_in_the_user_s_own_folder() -> None:
    assert place().is_relative_to(Path.home())


def test_what_a_later_version_keeps_besides_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text(json.dumps({"toured": True, "hologram": [1, 2]}))
    assert read(path) == Kept(toured=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "the text"),
        ("[]", "the text"),
        ('{"layout": 3}', "layout"),
        ('{"files": [{"kind": "virus", "path": "x"}]}', "files.0.kind"),
        (json.dumps({"layout": "A" * 50_000}), "layout"),
        (json.dumps({"commands": ["a"] * 9}), "commands"),
        (json.dumps({"exported": {**ASKED.model_dump(), "width": -1}}), "exported.width"),
        (json.dumps({"exported": {"what": "map"}}), "exported.form"),
        ("\u00ff" * 200_000, "200,000 bytes"),
    ],
)
def test_what_is_damaged_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "window.json"
    path.write_text(text)
    with pytest.raises(UserError, match=r"the window starts anew$") as caught:
        read(path)
    assert sentence in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read"):
        read(tmp_path)


def test_the_newest_is_the_first_and_none_is_there_twice() -> None:
    kept = Kept().using(ONE).using(TWO).using(ONE)
    assert kept.files == (ONE, TWO)
    assert kept.without([ONE]).files == (TWO,)


def test_no_list_grows_beyond_what_can_be_read_back(tmp_path: Path) -> None:
    kept = Kept()
    for number in range(30):
        kept = kept.using(RecentFile(kind="data", path=str(number))).having_done(str(number))
    assert [file.path for file in kept.files] == [str(29 - n) for n in range(12)]
    assert kept.commands[0] == "29"
    write(kept, tmp_path / "kept.json")
    assert read(tmp_path / "kept.json") == kept
