"""`aeviewer install-desktop`: the program among the desktop's own, for this user alone.

Three text files below the user's data folder, as the specifications of freedesktop.org have them;
nothing else is touched, and `--remove` takes away just these.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import platformdirs

from aeviewer.commands.printing import remark
from aeviewer.errors import UserError
from aeviewer.files import atomic_write

_APPLICATIONS, _ICONS, _MIME = "applications", "icons/hicolor", "mime"
_SESSION, _CHECKPOINT = "application/x-aeviewer-session", "application/x-safetensors"

_ENTRY = f"""\
[Desktop Entry]
Type=Application
Version=1.5
Name=aeviewer
GenericName=Autoencoder explorer
Comment=Train autoencoders and look into their latent space
Keywords=autoencoder;VAE;latent;neural network;
Exec={{command}} open %f
Icon=aeviewer
Terminal=false
StartupNotify=true
StartupWMClass=aeviewer
Categories=Education;Science;ArtificialIntelligence;
MimeType={_SESSION};{_CHECKPOINT};
"""

# What ends in .json alone stays a text: only .aeviewer.json is a session to the desktop.
_TYPES = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{_SESSION}">
    <comment>aeviewer session</comment>
    <sub-class-of type="application/json"/>
    <icon name="aeviewer"/>
    <glob pattern="*.aeviewer.json" weight="60"/>
  </mime-type>
  <mime-type type="{_CHECKPOINT}">
    <comment>weights of a neural network</comment>
    <glob pattern="*.safetensors"/>
  </mime-type>
</mime-info>
"""


def install() -> int:
    """Put the program into the desktop's menu, with its icon and its kinds of files.

    Raises:
        UserError: this is no desktop of that kind, or a file cannot be written.
    """
    _demand_linux()
    for path, text in _texts().items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            atomic_write(path, text.encode())
        except OSError as error:
            raise UserError(f"cannot write {path}: {error.strerror}") from None
        remark(f"wrote {path}")
    _refresh()
    remark("`aeviewer install-desktop --remove` takes it all away again")
    return 0


def remove() -> int:
    """Take away what `install` wrote.

    Raises:
        UserError: this is no desktop of that kind, or a file cannot be removed.
    """
    _demand_linux()
    there = [path for path in _texts() if path.exists()]
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise UserError(f"cannot remove {path}: {error.strerror}") from None
        remark(f"removed {path}")
    if not there:
        remark("nothing of aeviewer was installed there")
    _refresh()
    return 0


def _demand_linux() -> None:
    if sys.platform != "linux":
        raise UserError("install-desktop is for desktops on Linux; pin the program by hand here")


def _texts() -> Mapping[Path, str]:
    """What is written where."""
    data = platformdirs.user_data_path()
    icon = files("aeviewer").joinpath("app/icons/aeviewer.svg").read_text(encoding="utf-8")
    return {
        data / _APPLICATIONS / "aeviewer.desktop": _ENTRY.format(command=_command()),
        data / _ICONS / "scalable/apps/aeviewer.svg": icon,
        data / _MIME / "packages/aeviewer.xml": _TYPES,
    }


def _command() -> str:
    """How the desktop starts the program: as it was installed, or by this interpreter."""
    script = shutil.which("aeviewer", path=str(Path(sys.executable).parent))
    return _quoted(script) if script else f"{_quoted(sys.executable)} -m aeviewer"


def _quoted(word: str) -> str:
    r"""A word of an Exec line: quoted, with \ before what a shell would read, and % doubled."""
    for letter in ("\\", '"', "`", "$"):
        word = word.replace(letter, f"\\{letter}")
    escaped = word.replace("\\", "\\\\").replace("%", "%%")  # the file itself reads \\ as one \
    return f'"{escaped}"'


def _refresh() -> None:
    """Have the desktop look again, where it has the tools; else it does at the next login."""
    data = platformdirs.user_data_path()
    tools = {"update-desktop-database": _APPLICATIONS, "update-mime-database": _MIME}
    for tool, folder in tools.items():
        found = shutil.which(tool)
        if found and (data / folder).is_dir():
            subprocess.run([found, str(data / folder)], check=False, capture_output=True)  # noqa: S603
