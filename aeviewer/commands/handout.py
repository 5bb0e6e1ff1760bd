"""`aeviewer handout`: what is taken home of a lesson, as HTML or PDF, without a screen."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from aeviewer.app.export.headless import handout as make
from aeviewer.commands import listing
from aeviewer.commands.printing import remark
from aeviewer.commands.progress import FrameBar
from aeviewer.commands.stopping import Stop
from aeviewer.commands.usage import UsageError
from aeviewer.session.lesson import Lesson, lessons, read, resolve

_FORMS = (".html", ".pdf")


def handout(lesson: str | None, out: Path | None, folder: Path | None, *, notes: bool) -> int:
    """Write the handout of one lesson, or in both formats those of all; without any, list them.

    Args:
        lesson: a bundled one's name, with or without its number, or a file.
        out: the file; what it ends in is the format. None for HTML in this folder.
        folder: where those of all bundled lessons go; None for one lesson alone.
        notes: whether what is for the presenter is in it, too.

    Raises:
        UserError: there is no such lesson, something in it is wrong, or it cannot be written.
        UsageError: one lesson and all of them are asked for.
    """
    if folder is not None:
        if lesson is not None or out is not None:
            raise UsageError("--all FOLDER stands alone: leave out the lesson and --out")
        return _write(_all(folder.expanduser()), notes=notes)
    if lesson is None:
        return listing.show("lessons", as_json=False)
    found = read(resolve(lesson))
    target = Path(f"{found.path.stem}{_FORMS[0]}") if out is None else out.expanduser()
    return _write([(found, (target,))], notes=notes)


def _all(folder: Path) -> Iterable[tuple[Lesson, Sequence[Path]]]:
    """Each bundled lesson, and its files, in a folder that is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in lessons().items():
        yield read(path), tuple(folder / f"{name}{form}" for form in _FORMS)


def _write(wanted: Iterable[tuple[Lesson, Sequence[Path]]], *, notes: bool) -> int:
    with Stop() as stop:
        for lesson, targets in wanted:
            with FrameBar(lesson.path.stem) as bar:
                written = make(lesson, targets, notes, bar.show, lambda: bool(stop.number))
            if not written:
                sys.stderr.write("interrupted: nothing more was written\n")
                return stop.code
            for target in targets:
                remark(f"wrote {target}")
    return 0
