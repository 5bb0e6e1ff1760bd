"""`aeviewer install-desktop`: what it writes is what the desktop reads, and it goes again."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from aeviewer.commands import desktop
from tests.commands.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="for desktops on Linux")


def below() -> set[str]:
    """All files in the user's data folder."""
    data = Path(os.environ["XDG_DATA_HOME"])
    return {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()}


FILES = {
    "applications/aeviewer.desktop",
    "icons/hicolor/scalable/apps/aeviewer.svg",
    "mime/packages/aeviewer.xml",
}


@pytest.fixture(autouse=True)
def _no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop's own data bases are left out: whether they are there is up to the machine."""
    which = shutil.which
    monkeypatch.setattr(
        shutil, "which", lambda name, **named: which(name, **named) if "path" in named else None
    )


def entry() -> dict[str, str]:
    parser = configparser.RawConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys have capitals
    parser.read(Path(os.environ["XDG_DATA_HOME"]) / "applications/aeviewer.desktop")
    return dict(parser["Desktop Entry"])


def test_it_says_what_it_wrote_and_takes_just_that_away(run: Run) -> None:
    other = Path(os.environ["XDG_DATA_HOME"]) / "applications" / "other.desktop"
    other.parent.mkdir()
    other.touch()
    code, _, said = run("install-desktop")
    assert code == 0
    assert below() == FILES | {"applications/other.desktop"}
    assert all(name in said for name in FILES)
    code, _, said = run("install-desktop", "--remove")
    assert code == 0
    assert below() == {"applications/other.desktop"}
    assert all(name in said for name in FILES)
    assert "nothing" in run("install-desktop", "--remove")[2]


def test_the_entry_starts_the_program(run: Run) -> None:
    run("install-desktop")
    words = shlex.split(entry()["Exec"])
    assert words[-2:] == ["open", "%f"]
    done = subprocess.run(
        [*words[:-2], "--version"], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip()


@pytest.mark.parametrize("name", ["plain", "two words", 'quote"d', "dollar$", "back\\slash", "5%"])
def test_any_path_is_quoted_as_the_specification_says(name: str) -> None:
    written = desktop._quoted(f"bin/{name}")
    value = written.replace("\\\\", "\\").replace("%%", "%")  # as a desktop reads any value
    assert value[0] == value[-1] == '"'
    assert re.sub(r"\\([\\\"`$])", r"\1", value[1:-1]) == f"bin/{name}"


def test_kinds_of_files_are_those_of_the_entry(run: Run) -> None:
    run("install-desktop")
    path = Path(os.environ["XDG_DATA_HOME"]) / "mime/packages/aeviewer.xml"
    types = {item.get("type") for item in ET.parse(path).getroot()}
    assert types == set(entry()["MimeType"].strip(";").split(";"))
    globs = {item.get("pattern") for item in ET.parse(path).iter() if item.get("pattern")}
    assert globs == {"*.aeviewer.json", "*.safetensors"}  # no other program's .json


def test_the_icon_is_a_picture(run: Run) -> None:
    run("install-desktop")
    path = Path(os.environ["XDG_DATA_HOME"]) / "icons/hicolor/scalable/apps/aeviewer.svg"
    image = QImage(64, 64, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer = QSvgRenderer(str(path))
    renderer.render(painter)
    painter.end()
    seen = {image.pixelColor(x, y).name() for x in range(64) for y in range(64)}
    assert {"#ff4fa3", "#56b4e9", "#ffffff", "#16181c"} <= seen


def test_what_cannot_be_written_is_one_sentence(run: Run) -> None:
    (Path(os.environ["XDG_DATA_HOME"]) / "applications").touch()
    code, _, said = run("install-desktop")
    assert code == 1
    assert said.startswith("error: cannot write")
    assert len(said.splitlines()) == 1


def test_elsewhere_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    code, _, said = run("install-desktop")
    assert code == 1
    assert "Linux" in said
