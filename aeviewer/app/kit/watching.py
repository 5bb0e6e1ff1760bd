"""Watching the view for as long as one lives: the store would call what Qt has deleted."""

from PySide6.QtCore import QObject

from aeviewer.session.store import Store, Watcher


def watch(owner: QObject, store: Store, call: Watcher, *names: str) -> None:
    """Call with the view when one of these fields changed, or any, until the owner is destroyed.

    Raises:
        ValueError: the view has no such field.
    """
    end = store.watch(call, *names)
    owner.destroyed.connect(lambda *_: end())
