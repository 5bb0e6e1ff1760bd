"""Pictures and films to take away: the same from the window and from the command line."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from aeviewer.app.export import film, pictured, target
from aeviewer.app.export.dialog import ExportDialog
from aeviewer.app.export.easel import Easel, Look
from aeviewer.app.export.job import Job, there_and_back
from aeviewer.app.export.motifs import MOTIFS
from aeviewer.app.export.order import Order, check
from aeviewer.app.look import dressing, theme
from aeviewer.app.pages import PAGES
from aeviewer.cli import main
from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.kept import Kept, place
from aeviewer.session.portable import localised, portable
from aeviewer.session.view import Anchor, Slot, View
from tests.app.conftest import Desk, OpenDesk, placed_of
from tests.app.hands import child, click, drop, of_files
from tests.app.pictures import plain

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ANCHORS = (Anchor((0.0, 0.0), 3), Anchor((0.0, 0.0), 2))
VIEW = View(layers=("manifold", "density", "points"), anchors=ANCHORS, t=0.5, theme="light")
SMALL = Look("map", (300, 220))


def made(qtbot: QtBot, wanted: Order, view: View = VIEW) -> Path:
    """Carry an order out."""
    job = Job(wanted, view)
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    assert caught.args == [wanted.target], caught.args
    swept()
    return wanted.target


def swept() -> None:
    """Let go of what was to be deleted."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def colours_of(image: Image.Image) -> int:
    return len(image.convert("RGB").getcolors(1_000_000) or ())


def counted(path: Path) -> Counter[str]:
    root = ET.fromstring(path.read_bytes())
    return Counter(element.tag.rpartition("}")[2] for element in root.iter())


@pytest.mark.parametrize("form", ["png", "svg", "pdf", "csv"])
def test_the_window_and_the_command_line_make_the_same_bytes(
    desk: Desk, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.store.set(**{name: getattr(VIEW, name) for name in ("layers", "anchors", "t", "theme")})
    desk.quiet()
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    dialog.form.setCurrentIndex(dialog.form.findData(form))
    dialog.width_.set_value(400)
    dialog.height_.set_value(300)
    dialog.scale.set_value(2)
    dialog.target.setText(str(tmp_path / f"window.{form}"))
    with desk.qtbot.waitSignal(desk.program.exporting.told) as caught:
        click(dialog.make)
    assert caught.args == [f"Exported {dialog.target.text()}"]
    swept()
    state, out = tmp_path / "state.json", tmp_path / f"line.{form}"
    file.save(replace(desk.view, camera=desk.parts.map.camera), state)
    dressing.apply(QApplication.instance(), theme.DARK)  # type: ignore[arg-type]  # it is one
    size = ["--size", "400x300", "--scale", "2"]
    assert main(["render", str(state), "--out", str(out), *size]) == 0
    swept()
    assert out.read_bytes() == (tmp_path / f"window.{form}").read_bytes()
    assert "wrote" in capsys.readouterr().err


def test_a_picture_has_the_size_that_was_asked_for_and_shows_something(
    qtbot: QtBot, bundle: Path, tmp_path: Path
) -> None:
    path = made(qtbot, Order(replace(SMALL, scale=3, theme="dark"), tmp_path / "map.png"))
    with Image.open(path) as image:
        assert image.size == (900, 660)
        assert colours_of(image) > 100
        assert np.asarray(image.convert("L")).mean() < 128


@pytest.mark.parametrize(
    "what", [name for name in MOTIFS if name != "curves" and not MOTIFS[name].is_sheet]
)
def test_every_motif_can_be_painted(qtbot: QtBot, bundle: Path, tmp_path: Path, what: str) -> None:
    look = Look(what, MOTIFS[what].least)
    path = made(qtbot, Order(look, tmp_path / f"{what}.png"))
    with Image.open(path) as image:
        assert image.size == look.size
        assert colours_of(image) > 8


@pytest.mark.parametrize("what", ["probe", *(page.name for page in PAGES)])
def test_what_scrolls_in_the_window_fills_its_picture(
    qtbot: QtBot, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    sizes: list[tuple[int, int]] = []
    paint = Easel.image

    def painting(easel: Easel) -> QImage:
        sizes.append((easel.root.width(), easel.root.height()))
        return paint(easel)

    monkeypatch.setattr(Easel, "image", painting)
    wanted = Look(what, (1100, 900))
    made(qtbot, Order(wanted, tmp_path / "page.png"))
    assert set(sizes) == {wanted.size}


def test_an_svg_holds_shapes_and_text(qtbot: QtBot, bundle: Path, tmp_path: Path) -> None:
    view = replace(VIEW, layers=("density", "points"), theme="light")
    found = counted(made(qtbot, Order(Look("map", (500, 420)), tmp_path / "map.svg"), view))
    samples = 360  # a fifth of the digits
    legend, anchors, cursor = 10, 2, 2
    assert found["circle"] == samples + legend + anchors + cursor
    assert found["polyline"] + found["path"] >= 3
    assert found["text"] >= 10
    assert found["image"] == 0


def test_in_the_window_s_svg_the_map_stays_in_its_place(
    qtbot: QtBot, bundle: Path, tmp_path: Path
) -> None:
    path = made(qtbot, Order(Look("window", (1000, 640)), tmp_path / "window.svg"))
    space = "{http://www.w3.org/2000/svg}"
    root = ET.fromstring(path.read_bytes())
    clips = {clip.get("id") for clip in root.iter(f"{space}clipPath")}
    groups = [group for group in root.iter(f"{space}g") if group.get("clip-path")]
    assert {group.get("clip-path") for group in groups} == {f"url(#{name})" for name in clips}
    inside = [len(list(group.iter(f"{space}circle"))) for group in groups]
    assert max(inside) >= 360


def test_a_pdf_holds_text_and_no_picture_of_the_page(
    qtbot: QtBot, bundle: Path, tmp_path: Path
) -> None:
    data = made(qtbot, Order(SMALL, tmp_path / "map.pdf")).read_bytes()
    sides = re.findall(rb"/Subtype /Image\s+/Width (\d+)\s+/Height (\d+)", data)
    assert all(int(wide) <= 64 and int(high) <= 64 for wide, high in sides)  # of tiles alone
    packed = re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    page = b"".join(zlib.decompressobj().decompress(stream) for stream in packed)
    assert b"BT" in page
    assert re.search(rb"Tj|TJ", page)
    assert page.count(b" c\n") >= 4 * 360  # four curves make a circle


def test_a_picture_brings_its_state_back(desk: Desk, tmp_path: Path) -> None:
    path = made(desk.qtbot, Order(SMALL, tmp_path / "map.png"))
    assert pictured.read(path) == VIEW
    assert pictured.read(Path(__file__)) is None
    Image.new("RGB", (4, 4)).save(tmp_path / "other.png")
    assert pictured.read(tmp_path / "other.png") is None


def test_a_dropped_picture_is_looked_at_again(desk: Desk, tmp_path: Path) -> None:
    before = desk.view
    path = made(desk.qtbot, Order(SMALL, tmp_path / "map.png"))
    assert drop(desk.window, of_files(path))
    desk.quiet()
    assert replace(desk.view, theme=VIEW.theme) == VIEW
    desk.act("undo")
    assert desk.view == before
    plain().save(str(tmp_path / "plain.png"))
    assert drop(desk.window, of_files(tmp_path / "plain.png"))
    desk.qtbot.waitUntil(lambda: bool(desk.view.own))


SHEETS = {
    "sheet-selection": (4, (2, 2)),
    "sheet-samples": (9, (3, 3)),
    "sheet-map": (9, (3, 3)),
    "sheet-path": (7, (3, 3)),
}


@pytest.mark.parametrize("what", SHEETS)
def test_a_contact_sheet_has_whole_pixels(
    qtbot: QtBot, bundle: Path, tmp_path: Path, what: str
) -> None:
    count, (columns, rows) = SHEETS[what]
    look = Look(what, (300, 300), theme="light")
    view = replace(VIEW, selection=(1, 5, 7, 9))
    with Image.open(made(qtbot, Order(look, tmp_path / "s.png", count=count), view)) as image:
        sheet = np.asarray(image.convert("RGB")).astype(int)
    # The margins are 16 pixels, 8 lie between two pictures of 8 by 8, and below is the label.
    side = (sheet.shape[1] - 32 + 8) // columns - 8
    assert side % 8 == 0
    assert side > 56
    first = sheet[16 : 16 + side, 16 : 16 + side].reshape(8, side // 8, 8, side // 8, 3)
    assert (first == first[:, :1, :, :1]).all()
    high = (sheet.shape[0] - 32 + 8) // rows - 8
    label = sheet[16 + side + 1 : 16 + high, 16 : 16 + side]
    assert label.min() < 100  # there are words
    assert sheet.shape[1] <= 300


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("sheet-selection", "no samples are selected: draw around some on the map"),
        ("sheet-codebook", "this model has no codebook"),
        ("sheet-path", "there is no path: put two anchors on the map first"),
    ],
)
def test_a_sheet_of_nothing(
    qtbot: QtBot, bundle: Path, tmp_path: Path, what: str, sentence: str
) -> None:
    job = Job(Order(Look(what, (300, 300)), tmp_path / "s.png"), replace(VIEW, anchors=()))
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    assert sentence in str(caught.args[0])
    swept()


@pytest.mark.parametrize("form", ["png", "pdf", "csv"])
def test_a_strip_of_no_path(bundle: Path, tmp_path: Path, form: str) -> None:
    order = Order(Look("path", MOTIFS["path"].size), tmp_path / f"strip.{form}")
    with pytest.raises(UserError, match="there is no path: put two anchors on the map first"):
        Job(order, replace(VIEW, anchors=ANCHORS[:1]))


def test_a_picture_tells_of_no_folder(qtbot: QtBot, bundle: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.safetensors"
    own.write_bytes(bundle.read_bytes())
    view = replace(VIEW, slots=(Slot(model=str(own)),), data=str(tmp_path), others=(str(own),))
    path = made(qtbot, Order(SMALL, tmp_path / "map.png"), view)
    assert str(tmp_path).encode() not in path.read_bytes()
    found = pictured.read(path)
    assert found is not None
    assert found == portable(view)
    assert found.slots[0].model == "own.safetensors"
    assert localised(found, ["mnist-vae-2d"], tmp_path).slots[0].model == str(own)
    assert localised(found, [f"elsewhere/{own.name}"], tmp_path).others == (
        f"elsewhere/{own.name}",
    )
    assert localised(portable(VIEW), ["mnist-vae-2d"], tmp_path) == VIEW


@pytest.mark.parametrize("form", ["gif", "webp", "mp4"])
def test_a_film_of_90_frames(qtbot: QtBot, bundle: Path, tmp_path: Path, form: str) -> None:
    wanted = Order(Look("map", (240, 180)), tmp_path / f"path.{form}", frames=90)
    job = Job(wanted, replace(VIEW, layers=("points",)))
    told: list[tuple[int, int, float]] = []
    job.progressed.connect(lambda *progress: told.append(progress))
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    assert caught.args == [wanted.target]
    assert [done for done, _, _ in told] == list(range(91))
    assert {count for _, count, _ in told} == {90}
    assert told[-1][2] == 0
    assert frames_of(wanted.target) == 90
    swept()


def frames_of(path: Path) -> int:
    if path.suffix == ".mp4":
        import av

        with av.open(str(path)) as container:
            return sum(1 for _ in container.decode(video=0))
    with Image.open(path) as image:
        return getattr(image, "n_frames", 1)


@pytest.mark.parametrize("form", ["gif", "webp", "mp4"])
@pytest.mark.parametrize("after", [1, 7])
def test_a_film_that_is_cancelled_leaves_nothing(
    qtbot: QtBot, bundle: Path, tmp_path: Path, form: str, after: int
) -> None:
    job = Job(Order(SMALL, tmp_path / f"path.{form}", frames=90), VIEW)
    told: list[int] = []

    def stop(done: int, _count: int, _left: float) -> None:
        told.append(done)
        if done == after:
            job.cancel()

    job.progressed.connect(stop)
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    assert caught.args == [None]
    assert max(told) == after  # not one frame more
    assert list(tmp_path.iterdir()) == []
    swept()


def test_a_film_can_be_cancelled_while_it_is_packed() -> None:
    """A GIF is written when all of its frames are there, which takes as long again."""
    calls: list[int] = []

    def go_on() -> None:
        calls.append(len(calls))
        if len(calls) > 3:
            raise film.Cancelled

    frames = (Image.effect_noise((64, 64), 60).convert("RGB") for _ in range(6))
    with pytest.raises(film.Cancelled):
        film.encode("gif", frames, 6, 10, go_on)
    assert len(calls) == 4


@pytest.mark.parametrize(("fps", "wanted"), [(30, 1000), (25, 1000), (50, 1000)])
def test_a_gif_plays_as_fast_as_it_is_told(fps: int, wanted: int) -> None:
    frames = (Image.new("RGB", (4, 4), (number * 4, 0, 0)) for number in range(fps))
    with Image.open(io.BytesIO(film.encode("gif", frames, fps, fps, lambda: None))) as image:
        shown = []
        for number in range(getattr(image, "n_frames", 0)):
            image.seek(number)
            shown.append(image.info["duration"])
    assert sum(shown) == wanted


def test_there_and_back() -> None:
    assert there_and_back(4) == [0, 0.5, 1, 0.5]
    assert there_and_back(4, closed=True) == [0, 0.25, 0.5, 0.75]
    places = there_and_back(90)
    assert len(set(pairwise(places))) == 89


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"target": "map.tiff"}, "map.tiff does not end in a format known here: .png, .svg"),
        ({"target": "no folder/map.png"}, "there is no folder"),
        ({"target": ".png"}, "does not end in a format"),
        ({"look": Look("attic", (300, 300))}, "there is no view 'attic'; it must be one of: map"),
        ({"look": Look("map", (20, 300))}, "size is 20x300; for the map it must lie between 240x"),
        ({"look": Look("map", (9000, 300))}, "size is 9000x300; .* and 8192x8192"),
        ({"look": replace(SMALL, scale=9)}, "scale is 9; it must be a whole number from 1 to 8"),
        ({"look": replace(SMALL, theme="pink")}, "there is no theme 'pink'; it must be one of: l"),
        ({"look": Look("map", (8000, 8000), 2)}, "256 million pixels of at most 120: take a small"),
        ({"target": "a.gif", "frames": 1}, r"frames is 1; in a GIF it must lie in \[2, 1000\]"),
        ({"target": "a.gif", "fps": 60}, r"fps is 60; in a GIF it must lie in \[1, 50\]"),
        ({"target": "a.webp", "look": Look("map", (4000, 4000))}, "1,440 million .* fewer frames"),
        ({"target": "a.svg", "look": Look("sheet-path", (300, 300))}, "a contact sheet is a PNG"),
        ({"look": Look("sheet-map", (300, 300)), "count": 500}, r"count is 500; .* \[1, 400\]"),
        ({"target": "a.gif", "look": Look("curves", (300, 300))}, "the loss curves do not move"),
    ],
)
def test_what_cannot_be_exported(
    tmp_path: Path, change: dict[str, Any], sentence: str, qapp: object
) -> None:
    wanted = Order(SMALL, tmp_path / "map.png")
    target = tmp_path / change.pop("target", "map.png")
    with pytest.raises(UserError, match=sentence):
        check(replace(wanted, target=target, **change))
    check(wanted)


def test_mp4_without_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UserError, match=r'pip install "aeviewer\[video\]"; or choose WebP'):
        check(Order(SMALL, tmp_path / "path.mp4"))


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(target, "atomic_write", full)
    with pytest.raises(UserError, match=r"there is no room for map.png, which takes 2.0 MB; free"):
        target.write(tmp_path / "map.png", bytes(2_000_000))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"anchors": ANCHORS[:1]}, "put two anchors on the map first"),
        ({"slots": (Slot(model="gone"),)}, "there is no checkpoint gone"),
    ],
)
def test_a_film_without_what_it_goes_through(
    qtbot: QtBot, bundle: Path, tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    job = Job(Order(SMALL, tmp_path / "path.gif", frames=4), replace(VIEW, **change))
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    (fault,) = caught.args
    assert isinstance(fault, UserError)
    assert sentence in str(fault)
    swept()


def test_the_dialog_says_what_is_wrong_and_stays(desk: Desk, tmp_path: Path) -> None:
    QTest.keySequence(desk.window, QKeySequence("Ctrl+E"))
    dialog = desk.program.exporting.dialog
    assert isinstance(dialog, ExportDialog)
    dialog.target.setText(str(tmp_path / "gone" / "map.png"))
    click(dialog.make)
    assert dialog.gauge.said.text().startswith(f"There is no folder {tmp_path / 'gone'}")
    dialog.reject()
    assert desk.program.exporting.dialog is None


def test_the_dialog_remembers_and_follows_the_format(desk: Desk, tmp_path: Path) -> None:
    desk.act("export")
    first = desk.program.exporting.dialog
    assert first is not None
    assert not first.frames.isEnabled()
    first.what.setCurrentIndex(first.what.findData("probe"))
    assert (first.width_.value(), first.height_.value()) == MOTIFS["probe"].size
    first.target.setText(str(tmp_path / "probe.png"))
    first.form.setCurrentIndex(first.form.findData("svg"))
    assert first.target.text() == str(tmp_path / "probe.svg")
    wanted = first.order()
    with desk.qtbot.waitSignal(first.finished):
        click(first.make)
    swept()
    desk.act("export")
    second = desk.program.exporting.dialog
    assert second is not None
    assert second.order() == wanted
    second.reject()


def test_the_choices_last_until_the_next_start(
    bundle: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    first = open_desk()
    first.program.work.memory.begin(place())
    first.act("export")
    dialog = first.program.exporting.dialog
    assert dialog is not None
    choose(dialog.what, "probe")
    choose(dialog.form, "svg")
    choose(dialog.colours, "dark")
    dialog.height_.set_value(500)
    dialog.fps.set_value(12)
    dialog.target.setText(str(tmp_path / "figure 1.svg"))
    wanted = dialog.order()
    with first.qtbot.waitSignal(dialog.finished):
        click(dialog.make)
    swept()
    later = open_desk()
    later.program.work.memory.begin(place())
    later.act("export")
    again = later.program.exporting.dialog
    assert again is not None
    assert again.order() == replace(wanted, target=tmp_path / "aeviewer.svg")
    again.reject()


def test_no_file_is_written_over_unawares(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "aeviewer.png").touch()
    (tmp_path / "aeviewer-2.png").touch()
    kept = Order(SMALL, tmp_path / "a.png").kept
    desk.program.work.memory.keep(Kept(exported=kept))
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    assert dialog.target.text() == str(tmp_path / "aeviewer-3.png")
    assert dialog.make.text() == "Export"
    dialog.target.setText(str(tmp_path / "aeviewer.png"))
    assert dialog.make.text() == dialog.make.accessibleName() == "Replace"
    choose(dialog.form, "svg")
    assert dialog.make.text() == "Export"
    dialog.reject()


def test_the_file_is_looked_for_where_it_is_proposed(desk: Desk, tmp_path: Path) -> None:
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    dialog.target.setText(str(tmp_path / "figure.svg"))
    click(dialog.browse)
    files = child(dialog, QFileDialog)
    assert files.selectedFiles() == [str(tmp_path / "figure.svg")]
    files.selectFile(str(tmp_path / "other"))
    files.accept()
    assert dialog.target.text() == str(tmp_path / "other.svg")
    dialog.reject()


def test_a_format_that_is_typed_is_chosen(desk: Desk, tmp_path: Path) -> None:
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    dialog.target.selectAll()
    QTest.keyClicks(dialog.target, f"{tmp_path}/my figure.PDF")
    assert dialog.form.currentData() == "pdf"
    assert not dialog.scale.isEnabled()
    assert dialog.target.text() == f"{tmp_path}/my figure.PDF"
    QTest.keyClicks(dialog.target, "x")
    assert dialog.form.currentData() == "pdf"
    dialog.reject()


def test_the_dialog_grows_with_its_text(desk: Desk) -> None:
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    before = dialog.minimumWidth()
    desk.store.set(scale=1.5)
    assert dialog.minimumWidth() == round(1.5 * before)
    desk.store.set(scale=3.0)
    assert dialog.minimumWidth() <= dialog.screen().availableSize().width()
    dialog.reject()


def test_choices_of_which_there_are_no_more(
    bundle: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    """A later version kept them, and the folder was removed."""
    kept = Order(Look("attic", (300, 200), 2, "pink"), tmp_path / "gone" / "a.tiff").kept
    desk = open_desk()
    desk.program.work.memory.keep(Kept(exported=kept))
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    look = Look("map", (300, 200), 2, "light")
    assert dialog.order() == Order(look, Path.home() / "aeviewer.png")
    dialog.reject()


def test_an_export_that_fails_is_not_what_was_chosen(desk: Desk, tmp_path: Path) -> None:
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    dialog.target.setText(str(tmp_path / "gone" / "map.png"))
    click(dialog.make)
    assert desk.program.work.memory.kept.exported is None
    dialog.reject()


def test_numbers_have_neither_size_nor_colours(desk: Desk, tmp_path: Path) -> None:
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    shaped = (dialog.width_, dialog.height_, dialog.scale, dialog.colours)
    assert all(field.isEnabled() for field in shaped)
    dialog.target.setText(str(tmp_path / "map.png"))
    choose(dialog.form, "csv")
    assert not any(field.isEnabled() for field in (*shaped, dialog.motion, dialog.frames))
    choose(dialog.what, "probe")
    click(dialog.make)
    assert dialog.gauge.said.text().startswith(
        "There are no numbers behind the probe; a CSV can be of"
    )
    choose(dialog.what, "map")
    with desk.qtbot.waitSignal(dialog.finished):
        click(dialog.make)
    swept()
    assert (tmp_path / "map.csv").read_text("utf-8").startswith("index,label,x,y,z1,z2")


def choose(box: QComboBox, name: str) -> None:
    """Choose an entry as a person does."""
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


def test_the_dialog_cancels_before_it_closes(desk: Desk, tmp_path: Path) -> None:
    desk.store.set(anchors=ANCHORS)
    desk.quiet()
    desk.act("export")
    dialog = desk.program.exporting.dialog
    assert dialog is not None
    dialog.target.setText(str(tmp_path / "map.gif"))
    dialog.form.setCurrentIndex(dialog.form.findData("gif"))
    click(dialog.make)
    job = desk.program.exporting.job
    assert job is not None
    assert not dialog.make.isEnabled()
    waiting: Callable[[int, int, float], bool] = lambda done, _count, _left: done >= 3  # noqa: E731
    with desk.qtbot.waitSignal(job.progressed, check_params_cb=waiting):
        pass
    assert "of 90 frames" in dialog.gauge.said.text()
    dialog.reject()
    assert desk.program.exporting.job is None
    assert dialog.isVisible()
    assert list(tmp_path.glob("*.gif")) == []
    dialog.reject()
    assert desk.program.exporting.dialog is None
    swept()


def test_curves_of_a_training_are_exported(desk: Desk, tmp_path: Path) -> None:
    for seen in range(0, 1000, 100):
        desk.parts.train.curves.append(seen, {"reconstruction": 100 - seen / 20, "kl": seen / 100})
    wanted = Order(Look("curves", (480, 320)), tmp_path / "curves.svg")
    job = Job(wanted, VIEW, curves=desk.parts.train.curves)
    with desk.qtbot.waitSignal(job.ended) as caught:
        job.start()
    assert caught.args == [wanted.target]
    colours = {theme.LIGHT.term(name) for name in ("reconstruction", "kl")}
    lines = [
        element.get("stroke")
        for element in ET.fromstring(wanted.target.read_bytes()).iter()
        if element.tag.endswith("}g")
    ]
    assert colours <= set(lines)
    pictures = re.findall(r"<image[^>]* width=\"(\d+)\"", wanted.target.read_text())
    assert all(int(wide) <= 24 for wide in pictures)  # of the legend's lines alone
    swept()


def test_curves_are_as_thick_at_any_scale(desk: Desk, tmp_path: Path) -> None:
    for seen in range(0, 1000, 100):
        desk.parts.train.curves.append(seen, {"total": 5.0})
    colour = np.array(Image.new("RGB", (1, 1), theme.LIGHT.term("total")))[0, 0].astype(int)
    inks = []
    for scale in (1, 3):
        wanted = Order(Look("curves", (480, 320), scale), tmp_path / f"{scale}.png")
        job = Job(wanted, VIEW, curves=desk.parts.train.curves)
        with desk.qtbot.waitSignal(job.ended):
            job.start()
        swept()
        with Image.open(wanted.target) as image:
            middle = np.asarray(image.convert("RGB").crop((80 * scale, 60 * scale, *image.size)))
        near = np.abs(middle.astype(int) - colour).sum(2) < 60
        inks.append(float(near.any(1).sum()))
    assert inks[0] >= 1
    assert inks[1] == pytest.approx(3 * inks[0], rel=0.35), inks


def test_what_is_exported_shows_the_samples_where_they_are(desk: Desk, tmp_path: Path) -> None:
    view = replace(VIEW, layers=("points",), camera=desk.parts.map.viewport.camera)
    path = made(desk.qtbot, Order(SMALL, tmp_path / "map.svg"), view)
    centre, scale = view.camera.centre, 220 / view.camera.span  # type: ignore[union-attr]  # it is
    wanted = (placed_of(desk).points - centre) * (scale, -scale) + (150, 110)
    root = ET.fromstring(path.read_bytes())
    circles = [element for element in root.iter() if element.tag.endswith("}circle")]
    found = np.array([[float(c.get(name, "")) for name in ("cx", "cy")] for c in circles])
    assert found[: len(wanted)] == pytest.approx(wanted, abs=0.1)
