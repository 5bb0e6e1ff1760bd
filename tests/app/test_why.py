"""The card of a model, opened by keys and by mouse: what it shows, and where its links lead."""

import re
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton

from aeviewer.app.lessons.prose import Prose
from aeviewer.app.lessons.typeset import SIZE, typeset
from aeviewer.app.look.theme import THEMES, Theme
from aeviewer.app.panels.why import WhyDialog
from aeviewer.app.why import Why, said_by
from aeviewer.app.worker import Worker
from aeviewer.errors import UserError
from aeviewer.session import why
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk
from tests.app.hands import child, click, press

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
EQUATIONS = [
    (name, part.equation)
    for name, path in why.cards().items()
    for part in why.read(path).parts
    if part.equation
]


def feature_of(desk: Desk) -> Why:
    return desk.program.why


def opened(desk: Desk) -> WhyDialog:
    """The card, once its equations are there."""
    feature = feature_of(desk)
    with desk.qtbot.waitSignal(feature.typeset):
        QTest.keyClick(desk.parts.map, Qt.Key.Key_F2)
    assert feature.dialog is not None
    assert feature.dialog.isVisible()
    return feature.dialog


def words_of(dialog: WhyDialog) -> str:
    labels = [label.text() for label in dialog.findChildren(QLabel)]
    return "\n".join(labels + [prose.markdown for prose in dialog.findChildren(Prose)])


def looking(dialog: WhyDialog) -> Prose:
    """The part that says what to look for."""
    *_, last = dialog.findChildren(Prose)
    return last


def middle_of(prose: Prose, words: str) -> QPoint:
    """Where words stand in it."""
    found = prose.document().find(words)
    assert not found.isNull()
    start = QTextCursor(found)
    start.setPosition(found.selectionStart())
    box = prose.cursorRect(start)
    return QPoint(box.right() + 4, box.center().y())


def follow(prose: Prose, words: str) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(prose.viewport(), left, none, middle_of(prose, words))


@pytest.mark.parametrize(("name", "equation"), EQUATIONS)
def test_its_formula_can_be_typeset_in_the_colours_of_its_terms(name: str, equation: str) -> None:
    for theme in THEMES.values():
        svg = typeset(equation, theme).decode()
        terms = {part.partition("}")[0] for part in equation.split(r"\term{")[1:]}
        assert terms
        assert all(theme.term(term) in svg for term in terms)
        height = re.search(r'height="([\d.]+)"', svg)
        assert height is not None
        assert float(height[1]) < 4 * SIZE  # no bar of a norm stretches to the sky


def test_f2_opens_the_card_of_the_chosen_variant_and_f2_closes_it(desk: Desk) -> None:
    desk.store.set(variant="tcvae")
    dialog = opened(desk)
    assert dialog.windowTitle() == "Why: beta-TC-VAE"
    assert "Chen 2018" in words_of(dialog)
    assert "total correlation" in words_of(dialog)
    (equation,) = dialog.equations
    assert equation.drawn
    press(dialog, Qt.Key.Key_F2)
    assert not dialog.isVisible()


def test_the_button_beside_the_knobs_opens_it_and_escape_closes_it(desk: Desk) -> None:
    button = child(desk.parts.train, QToolButton, "Why this model")
    assert button.height() >= 28
    with desk.qtbot.waitSignal(feature_of(desk).typeset):
        click(button)
    dialog = feature_of(desk).dialog
    assert dialog is not None
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_grows_with_its_card_as_far_as_the_window_allows(desk: Desk) -> None:
    desk.window.resize(1280, 720)
    desk.store.set(variant="vaegan")
    dialog = opened(desk)
    bar = dialog.findChildren(QScrollArea)[0].verticalScrollBar()
    desk.qtbot.waitUntil(lambda: bar.maximum() == 0 or dialog.height() > 660)
    assert dialog.height() < desk.window.height()


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_it_lies_on_the_screen_at_any_size_of_text(desk: Desk, scale: float) -> None:
    desk.window.resize(1280, 1600)  # larger than the screen
    desk.store.set(variant="sparse", scale=scale)  # a long one
    dialog = opened(desk)
    bar = dialog.findChildren(QScrollArea)[0].verticalScrollBar()
    screen = dialog.screen().availableGeometry()
    desk.qtbot.waitUntil(lambda: bar.maximum() == 0 or dialog.height() == screen.height() - 48)
    assert screen.contains(dialog.frameGeometry())
    bar.setValue(bar.maximum())
    last = looking(dialog)
    assert not last.visibleRegion().isEmpty()
    assert dialog.close_button.visibleRegion().boundingRect() == dialog.close_button.rect()


def test_it_takes_another_size_with_the_text(desk: Desk) -> None:
    desk.store.set(scale=2.0)
    dialog = opened(desk)
    large = dialog.width()
    with desk.qtbot.waitSignal(feature_of(desk).typeset):
        desk.store.set(scale=1.0)
    assert dialog.width() < large


def test_it_follows_the_choice_and_the_theme(desk: Desk) -> None:
    dialog = opened(desk)
    assert dialog.windowTitle() == "Why: Variational autoencoder"
    with desk.qtbot.waitSignal(feature_of(desk).typeset):
        desk.choose("Model", "gan")
    assert dialog.windowTitle() == "Why: GAN"
    assert len(dialog.equations) == 2
    with desk.qtbot.waitSignal(feature_of(desk).typeset):
        desk.store.set(theme="dark")
    assert all(equation.drawn for equation in dialog.equations)


def test_what_is_typeset_too_late_is_not_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    late, feature = Event(), feature_of(desk)
    of_gan = {latex for name, latex in EQUATIONS if name == "gan"}

    def hold(latex: str, theme: Theme) -> bytes:
        if latex in of_gan:
            assert late.wait(60)
        return typeset(latex, theme)

    monkeypatch.setattr("aeviewer.app.why.typeset", hold)
    desk.store.set(variant="gan")
    desk.act("why")
    with desk.qtbot.waitSignal(feature.typeset):
        desk.store.set(variant="vae")
    desk.qtbot.waitUntil(lambda: len(feature.findChildren(Worker)) == 1)
    late.set()
    desk.qtbot.waitUntil(lambda: not feature.findChildren(Worker))
    assert feature.dialog is not None
    assert all(equation.drawn for equation in feature.dialog.equations)


def test_its_links_open_pages_and_layers(desk: Desk) -> None:
    layers, prose = desk.view.layers, looking(opened(desk))
    follow(prose, "Traversal")
    assert desk.view.page == "traversal"
    follow(prose, "Posteriors")
    assert (desk.view.page, desk.view.layers) == ("map", ("posteriors", "points"))
    follow(prose, "Posteriors")
    assert desk.view.layers == ("posteriors", "points")
    desk.store.undo()  # each that led elsewhere is one step
    assert (desk.view.page, desk.view.layers) == ("traversal", layers)
    desk.store.undo()
    assert desk.view.page == "map"
    desk.quiet()


def test_its_links_are_reached_by_keys(desk: Desk) -> None:
    dialog = opened(desk)
    prose = looking(dialog)
    dialog.activateWindow()
    prose.setFocus()
    press(prose, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert desk.view.layers == ("holes", "points")
    assert dialog.isVisible()
    desk.quiet()


def test_a_variant_without_a_card_shows_the_words_of_its_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = {name: path for name, path in why.cards().items() if name != "wae"}
    monkeypatch.setattr(why, "cards", lambda: cards)
    desk.store.set(variant="wae")
    desk.act("why")
    dialog = feature_of(desk).dialog
    assert dialog is not None
    assert dialog.windowTitle() == f"Why: {find('wae').title}"
    assert "is held to the prior is not each posterior but all latents together" in words_of(dialog)
    assert not dialog.equations


def test_paragraphs_of_a_file_flow_and_what_is_indented_stays() -> None:
    _, paper, words = said_by("sparse")
    assert paper == find("sparse").paper
    assert "out of many that there are" in words
    assert "\n\n    sum (x - x^)^2 + lam" in words


def test_a_broken_card_says_where(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "vae.md"
    path.write_text("no front matter")
    monkeypatch.setattr(why, "cards", lambda: {"vae": path})
    with pytest.raises(UserError, match=r"vae\.md, line 1"):
        why.read(path)
    desk.act("why")
    assert "vae.md, line 1" in desk.message()
