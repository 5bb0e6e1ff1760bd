"""Films of walks: the same from the window and from the command line."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from aeviewer.app.export import pictured
from aeviewer.app.look import dressing, theme
from aeviewer.cli import main
from aeviewer.commands.opening import to_render
from aeviewer.session import lesson
from aeviewer.session.portable import portable
from tests.app.conftest import BUNDLED, Desk
from tests.app.hands import click
from tests.app.walking import give_clock, keep, walk_about

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

FRAMES = 6


@pytest.fixture
def walk(desk: Desk, tmp_path: Path) -> Path:
    """The file of a walk, which is open in the window."""
    path = tmp_path / "walk.md"
    walk_about(desk, give_clock(desk))
    keep(desk, path)
    desk.quiet()
    return path


def exported(desk: Desk, target: Path, what: str, size: tuple[int, int]) -> None:
    """Make a film of the walk by the dialog."""
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    dialog.what.setCurrentIndex(dialog.what.findData(what))
    dialog.motion.setCurrentIndex(dialog.motion.findData("walk"))
    dialog.colours.setCurrentIndex(dialog.colours.findData("light"))
    dialog.width_.set_value(size[0])
    dialog.height_.set_value(size[1])
    dialog.scale.set_value(1)
    dialog.frames.set_value(FRAMES)
    dialog.target.setText(str(target))
    with desk.qtbot.waitSignal(desk.program.exporting.told) as caught:
        click(dialog.make)
    assert caught.args == [f"Exported {target}"]
    swept()


def rendered(*words: str) -> int:
    """Call the command line, which must not mind what the application wears."""
    dressing.apply(QApplication.instance(), theme.DARK)  # type: ignore[arg-type]  # it is one
    code = main(["render", *words])
    swept()
    return code


def swept() -> None:
    """Let go of what was to be deleted."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize(
    ("form", "what", "size", "step"),
    [
        ("gif", "map", (240, 180), 0),
        ("webp", "map", (240, 180), 2),  # at another place than where the walk begins
        ("mp4", "map", (240, 180), 1),
        ("webp", "window", (880, 560), 2),
    ],
)
def test_the_window_and_the_command_line_film_a_walk_in_the_same_bytes(
    desk: Desk, walk: Path, tmp_path: Path, form: str, what: str, size: tuple[int, int], step: int
) -> None:
    desk.program.lessons.player.go(step)
    desk.store.set(cursor=(9.0, 9.0), hidden=frozenset({1}))  # a long way from the walk
    desk.quiet()
    window, line = tmp_path / f"window.{form}", tmp_path / f"line.{form}"
    exported(desk, window, what, size)
    sides = f"{size[0]}x{size[1]}"
    words = ("--view", what, "--size", sides, "--frames", str(FRAMES))
    assert rendered(str(walk), "--out", str(line), *words) == 0
    assert line.read_bytes() == window.read_bytes()


def test_a_film_of_a_walk_is_of_the_walk(desk: Desk, walk: Path, tmp_path: Path) -> None:
    """From where it began to where it ended, which a path there and back does not do."""
    out = tmp_path / "walk.webp"
    words = ("--view", "picture", "--size", "64x64", "--frames", str(FRAMES))
    assert rendered(str(walk), "--out", str(out), *words) == 0
    first, *_, last = lesson.read(walk).steps
    assert first.view.cursor != last.view.cursor
    with Image.open(out) as film:
        film.seek(0)
        begin = film.convert("RGB")
        film.seek(getattr(film, "n_frames", 1) - 1)
        assert ImageChops.difference(begin, film.convert("RGB")).getbbox() is not None


def test_what_is_given_can_be_filmed_in_another_way(
    desk: Desk, walk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ("--out", str(tmp_path / "film.gif"), "--frames", "4")
    assert rendered(str(walk), *out, "--motion", "path") == 1
    assert "put two anchors on the map first" in capsys.readouterr().err
    assert rendered(BUNDLED, *out, "--motion", "walk") == 1
    assert "there is no walk to film: record one" in capsys.readouterr().err


def test_a_picture_of_a_walk_is_of_its_first_step(desk: Desk, walk: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    assert rendered(str(walk), "--out", str(out), "--size", "240x180") == 0
    assert pictured.read(out) == portable(lesson.read(walk).steps[0].view)


def test_a_film_of_a_lesson_without_a_walk_goes_along_its_path(desk: Desk, walk: Path) -> None:
    assert to_render(str(walk))[1] == "walk"
    still = walk.with_name("still.md")
    still.write_text(walk.read_text("utf-8").partition("\n# 2.")[0], "utf-8")
    assert to_render(str(still)) == (lesson.read(still).steps[0].view, "path")
