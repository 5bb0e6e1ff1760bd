"""Tab goes through every panel and page as one reads them, and all that takes a click has a name.

Left out is what only a hand can do, with the reason in `BY_HAND`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from aeviewer.app.kit.picture_row import PictureRow
from aeviewer.app.pages import PAGES
from aeviewer.app.views.denoise.sample_rows import SampleRows
from aeviewer.app.views.features.row import FeatureRow
from aeviewer.app.views.map.latent_map import LatentMap
from aeviewer.app.views.pad import Pad
from aeviewer.app.views.path.profile import Profile
from aeviewer.session.view import Anchor, Stroke, View
from tests.app.conftest import Desk, OpenDesk
from tests.app.hands import child, press

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)

CONTROLS = (*(QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar),)
BY_HAND = {
    Pad: "one draws by hand; an image is pasted by keyboard",
    PictureRow: "holes are rubbed in by hand",
    Profile: "a way to move the path's slider, which takes keys",
}
LOOK = View(
    anchors=tuple(Anchor(point) for point in ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0))),
    selection=(1, 2, 3, 4),
    honest=True,
    strokes=(Stroke(((0.2, 0.2), (0.7, 0.7))),),
)
NAMES = ("map", *(page.name for page in PAGES))


@pytest.fixture
def looked(bundle: Path, open_desk: OpenDesk) -> Desk:
    desk = open_desk(view=LOOK)
    with desk.qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    return desk


def turn_to(desk: Desk, page: str) -> None:
    desk.store.set(page=page)
    desk.turn()
    desk.quiet()


def walk(desk: Desk, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab until the focus is back where it first came to; all that had it meanwhile."""
    QTest.keyClick(desk.window.focusWidget() or desk.window, key)
    start = desk.window.focusWidget()
    assert start is not None
    reached = [start]
    for _ in range(300):
        QTest.keyClick(reached[-1], key)
        focused = desk.window.focusWidget()
        assert focused is not None
        if focused is start:
            return reached
        assert focused not in reached, f"Tab turns in a circle at {described(focused)}"
        reached.append(focused)
    raise AssertionError("Tab comes to no end")


def controls(desk: Desk) -> Iterator[QWidget]:
    """What takes a click and can be seen."""
    for widget in desk.window.findChildren(QWidget):
        seen = widget.isVisibleTo(desk.window) and widget.window() is desk.window
        clicked = isinstance(widget, CONTROLS) or takes_clicks(widget)
        if seen and clicked and in_sight(desk, widget) and not isinstance(widget, QScrollBar):
            yield widget


def in_sight(desk: Desk, widget: QWidget) -> bool:
    """Whether it lies in no dock behind another, and is none of Qt's own buttons."""
    corner = widget.mapTo(desk.window, QPoint(0, 0))
    own = widget.objectName().startswith("qt_") and not isinstance(widget, QTabBar)
    return corner.x() >= 0 and not own


def takes_clicks(widget: QWidget) -> bool:
    """Whether a view of ours answers the mouse's buttons itself."""
    kinds = type(widget).__mro__
    maker = next(kind for kind in kinds if "mousePressEvent" in vars(kind))
    return maker.__module__.startswith("aeviewer")


def can_take_focus(widget: QWidget) -> bool:
    if type(widget) in BY_HAND or not widget.isEnabled():
        return False
    if isinstance(widget, QAbstractButton) and not widget.isChecked():
        group = widget.group()
        if group is not None and group.exclusive() and group.checkedButton() is not None:
            return False  # by the arrow keys, from the one that is on
    nothing_to_choose = isinstance(widget, FeatureRow) and not widget.focusPolicy()
    return not nothing_to_choose


def name_of(widget: QWidget) -> str:
    own = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or own


def described(widget: QWidget) -> str:
    parent = type(widget.parentWidget()).__name__
    return f"{type(widget).__name__} {name_of(widget)!r} in {parent}"


def leads_to(widget: QWidget, reached: list[QWidget]) -> bool:
    return widget in reached or widget.focusProxy() in reached


@pytest.mark.parametrize("page", NAMES)
def test_tab_reaches_all_that_takes_a_click(looked: Desk, page: str) -> None:
    turn_to(looked, page)
    reached = walk(looked)
    missed = [
        described(widget)
        for widget in controls(looked)
        if can_take_focus(widget) and not leads_to(widget, reached)
    ]
    assert missed == []


@pytest.mark.parametrize("page", NAMES)
def test_everything_has_a_name_and_says_what_it_does(looked: Desk, page: str) -> None:
    turn_to(looked, page)
    nameless = [described(widget) for widget in controls(looked) if not name_of(widget)]
    assert nameless == []
    quiet = (LatentMap, Pad, PictureRow, QTabBar)  # tips would lie over the picture; tabs have own
    silent = [
        described(widget)
        for widget in controls(looked)
        if not isinstance(widget, quiet) and not widget.toolTip()
    ]
    assert silent == []


@pytest.mark.parametrize("page", NAMES)
def test_one_sees_where_the_focus_is(looked: Desk, page: str) -> None:
    turn_to(looked, page)
    unseen = []
    for widget in walk(looked):
        with_ring = ring(looked, widget)
        looked.window.setFocus()  # nowhere
        if widget.grab().toImage() == with_ring:
            unseen.append(described(widget))
    assert unseen == []


def ring(desk: Desk, widget: QWidget) -> QImage:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return widget.grab().toImage()


def test_the_order_is_that_of_reading(looked: Desk) -> None:
    """The bar, the panel at the left, the page from its tabs down, the panel at the right."""
    turn_to(looked, "map")
    reached = walk(looked)
    parts = (
        looked.parts.bar,
        looked.parts.train,
        looked.parts.pages,
        looked.parts.probe,
    )
    which = [number for w in reached for number, part in enumerate(parts) if inside(part, w)]
    start = which.index(0) if which[0] == 0 else which.index(0, 1)
    around = which[start:] + which[:start]
    assert around == sorted(around)
    assert set(around) == {0, 1, 2, 3}


def inside(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


def test_shift_tab_goes_the_same_way_back(looked: Desk) -> None:
    forth = walk(looked)
    back = walk(looked, Qt.Key.Key_Backtab)
    assert back == forth[::-1]


def test_tab_goes_into_no_panel_behind_another(looked: Desk) -> None:
    draw = looked.parts.draw
    assert not any(inside(draw, widget) for widget in walk(looked))
    draw.come_forward()
    looked.turn()
    reached = walk(looked)
    assert any(inside(draw, widget) for widget in reached)
    assert not any(inside(looked.parts.probe, widget) for widget in reached)


def test_panels_that_are_moved_are_still_reached(looked: Desk) -> None:
    dock = looked.parts.train.parentWidget()
    assert isinstance(dock, QDockWidget)
    looked.window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    looked.turn()
    assert any(inside(looked.parts.train, widget) for widget in walk(looked))


def test_samples_in_rows_are_chosen_by_keys(looked: Desk) -> None:
    turn_to(looked, "denoise")
    rows = child(looked.parts.pages, SampleRows)
    numbers: list[int] = []
    rows.chosen.connect(numbers.append)
    press(rows, Qt.Key.Key_Home)
    looked.quiet()
    press(rows, Qt.Key.Key_Left, Qt.Key.Key_End)
    looked.quiet()
    press(rows, Qt.Key.Key_Right)
    last = numbers[-1]
    assert last > 1
    assert numbers == [0, 0, last, last]
