"""All words and marks stand out from the grounds they appear on, in every theme, by WCAG 2.2.

Words need 4.5 (1.4.3, AA), large words and marks 3 (1.4.11). What is switched off is exempt
(1.4.3: "part of an inactive user interface component"), and so is the hairline of light and dark:
it adorns controls that have words. In high contrast and projector nothing is exempt.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from aeviewer.app.kit import kinds
from aeviewer.app.look.theme import CONTRAST, DARK, LIGHT, PROJECTOR, THEMES, Theme
from aeviewer.app.views.map.grid import _colour
from tests.app.test_theme import contrast

EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
STRONG = pytest.mark.parametrize("theme", [CONTRAST, PROJECTOR], ids=lambda theme: theme.name)
WORDS, MARKS = 4.5, 3.0


def papers(theme: Theme) -> tuple[str, ...]:
    return theme.ground, theme.panel


def words(theme: Theme) -> Iterator[tuple[str, str, str]]:
    """What is written in which colour on which ground."""
    for ink, paper in product(("text", "quiet", "accent", "warning"), papers(theme)):
        yield ink, getattr(theme, ink), paper
    for ink in ("text", "accent"):  # a button under the mouse, pressed, or checked
        yield f"{ink} of a button", getattr(theme, ink), theme.hover
    yield "what is chosen", theme.panel, theme.accent
    yield "the check in a box", theme.panel, theme.accent
    yield "ticks on the map", theme.quiet, theme.ground
    yield "the letter of anchor A", theme.ground, theme.anchor_a
    yield "the letter of anchor B", theme.ground, theme.anchor_b
    for name, paper in product(theme.terms, papers(theme)):  # in equations, and beside them
        yield name, theme.term(name), paper


def marks(theme: Theme) -> Iterator[tuple[str, str, str]]:
    """What is drawn in which colour on which ground."""
    for name, paper in product(("cursor", "anchor_a", "anchor_b", "accent"), papers(theme)):
        yield name, getattr(theme, name), paper
    for anomalous, paper in product((False, True), papers(theme)):
        yield "kind of image", kinds.colour(theme, anomalous).name(), paper
    yield "the frame of a box", theme.quiet, theme.panel


@EACH
def test_words_can_be_read(theme: Theme) -> None:
    low = {what: contrast(ink, on) for what, ink, on in words(theme) if contrast(ink, on) < WORDS}
    assert not low


@EACH
def test_marks_can_be_seen(theme: Theme) -> None:
    low = {what: contrast(ink, on) for what, ink, on in marks(theme) if contrast(ink, on) < MARKS}
    assert not low


@STRONG
def test_in_strong_themes_frames_classes_and_axes_can_be_seen_too(theme: Theme) -> None:
    assert contrast(theme.hairline, theme.ground) >= MARKS
    for count in (7, 10, 13):
        for colour in theme.classes(count):
            assert contrast(colour, theme.ground) >= MARKS, colour
    axis = _colour(theme.quiet, theme.ground, 0.45).name()
    assert contrast(axis, theme.ground) >= 2, axis


def test_high_contrast_is_white_on_black_and_more_than_aaa() -> None:
    assert (CONTRAST.ground, CONTRAST.text) == ("#000000", "#ffffff")
    assert contrast(CONTRAST.quiet, CONTRAST.ground) >= 7
    assert contrast(CONTRAST.accent, CONTRAST.ground) >= 7
    assert CONTRAST.ring > LIGHT.ring


def test_the_projector_shows_black_on_pure_white_and_no_pale_grey() -> None:
    assert (PROJECTOR.ground, PROJECTOR.panel, PROJECTOR.text) == ("#ffffff", "#ffffff", "#000000")
    for grey in (PROJECTOR.quiet, PROJECTOR.hairline, PROJECTOR.faded):
        assert contrast(grey, PROJECTOR.ground) >= WORDS
    assert (PROJECTOR.line, PROJECTOR.point) == (2.0, 1.5)
    assert (LIGHT.line, LIGHT.point, DARK.line, DARK.point) == (1.0, 1.0, 1.0, 1.0)
