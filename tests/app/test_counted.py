"""What is counted stands in the singular where there is one of it."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from aeviewer.app.views.adversary.samples import SampleGrid
from aeviewer.app.views.codebook.text import stages
from aeviewer.app.views.denoise.sample_rows import SampleRows
from aeviewer.app.views.features.activations import Activations
from aeviewer.app.views.time_bar import Moments
from tests.app.pictures import plain


@pytest.mark.parametrize(("count", "words"), [(1, "1 stage"), (2, "2 stages")])
def test_stages(count: int, words: str) -> None:
    assert stages(count) == words


@pytest.mark.parametrize(
    ("steps", "words"), [((5,), "kept 1 moment, "), ((5, 9), "kept 2 moments, ")]
)
def test_moments(steps: tuple[int, ...], words: str) -> None:
    assert Moments(steps=steps).memory.startswith(words)


@pytest.mark.parametrize(("total", "words"), [(1, "1 sample"), (2000, "2,000 samples")])
def test_samples_of_a_histogram(total: int, words: str) -> None:
    shown = Activations(2, np.array([[total]]), 0.0, 1.0, 0, total, None)
    assert shown.said() == f"z3 over {words}"
    assert shown.brief() == f"z3: {words}"


@pytest.mark.parametrize(("count", "words"), [(1, "1 sample"), (3, "3 samples")])
def test_samples_that_are_shown(qtbot: QtBot, count: int, words: str) -> None:
    rows, grid = SampleRows(), SampleGrid()
    for widget in (rows, grid):
        qtbot.addWidget(widget)
    images = [plain(4, 4)] * count
    rows.set_rows((("clean", images),), 0)
    grid.set_samples(images, np.zeros(0, np.float32), (0.0, 1.0))
    assert rows.accessibleDescription() == f"{words}: clean"
    assert grid.accessibleDescription() == words
