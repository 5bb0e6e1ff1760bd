import json
import os
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.view import Anchor, Camera, Slot, View

FULL = View(
    slots=(Slot("a", "mnist-vae-2d"), Slot("b", "")),
    variant="vanilla",
    data="/data/\u00fcn\u00efcode set",
    knobs=(("latent", 2), ("beta", 0.5), ("likelihood", "gaussian"), ("tied", True)),
    device="cuda:0",
    cursor=(1.5, -2.0),
    base=(0.25, -1.0, 3.0),
    axes=(3, 7),
    camera=Camera((0.5, 0.25), 8.0),
    layers=("density", "points"),
    anchors=(Anchor((0.0, 1.0), 42), Anchor((2.0, 3.0))),
    path="slerp",
    t=0.75,
    hidden=frozenset({1, 4}),
    theme="dark",
)

finite = st.floats(allow_nan=False, allow_infinity=False)
far = st.floats(-1e13, 1e13)


@pytest.mark.parametrize("view", [View(), FULL], ids=["fresh", "full"])
def test_a_view_comes_back_equal(view: View, tmp_path: Path) -> None:
    file.save(view, tmp_path / "session.json")
    assert file.load(tmp_path / "session.json") == view
    assert file.from_text(file.to_text(view), "the clipboard") == view


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Draw values of a type that the view is made of; no number in it is endless."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is float:
        return finite
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        named = {name: any_of(hint) for name, hint in hints.items()}
        return st.builds(kind, **named)  # type: ignore[arg-type]  # it is a class
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(any_of(inner[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, inner))
    if origin is frozenset:
        return st.frozensets(any_of(inner[0]), max_size=3)
    if origin in {Union, UnionType}:
        return st.one_of(*map(any_of, inner))
    return st.from_type(kind)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(view=any_of(View))
def test_every_field_comes_back(view: View) -> None:
    found = file.from_text(file.to_text(view), "the clipboard")
    assert found == view
    assert repr(found.knobs) == repr(view.knobs)  # 1, 1.0 and True are equal, but not the same


def test_a_field_that_is_left_out_has_its_default() -> None:
    assert file.from_text('{"t": 0.5}', "an older one") == View(t=0.5)


def test_the_text_has_a_line_for_each_field() -> None:
    lines = file.to_text(FULL).splitlines()
    assert len(lines) == len(fields(View)) + 2


def test_a_million_samples_come_back() -> None:
    many = tuple(range(1_000_000))
    view = View(selection=many, groups=(many[::2], many[1::2]))
    text = file.to_text(view)
    assert len(text) < 50_000_000
    assert file.from_text(text, "a large one") == view


@given(cursor=st.tuples(far, far), t=st.floats(0, 1), data=st.text(max_size=50))
def test_numbers_and_text_come_back_to_the_bit(
    cursor: tuple[float, float], t: float, data: str
) -> None:
    view = View(cursor=cursor, t=t, data=data.encode(errors="replace").decode())
    assert file.from_text(file.to_text(view), "the clipboard") == view


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the text"),
        ("{", "the text"),
        ("[]", "the text"),
        ("nonsense", "the text"),
        ("\x00" * 64, "the text"),
        ("[" * 50_000, "the text"),
        ('{"t": "high"}', "t:"),
        ('{"cursor": [1]}', "cursor"),
        ('{"cursor": [1, 2, 3]}', "cursor"),
        ('{"path": "straight"}', "path:"),
        ('{"theme": "neon"}', "theme:"),
        ('{"anchors": [{"sample": 1}]}', "anchors.0.point:"),
        ('{"t": NaN}', "t:"),
        ('{"camera": {"centre": [0, Infinity], "span": 1}}', "camera.centre.1:"),
        ('{"cursor": [1e999, 0]}', "cursor.0:"),
        ('{"cursor": [0, 1e300]}', "cursor.1: input should be less than or equal to"),
        ('{"camera": {"centre": [0, 0], "span": 0}}', "camera.span: input should be"),
        ('{"t": 1.25}', "t: input should be less than or equal to 1, not 1.25"),
        ('{"selection": [-1]}', "selection.0: input should be greater than or equal to 0, not -1"),
        ('{"draws": 2147483648}', "draws: input should be less than or equal to 2147483647"),
        ('{"scale": 9}', "scale: input should be less than or equal to 3, not 9"),
        ('{"others": ["", "", "", "", "", "", "", "", ""]}', "others:"),
    ],
)
def test_what_is_no_view_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(UserError, match="is not a saved view") as caught:
        file.from_text(text, "lesson.json")
    sentence = str(caught.value)
    assert sentence.startswith("lesson.json is not a saved view: ")
    assert says in sentence
    assert "\n" not in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"hologram": true, "t": 0.5}', "hologram"),
        ('{"slots": [{"name": "a", "model": "", "depth": 3}]}', "slots.0.depth"),
        (json.dumps({"x" * 5000: 1}), "x" * 80),
    ],
)
def test_what_a_later_version_has_is_told(text: str, place: str) -> None:
    with pytest.raises(UserError) as caught:
        file.from_text(text, "new.json")
    assert str(caught.value) == (
        f"new.json is of a later version, or not a saved view: {place} is unknown here"
    )


@pytest.mark.parametrize("data", [b"\xff\xfe{}", b"\x89PNG\r\n\x1a\n", b"\x80\x04\x95."])
def test_bytes_that_are_no_text_are_one_sentence(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(data)
    with pytest.raises(UserError, match=r"x\.json is not a saved view"):
        file.load(tmp_path / "x.json")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot read .*gone\.json: No such file"):
        file.load(tmp_path / "gone.json")


def test_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read"):
        file.load(tmp_path)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "large.json").open("wb") as large:
        large.truncate(4_000_000_000)
    with pytest.raises(UserError, match="over 50,000,000 bytes"):
        file.load(tmp_path / "large.json")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="POSIX: an endless file")
def test_an_endless_file_is_refused() -> None:
    with pytest.raises(UserError, match="over 50,000,000 bytes"):
        file.load(Path("/dev/zero"))


def test_a_save_that_failed_leaves_the_old_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "session.json"
    file.save(FULL, path)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        file.save(View(), path)
    assert file.load(path) == FULL


def test_the_text_is_plain_json() -> None:
    assert json.loads(file.to_text(FULL))["cursor"] == [1.5, -2.0]
