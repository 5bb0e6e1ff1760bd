"""`aeviewer download`: the command is the request, so nothing is asked."""

import contextlib

from aeviewer.commands.printing import remark
from aeviewer.commands.progress import DownloadBar
from aeviewer.data import sources

_INTERRUPTED = 130


def download(name: str) -> int:
    """Bring a known data set to the user's data folder; what has come is kept if it is stopped.

    Raises:
        UserError: there is none of that name, or it did not come.
    """
    if sources.at_hand(name):
        remark(f"{name} is at hand already")
        return 0
    try:
        with contextlib.closing(sources.download(name)) as events, DownloadBar() as bar:
            for progress in events:
                bar.show(progress)
    except KeyboardInterrupt:
        remark(f"stopped; what came is kept, `aeviewer download {name}` goes on from there")
        return _INTERRUPTED
    remark(f"{name} lies in {sources.data_folder()}")
    return 0
