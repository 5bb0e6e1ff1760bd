"""The loss curves of a run are read back as they were reported."""

from pathlib import Path

import pytest

from aeviewer.errors import UserError
from aeviewer.training.recording import keep
from aeviewer.training.reports import Reported, read_reports
from aeviewer.training.run import METRICS, checkpoint_path
from tests.training import small


@pytest.fixture(autouse=True)
def every_step_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aeviewer.training.meter._REPORT_EVERY", 0.0)


def found_in(folder: Path, step: int = 10**9) -> list[Reported]:
    return list(read_reports(checkpoint_path(folder), step))


def test_all_that_was_reported(tmp_path: Path) -> None:
    events = small.finish(tmp_path, small.state(), small.data())
    wanted = [
        (step.number, step.seen, dict(step.report.terms))
        for step in small.steps(events)
        if step.report is not None
    ]
    assert len(wanted) == 15
    assert [(r.step, r.seen, dict(r.terms)) for r in found_in(tmp_path)] == wanted


def test_a_snapshot_knows_what_came_before_it(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    snapshot = max((tmp_path / "snapshots").iterdir())
    assert [report.step for report in read_reports(snapshot, 5)] == [1, 2, 3, 4, 5]


def test_a_line_that_was_half_written_is_passed_over(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    with (tmp_path / METRICS).open("a") as file:
        file.write('{"step": 16, "seen": 4\n[1]\n{"step": 17, "seen": 5, "kl": "much"}\n')
    assert [report.step for report in found_in(tmp_path)] == list(range(1, 16))


def test_what_nobody_wrote_down(tmp_path: Path) -> None:
    keep(tmp_path, small.state(), small.data(), "small")
    assert found_in(tmp_path) == []


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / METRICS).write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match=f"cannot read {tmp_path / METRICS}"):
        found_in(tmp_path)
