"""The tabs of the pages; those there is no room for wait in a menu at their end."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from aeviewer.app.kit import boxes
from aeviewer.app.look.scale import sized
from aeviewer.words import N_, _

_MORE = N_("More")


class _Bar(QTabBar):
    """Tabs that are told which of them to show."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)

    def widths(self) -> list[int]:
        """How wide each tab is, shown or not."""
        return [self.tabSizeHint(number).width() for number in range(self.count())]

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be: the owner sees to it that what is shown fits."""
        return QSize(0, super().minimumSizeHint().height())


class PageTabs(QWidget):
    """A row of tabs, as many as fit and always the one that is chosen.

    Attributes:
        chosen: another tab was chosen: its number.
    """

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bar, self._more, self._menu = _Bar(), QToolButton(), QMenu(self)
        self._bar.setAccessibleName(name)
        self._more.setText(_(_MORE))
        self._more.setAccessibleName(_("More pages"))
        self._more.setToolTip(_("The pages there is no room for"))
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setAutoRaise(True)
        self._menu.setToolTipsVisible(True)
        row = boxes.row(self, 0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # it may be narrower
        row.addWidget(self._bar)
        row.addWidget(self._more)
        row.addStretch(1)
        self._bar.currentChanged.connect(self._on_current_changed)
        self._menu.triggered.connect(self._on_triggered)
        sized(self, PageTabs._fit)

    def add(self, title: str, tip: str) -> None:
        """Put one more tab at the end."""
        self._bar.setTabToolTip(self._bar.addTab(title), tip)
        self._fit()

    def title(self, number: int) -> str:
        """What stands on a tab."""
        return self._bar.tabText(number)

    def tip(self, number: int) -> str:
        """What one sees there."""
        return self._bar.tabToolTip(number)

    def choose(self, number: int) -> None:
        """Turn to a tab; it comes out of the menu, if need be."""
        self._bar.setTabVisible(number, True)
        self._bar.setCurrentIndex(number)
        self._fit()

    def waiting(self) -> Sequence[QAction]:
        """The entries of the menu."""
        return self._menu.actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit now."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room for the menu and a word."""
        return QSize(3 * self._more.sizeHint().width(), self._bar.minimumSizeHint().height())

    def _fit(self) -> None:
        widths, current = self._bar.widths(), self._bar.currentIndex()
        shown = fitting(widths, current, self.width(), self._more.sizeHint().width())
        for number in range(self._bar.count()):
            self._bar.setTabVisible(number, number in shown)
        self._bar.setFixedWidth(sum(widths[number] for number in shown))
        self._more.setVisible(len(shown) < self._bar.count())
        self._menu.clear()
        for number in range(self._bar.count()):
            if number not in shown:
                action = self._menu.addAction(self._bar.tabText(number))
                action.setData(number)
                action.setToolTip(self._bar.tabToolTip(number))

    def _on_current_changed(self, number: int) -> None:
        self.chosen.emit(number)

    def _on_triggered(self, action: QAction) -> None:
        self.choose(action.data())


def fitting(widths: Sequence[int], current: int, room: int, more: int) -> frozenset[int]:
    """Number those of the tabs that fit: all, or the first ones, the current one and the menu.

    Args:
        widths: of the tabs, in pixels.
        current: the number of the one that must be among them; -1 for none.
        room: pixels there are.
        more: pixels that the menu's button takes.
    """
    if sum(widths) <= room:
        return frozenset(range(len(widths)))
    shown = {current} if current >= 0 else set()
    left = room - more - sum(widths[number] for number in shown)
    for number, width in enumerate(widths):
        if number in shown:
            continue
        if width > left:
            break
        shown.add(number)
        left -= width
    return frozenset(shown)
