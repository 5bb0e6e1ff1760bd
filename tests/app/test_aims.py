"""What a model is held to, in words, and on the card that says why it is as it is."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from aeviewer.app.telling.aims import FIGURES, told
from aeviewer.app.why import targets_of
from aeviewer.session import why
from aeviewer.zoo import registry
from aeviewer.zoo.registry import find
from aeviewer.zoo.target import Target
from aeviewer.zoo.targets import TARGETS
from tests.app.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
_OWN = (Target("sse", "< 50", data="digits"),)


def test_the_figures_of_all_targets_have_names() -> None:
    targets = [target for each in TARGETS.values() for target in each]
    named = {key for target in targets for key in (target.figure, target.over) if key}
    assert named == set(FIGURES)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ((), ""),
        (
            (
                Target("sse", "<= 4.2", 1000, {"latent": 30}),
                Target("sse", "< 1.6", knobs={"latent": 30, "hidden": (8, 4)}, beside="2006: 3"),
                Target("sse", "< 1.4", knobs={"latent": 30, "hidden": (8, 4)}),
                Target("knn10", ">= 0.9", knobs={"latent": 2}),
                Target("auroc", ">= 0.9", way="mean of ten"),
            ),
            (
                "Aim on MNIST: squared error < 1.6 (2006: 3), then < 1.4 with latent 30, hidden 8,4"
                "; 10-NN accuracy \N{GREATER-THAN OR EQUAL TO} 0.9 with latent 2."
            ),
        ),
        (
            (
                Target("mean_activation", ">= 0.05", 600_000, {"revive": True, "tied": False}),
                Target("mean_activation", "<= 0.09", 600_000, {"revive": True, "tied": False}),
                Target("mmd", "1 +- 0.5", 600_000, way="in nats"),
                Target("own_figure", "< 2", 10, data="a folder"),
            ),
            (
                "Must show on MNIST after 600,000 images: mean activation "
                "\N{GREATER-THAN OR EQUAL TO} 0.05 and \N{LESS-THAN OR EQUAL TO} 0.09 "
                "with revive, no tied; MMD 1 \N{PLUS-MINUS SIGN} 0.5 (in nats).\n"
                "Must show on a folder after 10 images: own figure < 2."
            ),
        ),
        (
            (Target("frechet", "< 5", over="frechet_train"),),
            "Aim on MNIST: Frechet distance of samples / that of training images < 5.",
        ),
    ],
)
def test_targets_are_told(targets: tuple[Target, ...], said: str) -> None:
    assert told(targets) == said


def test_the_card_says_what_its_model_is_held_to(desk: Desk) -> None:
    desk.store.set(variant="vanilla")
    with desk.qtbot.waitSignal(desk.program.why.typeset):
        desk.act("why")
    dialog = desk.program.why.dialog
    assert dialog is not None
    (line,) = (label for label in dialog.findChildren(QLabel) if "Aim on" in label.text())
    assert line.text() == told(find("vanilla").targets)
    assert "squared error < 1.6 (Hinton & Salakhutdinov 2006: 3.00)" in line.text()
    assert line.height() >= line.heightForWidth(line.width())


@pytest.mark.parametrize(("targets", "said"), [((), 0), (_OWN, 1)])
def test_a_model_of_ones_own_tells_its_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, targets: tuple[Target, ...], said: int
) -> None:
    entry = replace(find("vanilla"), name="own", title="Own", targets=targets)
    monkeypatch.setattr(why, "cards", dict)
    monkeypatch.setattr(registry, "_VARIANTS", {**registry._VARIANTS, "own": entry})
    assert targets_of("own") == targets
    desk.store.set(variant="own")
    desk.act("why")
    dialog = desk.program.why.dialog
    assert dialog is not None
    assert dialog.windowTitle() == "Why: Own"
    lines = [label.text() for label in dialog.findChildren(QLabel)]
    assert lines.count("Aim on Digits: squared error < 50.") == said
