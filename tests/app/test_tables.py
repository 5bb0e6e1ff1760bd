"""The numbers behind a figure, taken away as CSV: read back, they are those of the model."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aeviewer.app.export.easel import Look
from aeviewer.app.export.job import Job
from aeviewer.app.export.order import Order, check
from aeviewer.app.export.table import Table, csv_of
from aeviewer.app.flows.denoise.work import spoilt
from aeviewer.app.look import theme
from aeviewer.app.models.shelf import open_checkpoint
from aeviewer.app.models.subject import Subject
from aeviewer.app.views.compare.page import ComparePage
from aeviewer.cli import main
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError
from aeviewer.session import file
from aeviewer.session.view import Anchor, Slot, Spoil, View
from aeviewer.training.loop import train
from aeviewer.training.recording import record
from aeviewer.training.reports import read_reports
from aeviewer.training.run import METRICS, checkpoint_path
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.registry import Model
from tests.app.conftest import Desk
from tests.app.making import data_set, save_trained, state_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

Rows = list[dict[str, str]]


def rows_in(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def told(qtbot: QtBot, target: Path, what: str, view: View) -> Rows:
    """Write the numbers behind a view, and read them back."""
    job = Job(Order(Look(what, (1, 1)), target), view)
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    swept()
    assert caught.args == [target], caught.args
    return rows_in(target)


def swept() -> None:
    """Let go of what was to be deleted."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def column(rows: Rows, name: str) -> NDArray[np.float64]:
    return np.array([float(row[name]) for row in rows])


def model_of(path: Path) -> tuple[Subject, Model]:
    subject = open_checkpoint(path).subject
    with subject.twins.reading() as (model, _):
        return subject, model


def rebuilt(model: Model, x: torch.Tensor) -> torch.Tensor:
    assert isinstance(model, Autoencoder)
    with torch.no_grad():
        return model.decode(model.encode(x).mean)


def test_a_text_that_a_spreadsheet_would_run_is_but_a_text() -> None:
    cells = ["=1+1", "+cmd", "-1+2", "@sum", "\tx", "\rx", "-1", "+2.5e-3", "a=b", 'ä, "b"', ""]
    table: Table = {"=head": cells, "number": list(range(-5, 6)), "gap": [None] * 11}
    found = list(csv.reader(csv_of(table).decode("utf-8").splitlines(keepends=True)))
    assert found[0] == ["'=head", "number", "gap"]
    assert [row[1] for row in found[1:] if len(row) > 1][:3] == ["-5", "-4", "-3"]
    text = csv_of({"a": cells[:4], "b": [-1.5, -2, float("nan"), 1e-30]}).decode()
    assert text.split("\r\n") == [
        "a,b",
        "'=1+1,-1.5",
        "'+cmd,-2",
        "'-1+2,nan",
        "'@sum,1e-30",
        "",
    ]
    kept = csv_of({"a": cells[6:11], "b": [0] * 5}).decode().split("\r\n")[1:-1]
    assert kept == ["-1,0", "+2.5e-3,0", "a=b,0", '"ä, ""b""",0', ",0"]


def test_numbers_come_back_as_they_were() -> None:
    values = np.random.default_rng(0).normal(size=200).astype(np.float32)
    lines = csv_of({"z": values, "n": np.arange(200)}).decode().splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == [str(n) for n in range(200)]
    assert (np.array([line.split(",")[0] for line in lines[1:]], np.float32) == values).all()


def test_the_latents_of_the_map(qtbot: QtBot, bundle: Path, tmp_path: Path) -> None:
    rows = told(qtbot, tmp_path / "map.csv", "map", View())
    subject, _ = model_of(bundle)
    assert subject.placed is not None
    assert subject.labels is not None
    assert list(rows[0]) == ["index", "label", "x", "y", "z1", "z2"]
    assert [row["index"] for row in rows] == [str(n) for n in range(360)]
    assert [row["label"] for row in rows] == [subject.classes[n] for n in subject.labels]
    for number, name in enumerate(("z1", "z2")):
        latents = subject.placed.latents[:, number].numpy()
        assert (column(rows, name).astype(np.float32) == latents).all()
    assert (column(rows, "y").astype(np.float32) == subject.placed.points[:, 1]).all()


def test_anomaly_scores_of_the_model_and_of_pca(qtbot: QtBot, bundle: Path, tmp_path: Path) -> None:
    rows = told(qtbot, tmp_path / "a.csv", "anomaly", View(normal=frozenset({0, 1, 2})))
    subject, model = model_of(bundle)
    assert subject.images is not None
    assert subject.learned is not None
    x = subject.images.floats(slice(None))
    errors = (rebuilt(model, x) - x).square().flatten(1).sum(1).numpy()
    assert column(rows, "score") == pytest.approx(errors, rel=1e-4)
    normal = [row["label"] in {"0", "1", "2"} for row in rows]
    assert [row["normal"] for row in rows] == [str(int(one)) for one in normal]
    assert column(rows, "score_pca") == pytest.approx(_by_pca(subject), rel=1e-2, abs=1e-2)


def _by_pca(subject: Subject) -> NDArray[np.float64]:
    """What 30 components of the normal training images leave of each test image, by numpy."""
    assert subject.learned is not None
    assert subject.images is not None
    known = subject.learned.of_classes((0, 1, 2)).floats(slice(None)).flatten(1).double().numpy()
    x = subject.images.floats(slice(None)).flatten(1).double().numpy() - known.mean(0)
    axes = np.linalg.svd(known - known.mean(0), full_matrices=False)[2][:30]
    made = np.clip(x @ axes.T @ axes + known.mean(0), 0, 1) - known.mean(0)
    found: NDArray[np.float64] = np.square(x - made).sum(1)
    return found


def test_without_normal_classes_nobody_says_what_is_normal(
    qtbot: QtBot, bundle: Path, tmp_path: Path
) -> None:
    rows = told(qtbot, tmp_path / "a.csv", "anomaly", View())
    assert {(row["normal"], row["score_pca"]) for row in rows} == {("", "")}
    assert column(rows, "score").min() > 0


def test_the_use_of_codes(qtbot: QtBot, tmp_path: Path, shelf_folder: Path) -> None:
    path = shelf_folder / "codes.safetensors"
    save_trained(path, open_data("digits"), "vq", plan={"epochs": 1}, codes=16)
    rows = told(qtbot, tmp_path / "codes.csv", "codebook", View(slots=(Slot(model=str(path)),)))
    subject, model = model_of(path)
    assert subject.images is not None
    with torch.no_grad():
        codes = model.codes(subject.images.floats(slice(None)))  # type: ignore[operator]  # of a VQ
    assert [(row["stage"], row["code"]) for row in rows] == [("1", str(n)) for n in range(16)]
    wanted = torch.bincount(codes.flatten(), minlength=16).tolist()
    assert [int(row["count"]) for row in rows] == wanted


def test_the_figures_of_denoising(qtbot: QtBot, bundle: Path, tmp_path: Path) -> None:
    spoil = Spoil("gaussian", 0.3, 5)
    rows = told(qtbot, tmp_path / "d.csv", "denoise", View(spoil=spoil, sample=26))
    subject, model = model_of(bundle)
    assert subject.images is not None
    assert [int(row["index"]) for row in rows] == list(range(24, 48))
    clean = subject.images.floats(slice(24, 48))
    noisy = spoilt(clean, 24, spoil)
    for name, x in (("psnr_noisy", noisy), ("psnr_denoised", rebuilt(model, noisy))):
        wanted = -10 * np.log10(np.square((x - clean).numpy()).mean((1, 2, 3)))
        assert column(rows, name) == pytest.approx(wanted, rel=1e-3)
    assert [row["index"] for row in rows if row["ssim_denoised"]] == ["26"]


def test_the_honesty_of_a_path(qtbot: QtBot, bundle: Path, tmp_path: Path) -> None:
    view = View(anchors=(Anchor((0.0, 0.0), 3), Anchor((0.0, 0.0), 2)))
    rows = told(qtbot, tmp_path / "path.csv", "path", view)
    subject, model = model_of(bundle)
    assert subject.placed is not None
    t = column(rows, "t")
    assert t == pytest.approx(np.linspace(0, 1, len(rows)))
    latents = subject.placed.latents.double()
    walked = torch.from_numpy(t)[:, None] * (latents[2] - latents[3]) + latents[3]
    apart = torch.cdist(walked, latents)
    assert column(rows, "nearest_distance") == pytest.approx(apart.min(1).values.numpy(), abs=1e-4)
    assert [int(rows[at]["nearest_index"]) for at in (0, -1)] == [3, 2]
    assert isinstance(model, Autoencoder)
    with torch.no_grad():
        again = model.encode(model.decode(walked.float())).mean
    back = (again - walked.float()).norm(dim=1).numpy()
    assert column(rows, "return_distance") == pytest.approx(back, rel=1e-3, abs=1e-4)
    assert np.isfinite(column(rows, "density")).all()
    assert (column(rows, "speed") > 0).all()


def test_rate_and_distortion_as_the_page_shows_them(desk: Desk, tmp_path: Path) -> None:
    rows = told(desk.qtbot, tmp_path / "rates.csv", "compare", desk.view)
    desk.store.set(page="compare", comparing="rates")
    page = desk.parts.pages.views["compare"]
    assert isinstance(page, ComparePage)
    desk.qtbot.waitUntil(lambda: len(shown_in(page)) == len(rows))
    names = ("bits", "psnr", "squared_error")
    found = [(r["codec"], r["setting"], *(float(r[name]) for name in names)) for r in rows]
    assert found == shown_in(page)
    assert {"PCA", "mnist-vae-2d"} < {row["codec"] for row in rows}


def shown_in(page: ComparePage) -> list[tuple[str, str, float, float, float]]:
    return [
        (one.title, spot.label, spot.bits, spot.psnr, spot.sse)
        for one in page.rates.series
        for spot in one.spots
    ]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder of six steps, each of which reported."""
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", 0.0)
    data = data_set()
    state = state_of(data)
    for _ in record(tmp_path / "run", state, data, "small", train(state, data.train)):
        pass
    return tmp_path / "run"


def test_the_curves_of_a_run_on_disk(
    qtbot: QtBot, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run.parent / "curves.csv"
    assert main(["render", str(run), "--view", "curves", "--out", str(out)]) == 0
    swept()
    assert "wrote" in capsys.readouterr().err
    wanted = read_reports(checkpoint_path(run), 6)
    assert len(wanted) == 6
    rows = rows_in(out)
    assert list(rows[0]) == ["step", "images_seen", *wanted[0].terms]
    found = [(int(row["step"]), int(row["images_seen"])) for row in rows]
    assert found == [(report.step, report.seen) for report in wanted]
    for name in wanted[0].terms:
        assert column(rows, name).tolist() == [report.terms[name] for report in wanted]


def test_a_run_whose_reports_cannot_be_read_has_no_curves_but_a_map(
    qtbot: QtBot, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run / METRICS).write_bytes(b"\xff")
    out = run.parent / "made.csv"
    assert main(["render", str(run), "--view", "curves", "--out", str(out)]) == 1
    assert "error: nothing is known of this model's training" in capsys.readouterr().err
    assert not out.exists()
    assert main(["render", str(run), "--view", "map", "--out", str(out)]) == 0
    swept()
    assert rows_in(out)


def test_the_picture_of_a_run_s_curves_has_a_line_for_each_term(qtbot: QtBot, run: Path) -> None:
    out = run.parent / "curves.svg"
    assert main(["render", str(run), "--view", "curves", "--out", str(out)]) == 0
    swept()
    text = out.read_text("utf-8")
    lines = {
        group.get("stroke") for group in ET.fromstring(text).iter() if group.tag.endswith("}g")
    }
    assert {theme.LIGHT.term(name) for name in ("reconstruction", "kl")} <= lines
    assert "nats per image" in text


def test_the_curves_in_the_window(desk: Desk, tmp_path: Path) -> None:
    for seen in (64, 128, 192):
        desk.parts.train.curves.append(seen, {"reconstruction": 100 - seen / 2, "kl": seen / 7})
    desk.parts.train.curves.append(256, {"kl": 40.5})
    wanted = Order(Look("curves", (480, 320)), tmp_path / "curves.csv")
    job = Job(wanted, desk.view, curves=desk.parts.train.curves)
    with desk.qtbot.waitSignal(job.ended):
        job.start()
    swept()
    rows = rows_in(wanted.target)
    assert column(rows, "images_seen").tolist() == [64, 128, 192, 256]
    assert [row["reconstruction"] for row in rows] == ["68.0", "36.0", "4.0", ""]
    assert column(rows, "kl").tolist() == [64 / 7, 128 / 7, 192 / 7, 40.5]


LACKS: Mapping[str, str] = {
    "map": "no samples lie on the map",
    "curves": "nothing is known of this model's training: train it here, or open a run",
    "denoise": "nothing is denoised here: open an autoencoder",
    "anomaly": "no image is scored here: open an autoencoder",
    "codebook": "no codes are counted here: open a model with a codebook",
    "compare": "no rates are measured here",
}


@pytest.mark.parametrize("what", LACKS)
def test_where_there_are_no_numbers(
    qtbot: QtBot, shelf_folder: Path, tmp_path: Path, what: str
) -> None:
    path = shelf_folder / "gan.safetensors"
    save_trained(path, data_set(), "gan", plan={"epochs": 1})
    view = View(slots=(Slot(model=str(path)),))
    job = Job(Order(Look(what, (1, 1)), tmp_path / "a.csv"), view)
    with qtbot.waitSignal(job.ended) as caught:
        job.start()
    swept()
    (fault,) = caught.args
    assert isinstance(fault, UserError)
    assert LACKS[what] in str(fault)
    assert not (tmp_path / "a.csv").exists()


def test_there_is_nothing_along_no_path(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(UserError, match="there is no path: put two anchors on the map first"):
        Job(Order(Look("path", (1, 1)), tmp_path / "a.csv"), View())
    assert not (tmp_path / "a.csv").exists()


def test_what_has_no_numbers_at_all(tmp_path: Path, qapp: object) -> None:
    wanted = Order(Look("probe", (300, 300)), tmp_path / "probe.csv")
    with pytest.raises(UserError, match="no numbers behind the probe; a CSV can be of: map, path"):
        check(wanted)
    check(replace(wanted, look=Look("map", (1, 1))))


def test_a_saved_state_gives_the_numbers_that_it_shows(
    qtbot: QtBot, bundle: Path, tmp_path: Path
) -> None:
    file.save(View(normal=frozenset({4})), tmp_path / "state.json")
    out = tmp_path / "a.csv"
    assert (
        main(["render", str(tmp_path / "state.json"), "--view", "anomaly", "--out", str(out)]) == 0
    )
    swept()
    assert {row["label"] for row in rows_in(out) if row["normal"] == "1"} == {"4"}
