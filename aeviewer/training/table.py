"""The table at the start of a safetensors file, read before anything is believed or allocated."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aeviewer.errors import UserError

_LONGEST_HEADER = 10_000_000  # bytes; the format allows ten times that, no model of ours needs it
_LOOKS = (
    (b"\x89png", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"pk\x03\x04", "a zip archive or a PyTorch pickle; only .safetensors are opened"),
    (b"\x80", "a pickle; only .safetensors are opened"),
    (b"<!doc", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "a Git LFS pointer; fetch the file itself"),
)

_DAMAGE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


def read_table(path: Path) -> Mapping[str, Any]:
    """Read the table of a file: tensors' types, shapes and places by name, and `__metadata__`.

    Raises:
        UserError: the file is missing, empty, cut off or something else.
    """
    try:
        size = path.stat().st_size
        if path.exists() and not path.is_file():
            raise UserError(f"{path} is no checkpoint: it is not a file")
        with path.open("rb") as file:
            start = file.read(32)
            length = _length(path, size, start)
            file.seek(8)
            text = file.read(length)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UserError(f"cannot open {path}: {(reason or 'not readable').lower()}") from None
    return _table(path, size - 8 - length, text)


def _length(path: Path, size: int, start: bytes) -> int:
    if not size:
        raise UserError(f"{path} is empty")
    length = int.from_bytes(start[:8], "little")
    if size >= 8 and (not 0 < length <= _LONGEST_HEADER or start[8:9] not in {b"{", b""}):
        raise UserError(f"{path} is no checkpoint: {_looks(start)}")
    if size < 8:
        raise UserError(_incomplete(path, size, "at least 8"))
    if size < 8 + length:
        raise UserError(_incomplete(path, size, f"at least {8 + length:,}"))
    return length


def _looks(start: bytes) -> str:
    kinds = [kind for magic, kind in _LOOKS if start.lower().startswith(magic)]
    return f"it looks like {kinds[0]}" if kinds else "it is not a safetensors file"


def _table(path: Path, held: int, text: bytes) -> Mapping[str, Any]:
    try:
        table: Mapping[str, Any] = json.loads(text, object_pairs_hook=_unique)
        ends = [row["data_offsets"][1] for name, row in table.items() if name != "__metadata__"]
        wanted = max((int(end) for end in ends), default=0)
    except _DAMAGE:
        raise UserError(f"{path} is no checkpoint: its header is damaged") from None
    before = 8 + len(text)
    if held < wanted:
        raise UserError(_incomplete(path, before + held, f"{before + wanted:,}"))
    if held > wanted:
        raise UserError(
            f"{path} is damaged: {before + held:,} bytes, where its header speaks of "
            f"{before + wanted:,}"
        )
    return table


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _incomplete(path: Path, size: int, wanted: str) -> str:
    return f"{path} is incomplete: {size:,} of {wanted} bytes; copy or download it again"
