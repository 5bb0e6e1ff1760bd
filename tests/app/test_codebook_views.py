"""The codebook page under mouse and keys: codes linked with cells, stages, painting, samples."""

from itertools import pairwise
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look.theme import DARK, THEMES, Theme
from aeviewer.app.pictures import picture
from aeviewer.app.views.codebook.page import CodebookPage
from aeviewer.app.views.codebook.painting import Cell
from aeviewer.app.views.codebook.values import Use
from aeviewer.data.sources import open_data
from aeviewer.session.store import Store
from aeviewer.session.view import Painting, Slot, View
from aeviewer.zoo.capabilities import Discrete
from tests.app.codebook_bench import Bench, open_bench, point_at
from tests.app.conftest import BUNDLED, OpenDesk
from tests.app.hands import child, click, press, retype
from tests.app.making import Shape, save_trained

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return open_bench(qtbot)


def cells_of(bench: Bench, code: int) -> list[Cell]:
    return [(int(r), int(c)) for r, c in np.argwhere(bench.looked.codes == code)]


def press_entry(bench: Bench, code: int) -> None:
    click(bench.page.entries.viewport(), bench.over_entry(code).toPoint())
    bench.run()


def common(bench: Bench) -> int:
    """The code that most cells have."""
    return int(np.bincount(bench.looked.codes.flatten()).argmax())


def free(bench: Bench) -> int:
    """A code that not all cells of the first row have."""
    return next(c for c in range(8) if (bench.looked.codes[0] != c).all())


# Codes and cells


def test_an_entry_under_the_mouse_lights_its_cells(bench: Bench) -> None:
    entries, canvas = bench.page.entries, bench.page.map
    code = common(bench)
    point_at(entries.viewport(), bench.over_entry(code))
    assert canvas.lit_cells() == cells_of(bench, code) != []
    assert f"Code {code}: {len(cells_of(bench, code))} of 30 cells" in bench.page.about()
    beside = QPointF(entries.viewport().width() - 2, entries.viewport().height() - 2)
    point_at(entries.viewport(), beside)
    assert canvas.lit_cells() == []


def test_a_cell_under_the_mouse_lights_its_code(bench: Bench) -> None:
    entries, canvas = bench.page.entries, bench.page.map
    for cell in ((0, 0), (5, 4), (2, 3)):
        point_at(canvas, bench.over_cell(cell))
        assert entries._lit == bench.looked.codes[cell]
        assert cell in canvas.lit_cells()
    point_at(canvas, QPointF(canvas.width() - 1, canvas.height() - 1))
    assert entries._lit is None


def test_keys_light_cells_and_codes(bench: Bench) -> None:
    entries, canvas = bench.page.entries, bench.page.map
    entries.setFocus()
    press(entries, Qt.Key.Key_End)
    assert canvas.lit_cells() == cells_of(bench, 7)
    press(entries, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert canvas.lit_cells() == cells_of(bench, 5)
    press(entries, Qt.Key.Key_Home)
    assert canvas.lit_cells() == cells_of(bench, 0)
    canvas.setFocus()
    assert entries._lit is None
    press(canvas, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert canvas.reached == (2, 1)
    assert entries._lit == bench.looked.codes[2, 1]
    assert f"row 3, column 2: code {bench.looked.codes[2, 1]}" in canvas.accessibleDescription()
    press(canvas, *[Qt.Key.Key_Left] * 9, *[Qt.Key.Key_Down] * 9)
    assert canvas.reached == (5, 0)


def test_the_chosen_code_comes_into_sight_and_stays_there(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, codes=3000)
    entries = bench.page.entries
    bench.set(code=2500)
    assert 2500 in entries.in_sight()
    bench.set(code=3)
    assert 3 in entries.in_sight()
    used(bench, [3000 - code if code != 3 else 0 for code in range(3000)])
    bench.set(by_use=True)
    assert entries.order[-1] == 3
    assert 3 in entries.in_sight()
    entries.verticalScrollBar().setValue(0)
    used(bench, list(range(3000)))
    assert 2999 in entries.in_sight()  # what was scrolled to is not left for the chosen one


def test_lit_cells_are_seen(bench: Bench) -> None:
    canvas = bench.page.map
    plain = canvas.grab().toImage()
    bench.page.entries.hovered.emit(common(bench))
    lit = canvas.grab().toImage()
    codes = bench.looked.codes
    accent = QColor(THEMES["light"].accent)
    for cell in np.ndindex(codes.shape):
        box = canvas.place_of((cell[0], cell[1]))
        edge = lit.pixelColor(int(box.left()) + 1, int(box.center().y()))
        middle = box.center().toPoint()
        if codes[cell] == common(bench):
            assert edge == accent
            assert lit.pixelColor(middle) == plain.pixelColor(middle)
        else:
            assert edge != accent
    bench.page.entries.hovered.emit(-1)
    assert canvas.grab().toImage() == plain


def test_the_code_of_a_cell_comes_into_sight(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, codes=3000)
    entries, canvas = bench.page.entries, bench.page.map
    last = max(np.ndindex(bench.looked.codes.shape), key=lambda at: bench.looked.codes[at])
    code = int(bench.looked.codes[last])
    assert code not in entries.in_sight()
    point_at(canvas, bench.over_cell((last[0], last[1])))
    assert entries.viewport().rect().contains(entries.place_of(code).toRect())
    entries.setFocus()
    press(entries, Qt.Key.Key_Right)
    assert entries._reached == code + 1
    press(entries, Qt.Key.Key_Home)
    before = entries.in_sight()
    press(entries, Qt.Key.Key_PageDown)
    assert entries._reached > 0
    press(entries, Qt.Key.Key_PageUp)
    assert entries.in_sight() == before


def chosen(bench: Bench) -> int | None:
    return bench.view.code


def test_a_code_is_chosen_and_let_go(bench: Bench) -> None:
    press_entry(bench, 3)
    assert chosen(bench) == 3
    assert bench.page.map.lit_cells() == cells_of(bench, 3)
    press_entry(bench, 3)
    assert chosen(bench) is None
    entries = bench.page.entries
    entries.setFocus()
    press(entries, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert chosen(bench) == 1
    press(entries, Qt.Key.Key_Escape)
    assert chosen(bench) is None
    bench.store.undo()
    assert chosen(bench) == 1


# Use


def used(bench: Bench, counts: list[int]) -> None:
    bench.page.show_use(Use(40, 40, [np.array(counts)], [3.0], [20.0]))


def test_dead_entries_are_crossed_out_and_said(bench: Bench) -> None:
    entries = bench.page.entries
    warning = QColor(THEMES["light"].warning)

    def crosses() -> list[int]:
        shot = entries.viewport().grab().toImage()
        found = []
        for code in range(8):
            box = entries.place_of(code)
            area = [
                shot.pixelColor(x, y)
                for x in range(int(box.left()), int(box.right()))
                for y in range(int(box.top()), int(box.bottom()))
            ]
            if area.count(warning) > 20:
                found.append(code)
        return found

    used(bench, [100, 0, 50, 1, 0, 20, 30, 40])
    assert crosses() == [1, 4]
    assert [code for code in range(8) if entries.is_dead(code)] == [1, 4]
    assert "2 dead (crossed out)" in bench.page.figures()
    assert "perplexity 3.00" in bench.page.figures()
    bench.page.entries.hovered.emit(4)
    assert "dead" in bench.page.about()
    bench.page.show_use(Use(20, 40, [np.array([1, 0, 0, 1, 1, 1, 1, 1])], [3.0], [20.0]))
    assert crosses() == []  # not all has been counted
    assert "20 of 40 images" in bench.page.figures()


def test_the_most_used_come_first(bench: Bench) -> None:
    used(bench, [5, 0, 50, 1, 0, 20, 30, 40])
    entries, box = bench.page.entries, child(bench.page, QCheckBox, "Most used first")
    assert entries.order == list(range(8))
    click(box)
    assert bench.view.by_use
    assert entries.order == [2, 7, 6, 5, 0, 3, 1, 4]
    press_entry(bench, 7)
    assert bench.view.code == 7
    bench.store.undo()
    bench.store.undo()
    assert not box.isChecked()
    assert entries.order == list(range(8))


def test_bars_grow_with_the_use(bench: Bench) -> None:
    used(bench, [1000, 0, 30, 1, 5, 20, 30, 40])
    entries = bench.page.entries
    shot = entries.viewport().grab().toImage()

    def bar(code: int) -> int:
        box = entries.place_of(code)
        row = int(box.top()) + 3 + 32 + 3
        quiet = QColor(THEMES["light"].quiet)
        return sum(shot.pixelColor(int(box.left()) + x, row) == quiet for x in range(38))

    assert bar(0) == 32
    assert bar(1) == 0
    assert 0 < bar(3) < bar(4) < bar(5) < bar(7) < 32
    assert bar(2) == bar(6)


# Stages


def test_the_slider_adds_stage_after_stage(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=3)
    slider = child(bench.page, QSlider, "Number of stages")
    bench.set(code=2)
    for stage in (1, 2):
        press(slider, Qt.Key.Key_Right)
        bench.run()
        assert bench.view.stages == stage + 1
        assert bench.view.code is None
        np.testing.assert_array_equal(bench.page.map.codes, bench.codes()[stage])
        made = bench.model.decode_codes(bench.codes()[None, : stage + 1])
        assert bench.page.pictures.entries[1].image == picture(made[0])
        assert f"Stage {stage + 1}: 8 entries" in bench.page.figures()
    press(slider, Qt.Key.Key_Right)
    assert bench.view.stages == 3
    bench.store.undo()
    bench.run()
    assert (bench.view.stages, slider.value()) == (2, 2)
    slider.setSliderDown(True)
    slider.setSliderPosition(1)
    slider.setSliderPosition(3)
    slider.setSliderDown(False)
    bench.store.undo()
    assert (bench.view.stages, slider.value()) == (2, 2)


def test_each_stage_has_bits_and_psnr_and_can_be_clicked(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=3)
    row, rebuilt, use = bench.page.stages, bench.page._rebuilt, bench.page._use
    assert row.isVisible()
    assert rebuilt is not None
    assert use is not None
    for stage, ratio in enumerate(rebuilt.psnrs):
        assert ratio is not None
        counted = "1 stage" if stage == 0 else f"{stage + 1} stages"
        assert row.stages[stage].lines == (
            counted,
            f"{90 * (stage + 1)} bits",
            f"{three_digits(ratio)} dB",
        )
        click(row, row.place_of(stage).center().toPoint())
        bench.run()
        assert bench.view.stages == stage + 1
        assert row._choice == stage
        mean = f"mean PSNR {three_digits(use.psnrs[stage])} dB; over {use.total} images"
        assert mean in bench.page.figures()


def test_a_lone_stage_has_no_slider(bench: Bench) -> None:
    assert not child(bench.page, QSlider, "Number of stages").isVisible()
    assert not bench.page.stages.isVisible()
    assert bench.page.pictures.entries[1].lines[0] == "90 bits"


def test_many_stages_are_turned_over(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=12)
    row = bench.page.stages
    fitting = row.in_sight()
    assert 4 <= len(fitting) < 12
    for stages in range(1, 13):
        bench.set(stages=stages)
        assert stages - 1 in row.in_sight()
        assert len(row.in_sight()) == len(fitting)
        assert row.rect().toRectF().contains(row.place_of(stages - 1))


def test_another_model_has_other_stages(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=4)
    bench.set(stages=4)
    other = open_bench(qtbot)
    assert other.subject is not None
    bench.show(other.model, other.subject.images, other.subject.placed)
    slider = child(bench.page, QSlider, "Number of stages")
    assert bench.view.stages == 4  # what a person chose stands, for the next model that has it
    assert (slider.value(), slider.maximum()) == (1, 1)
    assert bench.looked.stage == 0


# Painting


def test_a_drag_paints_at_once_and_is_one_undo(bench: Bench) -> None:
    before, own, code = bench.looked.picture, bench.codes(), free(bench)
    press_entry(bench, code)
    bench.drag((0, 0), (0, 4), (2, 4))
    assert bench.page.map.codes[0].tolist() == [code] * 5
    expected = own.clone()
    expected[0, 0, :] = expected[0, 1:3, 4] = code
    made = bench.model.decode_codes(expected[None])
    assert bench.looked.picture == picture(made[0])
    assert bench.page.pictures.entries[1].caption == "painted"
    assert len(bench.view.painted.cells) == 7
    bench.store.undo()
    bench.run()
    assert bench.view.painted == Painting()
    assert bench.view.code == code
    assert bench.looked.picture == before
    bench.store.redo()
    bench.run()
    assert bench.looked.picture == picture(made[0])
    click(child(bench.page, QPushButton, "Restore the sample's own codes"))
    bench.run()
    assert bench.looked.picture == before
    assert not child(bench.page, QPushButton, "Restore the sample's own codes").isEnabled()


def test_painted_cells_are_marked(bench: Bench) -> None:
    canvas = bench.page.map
    box = canvas.place_of((0, 0))
    corner = QPoint(int(box.right()) - 5, int(box.top()) + 4)
    accent = QColor(THEMES["light"].accent)
    assert canvas.grab().toImage().pixelColor(corner) != accent
    bench.set(code=free(bench))
    bench.drag((0, 0), (0, 0))
    bench.set(code=None)
    assert canvas.grab().toImage().pixelColor(corner) == accent
    assert "painted" in canvas.accessibleDescription()


def test_keys_paint_and_take_up(bench: Bench) -> None:
    canvas, code = bench.page.map, free(bench)
    canvas.setFocus()
    press(canvas, Qt.Key.Key_Space)  # nothing is chosen: the cell's own code is
    assert bench.view.code == bench.looked.codes[0, 0]
    bench.set(code=code)
    press(canvas, Qt.Key.Key_Right, Qt.Key.Key_Return)
    press(canvas, Qt.Key.Key_Right, Qt.Key.Key_Return)
    bench.run()
    assert bench.looked.codes[0, 1] == bench.looked.codes[0, 2] == code
    bench.store.undo()
    bench.run()
    assert len(bench.view.painted.cells) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Space, SHIFT)
    assert bench.view.code == bench.looked.codes[0, 2]
    assert len(bench.view.painted.cells) == 1


def test_a_click_takes_a_code_up_where_none_is_chosen(bench: Bench) -> None:
    canvas = bench.page.map
    click(canvas, bench.over_cell((3, 2)).toPoint())
    assert bench.view.code == bench.looked.codes[3, 2]
    QTest.mouseClick(canvas, RIGHT, NONE, bench.over_cell((0, 0)).toPoint())
    assert bench.view.code == bench.looked.codes[0, 0]
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(canvas.width() - 1, canvas.height() - 1))
    assert bench.view.painted == Painting()


def test_what_is_painted_stays_with_its_sample(bench: Bench) -> None:
    bench.set(code=free(bench))
    bench.drag((0, 0), (0, 3))
    painted, number = bench.looked.picture, bench.looked.sample
    following = child(bench.page, QToolButton, "Next sample")
    click(following if following.isEnabled() else child(bench.page, QToolButton, "Previous sample"))
    bench.run()
    assert bench.looked.sample != number
    np.testing.assert_array_equal(bench.looked.codes, bench.codes()[0])
    assert bench.page.pictures.entries[1].caption == "reconstruction"
    retype(child(bench.page, QLineEdit, "Sample"), str(number))
    bench.run()
    assert bench.looked.picture == painted


def test_a_stage_below_is_painted_too(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=3)
    bench.set(stages=2, code=free(bench))
    code = bench.view.code
    bench.drag((1, 0), (1, 1))
    expected = bench.codes()
    expected[1, 1, :2] = code or 0
    bench.set(stages=3)
    assert bench.looked.picture == picture(bench.model.decode_codes(expected[None])[0])
    assert not bench.looked.painted.any()
    assert bench.page.pictures.entries[1].caption == "painted"
    bench.set(stages=1)
    assert not bench.looked.touched
    assert child(bench.page, QPushButton, "Restore the sample's own codes").isEnabled()


# Samples


def test_another_sample_takes_the_cursor_along(bench: Bench) -> None:
    subject = bench.subject
    assert subject is not None
    for number in (3, 0, 39):
        retype(child(bench.page, QLineEdit, "Sample"), str(number))
        bench.run()
        assert subject.nearest(bench.view.cursor) == number
        assert bench.view.sample == number
        assert bench.looked.sample == number
        assert bench.page.pictures.entries[0].image == picture(bench.x()[0])
    assert not child(bench.page, QToolButton, "Next sample").isEnabled()
    bench.store.undo()
    bench.run()
    assert bench.looked.sample == 0


def test_the_cursor_takes_the_sample_along(bench: Bench) -> None:
    subject = bench.subject
    assert subject is not None
    assert subject.placed is not None
    bench.set(cursor=tuple(subject.placed.points[23].tolist()))
    assert bench.looked.sample == 23
    assert child(bench.page, QLineEdit, "Sample").text() == "23"


def test_hidden_classes_are_stepped_over(bench: Bench) -> None:
    bench.set(hidden=frozenset({1}))  # the classes are 0, 1, 2, 0, 1, 2 and so on
    retype(child(bench.page, QLineEdit, "Sample"), "3")
    bench.run()
    click(child(bench.page, QToolButton, "Next sample"))
    bench.run()
    assert bench.looked.sample == 5
    click(child(bench.page, QToolButton, "Previous sample"))
    bench.run()
    assert bench.looked.sample == 3
    bench.set(hidden=frozenset({0, 1, 2}))
    assert bench.looked.sample is None


# Looks


@pytest.mark.parametrize("shape", [(3, 6, 9), (1, 8, 8), (3, 40, 12), (1, 64, 64), (1, 2, 2)])
@pytest.mark.parametrize("size", [(740, 570), (490, 610)])
@pytest.mark.parametrize("variant", ["vq", "rvq"])
def test_any_shape_is_shown_whole(
    qtbot: QtBot, shape: Shape, size: tuple[int, int], variant: str
) -> None:
    bench = open_bench(qtbot, variant, shape)
    bench.host.resize(*size)
    bench.page.resize(*size)
    bench.page.grab()
    canvas, model = bench.page.map, bench.model
    assert isinstance(model, Discrete)
    for cell in np.ndindex(model.grid):
        assert canvas.rect().toRectF().contains(canvas.place_of((cell[0], cell[1])))
    places = bench.page.pictures.places()
    assert all(bench.page.pictures.rect().toRectF().contains(place) for place in places)
    assert all(a.right() < b.left() for a, b in pairwise(places))
    factor = places[0].width() / shape[2]
    assert factor == places[0].height() / shape[1]
    assert factor == int(factor) or factor < 1
    row = bench.page.stages
    if variant == "rvq":
        assert len(row.in_sight()) == 4
        assert all(row.rect().toRectF().contains(row.place_of(n)) for n in row.in_sight())
        shelf = row.parentWidget()
        assert shelf is not None
        assert shelf.rect().contains(row.geometry())
        assert row.height() >= row.minimumSizeHint().height()
    parts: list[QWidget] = [bench.page.controls, canvas, bench.page.entries]
    assert all(bench.page.rect().contains(part.geometry()) for part in parts)
    assert bench.page.minimumSizeHint().width() <= 480


def test_nothing_moves_under_the_mouse(bench: Bench) -> None:
    bench.page.resize(490, 610)
    bench.page.grab()
    places = set()
    for code in (-1, *range(8)):
        bench.page.entries.hovered.emit(code)
        bench.page.grab()
        places.add(bench.page.entries.geometry().getRect())
    assert len(places) == 1


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_same_view_shows_the_same_pixels(bench: Bench, theme: Theme) -> None:
    bench.page.set_theme(theme)
    changes = {"code": free(bench), "by_use": True, "cursor": (0.1, 0.2)}
    bench.set(**changes)
    once = bench.page.grab().toImage()
    bench.set(code=None, by_use=False, cursor=(-0.5, 0.5))
    assert bench.page.grab().toImage() != once
    bench.set(**changes)
    assert bench.page.grab().toImage() == once


def test_before_there_is_a_model_the_page_invites(qtbot: QtBot) -> None:
    page = CodebookPage(Store(View(code=3)))
    qtbot.addWidget(page)
    assert "appear here" in page.empty.text
    page.set_theme(DARK)
    page.grab()
    press(page.map, Qt.Key.Key_Right, Qt.Key.Key_Space)
    press(page.entries, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Space)
    click(page.map)
    click(page.entries.viewport())
    assert page.codes_wanted() == []


def test_all_is_named_reached_by_tab_and_large_enough(bench: Bench) -> None:
    for kind in (QPushButton, QToolButton, QCheckBox, QSlider):
        for widget in bench.page.findChildren(kind):
            if widget.isVisible():
                assert widget.accessibleName()
                assert widget.toolTip()
    for part in (bench.page.map, bench.page.entries):
        assert part.accessibleName()
        assert part.toolTip()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert bench.page.map.place_of((0, 0)).width() >= 28
    assert min(bench.page.entries.place_of(0).size().toTuple()) >= 28


# In the window


def test_from_a_model_without_codes_to_one_that_has_them(
    shelf_folder: Path, digits_file: Path, open_desk: OpenDesk
) -> None:
    copyfile(digits_file, shelf_folder / f"{BUNDLED}.safetensors")
    source = Path(__file__).parents[2] / "pretrained" / "digits-vq.safetensors"
    copyfile(source, shelf_folder / "small-vq.safetensors")
    desk = open_desk(view=View(page="codebook"))
    page = desk.parts.pages.views["codebook"]
    assert isinstance(page, CodebookPage)
    assert "no codebook" in page.empty.text
    (button,) = page.empty.findChildren(QPushButton)
    assert button.text() == "Open small-vq"
    with desk.qtbot.waitSignal(desk.engine.rested):
        click(button)
    desk.quiet()
    assert desk.view.slots == (Slot(model="small-vq"),)
    assert "32 entries, all in use; perplexity 29.8; mean PSNR" in page.figures()
    assert page.figures().endswith(" dB; over 360 images.")
    subject = desk.engine.wiring.subject
    assert subject is not None
    looked = page._looked
    assert looked is not None
    assert looked.sample == subject.nearest(desk.view.cursor)
    before = looked.picture
    click(page.entries.viewport(), page.entries.place_of(5).center().toPoint())
    canvas = page.map
    start, end = ((canvas.place_of(cell).center().toPoint()) for cell in ((0, 0), (3, 3)))
    QTest.mousePress(canvas, LEFT, NONE, start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, NONE, end)
    desk.quiet()
    assert page._looked is not None
    codes = torch.from_numpy(looked.codes).clone()
    codes[range(4), range(4)] = 5
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Discrete)
        assert page._looked.picture == picture(model.decode_codes(codes[None, None])[0])
    desk.act("undo")
    desk.quiet()
    assert page._looked.picture == before


def test_a_model_in_training_is_seen_in_codes(shelf_folder: Path, open_desk: OpenDesk) -> None:
    plan = {"epochs": 1, "batch": 512}
    save_trained(shelf_folder / f"{BUNDLED}.safetensors", open_data("digits"), plan=plan)
    knobs = (("codes", 8),)
    view = View(page="codebook", variant="vq", data="digits", knobs=knobs)
    desk = open_desk(view=view)
    page = desk.parts.pages.views["codebook"]
    assert isinstance(page, CodebookPage)
    desk.store.set(variant="vq", data="digits", knobs=knobs)
    desk.train()
    desk.qtbot.waitUntil(lambda: page._use is not None and page._use.whole)
    desk.end()
    desk.quiet()
    subject, use = desk.engine.wiring.subject, page._use
    assert subject is not None
    assert subject.images is not None
    assert use is not None
    with subject.twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Discrete)
        codes = model.codes(subject.images.floats(slice(None)))
    assert use.counts[0].tolist() == torch.bincount(codes.flatten(), minlength=8).tolist()
    assert desk.message() == ""
