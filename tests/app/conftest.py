"""The real window, offscreen, with a small bundled model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QCursor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from aeviewer.app.engine import Engine
from aeviewer.app.layout import Parts
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture
from aeviewer.app.program import Program
from aeviewer.app.start.run import open_window
from aeviewer.app.trainings.studio import Studio
from aeviewer.app.trainings.trainer import Training
from aeviewer.app.window import Window
from aeviewer.app.wiring import AnyFlow
from aeviewer.data import catalogue
from aeviewer.data.catalogue import Source
from aeviewer.data.images import DataSet
from aeviewer.data.sources import open_data
from aeviewer.session.store import Store
from aeviewer.session.view import Point, View
from aeviewer.training import bundled
from tests.app.hands import child, retype
from tests.app.making import save_trained

BUNDLED = "mnist-vae-2d"  # what a view without a model of its own opens


@pytest.fixture(autouse=True)
def _pointer_away(qapp: QApplication) -> Iterator[None]:
    """Nothing opens under the pointer, and no test keeps a button down or a menu open."""
    QCursor.setPos(qapp.primaryScreen().geometry().bottomRight())
    yield
    assert qapp.mouseButtons() == Qt.MouseButton.NoButton
    assert qapp.activePopupWidget() is None


@pytest.fixture(scope="session")
def digits_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of digits that has learned a little."""
    path = tmp_path_factory.mktemp("bundled") / "digits.safetensors"
    save_trained(path, open_data("digits"), plan={"epochs": 10, "batch": 64}, hidden=(32,))
    return path


@pytest.fixture
def shelf_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder in place of that of the bundled models; no downloaded data is at hand."""
    monkeypatch.setenv("AEVIEWER_DATA", str(tmp_path / "no data"))
    folder = tmp_path.with_name(f"{tmp_path.name}-bundled")
    folder.mkdir()
    monkeypatch.setattr(bundled, "folder", lambda: folder)
    return folder


@pytest.fixture
def bundle(shelf_folder: Path, digits_file: Path) -> Path:
    """The one bundled model."""
    path = shelf_folder / f"{BUNDLED}.safetensors"
    copyfile(digits_file, path)
    return path


Offer = Callable[..., None]


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Offer:
    """Offers one more data set, built in or (with files) to be downloaded first."""

    def add(name: str, data: DataSet, files: tuple[str, ...] = ()) -> None:
        source = Source(name, name.title(), "made up", lambda _: data, name, files)
        monkeypatch.setattr(catalogue, "_SOURCES", (*catalogue._SOURCES, source))

    return add


@dataclass
class Desk:
    """The program as a person has it before him."""

    qtbot: QtBot
    window: Window

    @property
    def program(self) -> Program:
        assert self.window.program is not None
        return self.window.program

    @property
    def engine(self) -> Engine:
        assert self.program.engine is not None
        return self.program.engine

    @property
    def studio(self) -> Studio:
        return self.engine.studio

    def phase(self) -> str:
        """What the studio does now."""
        return self.studio.phase

    @property
    def parts(self) -> Parts:
        return self.program.parts

    @property
    def store(self) -> Store:
        return self.program.store

    @property
    def view(self) -> View:
        return self.store.view

    @property
    def actions(self) -> dict[str, QAction]:
        return dict(self.program.actions)

    def flow(self, kind: type[AnyFlow]) -> AnyFlow:
        """The flow of this kind, whose page has been looked at."""
        flow = self.engine.wiring.flow(kind)
        assert flow is not None
        return flow

    def act(self, name: str) -> None:
        """Trigger an action as its button does, which does nothing while it is disabled."""
        self.actions[name].trigger()

    def picture(self) -> QImage:
        """What the probe shows."""
        image = self.parts.probe.picture.image
        assert image is not None
        return image

    def message(self) -> str:
        """What the message bar says, in small letters, or nothing."""
        bar = self.parts.messages
        return "" if bar.isHidden() else bar.accessibleName().lower()

    def remedy(self) -> QPushButton:
        """The button in the message bar that mends it."""
        return child(self.parts.messages, QPushButton)

    def type(self, knob: str, text: str) -> None:
        """Type a value into the form."""
        retype(self.line(knob), text)

    def line(self, knob: str) -> QLineEdit:
        return child(self.parts.train, QLineEdit, knob)

    def choose(self, combo: str, name: str) -> None:
        """Choose an entry of a combo in the bar."""
        box = child(self.parts.bar, QComboBox, combo)
        index = box.findData(name)
        assert index >= 0, name
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def answered(self, *names: str) -> None:
        """Wait until each of these has been answered."""
        missing = set(names)

        def heard(name: str) -> bool:
            missing.discard(name)
            return not missing

        with self.qtbot.waitSignal(self.engine.wiring.answered, check_params_cb=heard):
            pass

    def quiet(self) -> None:
        """Wait until the decoder has answered all that was asked, and all that came of it."""
        wiring = self.engine.wiring
        desk = wiring._decoder._desk
        heard: list[str] = [""]
        connection = wiring.answered.connect(heard.append)

        def waiting() -> bool:
            timers = wiring.findChildren(QTimer)
            return bool(desk.requests) or any(t.isSingleShot() and t.isActive() for t in timers)

        while heard or waiting():
            heard.clear()
            self.qtbot.waitUntil(lambda: not waiting())
            self.turn()
        wiring.answered.disconnect(connection)

    def turn(self) -> None:
        """Let the window hear what has been sent to it."""
        timer = QTimer(singleShot=True, interval=0)
        with self.qtbot.waitSignal(timer.timeout):
            timer.start()

    def expected(self) -> QImage:
        """What the probe must show: the latent at the cursor, decoded by the newest weights."""
        subject = self.engine.wiring.subject
        assert subject is not None
        latent = subject.latent(self.view.cursor, self.view.base)
        assert latent is not None
        with subject.twins.reading() as (model, _), torch.no_grad():
            return picture(model.decode(latent[None])[0])

    def open(self, name: str | Path) -> None:
        """Open a model, and wait until it is on show."""
        with self.qtbot.waitSignal(self.engine.rested):
            self.program.open(str(name))
        self.quiet()

    def save(self, path: Path) -> None:
        """Save the model on show as the dialog does."""
        with self.qtbot.waitSignal(self.engine.rested):
            self.program.tending.save(str(path))

    def train(self) -> Training:
        """Press Start; return what began, once it has done a step and is on show."""
        with self.qtbot.waitSignal(self.studio.began) as caught:
            self.act("start")
        training: Training = caught.args[0]
        self.qtbot.waitUntil(lambda: self.shows(training))
        return training

    def shows(self, training: Training) -> bool:
        """Whether a training is on show, under way or over."""
        subject = self.engine.wiring.subject
        return subject is not None and subject.twins is training.twins

    def end(self) -> None:
        """Press Stop, and wait for the end."""
        self.act("stop")
        self.wait_for_end()

    def wait_for_end(self) -> None:
        """Wait until the training is over and kept, which gives what is on show its name."""
        self.qtbot.waitUntil(lambda: self.phase() == "idle" and not self.engine.busy)

    def pixel(self, point: Point) -> QPoint:
        """Where a point of the plane lies on the map."""
        return QPointF(*self.parts.map.viewport.to_pixel(point)).toPoint()

    def drag(self, *points: Point) -> None:
        """Drag in the map through points of the plane, with the left button."""
        canvas, left = self.parts.map, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(canvas, left, none, self.pixel(points[0]))
        for point in points[1:]:
            QTest.mouseMove(canvas, self.pixel(point))
        QTest.mouseRelease(canvas, left, none, self.pixel(points[-1]))

    def anchor(self, sample: int) -> None:
        """Shift+click a sample."""
        point = self.parts.map.point_of(sample)
        assert point is not None
        shift = Qt.KeyboardModifier.ShiftModifier
        QTest.mouseClick(self.parts.map, Qt.MouseButton.LeftButton, shift, self.pixel(point))


def subject_of(desk: Desk) -> Subject:
    """The model on show."""
    subject = desk.engine.wiring.subject
    assert subject is not None
    return subject


def placed_of(desk: Desk) -> Placed:
    """Where its samples are."""
    placed = subject_of(desk).placed
    assert placed is not None
    return placed


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[OpenDesk]:
    """Opens windows, up to the moment where the model is on show; closes them in the end."""
    desks: list[Desk] = []

    def open_one(
        *argv: str, view: View | None = None, until: str = "shown", saved: bool = False
    ) -> Desk:
        desk = Desk(qtbot, open_window(argv, view, saved=saved))
        desks.append(desk)
        bring_up(desk, until)
        return desk

    yield open_one
    for desk in desks:
        shut(desk)


def bring_up(desk: Desk, until: str = "shown") -> None:
    """Wait until a window is painted, filled, has torch, or shows its model."""
    if until == "painted":
        return
    with desk.qtbot.waitSignal(desk.window.filled):
        pass
    if until == "filled":
        return
    if desk.program.engine is None:  # torch may have come already
        with desk.qtbot.waitSignal(desk.program.loaded):
            pass
    if until == "shown":
        if desk.engine.busy:
            with desk.qtbot.waitSignal(desk.engine.rested):
                pass
        desk.quiet()


def shut(desk: Desk) -> None:
    """End what runs, close, and let the window go."""
    program = desk.window.program
    if program is not None and program.engine is not None and desk.studio.phase != "idle":
        with desk.qtbot.waitSignal(desk.studio.ended):
            desk.studio.stop()
    if program is not None:
        program.walks.unkept.forget()
    assert desk.window.close()
    desk.window.deleteLater()


@pytest.fixture
def desk(bundle: Path, open_desk: OpenDesk) -> Desk:
    """The program with the bundled model on show."""
    return open_desk()
