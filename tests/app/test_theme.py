import subprocess
import sys
from itertools import pairwise, product

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from aeviewer.app.look.dressing import apply, palette, resolve
from aeviewer.app.look.theme import DARK, LIGHT, SPACES, THEMES, TYPE, Theme

EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    """WCAG 2.2: relative luminance of an sRGB colour."""
    made = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (made.redF(), made.greenF(), made.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@EACH
def test_words_stand_out_from_their_paper(theme: Theme) -> None:
    words = (theme.text, theme.quiet, theme.accent, theme.warning)
    for word, paper in product(words, (theme.ground, theme.panel)):
        assert contrast(word, paper) >= 4.5, (word, paper)
    assert contrast(theme.panel, theme.accent) >= 4.5  # words on what is chosen
    assert contrast(theme.text, theme.hover) >= 4.5  # a button under the mouse


@EACH
def test_marks_and_terms_stand_out_from_their_paper(theme: Theme) -> None:
    marks = (theme.cursor, theme.anchor_a, theme.anchor_b, *theme.terms.values())
    for mark, paper in product(marks, (theme.ground, theme.panel)):
        assert contrast(mark, paper) >= 3, (mark, paper)


@EACH
def test_one_meaning_has_one_colour(theme: Theme) -> None:
    classes = {colour for count in (7, 10, 12) for colour in theme.classes(count)}
    marks = [theme.accent, theme.cursor, theme.anchor_a, theme.anchor_b, theme.warning]
    assert len(set(marks)) == len(marks)
    assert not classes & set(marks)
    assert len(set(theme.terms.values())) == len(theme.terms)


@EACH
def test_a_term_has_its_colour_and_an_unknown_one_is_quiet(theme: Theme) -> None:
    assert theme.term("kl") == theme.terms["kl"]
    assert theme.term("elsewhere") == theme.quiet


@pytest.mark.parametrize("count", [0, 1, 7, 8, 10, 11, 1000])
def test_there_is_a_colour_for_each_class(count: int) -> None:
    colours = LIGHT.classes(count)
    assert len(colours) == count
    assert "#000000" not in colours
    if count <= 10:
        assert len(set(colours)) == count


@EACH
def test_the_palette_leaves_no_role_to_the_desktop(theme: Theme) -> None:
    made = palette(theme)
    roles = set(QPalette.ColorRole) - {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    groups = (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    )
    for group, role in product(groups, roles):
        assert made.isBrushSet(group, role), (group, role)


@EACH
def test_apply_dresses_the_application(qapp: QApplication, theme: Theme) -> None:
    apply(qapp, theme)
    assert qapp.palette().window().color().name() == theme.ground
    assert qapp.font().pixelSize() == TYPE[1]
    assert theme.accent in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_a_choice_holds_whatever_the_desktop_says(qapp: QApplication) -> None:
    assert resolve("dark", qapp) is DARK
    assert resolve("light", qapp) is LIGHT
    assert resolve("system", qapp) in THEMES.values()


def test_the_scales_rise() -> None:
    for scale in (SPACES, TYPE):
        assert all(low < high for low, high in pairwise(scale))


def test_the_theme_needs_qt_alone() -> None:
    asked = "import aeviewer.app.look.theme, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "cmap", "superqt", "pyqtgraph", "torch"} & set(loaded)
