"""What is counted stands in the singular where there is one of it, in English and German."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.export.dialog import ExportDialog
from aeviewer.app.export.handout.dialog import HandoutDialog
from aeviewer.app.flows.adversary.words import of_kinds
from aeviewer.app.flows.compare.jobs import Sheet, of_model
from aeviewer.app.flows.compare.models import Entrant, sides
from aeviewer.app.views.adversary.found import Found
from aeviewer.app.views.adversary.samples import SampleGrid
from aeviewer.app.views.adversary.search import SearchPanel
from aeviewer.app.views.codebook.text import Unit, of_book, of_code, stages
from aeviewer.app.views.codebook.values import Looked, Use
from aeviewer.app.views.denoise.sample_rows import SampleRows
from aeviewer.app.views.features.activations import Activations
from aeviewer.app.views.probe.dimension import Dimension
from aeviewer.app.views.time_bar import Moments
from aeviewer.app.views.traversal.layout import Line
from aeviewer.app.views.traversal.writing import rows_left_out
from aeviewer.session.store import Store
from aeviewer.session.view import View
from aeviewer.words import speak
from tests.app.making import images, small_model
from tests.app.pictures import plain


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


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


@pytest.mark.parametrize(
    ("total", "words"),
    [(1, "is not active for the only sample"), (3, "is active for none of 3 samples")],
)
def test_samples_of_an_idle_unit(total: int, words: str) -> None:
    shown = Activations(2, np.array([[0]]), 0.0, 1.0, total, total, None)
    assert shown.said() == f"z3 {words}"


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


@pytest.mark.parametrize(
    ("code", "count", "frames", "steps"),
    [
        ("en", 1, "1 of 1 frame, 0:00 left", "1 of 1 step, 0:00 left"),
        ("en", 2, "1 of 2 frames, 0:00 left", "1 of 2 steps, 0:00 left"),
        ("de", 1, "1 von 1 Bild, noch 0:00", "1 von 1 Schritt, noch 0:00"),
        ("de", 2, "1 von 2 Bildern, noch 0:00", "1 von 2 Schritten, noch 0:00"),
    ],
)
def test_what_is_made(qtbot: QtBot, code: str, count: int, frames: str, steps: str) -> None:
    speak(code)
    parent = QWidget()
    qtbot.addWidget(parent)
    film, handout = ExportDialog(View(), None, parent), HandoutDialog("A", "a", parent)
    for dialog, words in ((film, frames), (handout, steps)):
        dialog.show_progress(1, count, 0.0)
        assert dialog.gauge.said.text() == words


@pytest.mark.parametrize(("total", "words"), [(1, "1 of 1 step"), (2, "1 of 2 steps")])
def test_steps_of_a_search(qtbot: QtBot, total: int, words: str) -> None:
    panel = SearchPanel(Store())
    qtbot.addWidget(panel)
    panel.show_found(Found(plain(4, 4), 1, total))
    assert words in [label.text() for label in panel.findChildren(QLabel)]


def looked(cells: int, entries: int) -> Looked:
    codes, none = np.zeros((1, cells), np.int64), np.zeros((1, cells), np.bool_)
    return Looked(0, "a sample", 0, (entries,), codes, none, False, None, plain(4, 4), None)


@pytest.mark.parametrize(
    ("code", "unit", "count", "half", "ends"),
    [
        ("en", "images", 1, "1 entry; counted: 0 of 1 image.", ("1 entry, ", "over 1 image.")),
        (
            *("en", "latents", 2, "2 entries; counted: 0 of 2 latents."),
            ("2 entries, ", "over 2 latents."),
        ),
        (
            *("de", "images", 1, "1 Eintrag; 1 Bild, davon 0 gezählt."),
            ("1 Eintrag, ", "gezählt: 1 Bild."),
        ),
        (
            *("de", "latents", 2, "2 Einträge; 2 latente Vektoren, davon 0 gezählt."),
            ("2 Einträge, ", "gezählt: 2 latente Vektoren."),
        ),
    ],
)
def test_entries_and_what_they_are_counted_over(
    code: str, unit: Unit, count: int, half: str, ends: tuple[str, str]
) -> None:
    speak(code)
    uses = [Use(done, count, [np.ones(count, np.int64)], (1.0,), ()) for done in (0, count)]
    said = [of_book(looked(count, count), use, unit) for use in uses]
    assert said[0] == half
    assert said[1].startswith(ends[0])
    assert said[1].endswith(ends[1])


@pytest.mark.parametrize(("count", "words"), [(1, "1 of 1 cell"), (2, "2 of 2 cells")])
def test_cells_of_a_code(count: int, words: str) -> None:
    assert of_code(looked(count, 1), None, 0, None).startswith(f"Code 0: {words}.")


@pytest.mark.parametrize(
    ("first", "shown", "words"),
    [
        (0, 1, "The one of 3 rows that tells most."),
        (0, 2, "The 2 of 3 rows that tell most."),
        (2, 1, "Row 3 of 3."),
        (1, 2, "Rows 2 to 3 of 3."),
    ],
)
def test_rows_left_out(first: int, shown: int, words: str) -> None:
    lines = [Line(Dimension(number, "1 nat"), -1.0, 1.0, 0.0) for number in range(3)]
    assert rows_left_out(lines, first, shown) == words


@pytest.mark.parametrize(("count", "words"), [(1, "1 of 1 class "), (2, "1 of 2 classes ")])
def test_classes_of_samples(count: int, words: str) -> None:
    shares = [1.0, 0.0][:count]
    assert words in of_kinds(shares, ["a", "b"][:count], 0.1)


@pytest.mark.parametrize(
    ("code", "labels", "about", "shape"),
    [
        ("en", ["1 bit a number", "2 bits a number"], "1 number in equal steps", "of 2 channels"),
        ("de", ["1 Bit je Zahl", "2 Bit je Zahl"], "1 Zahl in gleichen", "mit 2 Kanälen"),
    ],
)
def test_bits_of_a_number(code: str, labels: list[str], about: str, shape: str) -> None:
    speak(code)
    model, sheet = small_model(latent=1), Sheet.of(images(1, labelled=False))
    entrant = Entrant("", "One", "", model, type(model), None, None, 0)
    *_, found = of_model(sheet, "one", entrant).start(model)
    assert found is not None
    assert [spot.label for spot in found[0].spots][:2] == labels
    assert found[0].about.startswith(about)
    assert sides((2, 4, 4)) == f"4 \N{MULTIPLICATION SIGN} 4 {shape}"
