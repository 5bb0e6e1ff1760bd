"""Where the program starts: no word means the window, any other the command line."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these words, or those of the process; return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words:
        return _window()
    from aeviewer.cli import main as command

    return command(words)


def _window() -> int:
    try:
        from aeviewer.app.start.run import run
    except ImportError as error:
        sys.stderr.write(f"error: {error}; `aeviewer doctor` tells what is missing\n")
        return 1
    return run([])


if __name__ == "__main__":
    sys.exit(main())
