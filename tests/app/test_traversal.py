"""The traversal page: its pictures, what a click does, its rows, and what is missing."""

import math
from collections.abc import Mapping

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPointF, QSize, QSizeF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QScrollBar
from pytestqt.qtbot import QtBot
from torch import Tensor

from aeviewer.app.flows.traversal import TraversalFlow, along
from aeviewer.app.look.theme import THEMES
from aeviewer.app.models.placed import Placed, unplaced
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import pictures
from aeviewer.app.views.probe.dimension import by_kl, unranked
from aeviewer.app.views.traversal.layout import LINE, Layout, Line
from aeviewer.app.views.traversal.page import TraversalPage
from aeviewer.app.views.traversal.sheet import TraversalSheet
from aeviewer.app.views.traversal.writing import rows_left_out
from aeviewer.session.store import Store
from aeviewer.session.view import Slot
from aeviewer.training.twins import Twins
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import find
from tests.app.conftest import BUNDLED, Desk, subject_of
from tests.app.hands import child, click, press, turn_wheel
from tests.app.making import Shape, data_set
from tests.app.pictures import plain


def page_of(desk: Desk) -> TraversalPage:
    view = desk.parts.pages.views["traversal"]
    assert isinstance(view, TraversalPage)
    return view


def look(desk: Desk, **changes: object) -> TraversalSheet:
    desk.store.set(page="traversal", **changes)
    desk.store.settle()
    desk.quiet()
    return page_of(desk).sheet


def cursor_of(desk: Desk) -> Tensor:
    latent = subject_of(desk).latent(desk.view.cursor, desk.view.base)
    assert latent is not None
    return latent


def show_model(
    desk: Desk, variant: str, shape: Shape = (1, 6, 5), knobs: Mapping[str, object] | None = None
) -> None:
    """Put an untrained model on show, with its samples placed."""
    data = data_set(shape=shape)
    entry = find(variant)
    model = entry.build(shape, entry.configure(knobs or {})).eval()
    subject = Subject(variant, Twins(model), data.test.classes, None, None, data.test)
    if not isinstance(model, Autoencoder):
        subject = subject.with_placed(unplaced(model))
    desk.engine.wiring.show(subject)
    desk.quiet()


def expected(desk: Desk, line: Line, columns: int) -> list[object]:
    """Decode the row directly, the cursor's own latent in place of the step nearest to it."""
    number, cursor = line.dimension.number, cursor_of(desk)
    latents = cursor.repeat(columns, 1)
    steps = np.linspace(line.low, line.high, columns)
    latents[:, number] = torch.from_numpy(steps)
    gaps = np.abs(steps - cursor[number].item())
    if line.high > line.low and gaps.min() <= (steps[1] - steps[0]) / 2:
        latents[int(gaps.argmin())] = cursor
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        return list(pictures(model.decode(latents)))


def assert_all_right(desk: Desk, sheet: TraversalSheet) -> None:
    assert sheet.shown
    for line in sheet.shown:
        found = sheet.pictures(line.dimension.number)
        assert list(found) == expected(desk, line, sheet.columns)


# What is shown


def test_the_rows_are_what_the_model_makes_directly(desk: Desk) -> None:
    sheet = look(desk, cursor=(0.5, -0.25))
    assert_all_right(desk, sheet)
    ranges = subject_of(desk).placed.ranges  # type: ignore[union-attr]
    for line in sheet.shown:
        assert (line.low, line.high) == ranges[line.dimension.number]


def test_the_prior_is_another_range(desk: Desk) -> None:
    sheet = look(desk)
    box = child(page_of(desk), QComboBox, "How far the rows go")
    box.setFocus()
    press(box, Qt.Key.Key_Down)
    box.activated.emit(box.currentIndex())
    desk.quiet()
    assert desk.view.reach == "prior"
    assert {(line.low, line.high) for line in sheet.shown} == {(-3.0, 3.0)}
    assert_all_right(desk, sheet)
    desk.act("undo")
    assert box.currentData() == "samples"


def test_the_rows_follow_the_cursor(desk: Desk) -> None:
    sheet = look(desk)
    before = list(sheet.pictures(0))
    desk.store.set(cursor=(1.0, 1.0))
    desk.quiet()
    assert list(sheet.pictures(0)) != before
    assert_all_right(desk, sheet)


def test_nothing_is_asked_while_the_page_is_not_on_show(desk: Desk) -> None:
    asked: list[str] = []
    desk.engine.wiring.answered.connect(asked.append)
    look(desk)
    assert "traversal" in asked
    asked.clear()
    desk.store.set(page="map", cursor=(1.0, 1.0))
    desk.quiet()
    assert asked
    assert "traversal" not in asked


@pytest.mark.parametrize("latent", [1, 3, 16, 64])
@pytest.mark.parametrize("shape", [(1, 6, 5), (3, 8, 8)])
def test_any_number_of_dimensions(desk: Desk, latent: int, shape: Shape) -> None:
    show_model(desk, "vae", shape, {"latent": latent, "hidden": (8,)})
    sheet = look(desk)
    assert_all_right(desk, sheet)
    assert child(sheet, QScrollBar).maximum() == max(latent - len(sheet.shown), 0)


def test_64_dimensions_are_scrolled_and_only_those_seen_are_decoded(desk: Desk) -> None:
    show_model(desk, "vae", knobs={"latent": 64, "hidden": (8,)})
    sheet = look(desk)
    first = [line.dimension.number for line in sheet.shown]
    order = [found.number for found in subject_of(desk).placed.dimensions]  # type: ignore[union-attr]
    assert first == order[: len(first)]
    assert not sheet.pictures(order[-1])
    turn_wheel(sheet, -64)
    desk.quiet()
    assert [line.dimension.number for line in sheet.shown] == order[-len(first) :]
    assert_all_right(desk, sheet)


def test_a_gan_goes_as_far_as_its_prior(desk: Desk) -> None:
    show_model(desk, "gan", (1, 8, 8), {"latent": 5, "width": 4})
    sheet = look(desk)
    assert [(line.low, line.high) for line in sheet.shown] == [(-3.0, 3.0)] * len(sheet.shown)
    box = child(page_of(desk), QComboBox, "How far the rows go")
    assert desk.view.reach == "samples"
    assert box.currentData() == "prior"  # there are no samples to go as far as
    assert not box.isEnabled()
    show_model(desk, "vae")
    assert box.currentData() == "samples"
    assert box.isEnabled()
    assert_all_right(desk, sheet)


def test_a_latent_with_places_says_what_is_missing_and_what_to_open(desk: Desk) -> None:
    desk.store.set(page="traversal")
    show_model(desk, "vq", (1, 8, 8))
    page = page_of(desk)
    assert page.empty.isVisible()
    assert "places" in page.empty.text
    button = child(page.empty, QPushButton)
    assert button.text() == f"Open {BUNDLED}"
    desk.store.set(slots=(Slot(model=""),))
    click(button)
    assert desk.view.slots == (Slot(model=BUNDLED),)
    show_model(desk, "vae", (1, 8, 8), {"latent": 2, "hidden": (8,)})
    assert page.sheet.isVisible()
    assert_all_right(desk, page.sheet)


def test_an_audience_sees_what_fits_and_is_told_of_the_rest(desk: Desk) -> None:
    """Nobody scrolls there: without a bar, and all rows or the first of them."""
    show_model(desk, "vae", knobs={"latent": 24, "hidden": (8,)})
    sheet = look(desk)
    bar = child(sheet, QScrollBar)
    bar.setValue(3)
    assert not sheet.left_out
    page_of(desk).set_staged(True)
    desk.quiet()
    shown, placed = sheet.shown, subject_of(desk).placed
    assert placed is not None
    assert [line.dimension for line in shown] == placed.dimensions[: len(shown)]
    assert not bar.isVisible()
    assert f"{len(shown)} of 24" in sheet.left_out
    assert_all_right(desk, sheet)
    show_model(desk, "vae", knobs={"latent": 3, "hidden": (8,)})
    assert len(sheet.shown) == 3
    assert not sheet.left_out
    page_of(desk).set_staged(False)
    show_model(desk, "vae", knobs={"latent": 24, "hidden": (8,)})
    assert bar.isVisible()


@pytest.mark.parametrize(
    ("first", "shown", "words"),
    [
        (0, 2, "The 2 of 4 rows that tell most."),
        (0, 3, "The 3 of 4 rows that tell most; the others are collapsed."),
        (1, 2, "Rows 2 to 3 of 4."),
    ],
)
def test_what_is_said_of_rows_left_out(first: int, shown: int, words: str) -> None:
    lines = [Line(found, -1.0, 1.0, 0.0) for found in by_kl(np.array([3.0, 2.0, 1.0, 0.0]))]
    assert rows_left_out(lines, first, shown) == words


def test_rows_in_no_order_are_only_counted() -> None:
    lines = [Line(found, -1.0, 1.0, 0.0) for found in unranked(9)]
    assert rows_left_out(lines, 0, 5) == "Rows 1 to 5 of 9."


# What one does with it


def test_a_click_puts_the_cursor_there(desk: Desk) -> None:
    sheet = look(desk, cursor=(0.5, -0.25))
    before, line = desk.view, sheet.shown[1]
    where = sheet.place((1, 2)).center().toPoint()
    latent = along(cursor_of(desk), line.dimension.number, line.values(sheet.columns))[2]
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=where)
    desk.quiet()
    torch.testing.assert_close(cursor_of(desk), latent)
    assert desk.picture() == sheet.pictures(line.dimension.number)[2]
    assert sheet.shown[1].nearest(sheet.columns) == 2
    desk.act("undo")
    assert desk.view == before


def test_the_framed_picture_is_the_cursors(desk: Desk) -> None:
    sheet = look(desk, cursor=(0.31, -0.27), reach="prior")
    for row, line in enumerate(sheet.shown):
        column = line.nearest(sheet.columns)
        assert column is not None
        assert sheet.pictures(line.dimension.number)[column] == desk.picture()
        values = line.values(sheet.columns)
        assert values == sorted(values)
        assert values[column] == line.value
        assert values[column] != pytest.approx(line.steps(sheet.columns)[column])
        said = f"z{line.dimension.number + 1} = "
        here, other = (
            sheet.told(sheet.place((row, which)).center()) for which in (column, column - 1)
        )
        assert here.startswith(said)
        assert "where the cursor is" in here
        assert other.startswith(said)
        assert "where the cursor is" not in other
    assert sheet.told(QPointF(3, 1)) == sheet.toolTip()


def test_keys_walk_and_choose(desk: Desk) -> None:
    show_model(desk, "vae", knobs={"latent": 16, "hidden": (8,)})
    sheet = look(desk)
    sheet.setFocus()
    columns = sheet.columns
    press(sheet, *[Qt.Key.Key_Up] * 3, *[Qt.Key.Key_Left] * columns, Qt.Key.Key_Right)
    press(sheet, *[Qt.Key.Key_Down] * 15)
    line = sheet.shown[-1]
    value = line.values(columns)[1]
    assert line.dimension.number + 1 == int(sheet.accessibleDescription()[1:].split()[0])
    press(sheet, Qt.Key.Key_Return)
    assert cursor_of(desk)[line.dimension.number] == pytest.approx(value, abs=1e-5)


def test_all_rows_have_their_turn_under_a_quick_hand(desk: Desk) -> None:
    show_model(desk, "vae", knobs={"latent": 5, "hidden": (8,)})
    look(desk)
    flow = desk.flow(TraversalFlow)
    lines = flow._view.sheet.shown
    flow._last = lines[2].dimension.number
    assert flow._turned(lines) == [*lines[3:], *lines[:3]]


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_the_theme_reaches_the_sheet(qtbot: QtBot) -> None:
    page = TraversalPage(Store())
    qtbot.addWidget(page)
    page.set_empty("")
    page.resize(700, 300)
    page.show()
    lines = [Line(found, -1.0, 1.0, 0.9) for found in unranked(2)]
    page.sheet.set_lines(lines, QSizeF(4, 4))
    for line in lines:
        images = [plain(4, 4) for _ in range(page.sheet.columns)]
        page.sheet.set_pictures(line.dimension.number, images)
    for theme in THEMES.values():
        page.set_theme(theme)
        corner = page.sheet.place((0, page.sheet.columns - 1)).topLeft().toPoint()
        framed = page.sheet.grab().toImage().pixelColor(corner.x() - 1, corner.y() + 4)
        assert framed.name() == theme.cursor


# Its arithmetic


@pytest.mark.parametrize("width", [320, 500, 760, 1500])
@pytest.mark.parametrize("picture", [(8, 8), (28, 28), (64, 64), (32, 48)])
@pytest.mark.parametrize("rows", [1, 2, 64])
def test_every_cell_lies_inside_and_none_on_another(
    width: int, picture: tuple[int, int], rows: int
) -> None:
    layout = Layout(QSize(width, 500), QSizeF(*picture), rows)
    cells = [
        layout.place(row, column)
        for row in range(min(layout.fitting, rows))
        for column in range(layout.columns)
    ]
    assert all(cell.right() <= width and cell.bottom() <= 501 for cell in cells)
    assert not any(
        one.intersects(two) for number, one in enumerate(cells) for two in cells[:number]
    )
    factor = layout.cell.width() / picture[0]
    assert factor < 1 or factor == math.floor(factor)
    for number, cell in enumerate(cells):
        assert layout.cell_at(cell.center()) == divmod(number, layout.columns)
    assert layout.cell_at(QPointF(2, 40)) is None


@pytest.mark.parametrize("room", [QSize(639, 752), QSize(803, 704), QSize(1212, 1064)])
@pytest.mark.parametrize("side", [8, 28, 32])
@pytest.mark.parametrize("rows", [1, 2, 8, 10, 16, 24, 64])
def test_an_audience_sees_whole_rows_that_are_large_enough(
    room: QSize, side: int, rows: int
) -> None:
    layout = Layout(room, QSizeF(side, side), rows, staged=True)
    seen = min(layout.fitting, rows)
    assert layout.cut == (seen < rows)
    bottom = layout.place(seen - 1, 0).bottom()
    assert bottom + (LINE if layout.cut else 0) <= room.height()
    assert layout.place(0, layout.columns - 1).right() <= room.width()
    assert layout.cell.height() >= max(28, 2 * side)
    if layout.cut:  # one more would not fit, unless all were smaller than can be seen
        assert bottom + layout.height + LINE > room.height()


def test_an_audience_of_few_rows_sees_them_as_large_as_anybody() -> None:
    alone, staged = (
        Layout(QSize(900, 600), QSizeF(28, 28), 2, staged=staged) for staged in (False, True)
    )
    assert (staged.columns, staged.cell) == (alone.columns, alone.cell)


@pytest.mark.parametrize(
    ("value", "column"), [(-1.0, 0), (0.09, 5), (0.11, 6), (1.0, 10), (1.2, None)]
)
def test_the_column_nearest_to_the_cursor(value: float, column: int | None) -> None:
    assert Line(unranked(1)[0], -1.0, 1.0, value).nearest(11) == column


def test_a_range_of_nothing_has_no_nearest_column() -> None:
    assert Line(unranked(1)[0], 1.0, 1.0, 1.0).nearest(11) is None


def test_a_vae_goes_as_far_as_its_samples() -> None:
    latents = torch.tensor([[0.0, -4.0], [1.0, 2.0], [3.0, 3.0]])
    assert Placed.of(latents).ranges == [(0.0, 3.0), (-4.0, 3.0)]
