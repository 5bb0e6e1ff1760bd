from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.screenshot import save, take
from aeviewer.errors import UserError


def _colours(image: QImage) -> int:
    return len({
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    })


@pytest.mark.parametrize(("size", "theme"), [((1280, 720), "light"), ((1000, 640), "dark")])
def test_the_window_and_its_views(
    qtbot: QtBot, bundle: Path, tmp_path: Path, size: tuple[int, int], theme: str
) -> None:
    files = take(tmp_path / "shots", size, theme)  # type: ignore[arg-type]  # of the parameters
    found = {path.stem: QImage(str(path)) for path in files}
    assert sorted(found) == ["map", "path", "probe", "train", "window"]
    assert (found["window"].width(), found["window"].height()) == size
    for name, image in found.items():
        assert _colours(image) > 8, name
    corner = found["map"].pixelColor(1, 1)
    assert (corner.lightness() > 128) == (theme == "light")
    assert not [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def test_nothing_is_bundled(qtbot: QtBot, shelf_folder: Path, tmp_path: Path) -> None:
    assert len(take(tmp_path)) == 5


def test_a_folder_that_cannot_be_made(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(UserError, match="cannot make the folder"):
        save(widget, tmp_path / "file" / "x.png")


def test_a_file_that_cannot_be_written(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "x.png").mkdir()
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(UserError, match="choose another folder"):
        save(widget, tmp_path / "x.png")
