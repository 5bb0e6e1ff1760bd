"""Lessons in the real window: the player, the panel, what is pointed at, the terms."""

import html
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QRegion, QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aeviewer.app.flows.term_values import COUNT, told_by_latents, units
from aeviewer.app.lessons.equation import Equation
from aeviewer.app.lessons.panel import LessonPanel
from aeviewer.app.lessons.prose import Prose, written
from aeviewer.app.lessons.typeset import typeset
from aeviewer.app.look.theme import DARK, LIGHT, Theme
from aeviewer.data.sources import open_data
from aeviewer.errors import UserError
from aeviewer.session import file, lesson, lesson_text
from aeviewer.session.lesson_words import PARTS
from aeviewer.session.view import View
from aeviewer.training import bundled, checkpoint
from aeviewer.zoo.contract import Batch
from aeviewer.zoo.gan import GAN
from tests.app.conftest import BUNDLED, Desk, OpenDesk, subject_of
from tests.app.hands import child, click, press
from tests.app.making import save_trained

FRONT = '+++\ntitle = "Small"\nsummary = "A test."\nminutes = 1\nsources = ["Somebody 2020"]\n+++\n'
STEPS = r"""# First
Some *text*.
```math
\mathcal{L} = \term{reconstruction}{\lVert x - \hat{x} \rVert^2} + \term{kl}{D_{KL}(q \Vert p)}
```
```state
cursor = [0.5, -1.0]
anchors = [{ point = [0, 0] }, { point = [1, 1] }]
```
```highlight
map
```
```question
What?
```
```answer
That.
```
# Second
```math
\term{reconstruction}{a} + \term{sparsity}{b}
```
```state
model = "other.safetensors"
cursor = [-0.5, 0.25]
beside = "neighbours"
```
```highlight
curves
```
# Third
```state
page = "traversal"
cursor = [1.0, 1.0]
hidden = [1, 2]
```
```notes
Wait.
```
# Fourth
```state
camera = { centre = [0.0, 0.0], span = 3.0 }
layers = ["prior", "points"]
```
```highlight
sliders
```
"""


@pytest.fixture(scope="session")
def other_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of another kind."""
    path = tmp_path_factory.mktemp("other") / "other.safetensors"
    save_trained(path, open_data("digits"), "vanilla", {"epochs": 1, "batch": 64}, hidden=(8,))
    return path


@pytest.fixture
def small(bundle: Path, other_file: Path, tmp_path: Path) -> Path:
    """A lesson of four steps, with a model beside it."""
    (tmp_path / "other.safetensors").write_bytes(other_file.read_bytes())
    path = tmp_path / "small.md"
    path.write_text(FRONT + STEPS)
    return path


@pytest.fixture
def taught(desk: Desk, small: Path) -> Desk:
    """The window with that lesson open."""
    desk.program.open_lesson(str(small))
    settle(desk)
    return desk


def settle(desk: Desk) -> None:
    """Wait until the step is on show: its model, its pictures, its equations."""
    desk.qtbot.waitUntil(lambda: not desk.engine.busy and shown(desk))
    desk.quiet()
    desk.qtbot.waitUntil(lambda: not panel_of(desk).typesetting.busy)


def shown(desk: Desk) -> bool:
    return desk.engine.shown == desk.view.slots[0].model


def panel_of(desk: Desk) -> LessonPanel:
    return desk.parts.lesson


def go(desk: Desk, number: int) -> None:
    desk.program.lessons.player.go(number)
    settle(desk)


def said(desk: Desk) -> dict[str, str]:
    return dict(panel_of(desk).shows())


def of_the_step(desk: Desk, view: View) -> View:
    """A step's view with what stays the person's own."""
    now = desk.view
    return replace(view, theme=now.theme, scale=now.scale, device=now.device, tool=now.tool)


def test_a_lesson_opens_at_its_first_step(taught: Desk, small: Path) -> None:
    first = lesson.read(small).steps[0]
    assert taught.view == of_the_step(taught, first.view)
    assert panel_of(taught).isVisible()
    assert said(taught)["title"] == "First"
    assert said(taught)["text"] == "Some *text*."
    assert said(taught)["place"] == "1 of 4"
    assert taught.picture() == taught.expected()


def test_next_and_back_lead_to_the_same_from_any_state(taught: Desk, small: Path) -> None:
    steps = lesson.read(small).steps
    seen: dict[int, tuple[View, QImage]] = {}
    numbers = [0, 1, 2, 3, 2, 1, 0, *(Random(5).randrange(4) for _ in range(8))]
    for number in numbers:
        go(taught, number)
        assert taught.view == of_the_step(taught, steps[number].view)
        found = seen.setdefault(number, (taught.view, taught.picture()))
        assert (taught.view, taught.picture()) == found
        taught.store.set(
            cursor=(0.1 * number, 0.2), layers=("density",), page="mix", hidden=frozenset()
        )
    assert len({view.slots for view, _ in seen.values()}) == 2


def test_quick_steps_end_where_the_last_one_leads(taught: Desk, small: Path) -> None:
    player = taught.program.lessons.player
    for act in (player.next, player.next, player.back, player.next, player.next, player.back):
        act()
    player.go(1)
    player.go(3)
    settle(taught)
    assert taught.view == of_the_step(taught, lesson.read(small).steps[3].view)
    assert taught.engine.shown == BUNDLED
    assert taught.picture() == taught.expected()


def test_a_step_of_the_same_model_opens_it_no_second_time(
    taught: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    open_one = taught.engine.open

    def open_and_tell(path: Path, name: str, **how: bool) -> None:
        opened.append(name)
        open_one(path, name, **how)

    monkeypatch.setattr(taught.engine, "open", open_and_tell)
    for number in (2, 3, 0, 1, 1, 2):
        go(taught, number)
    assert len(opened) == 2  # there, and back


def test_undo_goes_back_a_step_and_out_of_the_lesson(desk: Desk, small: Path) -> None:
    before = desk.view
    desk.program.open_lesson(str(small))
    settle(desk)
    go(desk, 2)
    desk.act("undo")
    settle(desk)
    assert said(desk)["title"] == "First"
    desk.act("undo")
    settle(desk)
    assert desk.view == before
    assert not panel_of(desk).isVisible()
    desk.act("redo")
    settle(desk)
    assert said(desk)["title"] == "First"
    assert panel_of(desk).isVisible()


def test_the_buttons_and_the_keys_lead_through_it(taught: Desk) -> None:
    panel = panel_of(taught)
    assert not panel.back.isEnabled()
    click(panel.next)
    settle(taught)
    assert said(taught)["title"] == "Second"
    panel.next.setFocus()
    press(panel.next, Qt.Key.Key_Space)
    settle(taught)
    assert said(taught)["title"] == "Third"
    taught.act("lesson_next")
    taught.act("lesson_next")
    settle(taught)
    assert said(taught)["place"] == "4 of 4"
    assert not panel.next.isEnabled()
    click(panel.back)
    settle(taught)
    assert said(taught)["title"] == "Third"


def test_again_brings_back_what_the_step_shows(taught: Desk) -> None:
    before = taught.view
    taught.drag((0.0, 0.0), (1.0, 0.5))
    assert taught.view != before
    click(panel_of(taught).again)
    settle(taught)
    assert taught.view == before


def test_the_answer_waits_to_be_asked_for(taught: Desk) -> None:
    panel = panel_of(taught)
    assert said(taught)["question"] == "What?"
    assert "answer" not in said(taught)
    click(panel.show_answer)
    assert said(taught)["answer"] == "That."
    assert panel.show_answer.isHidden()
    go(taught, 1)
    assert "question" not in said(taught)
    assert panel.show_answer.isHidden()
    go(taught, 0)
    assert "answer" not in said(taught)
    assert not panel.show_answer.isHidden()


def test_closing_leaves_what_is_looked_at_and_the_docks_as_they_were(
    desk: Desk, small: Path
) -> None:
    docks = desk.parts.docks
    places = {dock: desk.window.dockWidgetArea(dock) for dock in (docks.train, docks.probe)}
    desk.program.open_lesson(str(small))
    settle(desk)
    assert desk.window.dockWidgetArea(docks.train) != places[docks.train]
    shown = desk.view
    click(panel_of(desk).close_lesson)
    assert desk.view == replace(shown, lesson="", lesson_step=0)
    assert not panel_of(desk).isVisible()
    assert {dock: desk.window.dockWidgetArea(dock) for dock in places} == places
    assert desk.parts.train.isVisible()
    assert not desk.actions["lesson_next"].isEnabled()
    assert desk.program.lessons.player.lesson is None


def test_a_small_window_leaves_half_of_itself_to_the_page(desk: Desk, small: Path) -> None:
    desk.window.resize(1024, 768)
    desk.program.open_lesson(str(small))
    settle(desk)
    assert desk.parts.pages.width() >= 0.47 * desk.window.width()  # frames take a little
    assert desk.parts.docks.lesson.width() < 0.25 * desk.window.width()


@pytest.mark.parametrize("scale", [1.0, 1.75])
def test_no_term_makes_the_words_wider_than_the_panel(taught: Desk, scale: float) -> None:
    panel = panel_of(taught)
    taught.store.set(scale=scale)
    go(taught, 1)
    taught.window.resizeDocks([taught.parts.docks.lesson], [10], Qt.Orientation.Horizontal)
    taught.quiet()
    assert panel.terms.values.said("sparsity")[1] == "not in this loss"
    words = panel._area.widget()
    assert words is not None
    assert words.width() <= panel._area.viewport().width()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (STEPS, "own.md, line 1: a lesson begins with"),
        (
            FRONT + "# One\n```state\nmodel = 'none'\n```\n",
            "own.md, line 9: there is no checkpoint none",
        ),
    ],
)
def test_a_broken_lesson_is_told_and_nothing_is_lost(
    taught: Desk, tmp_path: Path, text: str, words: str
) -> None:
    before = taught.view
    (tmp_path / "own.md").write_text(text)
    taught.program.open_lesson(str(tmp_path / "own.md"))
    assert words in taught.message()
    assert taught.view == before
    assert said(taught)["title"] == "First"


def test_a_missing_lesson_is_told(taught: Desk) -> None:
    taught.program.open_lesson("nowhere.md")
    assert "there is no lesson nowhere.md" in taught.message()
    assert said(taught)["title"] == "First"


def test_what_is_said_of_a_lesson_goes_with_the_next_one(
    taught: Desk, small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "own.md"
    path.write_text(STEPS)
    taught.program.open_lesson(str(path))
    taught.act("lesson_next")
    taught.program.parts.messages.let_pass("model", "file")  # as another model's coming does
    assert "own.md, line 1" in taught.message()
    path.write_text(FRONT + STEPS)
    taught.program.open_lesson(str(path))
    assert taught.view.lesson == str(path)
    assert taught.message() == ""
    taught.program.open_lesson("nowhere.md")
    taught.act("undo")  # to the lesson that was open before
    assert taught.view.lesson == str(small)
    assert taught.message() == ""


def test_a_session_takes_its_lesson_up_where_it_was(
    small: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    view = replace(lesson.read(small).steps[2].view, cursor=(0.3, 0.3))
    file.save(view, tmp_path / "session.json")
    desk = open_desk(view=file.load(tmp_path / "session.json"), saved=True)
    assert said(desk)["title"] == "Third"
    assert panel_of(desk).isVisible()
    assert desk.view == of_the_step(desk, view)


def test_a_session_whose_lesson_is_gone_says_so(bundle: Path, open_desk: OpenDesk) -> None:
    desk = open_desk(view=View(lesson="gone.md", lesson_step=7), saved=True)
    assert "there is no lesson gone.md" in desk.message()
    assert not panel_of(desk).isVisible()
    assert desk.picture() == desk.expected()


def test_a_lesson_opened_before_torch_is_in_is_shown_as_its_step_says(
    small: Path, open_desk: OpenDesk
) -> None:
    desk = open_desk(until="filled")
    desk.program.open_lesson(str(small))
    desk.program.lessons.player.go(1)
    with desk.qtbot.waitSignal(desk.program.loaded):
        pass
    settle(desk)
    assert desk.view == of_the_step(desk, lesson.read(small).steps[1].view)
    assert desk.picture() == desk.expected()


def test_the_menu_lists_the_bundled_lessons_in_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, title in (("02-b", "Beta"), ("01-a", "Alpha")):
        (tmp_path / f"{name}.md").write_text(f'+++\ntitle = "{title}"\n+++\n# One\n')
    (tmp_path / "03-c.md").write_text("broken")
    monkeypatch.setattr(lesson, "folder", lambda: tmp_path)
    menu = desk.program.lessons.menu
    entries = menu.entries()
    assert [entry.text() for entry in entries] == ["1. Alpha", "2. Beta", "3. 03-c"]
    entries[1].trigger()
    settle(desk)
    assert desk.view.lesson == "02-b"
    assert [entry.isChecked() for entry in menu.entries()] == [False, True, False]


def test_the_menu_tells_minutes_and_summary(desk: Desk) -> None:
    for entry, path in zip(
        desk.program.lessons.menu.entries(), lesson.lessons().values(), strict=True
    ):
        found, _steps = lesson_text.read(path)
        assert entry.text().endswith(f". {found.title} · {found.minutes} min")
        assert html.escape(found.summary) in entry.toolTip()


def test_the_menu_reads_a_lesson_once_and_again_when_it_has_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("01-a", "02-b"):
        (tmp_path / f"{name}.md").write_text(f'+++\ntitle = "{name}"\n+++\n# One\n')
    read: list[str] = []
    read_one = lesson_text.read

    def read_and_tell(path: Path) -> tuple[lesson_text.Front, list[lesson_text.Section]]:
        read.append(path.stem)
        return read_one(path)

    monkeypatch.setattr(lesson, "folder", lambda: tmp_path)
    monkeypatch.setattr(lesson_text, "read", read_and_tell)
    menu = desk.program.lessons.menu
    menu.entries()
    menu.entries()
    assert read == ["01-a", "02-b"]
    (tmp_path / "02-b.md").write_text('+++\ntitle = "Another"\n+++\n# One\n')
    assert [entry.text() for entry in menu.entries()] == ["1. 01-a", "2. Another"]
    assert read == ["01-a", "02-b", "02-b"]


def test_each_part_that_a_lesson_may_name_is_somewhere(desk: Desk) -> None:
    pointing = desk.program.lessons.pointing
    for name in PARTS:
        desk.store.set(page="denoise" if name == "controls" else "map")
        pointing.point_at((name,))
        (frame,) = pointing.frames
        assert frame.part.window() is desk.window


def test_a_frame_is_around_its_part_and_leaves_the_mouse_alone(taught: Desk) -> None:
    (frame,) = taught.program.lessons.pointing.frames
    part = taught.parts.map
    assert frame.part is part
    place = part.rect().translated(part.mapTo(taught.window, QPoint()))
    assert frame.isVisible()
    assert frame.geometry().adjusted(4, 4, -4, -4).contains(place.adjusted(5, 5, -5, -5))
    assert place.adjusted(-5, -5, 5, 5).contains(frame.geometry())
    assert not frame.mask().contains(frame.rect().center())
    taught.drag((0.6, -0.4), (0.4, 0.4))
    assert taught.view.cursor == pytest.approx((0.4, 0.4), abs=0.1)
    taught.window.resize(1000, 640)
    taught.turn()
    place = part.rect().translated(part.mapTo(taught.window, QPoint()))
    assert place.adjusted(-5, -5, 5, 5).contains(frame.geometry())
    taught.store.set(page="mix")
    taught.turn()
    assert not frame.isVisible()
    go(taught, 1)
    (frame,) = taught.program.lessons.pointing.frames
    assert frame.part is taught.parts.train.curves
    assert frame.isVisible()  # its panel was brought forward


@pytest.mark.parametrize("page", ["anomaly", "features"])
def test_a_frame_is_around_all_of_a_page_that_scrolls(taught: Desk, page: str) -> None:
    taught.store.set(page=page)
    taught.quiet()
    pointing = taught.program.lessons.pointing
    pointing.point_at(("page",))
    taught.turn()
    (frame,) = pointing.frames
    place = frame.part.rect().translated(frame.part.mapTo(taught.window, QPoint()))
    assert frame.geometry().adjusted(-5, -5, 5, 5).contains(place & taught.window.rect())


LATEX = r"\term{reconstruction}{\lVert x - \hat{x} \rVert^2} + \term{kl}{D} = y"


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def equation(holder: QWidget) -> Equation:
    widget = Equation(holder)
    widget.resize(400, 100)
    return widget


def painted(widget: QWidget, theme: Theme) -> QImage:
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.panel))
    widget.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return image


def count(image: QImage, colour: str) -> int:
    """Pixels that have just a colour: the insides of strokes."""
    wanted = QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_an_equation_is_painted_in_the_colours_of_its_terms(
    equation: Equation, theme: Theme
) -> None:
    equation.show_latex(LATEX, typeset(LATEX, theme), 40)
    image = painted(equation, theme)
    for colour in (theme.text, theme.term("reconstruction"), theme.term("kl")):
        assert count(image, colour) > 20
    assert equation.accessibleDescription() == LATEX


def test_an_equation_fits_the_width_there_is(equation: Equation) -> None:
    svg = typeset(LATEX, LIGHT)
    equation.show_latex(LATEX, svg, 80)
    wide = equation.height()
    equation.resize(200, 100)
    equation.show_latex(LATEX, svg, 80)
    assert equation.height() < wide
    image = painted(equation, LIGHT)
    right = max(
        x
        for x in range(200)
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 100
    )
    assert 180 < right < 200


@pytest.mark.parametrize("latex", [r"\nosuchthing{x}", r"\left( a", r"\begin{foo}"])
def test_what_cannot_be_typeset_is_told(latex: str) -> None:
    with pytest.raises(UserError, match="this equation cannot be typeset: "):
        typeset(latex, LIGHT)


def test_a_bad_equation_is_told_with_file_and_line_and_stands_there_as_text(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "own.md"
    path.write_text(FRONT + "# One\n```math\n\\nosuchthing{x}\n```\n# Two\n```math\nx^2\n```\n")
    desk.program.open_lesson(str(path))
    settle(desk)
    assert (
        r"own.md, line 9: this equation cannot be typeset: there is no \nosuchthing"
        in desk.message()
    )
    assert not panel_of(desk).equation.drawn
    assert not panel_of(desk).equation.isHidden()
    go(desk, 1)
    assert panel_of(desk).equation.drawn


def test_prose_fetches_nothing(holder: QWidget, tmp_path: Path) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    assert picture.save(str(tmp_path / "red.png"))
    prose = Prose("Text", holder)
    prose.resize(300, 100)
    prose.say(f"![red]({tmp_path / 'red.png'}) <b>bold</b> [link](https://example.org)", 15)
    assert count(painted(prose, LIGHT), "#ff0000") == 0
    assert prose.toPlainText() == "[red] <b>bold</b> link"


def test_code_is_set_apart_and_never_cut_off(holder: QWidget) -> None:
    prose = Prose("Text", holder)
    prose.resize(200, 100)
    source = (
        "Words `x`.\n\n```python\nfirst = 1\nsecond = 'much too long a line for this width'\n```\n"
    )
    prose.say(source, 20)
    document, found = prose.document(), []
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        found.append((block.text()[:6], cursor.charFormat().font().pixelSize() == 16))
        block = block.next()
    assert found == [("Words ", False), ("first ", True), ("second", True)]
    assert document.idealWidth() <= 200
    assert prose.height() >= document.size().height()


def test_prose_keeps_its_document(holder: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[object] = []
    monkeypatch.setattr(Prose, "loadResource", lambda *asked: fetched.append(asked), raising=False)
    prose = Prose("Text", holder)
    prose.resize(300, 100)
    document = prose.document()
    for source in (
        "# One\n\n![red](red.png)\n\n- a\n- b",
        "",
        "**Two** ![red](red.png)\n\n[link](#two)",
    ):
        prose.say(source, 20)
        assert prose.document() is document
        fresh = written(source, prose.document().defaultFont())
        fresh.setTextWidth(document.textWidth())
        assert document.toHtml() == fresh.toHtml()
        assert document.size() == fresh.size()
    assert not fetched


def test_no_line_of_prose_begins_with_a_per_cent_sign(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    prose = Prose("words", host)
    prose.say("of all 87 % are right, 5 of 8", 16)
    assert prose.document().toRawText() == "of all 87\N{NO-BREAK SPACE}% are right, 5 of 8"
    assert prose.markdown == "of all 87 % are right, 5 of 8"


def test_the_terms_are_those_of_the_loss_on_test_images(taught: Desk) -> None:
    subject = subject_of(taught)
    assert subject.images is not None
    images = subject.images.floats(slice(COUNT))
    labels = subject.told(slice(COUNT))
    with subject.twins.reading() as (model, step):
        batch = Batch(images, labels, 1.0, torch.Generator().manual_seed(0), step, 1)
        loss = model.loss(batch)
    values = panel_of(taught).terms.values
    assert values.terms == pytest.approx({
        "total": loss.total.item(),
        **{name: term.item() for name, term in loss.terms.items()},
    })
    assert values.units["kl"] == values.units["reconstruction"] == "nats"
    assert str(COUNT) in values.note


def test_a_term_that_the_model_lacks_is_named(taught: Desk) -> None:
    go(taught, 1)
    terms = panel_of(taught).terms
    assert terms.names == ("reconstruction", "sparsity")
    assert terms.values.said("sparsity") == ("\N{EN DASH}", "not in this loss")
    assert terms.values.said("reconstruction")[1] == "squared error"
    assert units(subject_of(taught).twins.kind)["reconstruction"] == "squared error"


def test_while_it_trains_the_training_says_the_terms(taught: Desk) -> None:
    taught.type("Epochs", "100000")
    taught.train()
    terms = panel_of(taught).terms
    taught.qtbot.waitUntil(lambda: terms.values.live and bool(terms.values.terms))
    taught.act("pause")
    taught.qtbot.waitUntil(lambda: taught.phase() == "paused")
    taught.turn()
    curves = taught.parts.train.curves
    assert terms.values.terms == pytest.approx({
        name: trace.last for name, trace in curves._traces.items()
    })
    taught.end()
    taught.quiet()
    assert not terms.values.live
    assert str(COUNT) in terms.values.note


def test_without_images_the_terms_are_what_was_measured(
    shelf_folder: Path, open_desk: OpenDesk, tmp_path: Path
) -> None:
    genuine = Path(bundled.__file__).parents[2] / "pretrained" / "mnist-vae-2d.safetensors"
    (shelf_folder / f"{BUNDLED}.safetensors").write_bytes(genuine.read_bytes())
    path = tmp_path / "small.md"
    two = "# Two\n```math\n\\term{kl}{x} + \\term{total_correlation}{y}\n```\n"
    three = "# Three\n```math\n\\term{total_correlation}{y}\n```\n"
    one = "# One\n```math\n\\term{kl}{x} + \\term{sparsity}{y}\n```\n"
    path.write_text(FRONT + one + two + three)
    desk = open_desk()
    desk.program.open_lesson(str(path))
    settle(desk)
    values = panel_of(desk).terms.values
    assert values.terms["kl"] == pytest.approx(7.55, abs=0.01)
    assert values.said("sparsity")[1] == "not in this loss"  # a VAE's terms are all measured
    assert "not at hand" in values.note
    go(desk, 1)
    part = panel_of(desk).terms.values.said("total_correlation")
    assert part[1] == "not measured"  # the card has the KL alone
    go(desk, 2)
    assert panel_of(desk).terms.values.said("total_correlation")[1] == ""


@pytest.mark.parametrize(
    ("name", "terms", "note"),
    [
        ("mnist-gan-64d", {"generator"}, f"By {COUNT} draws"),
        ("mnist-vaegan-20d", {"kl", "generator"}, f"By the latents of {COUNT} test images"),
        ("mnist-aae-2d", {"reconstruction", "generator"}, "or as measured once"),
        ("mnist-wae-8d", {"reconstruction", "mmd"}, "or as measured once"),
        ("mnist-sparse", {"reconstruction", "sparsity"}, "or as measured once"),
    ],
)
def test_without_images_latents_and_draws_tell_what_they_can(
    name: str, terms: set[str], note: str, open_desk: OpenDesk, bundle: Path, tmp_path: Path
) -> None:
    genuine = Path(bundled.__file__).parents[2] / "pretrained" / f"{name}.safetensors"
    (tmp_path / "own.safetensors").write_bytes(genuine.read_bytes())
    names = ("reconstruction", "kl", "mmd", "sparsity", "generator", "adversary")
    math = "+".join(f"\\term{{{term}}}{{x}}" for term in names)
    state = "```state\nmodel = 'own.safetensors'\n```\n"
    path = tmp_path / "own.md"
    path.write_text(f"{FRONT}# One\n```math\n{math}\n```\n{state}")
    desk = open_desk()
    desk.program.open_lesson(str(path))
    settle(desk)
    values = panel_of(desk).terms.values
    asked = {term for term in names if values.said(term)[1] != "not measured"}
    assert asked - {"adversary"} == terms
    assert note in values.note


def test_a_generator_is_judged_by_draws_where_no_image_is_at_hand() -> None:
    model = checkpoint.build(
        checkpoint.load(bundled.resolve("mnist-gan-64d")), "the bundled generator"
    )
    assert isinstance(model, GAN)
    told = told_by_latents(None, model)
    drawn = torch.randn(COUNT, 64, generator=torch.Generator().manual_seed(0))
    real = model.realness(model.generator(drawn)).sigmoid()
    assert told == {"generator": pytest.approx(-real.log().mean().item(), rel=1e-5)}


def test_every_control_of_the_panel_can_be_reached_and_has_a_name(taught: Desk) -> None:
    panel = panel_of(taught)
    for button in (panel.next, panel.show_answer, panel.again, panel.close_lesson):
        assert button.accessibleName()
        assert button.toolTip()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.height() >= 28
    assert child(panel, QPushButton, "Next") is panel.next
