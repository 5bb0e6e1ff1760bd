"""All that can be asked for by its name: actions, pages, layers, models, files used last."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence

from aeviewer.words import _

Source = Callable[[], Iterable[QAction]]


@dataclass(frozen=True)
class Command:
    """One entry of the palette and of the cheat sheet.

    Attributes:
        group: what it is listed under, as the source calls it.
        action: what does it.
    """

    group: str
    action: QAction

    @property
    def title(self) -> str:
        """Its name on the screen."""
        return self.action.text()

    @property
    def heading(self) -> str:
        """Its group on the screen."""
        return _(self.group)

    @property
    def name(self) -> str:
        """What it is remembered by, in any language."""
        data = self.action.data()
        own = data if isinstance(data, str) else ""
        return f"{self.group}: {self.action.objectName() or own or self.title}"

    @property
    def keys(self) -> tuple[str, ...]:
        """Its shortcuts, as this desktop writes them."""
        return tuple(native(keys) for keys in self.action.shortcuts())

    @property
    def tip(self) -> str:
        """What it does, in a few words; empty where its name says it."""
        return self.action.statusTip() or _unless(self.title, self.action.toolTip())


class Commands:
    """Gathers the commands anew each time: models and files come and go."""

    def __init__(self) -> None:
        self._sources: list[tuple[str, Source, bool]] = []

    def offer(self, group: str, source: Source, *, passing: bool = False) -> None:
        """List under a group what a source has when it is asked.

        Args:
            group: the words above them, marked to be translated.
            source: what gives the actions.
            passing: they come and go, so that no cheat sheet needs them.
        """
        self._sources.append((group, source, passing))

    def all(self) -> Sequence[Command]:
        """Every command there is now, group by group."""
        return [command for group, source, _ in self._sources for command in _of(group, source)]

    def lasting(self) -> Sequence[Command]:
        """Those that are always there."""
        lasting = [(group, source) for group, source, passing in self._sources if not passing]
        return [command for group, source in lasting for command in _of(group, source)]


def _of(group: str, source: Source) -> Sequence[Command]:
    return [Command(group, a) for a in source() if a.text() and not a.isSeparator()]


def native(keys: QKeySequence | str) -> str:
    """A shortcut as this desktop writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _unless(title: str, tip: str) -> str:
    return "" if tip == title else tip
