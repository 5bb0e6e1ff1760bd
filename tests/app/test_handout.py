"""What is taken home of a lesson: the same from the window and from the command line."""

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from PIL import Image
from PySide6.QtCore import QEvent, QHashSeed, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from aeviewer.app.export.handout.dialog import HandoutDialog
from aeviewer.app.export.handout.html import html
from aeviewer.app.export.handout.job import HandoutJob
from aeviewer.app.export.handout.markdown import html_of
from aeviewer.app.export.handout.pdf import pdf
from aeviewer.app.flows.term_values import COUNT
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look import dressing, theme
from aeviewer.app.look.theme import DARK, LIGHT
from aeviewer.app.models import shelf
from aeviewer.cli import main
from aeviewer.session import handout as told
from aeviewer.session import lesson
from aeviewer.session.handout import Handout, Plate, Sheet, Term, Writing
from aeviewer.session.view import View
from aeviewer.training.bundled import resolve
from aeviewer.zoo.contract import Batch
from tests.app.conftest import BUNDLED, Desk
from tests.app.hands import child, click
from tests.app.reading import Pdf, tree_of, words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

LESSON = r"""+++
title = "Small & short"
summary = "A test of <handouts>."
minutes = 1
sources = ["Somebody 2020, On \"Things\""]
+++
# First <step>
Some *text* with `code`, a [paper](https://example.org/paper) and a [page](page:mix).

![A plot](plot.png)

| model | error |
|---|--:|
| one | 1.5 |
```math
\mathcal{L} = \term{reconstruction}{\lVert x - \hat{x} \rVert^2} + \term{kl}{D_{KL}(q \Vert p)}
```
```question
What will you see?
```
```answer
Seven of them.
```
```notes
Whisper this.
```
# Second
## A smaller heading
Between two anchors.
```state
anchors = [{ point = [0, 0] }, { point = [1, 1] }]
```
# Third
```math
\term{contraction}{c}
```
```state
page = "traversal"
```
```question
And now?
```
"""
PLAIN = r"\mathcal{L} = {\lVert x - \hat{x} \rVert^2} + {D_{KL}(q \Vert p)}"
SECONDS = 60_000


@pytest.fixture
def small(bundle: Path, tmp_path: Path) -> Path:
    """A lesson of three steps about the one bundled model."""
    path = tmp_path / "lesson" / "small.md"
    path.parent.mkdir()
    path.write_text(LESSON)
    return path


Make = Callable[..., bytes]


@pytest.fixture
def make(qtbot: QtBot, small: Path, tmp_path: Path) -> Make:
    """Makes the handout of that lesson; its bytes."""

    def made(name: str = "made.html", *, notes: bool = False) -> bytes:
        target = tmp_path / name
        job = HandoutJob(lesson.read(small), [target], notes)
        with qtbot.waitSignal(job.ended, timeout=SECONDS) as caught:
            job.start()
        assert caught.args == [target], caught.args
        swept()
        return target.read_bytes()

    return made


def swept() -> None:
    """Let go of what was to be deleted."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def sheet(number: int = 1, **changes: object) -> Sheet:
    """A sheet with a picture of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (84, 50), "#123456").save(data, "PNG")
    plate = Plate(data.getvalue(), (42, 25), "A picture", "What is to be seen.")
    step = lesson.Step(title=f"Step {number}", view=View(), text="Words.")
    fields: dict[str, object] = {"equation": b"", "terms": (), "note": "", "plate": plate}
    return Sheet(number, step, **{**fields, **changes})  # type: ignore[arg-type]


def test_the_html_is_one_sound_file(make: Make) -> None:
    data = make()
    root = tree_of(data)
    assert data.startswith(b"<!DOCTYPE html>")
    assert root.tag == "html"
    assert root.get("lang") == "en"
    assert not {"script", "link", "iframe", "object"} & {item.tag for item in root.iter()}
    sources = [item.get("src", "") for item in root.iter() if item.get("src")]
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    names = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(names) == len(set(names))
    links = [item.get("href", "") for item in root.iter("a")]
    assert [link for link in links if not link.startswith("#")] == ["https://example.org/paper"]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    style = "".join(root.find("head/style").itertext())  # type: ignore[union-attr]
    assert "url(" not in style
    assert all(part in style for part in ("prefers-color-scheme: dark", "@media print", "@page"))
    assert [item.get("name") for item in root.iter("meta")].count("viewport") == 1


def test_the_html_tells_all_of_the_lesson(make: Make) -> None:
    root = tree_of(make())
    levels = [(item.tag, words(item)) for item in root.iter() if item.tag in {"h1", "h2", "h3"}]
    assert levels == [
        ("h1", "Small & short"),
        ("h2", "1 First <step>"),
        ("h3", "Question"),
        ("h2", "2 Second"),
        ("h3", "A smaller heading"),
        ("h2", "3 Third"),
        ("h3", "Question"),
        ("h2", "Answers"),
        ("h3", "1 First <step>"),
        ("h2", "Sources"),
    ]
    said = words(root)
    assert "A test of <handouts>. About 1 minute" in said
    assert "a paper and a page. [A plot]" in said
    assert words(root.find("body/main/section/table/tbody")) == "one 1.5"  # type: ignore[arg-type]
    assert 'Somebody 2020, On "Things"' in words(root.find("body/footer"))  # type: ignore[arg-type]


def test_the_answer_stands_apart_and_the_notes_only_where_they_are_wanted(make: Make) -> None:
    root = tree_of(make())
    sections = {item.get("id"): words(item) for item in root.iter("section")}
    assert "What will you see?Answer" in sections["step-1"]
    assert "Seven" not in sections["step-1"]
    assert "What will you see? Seven of them." in sections["answers"]
    assert "And now?" in sections["step-3"]
    assert "Answer" not in sections["step-3"]  # there is none
    assert "Whisper" not in words(root)
    noted = {item.get("id"): words(item) for item in tree_of(make(notes=True)).iter("section")}
    assert "Notes Whisper this." in noted["step-1"]


def test_pictures_show_the_steps_sharply_and_say_what_they_show(make: Make) -> None:
    images = list(tree_of(make()).iter("img"))
    assert len(images) == 3
    for item in images:
        with Image.open(io.BytesIO(base64.b64decode(item.get("src", "").partition(",")[2]))) as png:
            assert png.size == (2 * int(item.get("width", 0)), 2 * int(item.get("height", 0)))
            assert len(png.convert("RGB").getcolors(1_000_000) or ()) > 20
    said = [item.get("alt", "") for item in images]
    assert said[0].startswith("Where the encoder puts the test images.")
    assert "along the path" in said[1]
    assert said[2] == "What each latent dimension does to a picture."


def test_the_equation_is_shapes_in_the_colours_of_its_terms_and_says_its_latex(make: Make) -> None:
    root = tree_of(make())
    first, second = root.iter("svg")
    assert (first.get("role"), first.get("aria-label")) == ("img", PLAIN)
    assert {item.get("class") for item in first.iter("path")} == {
        None,  # of the page
        "term-reconstruction",
        "term-kl",
    }
    assert {item.get("class") for item in second.iter("path")} == {"term-contraction"}
    style = "".join(root.find("head/style").itertext())  # type: ignore[union-attr]
    for colours in (LIGHT, DARK):
        assert f"--term-kl: {colours.term('kl')};" in style


def test_terms_are_worth_what_the_loss_says(make: Make) -> None:
    root = tree_of(make())
    tables = [item for item in root.iter("table") if item.get("class") == "terms"]
    assert len(tables) == 1  # the loss of this model has no contraction
    subject = shelf.open_checkpoint(resolve(BUNDLED)).subject
    assert subject.images is not None
    with subject.twins.reading() as (model, _):
        generator = torch.Generator().manual_seed(0)
        images = subject.images.floats(slice(COUNT))
        loss = model.loss(Batch(images, None, 1.0, generator, subject.twins.step, 0))
    wanted = [
        [name, three_digits(loss.terms[name].item()), "nats"] for name in ("reconstruction", "kl")
    ]
    assert [[words(cell) for cell in row] for row in tables[0].iter("tr")] == wanted


def test_the_pdf_is_text_shapes_and_pictures_on_numbered_pages(make: Make) -> None:
    read = Pdf(make("made.pdf"))
    assert read.pictures[:2] == [1, 1]
    assert sum(read.pictures) == 3
    count = len(read.texts)
    for number, text in enumerate(read.texts, 1):
        assert text.rstrip().endswith(f"{number} / {count}")
    said = [" ".join(text.split()) for text in read.texts]
    assert said[0].startswith("Small & short A test of <handouts>. About 1 minute 1 First <step> ")
    assert "a paper and a page" in said[0]
    assert "[A plot]" in said[0]
    assert "over the first 128 test images." in said[0]  # without a ligature
    assert "\t" not in "".join(read.texts)  # as Qt calls a space
    assert "Seven" not in "".join(said[:-1])  # so that one can think first
    assert "Answers 1 First <step> What will you see? Seven of them. Sources" in said[-1]
    assert "Whisper" not in "".join(said)
    assert read.contents[0].count(b" c\n") > 100  # the letters of the equation
    assert "Notes Whisper this." in " ".join(Pdf(make("noted.pdf", notes=True)).texts[0].split())


@pytest.mark.parametrize("name", ["made.html", "made.pdf"])
def test_the_window_and_the_command_line_make_the_same_bytes(
    desk: Desk, small: Path, tmp_path: Path, name: str
) -> None:
    desk.store.set(theme="dark", layers=("density",), cursor=(1.0, 1.0))
    open_lesson(desk, small)
    target = ask(desk, tmp_path / name)
    with desk.qtbot.waitSignal(desk.program.handouts.told, timeout=SECONDS) as caught:
        click(dialog_of(desk).make)
    assert caught.args == [f"Handout written: {target}"]
    assert desk.program.handouts.dialog is None
    swept()
    dressing.apply(QApplication.instance(), theme.DARK)  # type: ignore[arg-type]  # it is one
    out = tmp_path / f"line-{name}"
    assert main(["handout", str(small), "--out", str(out)]) == 0
    swept()
    assert out.read_bytes() == target.read_bytes()


def begun(desk: Desk, small: Path, target: Path) -> tuple[HandoutDialog, HandoutJob]:
    """Open the lesson, ask for its handout, and begin to make it."""
    open_lesson(desk, small)
    ask(desk, target)
    dialog = dialog_of(desk)
    click(dialog.make)
    job = desk.program.handouts.job
    assert isinstance(job, HandoutJob)
    return dialog, job


def test_it_tells_how_far_it_is_and_can_be_cancelled_and_begun_again(
    desk: Desk, small: Path, tmp_path: Path
) -> None:
    dialog, job = begun(desk, small, tmp_path / "made.pdf")
    assert not dialog.make.isEnabled()
    second: Callable[[int, int, float], bool] = lambda done, _count, _left: done == 2  # noqa: E731
    with desk.qtbot.waitSignal(job.progressed, timeout=SECONDS, check_params_cb=second):
        pass
    assert "2 of 3 steps, " in dialog.gauge.said.text()
    assert (dialog.gauge.bar.value(), dialog.gauge.bar.maximum()) == (2, 3)
    with desk.qtbot.waitSignal(desk.program.handouts.told) as caught:
        click(dialog.buttons.button(dialog.buttons.StandardButton.Close))
    assert caught.args == ["Handout cancelled: nothing was written"]
    assert dialog.isVisible()
    assert list(tmp_path.glob("*.pdf")) == []
    with desk.qtbot.waitSignal(desk.program.handouts.told, timeout=SECONDS):
        click(dialog.make)
    assert (tmp_path / "made.pdf").read_bytes().startswith(b"%PDF")
    swept()


def test_the_window_has_its_turn_between_any_two_steps_of_the_writing(
    qtbot: QtBot, small: Path, tmp_path: Path
) -> None:
    job = HandoutJob(lesson.read(small), [tmp_path / "made.pdf"], notes=False)
    heard: list[tuple[int, int, int]] = []
    turns = [0]
    window = QTimer(interval=0)
    window.timeout.connect(lambda: turns.append(turns.pop() + 1))
    window.start()
    job.writing.connect(lambda page, count: heard.append((page, count, turns[0])))
    with qtbot.waitSignal(job.ended, timeout=SECONDS):
        job.start()
    window.stop()
    swept()
    count = len(Pdf((tmp_path / "made.pdf").read_bytes()).texts)
    told = [pages for *pages, _ in heard]
    assert told == [*sorted(told[:-1]), [0, 0]]  # at last the file itself
    assert {tuple(pages) for pages in told} == {(0, 0), *((n + 1, count) for n in range(count))}
    assert len([pages for pages in told if pages == [1, count]]) > 4  # one for each box
    at = [turn for *_, turn in heard[:-1]]
    assert all(before < after for before, after in pairwise(at))


def test_a_handout_cancelled_amid_its_pages_leaves_no_file_and_can_be_made_again(
    desk: Desk, small: Path, tmp_path: Path
) -> None:
    dialog, job = begun(desk, small, tmp_path / "made.pdf")
    second: Callable[[int, int], bool] = lambda page, _count: page == 2  # noqa: E731
    with desk.qtbot.waitSignal(job.writing, timeout=SECONDS, check_params_cb=second) as caught:
        pass
    count = caught.args[1]
    assert dialog.gauge.said.text() == f"Writing page 2 of {count}"
    assert (dialog.gauge.bar.value(), dialog.gauge.bar.maximum()) == (2, count)
    with desk.qtbot.waitSignal(desk.program.handouts.told) as said:
        click(dialog.buttons.button(dialog.buttons.StandardButton.Close))
    assert said.args == ["Handout cancelled: nothing was written"]
    swept()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
    with desk.qtbot.waitSignal(desk.program.handouts.told, timeout=SECONDS):
        click(dialog.make)
    assert len(Pdf((tmp_path / "made.pdf").read_bytes()).texts) == count
    swept()


def test_the_window_says_why_there_can_be_no_handout(
    desk: Desk, small: Path, tmp_path: Path
) -> None:
    assert not desk.actions["handout"].isEnabled()
    open_lesson(desk, small)
    ask(desk, tmp_path / "gone" / "made.html")
    dialog = dialog_of(desk)
    click(dialog.make)
    said = dialog.gauge.said
    assert said.text() == f"There is no folder {tmp_path / 'gone'}; choose one that there is."
    dialog.target.setText(str(tmp_path / "made.doc"))
    click(dialog.make)
    assert said.text() == "Made.doc does not end in a format of handouts: .html, .pdf."
    dialog.reject()
    swept()


def test_the_file_is_looked_for_where_it_is_proposed_and_takes_the_format_that_is_chosen(
    desk: Desk, small: Path, tmp_path: Path
) -> None:
    open_lesson(desk, small)
    ask(desk, tmp_path / "made.html")
    dialog = dialog_of(desk)
    click(dialog.browse)
    files = child(dialog, QFileDialog)
    assert files.selectedFiles() == [str(tmp_path / "made.html")]
    assert files.nameFilters() == ["HTML (*.html)", "PDF (*.pdf)"]
    files.filterSelected.emit("PDF (*.pdf)")
    files.selectFile(str(tmp_path / "other"))
    files.accept()
    assert dialog.target.text() == str(tmp_path / "other.pdf")
    dialog.reject()
    swept()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nothing"], 1, "there is no lesson nothing; give a file or one of: 01-"),
        (["small.md", "--out", "made.txt"], 1, "made.txt does not end in a format of handouts"),
        (["small.md", "--out", "gone/made.html"], 1, "there is no folder "),
        (["small.md", "--all", "folder"], 2, "--all FOLDER stands alone"),
        (["broken.md"], 1, "broken.md, line 7: this equation cannot be typeset"),
    ],
)
def test_the_command_line_says_why_there_can_be_no_handout(
    small: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(small.parent)
    head = '+++\ntitle = "Broken"\n+++\n# One\n\n```math\n\\nosuchthing{x}\n```\n'
    Path("broken.md").write_text(head)
    assert main(["handout", *arguments]) == code
    assert f"error: {sentence}" in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["broken.md", "small.md"]
    swept()


def test_all_lessons_at_once(
    small: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.rename(small.with_name("01-small.md"))
    monkeypatch.setattr(lesson, "folder", lambda: small.parent)
    folder = tmp_path / "new" / "handouts"
    assert main(["handout", "--all", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["01-small.html", "01-small.pdf"]
    monkeypatch.chdir(tmp_path)
    assert main(["handout", "small"]) == 0
    assert Path("01-small.html").read_bytes() == (folder / "01-small.html").read_bytes()
    swept()


def test_tags_in_a_lesson_are_text() -> None:
    assert html_of("a <script>b</script> & <!-- c -->") == (
        "<p>a &lt;script&gt;b&lt;/script&gt; &amp; &lt;!-- c --&gt;</p>"
    )
    assert html_of("[a](javascript:alert(1)) [b](file.md)\n![c](d.png)") == (
        "<p>[a](javascript:alert(1)) b\n[c]</p>"
    )


def test_what_is_worth_nothing_known_has_no_table(qtbot: QtBot) -> None:
    made = Handout(_lesson(), (sheet(), sheet(2, terms=(Term("kl", "1.50", "nats"),), note="So.")))
    root = tree_of(whole(html(made)))
    tables = {item.get("id"): len(list(item.iter("table"))) for item in root.iter("section")}
    assert tables == {"step-1": 0, "step-2": 1}
    said = [" ".join(text.split()) for text in Pdf(whole(pdf(made))).texts]
    assert "kl 1.50 nats So." in " ".join(said)


def test_equal_handouts_are_equal_bytes_in_any_process(qtbot: QtBot) -> None:
    step = lesson.Step(title="Bold", view=View(), text="Plain, *slanted*, **bold** and `code`.")
    made = Handout(_lesson(), (replace(sheet(), step=step),))
    files = set()
    for _ in range(6):
        QHashSeed.resetRandomGlobalSeed()  # as each process has one of its own
        files.add(whole(pdf(made)))
    assert len(files) == 1


def test_latex_as_others_write_it() -> None:
    assert told.plain(r"\term{kl}{D} + \beta") == r"{D} + \beta"


def whole(writing: Writing) -> bytes:
    """The file, when all its steps are taken."""
    while True:
        try:
            next(writing)
        except StopIteration as end:
            return bytes(end.value)


def _lesson() -> lesson.Lesson:
    return lesson.Lesson("made", Path("made.md"), "Made", "", None, (), (sheet().step,))


def open_lesson(desk: Desk, path: Path) -> None:
    desk.program.open_lesson(str(path))
    desk.qtbot.waitUntil(lambda: not desk.engine.busy, timeout=SECONDS)
    desk.quiet()
    desk.qtbot.waitUntil(lambda: not desk.parts.lesson.typesetting.busy, timeout=SECONDS)


def ask(desk: Desk, target: Path) -> Path:
    """Ask for the handout by its action, into a file."""
    desk.act("handout")
    dialog_of(desk).target.setText(str(target))
    return target


def dialog_of(desk: Desk) -> HandoutDialog:
    dialog = desk.program.handouts.dialog
    assert dialog is not None
    return dialog
