"""How the commands name data sets."""

from pathlib import Path

from aeviewer.data.sources import sources


def absolute(name_or_path: str) -> str:
    """Keep a known name, resolve a path: a run must find its data from any folder."""
    if name_or_path in sources():
        return name_or_path
    return str(Path(name_or_path).expanduser().resolve())
