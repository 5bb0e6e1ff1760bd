"""The palette's list: commands that fit what was typed, the best first, and how a line looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from shiboken6 import isValid

from aeviewer.app.look.theme import SPACES
from aeviewer.app.work.commands import Command
from aeviewer.app.work.fuzzy import match
from aeviewer.words import N_, _

_Index = QModelIndex | QPersistentModelIndex
_ROW = 28  # pixels at least
_GROUP = N_("Recent files ")  # as wide as the column of the groups
_BY_GROUP, _BY_TIP = 0.5, 0.2  # what a letter is worth that is not in the name
_LATELY = 5.0  # what having been used lately is worth


@dataclass(frozen=True)
class Found:
    """A command that fits what was typed.

    Attributes:
        command: itself.
        places: of the letters of its title that were typed.
        lately: it is among those done last.
    """

    command: Command
    places: tuple[int, ...] = ()
    lately: bool = False


def search(typed: str, commands: Sequence[Command], lately: Sequence[str]) -> list[Found]:
    """Those that fit, the best first; where nothing was typed, those done last, then all.

    Models, files and lessons may have gone since they were gathered.
    """
    commands = [command for command in commands if isValid(command.action)]
    if not typed.strip():
        by_name = {command.name: command for command in commands}
        newest = [by_name[name] for name in lately if name in by_name]
        rest = (command for command in commands if command not in newest)
        return [Found(command, lately=True) for command in newest] + [Found(c) for c in rest]
    scored = [(score, found) for c in commands for score, found in _fit(typed, c, lately)]
    scored.sort(key=lambda entry: -entry[0])  # stable: of equals, the first of the table
    return [found for _, found in scored]


def _fit(typed: str, command: Command, lately: Sequence[str]) -> list[tuple[float, Found]]:
    """By its title, or else with its group or its explanation; nothing where none fits."""
    used = command.name in lately
    bonus = _LATELY if used else 0.0
    if found := match(typed, command.title):
        return [(found.score + bonus, Found(command, found.places, used))]
    if found := match(typed, f"{command.heading} {command.title}"):
        start = len(command.heading) + 1
        within = tuple(place - start for place in found.places if place >= start)
        score = _BY_GROUP * round(found.score)  # of a whole group, in its own order
        return [(score + bonus, Found(command, within, used))]
    words = typed.casefold().split()
    if all(word in command.tip.casefold() for word in words):
        return [(_BY_TIP * len(words) + bonus, Found(command, (), used))]
    return []


class PaletteModel(QAbstractListModel):
    """What was found, as lines; the words of a line are all that a screen reader needs."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[Found] = ()

    def show(self, found: Sequence[Found]) -> None:
        """Hold this."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def at(self, row: int) -> Found | None:
        """What stands in a line, or None where there is none, or none any more."""
        found = self._found[row] if 0 <= row < len(self._found) else None
        return found if found is not None and isValid(found.command.action) else None

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """How many were found."""
        return len(self._found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; the group, the title and the keys for who listens."""
        found = self.at(index.row())
        if found is None:
            return None
        command = found.command
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            now = "" if command.action.isEnabled() else _("not now")
            return ", ".join(filter(None, (command.title, command.heading, *command.keys[:1], now)))
        return None


class PaletteLine(QStyledItemDelegate):
    """Paints a line: what it is listed under, its title with the letters typed, its keys."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """As high as a hand can hit."""
        return QSize(0, max(_ROW, option.fontMetrics.height() + 2 * SPACES[0]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint it in the palette's own colours: whatever can't be done now is faded."""
        model = index.model()
        assert isinstance(model, PaletteModel)
        found = model.at(index.row())
        if found is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        _paint(painter, option, found, chosen)


def _paint(painter: QPainter, option: QStyleOptionViewItem, found: Found, chosen: bool) -> None:
    metrics, role = option.fontMetrics, QPalette.ColorRole
    able = found.command.action.isEnabled()
    group = QPalette.ColorGroup.Active if able or chosen else QPalette.ColorGroup.Disabled
    words = option.palette.color(group, role.HighlightedText if chosen else role.Text)
    quiet = words if chosen else option.palette.color(group, role.PlaceholderText)
    accent = words if chosen else option.palette.color(group, role.Accent)
    box = option.rect.adjusted(SPACES[2], 0, -SPACES[2], 0)
    wide = metrics.horizontalAdvance(_(_GROUP))
    keys = found.command.keys[:1]
    right = metrics.horizontalAdvance(keys[0]) + SPACES[2] if keys else 0
    side, centre = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
    painter.setFont(option.font)
    painter.setPen(quiet)
    under = QRect(box.x(), box.y(), wide, box.height())
    painter.drawText(under, side | centre, found.command.heading)
    if keys:
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | centre, keys[0])
    _paint_title(painter, box.adjusted(wide, 0, -right, 0), found, metrics, (words, accent))


def _paint_title(
    painter: QPainter,
    box: QRect,
    found: Found,
    metrics: QFontMetrics,
    colours: tuple[QColor, QColor],
) -> None:
    """The title; the letters that were typed are in the accent and underlined."""
    words, accent = colours
    shown = metrics.elidedText(found.command.title, Qt.TextElideMode.ElideMiddle, box.width())
    places = set(found.places) if shown == found.command.title else set()
    base = box.y() + (box.height() + metrics.height()) // 2 - metrics.descent()
    painter.setPen(words)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    for place in places:
        left = box.x() + metrics.horizontalAdvance(shown[:place])
        right = box.x() + metrics.horizontalAdvance(shown[: place + 1])
        painter.fillRect(left, base + 2, right - left, 2, accent)
