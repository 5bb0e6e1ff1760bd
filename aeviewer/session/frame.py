"""Where the window was: read before anything is painted, so without what reads the rest."""

import json
from pathlib import Path

import platformdirs

_LARGEST = 200_000  # bytes


def place() -> Path:
    """The file in which the program keeps what the next start takes up."""
    return platformdirs.user_state_path("aeviewer", False) / "window.json"


def read_frame(path: Path) -> str:
    """Read where the window was, as base64 of what Qt says of it; empty where that is not known.

    A damaged file is nothing here: it is told of when all of it is read.
    """
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return ""
    frame = kept.get("frame") if isinstance(kept, dict) else None
    return frame if isinstance(frame, str) else ""
