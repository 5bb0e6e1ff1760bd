"""What the program keeps between two starts: files used last, commands, exports, docks' places."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aeviewer.errors import UserError
from aeviewer.files import atomic_write
from aeviewer.session.frame import place as place  # noqa: PLC0414 (to be had from here, too)

Item = TypeVar("Item")
Kind = Literal["checkpoint", "session", "lesson", "data"]

_FILES, _COMMANDS = 12, 8  # as many as a menu shows without scrolling
_LARGEST = 200_000  # bytes
_CODE = 16  # letters of a language
_LAYOUT = 40_000  # letters: a dozen docks take under two thousand
_FRAME = 1_000  # letters: Qt takes under a hundred
_Name = Annotated[str, Field(max_length=4096)]
_Word = Annotated[str, Field(max_length=64)]
_Whole = Annotated[int, Field(ge=0, le=99_999)]


class RecentFile(BaseModel):
    """A file or a folder that was opened or saved.

    Attributes:
        kind: what it is opened as.
        path: where it lies, in full.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    path: _Name


class Exported(BaseModel):
    """What was chosen when something was exported last; numbers as they stood in their fields.

    Attributes:
        what: the motif.
        form: the format, as files end in it.
        theme: the colours.
        motion: what a film went through.
        width: in pixels.
        height: in pixels.
        scale: pixels of the file to each of these.
        frames: of a film.
        fps: of them in a second.
        count: pictures of a contact sheet.
        folder: that it was written to, in full.
    """

    model_config = ConfigDict(frozen=True)

    what: _Word
    form: _Word
    theme: _Word
    motion: _Word
    width: _Whole
    height: _Whole
    scale: _Whole
    frames: _Whole
    fps: _Whole
    count: _Whole
    folder: _Name


class Kept(BaseModel):
    """All that is kept; what a later version keeps besides is passed over.

    Attributes:
        files: those used last, the newest first.
        commands: names of the palette's commands used last, the newest first.
        layout: where docks and bars were, as base64 of what Qt says of it; empty for the first
            arrangement.
        frame: where the window was and how large, likewise; empty for the first place.
        toured: the tour was shown.
        language: of the next start, by its code; empty for the environment's.
        exported: the choices of the last export; None before the first.
    """

    model_config = ConfigDict(frozen=True)

    files: Annotated[tuple[RecentFile, ...], Field(max_length=_FILES)] = ()
    commands: Annotated[tuple[_Name, ...], Field(max_length=_COMMANDS)] = ()
    layout: Annotated[str, Field(max_length=_LAYOUT)] = ""
    frame: Annotated[str, Field(max_length=_FRAME)] = ""
    toured: bool = False
    language: Annotated[str, Field(max_length=_CODE)] = ""
    exported: Exported | None = None

    def using(self, file: RecentFile) -> "Kept":
        """With this file as the newest."""
        return self.model_copy(update={"files": _first(file, self.files, _FILES)})

    def without(self, gone: Iterable[RecentFile]) -> "Kept":
        """Without these files."""
        left = set(self.files) - set(gone)
        return self.model_copy(update={"files": tuple(f for f in self.files if f in left)})

    def having_done(self, command: str) -> "Kept":
        """With this command as the newest."""
        return self.model_copy(update={"commands": _first(command, self.commands, _COMMANDS)})


def read(path: Path) -> Kept:
    """Read what was kept; nothing where there is no such file yet.

    Raises:
        UserError: the file cannot be read, or is damaged.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}; the window starts anew") from None
    if len(data) > _LARGEST:
        raise UserError(f"{path} is over {_LARGEST:,} bytes; the window starts anew")
    try:
        return Kept.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors()[0]
    where = ".".join(map(str, fault["loc"])) or "the text"
    raise UserError(f"{path} is damaged ({where[:80]}); the window starts anew")


def write(kept: Kept, path: Path) -> None:
    """Keep it.

    Raises:
        OSError: it could not be written; what was kept before is intact.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, kept.model_dump_json(indent=1).encode())


def _first(item: Item, others: tuple[Item, ...], most: int) -> tuple[Item, ...]:
    return (item, *(other for other in others if other != item))[:most]
