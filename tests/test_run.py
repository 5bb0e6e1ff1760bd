"""The script ./run, in a folder of its own, with stand-ins for Python and for what it installs."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORES = "-n auto --dist loadfile --no-loadscope-reorder"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX: a bash script")

# Every command says its name and arguments; Python also does what the script needs of it.
_TOLD = 'echo "$(basename "$0") $*" >>"$TOLD"\n'
_PYTHON = """#!/bin/bash
case "$*" in
  *ctypes*) echo $LACKING ;;
  "-c "*) ;;
  "-m venv --clear "*)
    echo venv >>"$TOLD"
    rm -rf "$4" && mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
  "-m pip install "*)
    echo "pip ${*: -1}" >>"$TOLD"
    [[ -z ${BROKEN_OFF:-} ]] || exit 1
    cp "$HERE/stand-ins/program" "$HERE/.venv/bin/aeviewer" ;;
  "-m pytest"*) echo "pytest $QT_QPA_PLATFORM ${*:3}" >>"$TOLD" ;;
esac
"""


@dataclass
class Machine:
    """A folder with the script in it, on a machine of which only stand-ins can be seen."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str, **environment: str) -> list[str]:
        """Run the script; returns what the stand-ins told."""
        (self.folder / "told").write_text("")
        self.done = subprocess.run(
            [self.folder / "run", *arguments],
            env=self.environment | environment,
            cwd=self.folder.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        told = (self.folder / "told").read_text().replace(str(self.folder), "HERE")
        return told.splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    folder = tmp_path / "a project"
    stand_ins = folder / "stand-ins"
    stand_ins.mkdir(parents=True)
    for name in ("run", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in (
        "bash",
        "basename",
        "cat",
        "chmod",
        "cksum",
        "cp",
        "dirname",
        "env",
        "mkdir",
        "rm",
    ):
        (stand_ins / name).symlink_to(str(shutil.which(name)))
    scripts = {
        "python3.11": _PYTHON,
        "find": "#!/bin/bash\necho font.ttf\n",
        "uname": "#!/bin/bash\necho Linux\n",
        "program": f"#!/bin/bash\n{_TOLD}",
    }
    for name, text in scripts.items():
        (stand_ins / name).write_text(text)
        (stand_ins / name).chmod(0o755)
    told = {"TOLD": str(folder / "told"), "HERE": str(folder)}
    return Machine(folder, {"PATH": str(stand_ins), "HOME": str(folder), **told})


def test_the_first_time_it_sets_up_and_then_it_opens(machine: Machine) -> None:
    told = machine.run(DISPLAY=":0")
    assert told == ["venv", "pip HERE", "aeviewer "]
    assert machine.run(DISPLAY=":0") == ["aeviewer "]
    assert machine.done.stderr == ""


def test_arguments_go_to_aeviewer(machine: Machine) -> None:
    machine.run("list", "models")
    assert machine.run("train", "vae", "--data", "a b") == ["aeviewer train vae --data a b"]
    assert machine.done.stdout == machine.done.stderr == ""


def test_without_a_screen_it_says_so_and_makes_pictures(machine: Machine) -> None:
    machine.run("list", "models")
    assert machine.run() == ["aeviewer screenshot --out screenshots"]
    assert machine.done.stderr.startswith("run: no screen here")
    assert machine.done.stderr.count("\n") == 1


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_with_a_screen_it_opens(machine: Machine, variable: str) -> None:
    assert machine.run(**{variable: "x"})[-1] == "aeviewer "


def test_the_tests_want_more_and_need_no_screen(machine: Machine) -> None:
    machine.run("list")
    told = machine.run("test", "-k", "vae")
    assert told == ["pip HERE[dev]", f"pytest offscreen {CORES} -k vae"]
    assert machine.run("test") == [f"pytest offscreen {CORES}"]
    assert machine.run("list") == ["aeviewer list"]


def test_a_changed_project_is_installed_again(machine: Machine) -> None:
    machine.run("list")
    with (machine.folder / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert machine.run("list") == ["pip HERE", "aeviewer list"]


def test_a_moved_project_is_installed_again(machine: Machine) -> None:
    machine.run("list")
    stamp = machine.folder / ".venv" / ".aeviewer"
    stamp.write_text(stamp.read_text().replace("a project", "another place"))
    assert machine.run("list") == ["pip HERE", "aeviewer list"]


def test_an_install_that_was_broken_off_is_begun_afresh(machine: Machine) -> None:
    assert machine.run("list", BROKEN_OFF="yes") == ["venv", "pip HERE"]
    assert machine.done.returncode == 1
    assert machine.run("list") == ["venv", "pip HERE", "aeviewer list"]


def test_a_venv_whose_python_is_gone_is_made_again(machine: Machine) -> None:
    machine.run("list")
    (machine.folder / ".venv" / "bin" / "python").unlink()
    assert machine.run("list") == ["venv", "pip HERE", "aeviewer list"]


def test_missing_libraries_are_named_where_they_cannot_be_installed(machine: Machine) -> None:
    assert machine.run("test", LACKING="libegl1 libgl1") == ["venv"]
    assert machine.done.returncode == 1
    assert "sudo apt-get install libegl1 libgl1\n" in machine.done.stderr


def test_a_command_without_a_window_asks_for_no_library(machine: Machine) -> None:
    assert machine.run("train", "vae", LACKING="libegl1")[-1] == "aeviewer train vae"


def test_missing_libraries_are_installed_where_that_is_allowed(machine: Machine) -> None:
    stand_ins = machine.folder / "stand-ins"
    (stand_ins / "sudo").write_text('#!/bin/bash\nshift\nexec "$@"\n')
    (stand_ins / "sudo").chmod(0o755)
    (stand_ins / "true").symlink_to(str(shutil.which("true")))
    (stand_ins / "apt-get").symlink_to("program")
    assert machine.run("test", LACKING="libegl1 libgl1") == [
        "venv",
        "apt-get -qq update",
        "apt-get -qq install --no-install-recommends libegl1 libgl1",
        "pip HERE[dev]",
        f"pytest offscreen {CORES}",
    ]
