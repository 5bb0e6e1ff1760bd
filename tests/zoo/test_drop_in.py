"""Adding a model is adding one file: the registry, the command line, the form, the checkpoint."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

import aeviewer.zoo
from aeviewer.app.actions.making import build
from aeviewer.app.actions.table import ACTIONS
from aeviewer.app.forms.choices import Choices
from aeviewer.app.panels.bar import MainBar
from aeviewer.app.panels.train import TrainPanel
from aeviewer.cli import main
from aeviewer.session.store import Store
from aeviewer.training import checkpoint, run
from aeviewer.zoo import registry
from aeviewer.zoo.registry import find, variants
from tests.app.hands import child, retype

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
Shown = tuple[Store, MainBar, TrainPanel]

_FILE = '''
"""The mean image: Nobody 2026. z shifts its grey."""

from typing import final

import torch
from torch import nn

from aeviewer.zoo.contract import Autoencoder, Loss, Objective
from aeviewer.zoo.knobs import Knobs, knob
from aeviewer.zoo.posterior import Posterior
from aeviewer.zoo.registry import variant


class MeanKnobs(Knobs):
    latent: int = knob(1, "Size of the latent z", ge=1, le=512)
    gain: float = knob(0.5, "How much z shifts the grey", ge=0, le=7)


@final
@variant("mean-image", "Mean image", "Nobody 2026", MeanKnobs)
class MeanImage(Autoencoder[MeanKnobs]):
    def __init__(self, image_shape, config):
        super().__init__(image_shape, (config.latent,), config)
        self.mean = nn.Parameter(torch.randn(image_shape) / 10)

    def encode(self, x):
        grey = x.flatten(1).mean(1, keepdim=True)
        return Posterior(grey.expand(-1, self.config.latent))

    def decode(self, z):
        return torch.sigmoid(self.mean + self.config.gain * z.mean(1)[:, None, None, None])

    def loss(self, batch):
        rebuilt = self.decode(self.encode(batch.images).mean)
        error = (batch.images - rebuilt).square().sum() / len(batch.images)
        return Loss(error, {"reconstruction": error})

    def prior(self, count, generator):
        return torch.rand(count, self.config.latent, generator=generator, device=generator.device)

    def objectives(self):
        return [Objective("mean", [self.mean], self.loss)]
'''


@pytest.fixture
def dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A file of a model in the zoo's folder, or what Python takes for it."""
    folder = tmp_path / "zoo"
    folder.mkdir()
    (folder / "mean_image.py").write_text(_FILE)
    monkeypatch.setattr(aeviewer.zoo, "__path__", [*aeviewer.zoo.__path__, str(folder)])
    yield "mean-image"
    registry._VARIANTS.pop("mean-image", None)
    sys.modules.pop("aeviewer.zoo.mean_image", None)
    vars(aeviewer.zoo).pop("mean_image", None)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    """A view, and the bar and the panel that a model is chosen and trained with."""
    window, panel = QMainWindow(), TrainPanel()
    bar = MainBar(build(window, {action.id: lambda: None for action in ACTIONS}))
    window.addToolBar(bar)
    for widget in (window, panel):
        qtbot.addWidget(widget)
        widget.show()
    yield Store(), bar, panel
    window.close()


def test_the_registry_finds_it(dropped: str) -> None:
    assert dropped in variants()
    assert find(dropped).title == "Mean image"


def test_the_command_line_lists_it_and_offers_its_knobs(
    dropped: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "models", "--json"]) == 0
    assert dropped in {entry["name"] for entry in json.loads(capsys.readouterr().out)["models"]}
    assert main(["train", dropped, "--help"]) == 0
    assert "--gain" in capsys.readouterr().out
    assert main(["train", dropped, "--data", "digits", "--gain", "8"]) == 1
    assert "mean-image.gain is 8; it must lie in [0, 7]" in capsys.readouterr().err


def test_the_window_offers_it_and_takes_its_knobs(dropped: str, shown: Shown) -> None:
    store, bar, panel = shown
    choices = Choices(store, bar, panel, bar)
    choices.load()
    combo = child(bar, QComboBox, "Model")
    combo.setCurrentText("Mean image")
    combo.activated.emit(combo.currentIndex())
    assert store.view.variant == dropped
    retype(child(panel, QLineEdit, "Gain"), "2")
    assert choices.taken()[0] == {"gain": 2.0}
    assert not panel.faults()
    retype(child(panel, QLineEdit, "Gain"), "8")
    assert panel.faults() == ["mean-image.gain is 8; it must lie in [0, 7]"]


def test_it_trains_and_its_checkpoint_opens(
    dropped: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    words = ["train", dropped, "--data", "digits", "--epochs", "3", "--lr", "0.1", "--device"]
    assert main([*words, "cpu", "--out", str(folder), "--json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    found = checkpoint.load(run.checkpoint_path(folder))
    model = checkpoint.build(found, "the run")
    assert type(model).__name__ == "MeanImage"
    assert main(["evaluate", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sse"] == pytest.approx(trained["sse"])
